import { expect } from 'vitest';

import { until } from '../../prover/rig.ts';
import { movesOf } from '../../prover/stage.ts';
import { scenario } from '../scenario.ts';
import { type Call, refusal, refusalAt } from './call.ts';
import {
  HONEST,
  LIAR,
  PERIOD_SEC,
  postTransfers,
  settleTruth,
  STRANGER,
  untilPaid,
} from './dispute.ts';
import {
  advanceCall,
  dissect,
  enter,
  enterCall,
  handOf,
  lieFrom,
  revealCall,
  meet,
  stepCall,
  stepOf,
  truthOf,
} from './hand.ts';

scenario(
  'duplicateClaim',
  {
    happens: 'a true claim is made again, by another and by its claimant, and built on instead',
    protects: 'agreeing stakes nothing twice: a copy is refused, two provers hold one claim',
    timeoutMs: 120_000,
  },
  async (stage) => {
    const { rig } = stage;
    await postTransfers(stage);
    const honest = await stage.prover(HONEST, { claims: true });
    await until('the true claim', () => movesOf(honest).includes('claim'));
    const parent = await rig.genesisClaim();
    const { hash } = await rig.read<{ hash: string }>('batchOf', [1n]);
    const value = await rig.read<bigint>('PATH_BOND');
    const again = { functionName: 'claim', args: [parent, hash, honest.status().root], value };
    expect(await refusal(stage, STRANGER, again)).toBe('ClaimExists');
    expect(await refusal(stage, HONEST, again)).toBe('ClaimExists');
    const second = await stage.prover(2, { claims: true });
    await until('the batch', () => second.status().derived === 1);
    await settleTruth(stage, honest);
    expect(movesOf(second)).not.toContain('claim');
    await until('the path bond', () => movesOf(honest).includes('collect'));
  },
);

scenario(
  'duplicateEntry',
  {
    happens: 'two honest provers meet one lie, and entries are made again, alive and fallen',
    protects:
      'strangers who tell the truth defend one entry with one bond; what fell does not come back',
    timeoutMs: 120_000,
  },
  async (stage) => {
    const { rig } = stage;
    await postTransfers(stage);
    const truth = await truthOf(stage);
    const liar = await stage.liar(LIAR, { lying: { type: 'custom', make: (t) => lieFrom(t, 3) } });
    await stage.untilClaimed(liar);
    const provers = [await stage.prover(HONEST), await stage.prover(2)];
    await stage.untilFallen(liar);
    const ours = await handOf(stage, STRANGER, truth.truth);
    expect(await refusal(stage, STRANGER, await enterCall(stage, ours))).toBe('EntryExists');
    const fallen = await handOf(stage, STRANGER, lieFrom(truth, 3));
    expect(await refusal(stage, STRANGER, await enterCall(stage, fallen))).toBe('EntryExists');
    await settleTruth(stage, provers[0]);
    const { sponsor } = await rig.read<{ sponsor: string }>('entry', [ours.entry]);
    await untilPaid(stage, sponsor === rig.players[HONEST].address ? HONEST : 2);
    const entries = provers.flatMap(movesOf).filter((move) => move === 'enter');
    expect(entries).toHaveLength(1);
  },
);

scenario(
  'outOfOrderSettlement',
  {
    happens: 'claims are settled too early, in the wrong order, and while a rival lives',
    protects: 'settlement goes claim by claim, after the challenge period and after the disputes',
    timeoutMs: 120_000,
  },
  async (stage) => {
    const { rig } = stage;
    await postTransfers(stage);
    await rig.postBatch([]);
    const truth = await truthOf(stage);
    const honest = await stage.prover(HONEST, { claims: true });
    const claims = () => movesOf(honest).filter((move) => move === 'claim').length;
    await until('both claims', () => claims() === 2);
    const parent = await rig.genesisClaim();
    const { hash } = await rig.read<{ hash: string }>('batchOf', [1n]);
    const ours = await handOf(stage, HONEST, truth.truth);
    const child = await rig.read<string>('claimId', [parent, 0, hash, ours.root]);
    const { firstClaimedAt } = await rig.read<{ firstClaimedAt: bigint }>('contest', [parent]);
    const last = Number(firstClaimedAt) + PERIOD_SEC;
    const settle = (id: string): Call => ({ functionName: 'settle', args: [id] });
    const at = (sec: number, call: Call) => refusalAt(stage, { sec, player: STRANGER, call });
    expect(await at(last, settle(parent))).toBe('TooEarly');
    expect(await at(last + 1, settle(parent))).toBe(undefined);
    expect(await at(last + 1, settle(child))).toBe('NotSettledTip');

    await enter(stage, await handOf(stage, LIAR, lieFrom(truth, 3)));
    expect(await at(last + 1, settle(parent))).toBe('StillDisputed');
    await until('our reveal', () => movesOf(honest).includes('reveal'));
    await rig.pass(PERIOD_SEC + 1);
    await until('the timeout', () => movesOf(honest).includes('timeout'));
    await until('both to settle', () => honest.status().settled === 2);
    await untilPaid(stage);
  },
);

