import { expect } from 'vitest';

import { finalState, hashBatch } from '../../../protocol/batch.ts';
import { concat, keccak256 } from '../../../protocol/hash.ts';
import type { LieInput } from '../../actors/liar.ts';
import type { Lie } from '../../actors/lie.ts';
import { until } from '../../prover/rig.ts';
import { movesOf, type Stage } from '../../prover/stage.ts';
import { scenario } from '../scenario.ts';
import { type Call, refusal, refusalAt, send, setNext } from './call.ts';
import {
  BUDGET_SEC,
  expectNothingLost,
  GRACE_SEC,
  HONEST,
  LIAR,
  PERIOD_SEC,
  postTransfers,
  SECOND_LIAR,
  settleTruth,
  STRANGER,
  theft,
  untilPaid,
} from './dispute.ts';
import {
  claimTrue,
  dissect,
  enter,
  expectAlive,
  type Hand,
  handOf,
  lieFrom,
  readDuel,
  revealCall,
  meet,
  stepCall,
  truthOf,
} from './hand.ts';

/** Seconds of a window that are left to one who comes at its end. */
const LEFT_SEC = 300;

interface Clocked {
  readonly clock: bigint;
}

async function clockOf({ rig }: Stage, { entry }: Hand): Promise<number> {
  return Number((await rig.read<Clocked>('entry', [entry])).clock);
}

scenario(
  'lateEntry',
  {
    happens: 'a rival enters when minutes are left of the challenge period, and is silent',
    protects: 'lateness is spent from its own clock; the honest side has all of its own',
    timeoutMs: 120_000,
  },
  async (stage) => {
    await postTransfers(stage);
    const truth = await truthOf(stage);
    const honest = await stage.prover(HONEST, { claims: true });
    await until('the true claim', () => movesOf(honest).includes('claim'));
    await stage.rig.pass(PERIOD_SEC - LEFT_SEC);
    const late = await handOf(stage, LIAR, lieFrom(truth, 3));
    await enter(stage, late);
    await until('our reveal', () => movesOf(honest).includes('reveal'));
    expect(await clockOf(stage, late)).toBeLessThanOrEqual(LEFT_SEC);
    expect(await clockOf(stage, await handOf(stage, HONEST, truth.truth))).toBe(BUDGET_SEC);

    await stage.rig.pass(GRACE_SEC + LEFT_SEC);
    await until('the timeout', () => movesOf(honest).includes('timeout'));
    await settleTruth(stage, honest, { seconds: 1 });
    await untilPaid(stage);
  },
);

scenario(
  'bareClaimNotDefended',
  {
    happens:
      'the claimant of a true root is gone when the claim is attacked at the very end of the window',
    protects:
      'a stranger’s prover enters it in time; the claim settles and its path bond goes back',
    timeoutMs: 120_000,
  },
  async (stage) => {
    await postTransfers(stage);
    await claimTrue(stage, STRANGER);
    const honest = await stage.prover(HONEST);
    await stage.rig.pass(PERIOD_SEC - LEFT_SEC);
    const liar = await stage.liar(LIAR, { lying: { type: 'garbage' }, claims: false });
    await stage.untilFallen(liar);
    await settleTruth(stage, honest);
    await untilPaid(stage);
    await send(stage, STRANGER, { functionName: 'closePath', args: [1n] });
    await send(stage, STRANGER, { functionName: 'collect', args: [] });
  },
);

scenario(
  'bareClaimOpenedLate',
  {
    happens:
      'a true claim without an entry is attacked at the very end of the window, when its claimant is down until the window is over',
    protects: 'the claimant has a window of its own from then on, and enters without a bond',
    timeoutMs: 120_000,
  },
  async (stage) => {
    const { rig } = stage;
    await postTransfers(stage);
    const claimant = await stage.prover(HONEST, { claims: true });
    await until('the true claim', () => movesOf(claimant).includes('claim'));
    await claimant.stop();
    await rig.pass(PERIOD_SEC - LEFT_SEC);
    expect(movesOf(claimant)).not.toContain('enter');
    const liar = await stage.liar(LIAR, { lying: { type: 'garbage' }, claims: false });
    await stage.untilEntered(liar);
    await rig.pass(2 * LEFT_SEC);
    const honest = await stage.prover(HONEST, { claims: true });
    await stage.untilFallen(liar);
    const ours = await handOf(stage, HONEST, (await truthOf(stage)).truth);
    expect(await rig.read('entry', [ours.entry])).toMatchObject({ alive: true });
    await settleTruth(stage, honest, { seconds: 1 });
    await untilPaid(stage);
  },
);

