/** Each rule of the honest client by itself, at the second where it turns. */
import type { Hex } from 'viem';
import { describe, expect, test } from 'vitest';

import type { ContestState, DuelState, EntryState, Game, Rules } from './game.ts';
import { decide } from './solver.ts';

const RULES: Rules = {
  periodSec: 1000,
  budgetSec: 900,
  graceSec: 100,
  payoutDelaySec: 4000,
  rounds: 2,
  arityLog2: 2,
};
const NOW = 10_000;
const TRUE_ROOT = '0x01';
const FALSE_ROOT = '0x02';
const PARENT = '0xaa';
const US = '0x1111111111111111111111111111111111111111';
const HONEST = entry('0xe1', { root: TRUE_ROOT, history: '0xb1', sponsor: US });
const RIVAL = entry('0xe2', { root: FALSE_ROOT, history: '0xb2', sponsor: '0x22' });

function entry(id: Hex, fields: Partial<EntryState>): EntryState {
  const alive = { id, alive: true, paidOut: false };
  return { root: TRUE_ROOT, history: '0xb9', sponsor: '0x99', ...alive, ...fields };
}

/** A false claim, opened by our entry, at whose duel it is our turn. */
function contest(fields: Partial<ContestState> = {}): ContestState {
  return {
    parent: PARENT,
    number: 1,
    batchHash: '0xcc',
    epoch: 0,
    firstRoot: FALSE_ROOT,
    firstClaimedAt: NOW - 200,
    openedAt: NOW - 150,
    closedAt: 0,
    entries: [HONEST, RIVAL],
    duels: [],
    livingEntries: 2,
    truth: TRUE_ROOT,
    history: HONEST.history,
    voidable: [],
    ...fields,
  };
}

/** Round 1 began now; nobody has revealed. */
function duel(fields: Partial<DuelState> = {}): DuelState {
  return {
    id: '0xd1',
    entries: [HONEST.id, RIVAL.id],
    nodes: ['0xf1', '0xf2'],
    clocks: [RULES.budgetSec, RULES.budgetSec],
    since: NOW,
    index: 0,
    level: 1,
    revealedAt: [0, 0],
    hasUnpaidMoves: false,
    ...fields,
  };
}

function movesOf(
  contests: readonly ContestState[],
  { game = {}, claims = false }: { game?: Partial<Game>; claims?: boolean } = {},
): string[] {
  const whole = { nowSec: NOW, settledTip: PARENT as Hex, owed: 0n, closable: [], ...game };
  const player = { rules: RULES, account: US as Hex, claims, patienceSec: 60 };
  return decide({ ...whole, contests }, player).moves.map(({ type }) => type);
}

describe('claim', () => {
  const unclaimed = contest({ firstClaimedAt: 0, openedAt: 0, entries: [], livingEntries: 0 });

  test('where nobody has, if told to', () => {
    expect(movesOf([unclaimed], { claims: true })).toEqual(['claim']);
    expect(movesOf([unclaimed])).toEqual([]);
  });

  test('not before the guardian’s pause is over', () => {
    const at = (pausedUntilSec: number) =>
      movesOf([unclaimed], { claims: true, game: { pausedUntilSec } });
    expect(at(NOW + 1)).toEqual([]);
    expect(at(NOW)).toEqual(['claim']);
  });
});

describe('enter', () => {
  const lone = { entries: [RIVAL], livingEntries: 1 };

  test('against a false first root until its period ends', () => {
    const at = (firstClaimedAt: number) => movesOf([contest({ ...lone, firstClaimedAt })]);
    expect(at(NOW - RULES.periodSec)).toEqual(['enter']);
    expect(at(NOW - RULES.periodSec - 1)).toEqual([]);
  });

  test('beside a true first root only once a dispute is open, and until a period after that', () => {
    const at = (openedAt: number) =>
      movesOf([contest({ ...lone, firstRoot: TRUE_ROOT, firstClaimedAt: 1, openedAt })]);
    expect(at(0)).toEqual([]);
    expect(at(NOW - RULES.periodSec)).toEqual(['enter']);
    expect(at(NOW - RULES.periodSec - 1)).toEqual([]);
  });

  test('not where somebody entered the same history', () => {
    const theirs = { ...HONEST, sponsor: '0x33' as Hex };
    expect(movesOf([contest({ entries: [theirs], livingEntries: 1 })])).toEqual([]);
  });
});

