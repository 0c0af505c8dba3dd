/** One state of the model: plain data. Times are seconds, 0 for never, as the contracts keep them. */
import type { Config, Party } from './rules.ts';

export interface Claim {
  readonly place: number;
  readonly epoch: number;
  readonly root: number;
  /** Index of its path, -1 where an entry alone backs it. */
  readonly path: number;
  settled: boolean;
  voided: boolean;
}

export interface Path {
  readonly owner: Party;
  bond: number;
  /** Index of its last claim. */
  tip: number;
}

export interface Contest {
  epoch: number;
  firstRoot: number;
  firstClaimant: Party;
  firstClaimedAt: number;
  openedAt: number;
  closedAt: number;
  pot: number;
  killed: number;
  /** Paid as rewards, in all. */
  rewarded: number;
}

export interface Entry {
  readonly sponsor: Party;
  readonly clock: number;
  alive: boolean;
  paidOut: boolean;
}

export interface Credit {
  readonly mover: Party;
  /** For whom the move was made: 0, 1, or 2 for either. */
  readonly side: number;
  amount: number;
}

export interface Duel {
  clocks: [number, number];
  since: number;
  index: number;
  level: number;
  /** What each side pays if it falls. */
  against: [number, number];
  credits: Credit[];
  /** Used only where times are stored by duel, which is a broken rule. */
  revealed?: [number, number] | undefined;
}

/** What the two purses have paid and got. */
export interface Purses {
  /** Bonds paid in. */
  paid: [number, number];
  /** Credited by the contract. */
  owed: [number, number];
  /** The part of it that refunds moves. */
  refunded: [number, number];
  /** Gas of credited moves. */
  moves: [number, number];
  /** Gas of calls that nobody refunds. */
  calls: [number, number];
  burned: number;
}

export interface State {
  now: number;
  /** Whether the honest client had its turn in this second. */
  served: boolean;
  /** Whether its turn has begun and is not over. */
  inTurn: boolean;
  censored: number;
  pausedUntil: number;
  /** How many claims the liars have made. */
  liarClaims: number;
  /** The honest client's reveals. */
  reveals: number;
  claims: Claim[];
  paths: Path[];
  contests: Contest[];
  entries: (Entry | undefined)[];
  duels: (Duel | undefined)[];
  revealed: number[];
  purses: Purses;
}

/** Late enough that no time is 0. */
export const FIRST_SECOND = 10;

export function initialState({ tree, places }: Config): State {
  return {
    now: FIRST_SECOND,
    served: true,
    inTurn: false,
    censored: 0,
    pausedUntil: 0,
    liarClaims: 0,
    reveals: 0,
    claims: [],
    paths: [],
    contests: Array.from({ length: places }, () => ({
      epoch: 0,
      firstRoot: -1,
      firstClaimant: 0,
      firstClaimedAt: 0,
      openedAt: 0,
      closedAt: 0,
      pot: 0,
      killed: 0,
      rewarded: 0,
    })),
    entries: tree.histories.map(() => undefined),
    duels: tree.pairs.map(() => undefined),
    revealed: Array.from({ length: tree.nodeCount }, () => 0),
    purses: {
      paid: [0, 0],
      owed: [0, 0],
      refunded: [0, 0],
      moves: [0, 0],
      calls: [0, 0],
      burned: 0,
    },
  };
}

/** PERF: a state is copied for every move tried; written out, this is several times faster than a general copy. */
export function copyState(state: State): State {
  return {
    ...state,
    claims: state.claims.map((claim) => ({ ...claim })),
    paths: state.paths.map((path) => ({ ...path })),
    contests: state.contests.map((contest) => ({ ...contest })),
    entries: state.entries.map((entry) => entry && { ...entry }),
    duels: state.duels.map((duel) => duel && copyDuel(duel)),
    revealed: [...state.revealed],
    purses: copyPurses(state.purses),
  };
}

function copyDuel(duel: Duel): Duel {
  return {
    clocks: [duel.clocks[0], duel.clocks[1]],
    since: duel.since,
    index: duel.index,
    level: duel.level,
    against: [duel.against[0], duel.against[1]],
    credits: duel.credits.map(({ mover, side, amount }) => ({ mover, side, amount })),
    revealed: duel.revealed && [duel.revealed[0], duel.revealed[1]],
  };
}

function copyPurses({ paid, owed, refunded, moves, calls, burned }: Purses): Purses {
  return {
    paid: [paid[0], paid[1]],
    owed: [owed[0], owed[1]],
    refunded: [refunded[0], refunded[1]],
    moves: [moves[0], moves[1]],
    calls: [calls[0], calls[1]],
    burned,
  };
}