scenario(
  'twoLiarsAgreeOnGarbage',
  {
    happens:
      'two liars share states that no machine passes through and part after them, so that nobody can execute their step',
    protects: 'both fall by time and nobody else does',
    timeoutMs: 120_000,
  },
  async (stage) => {
    const { rig } = stage;
    await postTransfers(stage);
    const truth = await truthOf(stage);
    const a = await handOf(stage, LIAR, garbageTwin(truth, 1));
    const b = await handOf(stage, SECOND_LIAR, garbageTwin(truth, 2));
    const duel = await meet(stage, a, b);
    await dissect(stage, duel);
    for (const pre of [undefined, a.tree.leaf(4)]) {
      const step = await stepCall(stage, duel, { hand: a, by: truth, pre });
      expect(await refusal(stage, STRANGER, step)).not.toBe(undefined);
    }

    await rig.pass(LEFT_SEC);
    const ours = await handOf(stage, HONEST, truth.truth);
    await enter(stage, ours);
    const { since } = await readDuel(stage, duel);
    const timeout = { functionName: 'timeout', args: [duel.id] };
    const latest = Number(since) + PERIOD_SEC;
    expect(await refusalAt(stage, { sec: latest, player: STRANGER, call: timeout })).toBe(
      'NobodyIsLate',
    );
    await setNext(stage, latest + 1);
    await send(stage, STRANGER, timeout);
    await expectAlive(stage, { dead: [a, b], alive: [ours] });
    const honest = await stage.prover(HONEST);
    await settleTruth(stage, honest, { seconds: 1 });
    await untilPaid(stage);
  },
);

scenario(
  'lastSecondMove',
  {
    happens: 'the honest side is kept out until the last second of its clock',
    protects:
      'a move in that second counts and the same second is no timeout; a second later it is the other way round',
    timeoutMs: 120_000,
  },
  async (stage) => {
    await postTransfers(stage);
    const truth = await truthOf(stage);
    const lie = await handOf(stage, LIAR, lieFrom(truth, 3));
    const ours = await handOf(stage, HONEST, truth.truth);
    const duel = await meet(stage, lie, ours);
    const { since } = await readDuel(stage, duel);
    const last = Number(since) + PERIOD_SEC;
    const reveal = await revealCall(stage, duel, ours);
    const timeout = { functionName: 'timeout', args: [duel.id] };
    await expectOutcomes(stage, {
      last,
      inTime: reveal,
      late: timeout,
      refusals: ['NobodyIsLate', 'ClockExpired'],
    });

    await setNext(stage, last);
    const honest = await stage.prover(HONEST);
    await until('our reveal', () => movesOf(honest).includes('reveal'));
    const node = (await readDuel(stage, duel)).nodes[duel.hands.indexOf(ours)];
    expect(await stage.rig.read('revealedAt', [0, node])).toBe(BigInt(last));
    await until('the silent side’s timeout', () => movesOf(honest).includes('timeout'));
    await settleTruth(stage, honest, { seconds: 1 });
    await untilPaid(stage);
  },
);

scenario(
  'bothClocksExpire',
  {
    happens: 'two liars are both silent until both clocks are spent, and nobody else is there',
    protects: 'one timeout takes both; the truth can be claimed afresh and settles',
    timeoutMs: 120_000,
  },
  async (stage) => {
    const { rig } = stage;
    await postTransfers(stage);
    const truth = await truthOf(stage);
    const [a, b] = [
      await handOf(stage, LIAR, lieFrom(truth, 3)),
      await handOf(stage, SECOND_LIAR, lieFrom(truth, 5)),
    ];
    const duel = await meet(stage, a, b);
    const last = Number((await readDuel(stage, duel)).since) + PERIOD_SEC;
    const timeout = { functionName: 'timeout', args: [duel.id] };
    expect(await refusalAt(stage, { sec: last, player: STRANGER, call: timeout })).toBe(
      'NobodyIsLate',
    );
    await setNext(stage, last + 1);
    await send(stage, STRANGER, timeout);
    await expectAlive(stage, { dead: [a, b], alive: [] });
    expect(await refusal(stage, STRANGER, timeout)).toBe('EntryNotAlive');

    const honest = await stage.prover(HONEST, { claims: true });
    await until('the claim afresh', () => movesOf(honest).includes('claim'));
    await settleTruth(stage, honest);
    expect(await rig.read('contest', [await rig.genesisClaim()])).toMatchObject({ epoch: 1 });
    await until('our path bond', () => movesOf(honest).includes('collect'));
    await expectNothingLost(stage, HONEST);
  },
);