describe('in a duel', () => {
  const act = (fields: Partial<DuelState>) => movesOf([contest({ duels: [duel(fields)] })]);
  /** Of a round whose grace and clock end now. */
  const due = NOW - RULES.graceSec - RULES.budgetSec;

  test('one is opened with every living rival', () => {
    expect(movesOf([contest()])).toEqual(['duel']);
    const fallen = { ...RIVAL, alive: false };
    const decided = contest({ entries: [HONEST, fallen], livingEntries: 1 });
    expect(movesOf([decided], { game: { nowSec: NOW } })).toEqual([]);
  });

  test('we reveal while our clock runs, its last second included', () => {
    expect(act({})).toEqual(['reveal']);
    expect(act({ since: due })).toEqual(['reveal']);
  });

  test('a rival is timed out a second after grace and clock, if we have revealed', () => {
    const revealed = [due, 0] as const;
    expect(act({ since: due, revealedAt: revealed })).toEqual([]);
    expect(act({ since: due - 1, revealedAt: revealed })).toEqual(['timeout']);
  });

  test('never one in which we would fall too', () => {
    expect(act({ since: due - 1 })).toEqual([]);
  });

  test('what a clock has lost before counts', () => {
    const since = NOW - RULES.graceSec - 51;
    expect(act({ since, clocks: [900, 50], revealedAt: [since, 0] })).toEqual(['timeout']);
    expect(act({ since, clocks: [900, 51], revealedAt: [since, 0] })).toEqual([]);
  });

  test('we go down once both have revealed', () => {
    expect(act({ revealedAt: [NOW, NOW] })).toEqual(['advance']);
  });

  test('we execute the step, up to the last second of a period', () => {
    const level = RULES.rounds;
    expect(act({ level, since: NOW - RULES.periodSec })).toEqual(['step']);
    expect(act({ level, since: NOW - RULES.periodSec - 1 })).toEqual([]);
  });

  test('two duels over one node take one reveal', () => {
    const other = entry('0xe3', { root: FALSE_ROOT, history: '0xb3' });
    const second = duel({ id: '0xd2', entries: [HONEST.id, other.id] });
    const both = contest({ entries: [HONEST, RIVAL, other], duels: [duel(), second] });
    expect(movesOf([both])).toEqual(['reveal']);
  });
});

describe('settle', () => {
  const done = { firstClaimedAt: NOW - RULES.periodSec - 1, openedAt: NOW - RULES.periodSec - 1 };
  const alone = { ...done, entries: [HONEST], livingEntries: 1 };

  test('what was disputed as soon as the period is over', () => {
    expect(movesOf([contest(alone)])).toEqual(['settle']);
    const inTime = NOW - RULES.periodSec;
    expect(movesOf([contest({ ...alone, firstClaimedAt: inTime })])).toEqual([]);
  });

  test('nothing where a false root is left, or two are', () => {
    expect(movesOf([contest({ ...done, entries: [RIVAL], livingEntries: 1 })])).toEqual([]);
    const both = movesOf([contest({ ...done, duels: [duel({ revealedAt: [NOW, 0] })] })]);
    expect(both).toEqual([]);
  });

  test('what nobody disputed only after others had a minute for it', () => {
    const bare = { firstRoot: TRUE_ROOT as Hex, openedAt: 0, entries: [], livingEntries: 0 };
    const at = (firstClaimedAt: number) => movesOf([contest({ ...bare, firstClaimedAt })]);
    expect(at(NOW - RULES.periodSec - 60)).toEqual([]);
    expect(at(NOW - RULES.periodSec - 61)).toEqual(['settle']);
    const claimed = contest({ ...bare, firstClaimedAt: NOW - RULES.periodSec - 1 });
    expect(movesOf([claimed], { claims: true })).toEqual(['settle']);
  });

  test('not while the false first root may still be entered', () => {
    const at = (openedAt: number) => movesOf([contest({ ...alone, openedAt })]);
    expect(at(NOW - RULES.periodSec)).toEqual([]);
    expect(at(NOW - RULES.periodSec - 1)).toEqual(['settle']);
  });

  test('nothing but what builds on the settled tip', () => {
    expect(movesOf([contest(alone)], { game: { settledTip: '0xab' } })).toEqual([]);
  });
});

describe('money', () => {
  const closed = {
    closedAt: NOW - 1,
    entries: [HONEST, { ...RIVAL, alive: false }],
    livingEntries: 1,
  };

  test('losing claims are voided first, then moves are paid, then the entry', () => {
    const duels = [duel({ hasUnpaidMoves: true })];
    expect(movesOf([contest({ ...closed, duels, voidable: ['0x77'] })])).toEqual(['voidClaim']);
    expect(movesOf([contest({ ...closed, duels })])).toEqual(['payMoves', 'payOut']);
  });

  test('an entry is paid out once', () => {
    const paid = { ...HONEST, paidOut: true };
    expect(movesOf([contest({ ...closed, entries: [paid], livingEntries: 1 })])).toEqual([]);
  });

  test('an entry beside other survivors waits for the payout delay', () => {
    const twin = entry('0xe4', { sponsor: '0x44', history: '0xb4' });
    const at = (closedAt: number) =>
      movesOf([contest({ ...closed, closedAt, entries: [HONEST, twin], livingEntries: 2 })]);
    expect(at(NOW - RULES.payoutDelaySec)).not.toContain('payOut');
    expect(at(NOW - RULES.payoutDelaySec - 1)).toEqual(['payOut']);
  });

  test('what L1 owes is fetched when there is nothing else to do', () => {
    const game = { owed: 1n };
    expect(movesOf([], { game })).toEqual(['collect']);
    expect(movesOf([contest({ duels: [duel()] })], { game })).toEqual(['reveal']);
    expect(movesOf([contest({ duels: [duel({ revealedAt: [NOW, 0] })] })], { game })).toEqual([]);
  });
});
