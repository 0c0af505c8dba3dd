/** Price levels of a book, a list from best to worse per side: SPEC §7.1. */
import { assert } from '../assert.ts';
import type { Machine } from '../machine.ts';
import type { State } from '../state.ts';

export const BUY = 0;
export const SELL = 1;

export interface BookSide {
  readonly instrument: number;
  readonly side: number;
}

export function bestLevel(state: State, { instrument, side }: BookSide): number {
  return side === BUY
    ? state.instruments.bestBid(instrument)
    : state.instruments.bestAsk(instrument);
}

function setBestLevel(state: State, { instrument, side }: BookSide, level: number): void {
  if (side === BUY) state.instruments.setBestBid(instrument, level);
  else state.instruments.setBestAsk(instrument, level);
}

/** True where an order of `side` at `limitCents` trades against a resting price of the other side. */
export function crosses(side: number, limitCents: number, restingCents: number): boolean {
  return side === BUY ? restingCents <= limitCents : restingCents >= limitCents;
}

/** True where `a` has priority over `b` or equals it. */
function atLeastAsGood(side: number, a: number, b: number): boolean {
  return side === BUY ? a >= b : a <= b;
}

/** The level at a price, made and linked in if there is none. */
export function levelAt(machine: Machine, side: BookSide, priceCents: number): number {
  const { state } = machine;
  const { levels } = state;
  const better = state.journal.unrecorded(() => findPredecessor(state, side, priceCents));
  machine.hint = better;
  const worse = checkPredecessor(state, { ...side, better, priceCents });
  if (better !== 0 && levels.priceCents(better) === priceCents) return better;

  const level = allocateLevel(state);
  levels.setInstrument(level, side.instrument);
  levels.setSide(level, side.side);
  levels.setPriceCents(level, priceCents);
  levels.setBetter(level, better);
  levels.setWorse(level, worse);
  if (better === 0) setBestLevel(state, side, level);
  else levels.setWorse(better, level);
  if (worse !== 0) levels.setBetter(worse, level);
  state.levelHints.set(hintKey(side, priceCents), level);
  return level;
}

/** The level at the price if there is one, else the last better one. What it remembers is checked like any hint. */
function findPredecessor(state: State, side: BookSide, priceCents: number): number {
  const key = hintKey(side, priceCents);
  const known = state.levelHints.get(key);
  if (known !== undefined && isLevelAt(state, known, side, priceCents)) return known;
  return lastAtLeastAsGood(state, side, priceCents);
}

function hintKey({ instrument, side }: BookSide, priceCents: number): number {
  return (instrument * 2 + side) * 2 ** 28 + priceCents;
}

function isLevelAt(state: State, level: number, side: BookSide, priceCents: number): boolean {
  const { levels } = state;
  return (
    levels.priceCents(level) === priceCents &&
    levels.instrument(level) === side.instrument &&
    levels.side(level) === side.side
  );
}

/** COST: walks from the best price; only an order that opens a level does. */
function lastAtLeastAsGood(state: State, side: BookSide, priceCents: number): number {
  let found = 0;
  for (let level = bestLevel(state, side); level !== 0; level = state.levels.worse(level)) {
    if (!atLeastAsGood(side.side, state.levels.priceCents(level), priceCents)) break;
    found = level;
  }
  return found;
}

/** INVARIANT: the hinted level is of this book side, not worse than the price, and its successor is worse. */
function checkPredecessor(
  state: State,
  { instrument, side, better, priceCents }: BookSide & { better: number; priceCents: number },
): number {
  const { levels } = state;
  let worse: number;
  if (better === 0) {
    worse = bestLevel(state, { instrument, side });
  } else {
    assert(
      levels.instrument(better) === instrument &&
        levels.side(better) === side &&
        atLeastAsGood(side, levels.priceCents(better), priceCents),
      'a level hint names a level of the same book side that is not worse than the price',
    );
    worse = levels.worse(better);
  }
  assert(
    worse === 0 || !atLeastAsGood(side, levels.priceCents(worse), priceCents),
    'the level after a level hint is worse than the price',
  );
  return worse;
}

export function removeLevel(state: State, level: number): void {
  const { levels } = state;
  const side = { instrument: levels.instrument(level), side: levels.side(level) };
  const better = levels.better(level);
  const worse = levels.worse(level);
  if (better === 0) setBestLevel(state, side, worse);
  else levels.setWorse(better, worse);
  if (worse !== 0) levels.setBetter(worse, better);
  state.levelHints.delete(hintKey(side, levels.priceCents(level)));
  releaseLevel(state, level);
}

function allocateLevel(state: State): number {
  const free = state.globals.levelFree();
  if (free !== 0) {
    state.globals.setLevelFree(state.levels.worse(free));
    return free;
  }
  const level = state.globals.levelCount() + 1;
  state.globals.setLevelCount(level);
  return level;
}

/** A free level keeps only its link, in `worse`. */
function releaseLevel(state: State, level: number): void {
  state.levels.clear(level);
  state.levels.setWorse(level, state.globals.levelFree());
  state.globals.setLevelFree(level);
}
