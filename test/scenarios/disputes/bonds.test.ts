import { decodeFunctionData, type Hex, parseEventLogs } from 'viem';
import { expect } from 'vitest';

import { rollupAbi } from '../../../contracts/generated/abi.ts';
import { until } from '../../prover/rig.ts';
import { movesOf, type Stage, type StagedProver } from '../../prover/stage.ts';
import { scenario } from '../scenario.ts';
import { refusal, send } from './call.ts';
import {
  BUDGET_SEC,
  HONEST,
  LIAR,
  PERIOD_SEC,
  postTransfers,
  SECOND_LIAR,
  settleTruth,
  untilIdle,
  STRANGER,
  THIRD_LIAR,
  untilPaid,
} from './dispute.ts';
import {
  claim,
  dissect,
  duelBetween,
  enter,
  expectAlive,
  type Hand,
  handOf,
  lieFrom,
  readDuel,
  reveal,
  sideOf,
  startDuel,
  stepCall,
  truthOf,
} from './hand.ts';

const GWEI = 10n ** 9n;
const ROUNDS = 3;
const BUDGET = BigInt(BUDGET_SEC);

scenario(
  'freeloader',
  {
    happens:
      'a stranger copies every move of the honest side as soon as it is mined, and counters what has fallen',
    protects: 'only the first of a move counts: copies are refused and earn nothing',
    timeoutMs: 120_000,
  },
  async (stage) => {
    const { rig } = stage;
    await postTransfers(stage);
    const liar = await stage.liar(LIAR, { lying: { type: 'garbage' } });
    await stage.untilClaimed(liar);
    const honest = await stage.prover(HONEST);
    const copies = new Map<Hex, string | undefined>();
    const fallen = async () => {
      await copyMoves(stage, { honest, copies });
      return (await stage.isAlive(liar)) === false;
    };
    await until('the liar to fall', fallen, { timeoutMs: 90_000, everyMs: 20 });
    const ids = [...new Set(await entriesOf(stage))];
    expect(await refusal(stage, STRANGER, { functionName: 'duel', args: ids })).toBe(
      'EntryNotAlive',
    );
    await settleTruth(stage, honest);
    await untilPaid(stage);
    await copyMoves(stage, { honest, copies });
    expect([...copies.values()]).not.toContain(undefined);
    expect(copies.size).toBeGreaterThan(6);
    expect(await rig.read('owed', [rig.players[STRANGER].address])).toBe(0n);
  },
);

scenario(
  'frontRunProof',
  {
    happens:
      'a stranger copies the honest side’s entry, and its step out of the pool, and is mined first',
    protects:
      'bond and reward go to the sponsor that the entry names; the copier has its gas back at most, and has paid the bond',
    timeoutMs: 120_000,
  },
  async (stage) => {
    const { rig } = stage;
    await postTransfers(stage);
    const truth = await truthOf(stage);
    const lie = await handOf(stage, LIAR, lieFrom(truth, 3));
    const copied = await handOf(stage, STRANGER, truth.truth);
    await claim(stage, lie);
    await enter(stage, copied, { sponsor: HONEST });
    await enter(stage, lie);
    await dissect(stage, await startDuel(stage, lie, copied));

    await rig.rpc('evm_setAutomine', [false]);
    const honest = await stage.prover(HONEST);
    const own = await until('the step in the pool', () => pendingOf(stage, HONEST));
    const before = await balanceOf(stage, STRANGER);
    const copy = await rig.players[STRANGER].wallet.sendTransaction({
      to: rig.rollup,
      data: own.input,
      gas: BigInt(own.gas),
      maxPriorityFeePerGas: 20n * GWEI,
      maxFeePerGas: 40n * GWEI,
    });
    await rig.rpc('evm_mine', []);
    await rig.rpc('evm_setAutomine', [true]);
    const receipts = await Promise.all(
      [copy, own.hash].map((hash) => rig.client.getTransactionReceipt({ hash })),
    );
    expect(receipts.map(({ status }) => status)).toEqual(['success', 'reverted']);
    const owed = await rig.read<bigint>('owed', [rig.players[STRANGER].address]);
    expect((await balanceOf(stage, STRANGER)) + owed).toBeLessThan(
      before + (await bondOf(stage)) / 100n,
    );

    await expectAlive(stage, { alive: [copied], dead: [lie] });
    await settleTruth(stage, honest);
    await untilPaid(stage);
  },
);

