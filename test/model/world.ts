/** How a game goes on: anybody moves at any time, seconds pass, and the honest client has one turn in each. */
import { isAllInert } from './canon.ts';
import { decide, playsAt } from './honest.ts';
import { applyOrFail, calls, type Move, type Play, play } from './moves.ts';
import { type Config, HONEST, LIARS, payoutDelayOf, periodOf } from './rules.ts';
import { copyState, type State } from './state.ts';

/**
 * `turn`: the honest client does all it can. `answer`: one move of it, where the adversary may come between. `tick`: time
 * passes; `isCensored` where the honest client had something to do and was kept out.
 */
export type Event =
  | { readonly type: 'turn'; readonly moves: readonly Move[] }
  | { readonly type: 'answer'; readonly move: Move }
  | { readonly type: 'call'; readonly move: Move }
  | { readonly type: 'collapse'; readonly history: number }
  | { readonly type: 'show'; readonly node: number }
  | { readonly type: 'tick'; readonly seconds: number; readonly isCensored: boolean };

export interface Successor {
  readonly event: Event;
  readonly state: State;
}

/** A turn of the honest client ends when it has nothing to do: no more moves than this in one second. */
const MOST_MOVES = 200;

export function successors(config: Config, state: State): Successor[] {
  const isOver = !config.money && isAllInert({ config, state, by: HONEST }) && hasBegun(state);
  if (isOver) return [];
  const result: Successor[] = [];
  const answer = decide(config, state);
  addCalls(config, state, result);
  if (config.adversary.collapses) addCollapses(config, state, result);
  if (answer !== undefined) result.push(answerOf(config, state, answer));
  const tick = tickOf(config, state, answer);
  if (tick !== undefined) result.push(tick);
  return result;
}

function hasBegun(state: State): boolean {
  return state.contests.every(({ firstClaimedAt }) => firstClaimedAt !== 0);
}

function addCalls(config: Config, state: State, result: Successor[]): void {
  const { adversary } = config;
  let scratch = copyState(state);
  for (const move of calls(config, state, LIARS)) {
    if (move.type === 'claim' && state.liarClaims >= adversary.mostClaims) continue;
    if (adversary.collapses && isAmongLiars(config, move)) continue;
    if (!adversary.steals && isForHonest(config, state, move)) continue;
    if (play(config, scratch, move) !== undefined) continue;
    result.push({ event: { type: 'call', move }, state: scratch });
    scratch = copyState(state);
  }
}

function isAmongLiars({ tree }: Config, move: Move): boolean {
  return move.type === 'duel' && !tree.pairs[move.duel].some((it) => tree.honest.includes(it));
}

/** Two entries that are not honest can end and show each other; one alone can neither. */
function addCollapses({ tree }: Config, state: State, result: Successor[]): void {
  const liars = tree.histories.flatMap((_, history) => {
    return state.entries[history]?.alive === true && !tree.honest.includes(history)
      ? [history]
      : [];
  });
  const hadTwo =
    state.entries.filter((it, i) => it !== undefined && !tree.honest.includes(i)).length > 1;
  if (!hadTwo) return;
  for (const history of liars) {
    const next = copyState(state);
    next.entries[history]!.alive = false;
    result.push({ event: { type: 'collapse', history }, state: next });
  }
  for (let node = 0; node < tree.nodeCount; node++) {
    if (state.revealed[node] !== 0 || !tree.owners[node].some((it) => liars.includes(it))) continue;
    const next = copyState(state);
    next.revealed[node] = state.now;
    result.push({ event: { type: 'show', node }, state: next });
  }
}

/** Moves that an adversary that does not steal leaves to the honest client: they help nobody else. */
function isForHonest({ tree }: Config, state: State, move: Move): boolean {
  switch (move.type) {
    case 'enter':
      return tree.honest.includes(move.history);
    case 'reveal':
      return tree.honest.includes(tree.pairs[move.duel][move.side]);
    case 'step':
    case 'advance':
    case 'timeout':
      return tree.pairs[move.duel].some((it) => tree.honest.includes(it));
    case 'payOut':
      return state.entries[move.history]?.sponsor === HONEST;
    case 'closePath':
      return state.paths[move.path].owner === HONEST;
    default:
      return false;
  }
}

function answerOf(config: Config, state: State, first: Move): Successor {
  const next = copyState(state);
  if (config.adversary.interrupts) {
    applyOrFail(config, next, first);
    const isOver = decide(config, next) === undefined;
    next.inTurn = !isOver;
    next.served = isOver || state.served;
    return { event: { type: 'answer', move: first }, state: next };
  }
  const moves: Move[] = [];
  for (let move: Move | undefined = first; move !== undefined; move = decide(config, next)) {
    applyOrFail(config, next, move);
    moves.push(move);
    if (moves.length > MOST_MOVES) throw new Error('an honest turn does not end');
  }
  next.served = true;
  return { event: { type: 'turn', moves }, state: next };
}

/** Nothing depends on the time before the first claim, so it does not pass. */
function tickOf(config: Config, state: State, answer: Move | undefined): Successor | undefined {
  const at: Play = { config, state, by: HONEST };
  const seconds = secondsToWait(at, answer === undefined);
  if (seconds === undefined) return undefined;
  const isCensored = answer !== undefined && (!state.served || state.inTurn) && playsSomewhere(at);
  if (isCensored && state.censored >= config.adversary.censorship) return undefined;
  const next = copyState(state);
  next.now += seconds;
  next.censored += isCensored ? 1 : 0;
  next.inTurn = false;
  next.served = decide(config, next) === undefined;
  return { event: { type: 'tick', seconds, isCensored }, state: next };
}

function playsSomewhere(at: Play): boolean {
  return at.state.contests.some((_, place) => playsAt(at, place));
}

/** A second while anything runs; when all is decided and everybody waits, until the next payment becomes possible. */
function secondsToWait(at: Play, isIdle: boolean): number | undefined {
  const { config, state } = at;
  if (state.contests[0].firstClaimedAt === 0) return undefined;
  if (!isAllInert(at)) return 1;
  const delay = payoutDelayOf(config.rules);
  const times = state.contests
    .filter(({ closedAt }) => closedAt !== 0)
    .flatMap(({ closedAt }) => [
      closedAt + delay + 1,
      closedAt + delay + periodOf(config.rules) + 1,
    ])
    .filter((time) => time > state.now);
  if (times.length === 0) return undefined;
  return isIdle ? Math.min(...times) - state.now : 1;
}