scenario(
  'proofMeetsTimeout',
  {
    happens:
      'the step is proven in the last second in which it can be, when a timeout waits beside it',
    protects: 'exactly one of them is possible in any second',
    timeoutMs: 120_000,
  },
  async (stage) => {
    await postTransfers(stage);
    const truth = await truthOf(stage);
    const lie = await handOf(stage, LIAR, lieFrom(truth, 3));
    const ours = await handOf(stage, HONEST, truth.truth);
    const duel = await meet(stage, lie, ours);
    await dissect(stage, duel);
    const last = Number((await readDuel(stage, duel)).since) + PERIOD_SEC;
    const step = await stepCall(stage, duel, { hand: ours, by: truth });
    const timeout = { functionName: 'timeout', args: [duel.id] };
    await expectOutcomes(stage, {
      last,
      inTime: step,
      late: timeout,
      refusals: ['NobodyIsLate', 'TooLate'],
    });

    await setNext(stage, last);
    const honest = await stage.prover(HONEST);
    await until('the step', () => movesOf(honest).includes('step'));
    await expectAlive(stage, { dead: [lie], alive: [ours] });
    await settleTruth(stage, honest, { seconds: 1 });
    await untilPaid(stage);
  },
);

scenario(
  'silentRival',
  {
    happens: 'a rival enters and does not answer',
    protects: 'it falls by time, and no step has to be executed',
    timeoutMs: 120_000,
  },
  async (stage) => {
    await postTransfers(stage);
    const lying = { type: 'tamper', tamper: theft } as const;
    const liar = await stage.liar(LIAR, { lying, plays: false });
    await stage.untilClaimed(liar);
    const honest = await stage.prover(HONEST);
    await stage.untilEntered(liar);
    await until('our reveal', () => movesOf(honest).includes('reveal'));
    await stage.rig.pass(PERIOD_SEC + 1);
    await stage.untilFallen(liar);
    await until('the move to be told', () => movesOf(honest).includes('timeout'));
    await settleTruth(stage, honest, { seconds: 1 });
    expect(movesOf(honest)).not.toContain('step');
    await untilPaid(stage);
  },
);

scenario(
  'abandonedMatch',
  {
    happens:
      'a liar leaves a duel after its first round, while another plays and the next batch is posted',
    protects:
      'the abandoned duel holds up nobody: the other falls, the next batch is claimed, and time ends it',
    timeoutMs: 120_000,
  },
  async (stage) => {
    const { rig } = stage;
    await postTransfers(stage);
    const honest = await stage.prover(HONEST, { claims: true });
    await until('the true claim', () => movesOf(honest).includes('claim'));
    const quitter = await stage.liar(LIAR, {
      lying: { type: 'tamper', tamper: theft },
      plays: (move) => move.type !== 'reveal' || move.level === 0,
    });
    await until(
      'the first round',
      () => movesOf(honest).filter((move) => move === 'reveal').length === 2,
    );
    const player = await stage.liar(SECOND_LIAR, { lying: { type: 'garbage' } });
    await rig.postBatch([]);
    await stage.untilFallen(player);
    await until(
      'the next claim',
      () => movesOf(honest).filter((move) => move === 'claim').length === 2,
    );
    expect(await stage.isAlive(quitter)).toBe(true);

    await rig.pass(PERIOD_SEC + 1);
    await stage.untilFallen(quitter);
    await until('both to settle', () => honest.status().settled === 2);
    await untilPaid(stage);
  },
);

/** The truth for three steps, then the same noise as its twin, then its own. */
function garbageTwin({ truth, input }: LieInput, name: number): Lie {
  const root = keccak256(concat(truth.root, Uint8Array.of(name)));
  const shared = [1, 2].map((i) => keccak256(Uint8Array.of(i)));
  const end = finalState(root, hashBatch(input.header));
  return { root, leaves: concat(truth.leaves.subarray(0, 96), ...shared, keccak256(root), end) };
}

/** In the last second the move is possible and the timeout is not; in the next it is the other way round. */
async function expectOutcomes(
  stage: Stage,
  {
    last,
    inTime,
    late,
    refusals: [tooEarly, tooLate],
  }: { last: number; inTime: Call; late: Call; refusals: [string, string] },
): Promise<void> {
  const player = STRANGER;
  const at = (sec: number, call: Call) => refusalAt(stage, { sec, player, call });
  expect(await at(last, inTime)).toBe(undefined);
  expect(await at(last, late)).toBe(tooEarly);
  expect(await at(last + 1, inTime)).toBe(tooLate);
  expect(await at(last + 1, late)).toBe(undefined);
}
