/** The calls of the contracts, by whom, and what the contracts answer: refused with a reason, or done. */
import { assert } from '../../protocol/assert.ts';
import { claim, closePath, pauseClaims, settle, voidClaim } from './claims.ts';
import { advance, duel, payMoves, reveal, step, timeout } from './duels.ts';
import { burn, enter, payOut } from './entries.ts';
import { periodOf, type Config, type Party } from './rules.ts';
import { copyState, type State } from './state.ts';

export type Move =
  | { readonly type: 'claim'; readonly by: Party; readonly place: number; readonly root: number }
  | {
      readonly type: 'enter';
      readonly by: Party;
      readonly history: number;
      /** From an account that made no claim, so with a bond of its own in any case. */
      readonly otherAccount: boolean;
    }
  | { readonly type: 'duel'; readonly by: Party; readonly duel: number }
  | { readonly type: 'reveal'; readonly by: Party; readonly duel: number; readonly side: 0 | 1 }
  | { readonly type: 'advance'; readonly by: Party; readonly duel: number }
  | { readonly type: 'step'; readonly by: Party; readonly duel: number; readonly side: 0 | 1 }
  | { readonly type: 'timeout'; readonly by: Party; readonly duel: number }
  | { readonly type: 'settle'; readonly by: Party; readonly place: number }
  | { readonly type: 'voidClaim'; readonly by: Party; readonly claim: number }
  | { readonly type: 'payMoves'; readonly by: Party; readonly duel: number }
  | { readonly type: 'payOut'; readonly by: Party; readonly history: number }
  | { readonly type: 'closePath'; readonly by: Party; readonly path: number }
  | { readonly type: 'burn'; readonly by: Party; readonly place: number }
  | { readonly type: 'pause'; readonly by: Party };

/** Why the contracts refuse a move: the name of their error. Undefined where they take it, and then the state changes. */
export type Refusal = string | undefined;

/** What a rule needs beside the state. `credit` overrules what a credited move costs, to follow real gas. */
export interface Play {
  readonly config: Config;
  readonly state: State;
  readonly by: Party;
  readonly credit?: number | undefined;
}

/** Makes a move in place. @returns why it was refused; the state is then as it was */
export function play(config: Config, state: State, move: Move, credit?: number): Refusal {
  const at: Play = { config, state, by: move.by, credit };
  switch (move.type) {
    case 'claim':
      return claim(at, move.place, move.root);
    case 'enter':
      return enter(at, move.history, move.otherAccount);
    case 'duel':
      return duel(at, move.duel);
    case 'reveal':
      return reveal(at, move.duel, move.side);
    case 'advance':
      return advance(at, move.duel);
    case 'step':
      return step(at, move.duel, move.side);
    case 'timeout':
      return timeout(at, move.duel);
    case 'settle':
      return settle(at, move.place);
    case 'voidClaim':
      return voidClaim(at, move.claim);
    case 'payMoves':
      return payMoves(at, move.duel);
    case 'payOut':
      return payOut(at, move.history);
    case 'closePath':
      return closePath(at, move.path);
    case 'burn':
      return burn(at, move.place);
    default:
      return pauseClaims(at);
  }
}

/** The state after a move, undefined where it is refused. */
export function apply(config: Config, state: State, move: Move): State | undefined {
  const next = copyState(state);
  return play(config, next, move) === undefined ? next : undefined;
}

/** @throws if the move is refused */
export function applyOrFail(config: Config, state: State, move: Move): void {
  const refusal = play(config, state, move);
  assert(refusal === undefined, `${move.type} is refused: ${refusal}`);
}

/** Everything that could be called, by one party. What the contracts refuse is found out by trying. */
export function calls(config: Config, state: State, by: Party): Move[] {
  const { tree, places, adversary } = config;
  const moves: Move[] = [];
  for (let place = 0; place < places; place++) {
    for (const root of adversary.claims[place] ?? [])
      moves.push({ type: 'claim', by, place, root });
    moves.push({ type: 'settle', by, place });
    if (config.money) moves.push({ type: 'burn', by, place });
  }
  for (let history = 0; history < tree.histories.length; history++) {
    moves.push({ type: 'enter', by, history, otherAccount: false });
    if (adversary.bondsToo) moves.push({ type: 'enter', by, history, otherAccount: true });
    if (config.money && state.entries[history] !== undefined)
      moves.push({ type: 'payOut', by, history });
  }
  for (let duel = 0; duel < tree.pairs.length; duel++) {
    moves.push({ type: 'duel', by, duel });
    if (state.duels[duel] === undefined) continue;
    moves.push({ type: 'reveal', by, duel, side: 0 }, { type: 'reveal', by, duel, side: 1 });
    moves.push({ type: 'advance', by, duel }, { type: 'timeout', by, duel });
    moves.push({ type: 'step', by, duel, side: 0 });
    if (config.rules.broken.rightmostDifference) moves.push({ type: 'step', by, duel, side: 1 });
    if (config.money) moves.push({ type: 'payMoves', by, duel });
  }
  for (let claim = 0; claim < state.claims.length; claim++)
    moves.push({ type: 'voidClaim', by, claim });
  for (let path = 0; path < state.paths.length; path++) moves.push({ type: 'closePath', by, path });
  if (adversary.pauses) moves.push({ type: 'pause', by });
  return moves;
}

/** When claiming could next be paused again: three challenge periods after a pause's end. */
export function nextPause({ rules }: Config, { pausedUntil }: State): number {
  return pausedUntil === 0 ? 0 : pausedUntil + 3 * periodOf(rules);
}