scenario(
  'sybilsRecycleBonds',
  {
    happens: 'a liar throws two of its own entries out by true steps before it falls itself',
    protects: 'no more than the gas of its moves comes back of three bonds; what is left is burned',
    timeoutMs: 120_000,
  },
  async (stage) => {
    const { rig } = stage;
    await postTransfers(stage);
    const truth = await truthOf(stage);
    const before = await wealthOf(stage, [LIAR]);
    const best = await handOf(stage, LIAR, lieFrom(truth, 6));
    const worse = [
      await handOf(stage, LIAR, lieFrom(truth, 3)),
      await handOf(stage, LIAR, lieFrom(truth, 4)),
    ];
    await claim(stage, best);
    for (const sybil of worse) await enter(stage, sybil);
    await enter(stage, best);
    for (const sybil of worse) {
      const duel = await startDuel(stage, best, sybil);
      await dissect(stage, duel);
      await send(stage, LIAR, await stepCall(stage, duel, { hand: best, by: truth }));
    }
    await expectAlive(stage, { alive: [best], dead: worse });

    const honest = await stage.prover(HONEST);
    await untilIdle(stage, honest);
    await settleTruth(stage, honest, { seconds: PERIOD_SEC + 100 });
    await untilPaid(stage);
    const lost = before - (await wealthOf(stage, [LIAR]));
    expect(lost).toBeGreaterThan((3n * (await bondOf(stage)) * 95n) / 100n);
    await rig.pass(6 * PERIOD_SEC);
    const parent = await rig.genesisClaim();
    await send(stage, STRANGER, { functionName: 'burn', args: [parent] });
    expect(await rig.read('contest', [parent])).toMatchObject({ pot: 0n });
  },
);

scenario(
  'rightRootWrongHistory',
  {
    happens: 'the true root is claimed by one whose history is false, and attacked by another liar',
    protects:
      'the root settles by the honest entry; both liars fall and the claimant’s path bond with it',
    timeoutMs: 120_000,
  },
  async (stage) => {
    const { rig } = stage;
    await postTransfers(stage);
    const forger = await stage.liar(LIAR, { lying: { type: 'rightRootWrongHistory', from: 4 } });
    await stage.untilClaimed(forger);
    const garbler = await stage.liar(SECOND_LIAR, { lying: { type: 'garbage' }, claims: false });
    await stage.untilEntered(garbler);
    const honest = await stage.prover(HONEST);
    await stage.untilFallen(forger, garbler);
    await settleTruth(stage, honest);
    await untilPaid(stage);
    expect(await rig.read('pathOf', [1n])).toMatchObject({ bond: 0n });
    expect(await rig.read('owed', [forger.address])).toBeLessThan(await bondOf(stage));
  },
);

/** How many; `TENOR_RIVALS=32` for more. */
const RIVALS = Number(process.env['TENOR_RIVALS'] ?? 8);