scenario(
  'moveAfterDeath',
  {
    happens: 'a liar whose entry fell makes every move again',
    protects: 'a duel with a fallen side is inert: nothing moves, nobody falls, nothing is paid',
    timeoutMs: 120_000,
  },
  async (stage) => {
    await postTransfers(stage);
    const truth = await truthOf(stage);
    const lie = await handOf(stage, LIAR, lieFrom(truth, 3));
    const ours = await handOf(stage, HONEST, truth.truth);
    const duel = await meet(stage, lie, ours);
    const opening = [await revealCall(stage, duel, lie), await advanceCall(stage, duel)];
    await dissect(stage, duel);
    const step = await stepCall(stage, duel, { hand: ours, by: truth });
    const honest = await stage.prover(HONEST);
    await until('the step', () => movesOf(honest).includes('step'));

    const timeout = { functionName: 'timeout', args: [duel.id] };
    const again = { functionName: 'duel', args: [lie.entry, ours.entry] };
    for (const call of [...opening, step, timeout, again]) {
      expect(await refusal(stage, LIAR, call)).toBe('EntryNotAlive');
    }
    const sec = Number((await stage.rig.client.getBlock()).timestamp);
    const late = await refusalAt(stage, { sec: sec + 2 * PERIOD_SEC, player: LIAR, call: timeout });
    expect(late).toBe('EntryNotAlive');
    await settleTruth(stage, honest);
    await untilPaid(stage);
  },
);

scenario(
  'badEncoding',
  {
    happens:
      'the disputed step is an operation with a high-s signature, and its witness comes with bytes too many, too few, in another order or of another step',
    protects:
      'one encoding is accepted; whatever else is refused and changes nothing, and the true one ends the duel',
    timeoutMs: 120_000,
  },
  async (stage) => {
    const x = stage.exchange();
    const alice = x.open(1_000_000_000);
    const bob = x.open(1_000_000_000);
    x.transfer(alice, bob, 1_000);
    x.operations.push(withHighS(x.operations.at(-1)!));
    await stage.post(x);
    const truth = await truthOf(stage);
    const disputed = 3;
    const lie = await handOf(stage, LIAR, lieFrom(truth, disputed));
    const ours = await handOf(stage, HONEST, truth.truth);
    const duel = await meet(stage, lie, ours);
    await dissect(stage, duel);
    const { witness } = stepOf(truth, disputed);
    for (const bad of malformed(witness, stepOf(truth, disputed - 1).witness)) {
      const call = await stepCall(stage, duel, { hand: ours, by: truth, witness: bad });
      expect(await refusal(stage, STRANGER, call)).not.toBe(undefined);
    }
    const honest = await stage.prover(HONEST);
    await until('the step', () => movesOf(honest).includes('step'));
    await settleTruth(stage, honest);
    await untilPaid(stage);
  },
);

/** Order of secp256k1. */
const N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** The same operation with N - s, which no signature that is accepted has: its top bit is the parity of R. */
function withHighS(operation: Uint8Array): Uint8Array {
  const out = operation.slice();
  const word = BigInt(`0x${Buffer.from(out.subarray(-32)).toString('hex')}`);
  const high = N - (word & (2n ** 255n - 1n));
  out.set(Buffer.from(high.toString(16).padStart(64, '0'), 'hex'), out.length - 32);
  return out;
}

function malformed(witness: Uint8Array, ofAnotherStep: Uint8Array): Uint8Array[] {
  const half = witness.length >> 1;
  const swapped = witness.slice();
  swapped.set(witness.subarray(-32), witness.length - 64);
  swapped.set(witness.subarray(-64, -32), witness.length - 32);
  return [
    new Uint8Array(),
    Uint8Array.of(...witness, 0),
    Uint8Array.of(...witness, ...new Uint8Array(32)),
    witness.subarray(0, -1),
    witness.subarray(0, -32),
    Uint8Array.of(...witness.subarray(0, half), 0, ...witness.subarray(half)),
    Uint8Array.of(...witness.subarray(0, half), ...witness.subarray(half + 1)),
    swapped,
    ofAnotherStep,
  ];
}