scenario(
  'manyLiarsOneHonest',
  {
    happens:
      'eight liars with different false histories enter against one honest side, all at once',
    protects:
      'no clock is touched, each rival costs the same few moves, and the rivals pay for them',
    timeoutMs: 240_000,
  },
  async (stage) => {
    await postTransfers(stage);
    const truth = await truthOf(stage);
    const honest = await stage.prover(HONEST, { claims: true });
    await until('the true claim', () => movesOf(honest).includes('claim'));
    const rivals: Hand[] = [];
    for (let i = 0; i < RIVALS; i++) {
      const player = [LIAR, SECOND_LIAR, THIRD_LIAR][i % 3];
      rivals.push(await handOf(stage, player, lieFrom(truth, 2 + (i % 4), i)));
      await enter(stage, rivals[i]);
    }
    const ours = await handOf(stage, HONEST, truth.truth);
    await playAll(stage, { ours, rivals });
    const fought = movesOf(honest).filter((move) => /^(duel|reveal|advance|step)$/.test(move));
    // For each the duel, two rounds of our own nodes, three ways down and a step; the first node is revealed once.
    expect(fought.length).toBeLessThanOrEqual(7 * RIVALS + 1);
    expect(movesOf(honest)).not.toContain('timeout');
    await settleTruth(stage, honest);
    await untilPaid(stage);
  },
);

/** Reveals what rivals have to, until all of them have fallen. */
async function playAll(
  stage: Stage,
  { ours, rivals }: { ours: Hand; rivals: readonly Hand[] },
): Promise<void> {
  const living = new Set(rivals);
  const allFell = async (): Promise<boolean> => {
    for (const rival of living) {
      if (!(await answer(stage, { ours, rival }))) living.delete(rival);
    }
    return living.size === 0;
  };
  await until('all rivals to fall', allFell, { timeoutMs: 200_000, everyMs: 20 });
}

/** @returns whether the rival lives */
async function answer(
  stage: Stage,
  { ours, rival }: { ours: Hand; rival: Hand },
): Promise<boolean> {
  const { rig } = stage;
  const duel = await duelBetween(stage, ours, rival);
  const { since, level, nodes, clocks } = await readDuel(stage, duel);
  const { alive } = await rig.read<{ alive: boolean }>('entry', [rival.entry]);
  if (since !== 0n) expect(clocks, 'no clock is touched').toEqual([BUDGET, BUDGET]);
  if (!alive || since === 0n || level === ROUNDS) return alive;
  const known = await rig.read<bigint>('revealedAt', [level, nodes[sideOf(duel, rival)]]);
  if (known === 0n) await reveal(stage, duel, rival);
  return true;
}

async function copyMoves(
  stage: Stage,
  { honest, copies }: { honest: StagedProver; copies: Map<Hex, string | undefined> },
): Promise<void> {
  for (const event of honest.events) {
    if (event.type !== 'move' || event.move === 'collect' || copies.has(event.hash)) continue;
    const { input, value } = await stage.rig.client.getTransaction({ hash: event.hash });
    const { functionName, args } = decodeFunctionData({ abi: rollupAbi, data: input });
    const call = { functionName, args: args as readonly unknown[], value };
    copies.set(event.hash, await refusal(stage, STRANGER, call));
  }
}

async function entriesOf({ rig }: Stage): Promise<Hex[]> {
  const logs = await rig.client.getLogs({ address: rig.rollup, fromBlock: 0n });
  const entered = parseEventLogs({ abi: rollupAbi, logs, eventName: 'Entered' });
  return entered.map(({ args }) => args.entry);
}

interface Pending {
  readonly hash: Hex;
  readonly from: Hex;
  readonly input: Hex;
  readonly gas: Hex;
}

async function pendingOf({ rig }: Stage, player: number): Promise<Pending | undefined> {
  const all = (await rig.rpc('eth_pendingTransactions', [])) as Pending[];
  const from = rig.players[player].address.toLowerCase();
  return all.find((transaction) => transaction.from === from);
}

async function balanceOf({ rig }: Stage, player: number): Promise<bigint> {
  return rig.client.getBalance({ address: rig.players[player].address });
}

/** What accounts hold and may collect. */
async function wealthOf(stage: Stage, players: readonly number[]): Promise<bigint> {
  let sum = 0n;
  for (const player of players) {
    sum += await balanceOf(stage, player);
    sum += await stage.rig.read<bigint>('owed', [stage.rig.players[player].address]);
  }
  return sum;
}

async function bondOf({ rig }: Stage): Promise<bigint> {
  return rig.read<bigint>('BOND');
}
