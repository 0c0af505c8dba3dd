/**
 * States that cannot be told apart are one state: times count as ages, only as far as a rule can still see them, and
 * rivals that a renaming of states and roots takes into each other change places.
 */
import { revealedAt, usedBy } from './duels.ts';
import { livingIn } from './entries.ts';
import type { Play } from './moves.ts';
import { type Config, HONEST, payoutDelayOf, periodOf } from './rules.ts';
import type { State } from './state.ts';
import type { Renaming } from './symmetry.ts';

const buffer = new Int32Array(4096);
let length = 0;

function put(value: number): void {
  buffer[length++] = value;
}

/** 64 bits that name a state, as two halves. */
export interface Key {
  low: number;
  high: number;
}

/** The least key over all renamings. */
export function keyOf(config: Config, state: State, renamings: readonly Renaming[]): Key {
  let best: Key | undefined;
  for (const renaming of renamings) {
    encode(config, state, renaming);
    const key = hash();
    if (
      best === undefined ||
      key.high < best.high ||
      (key.high === best.high && key.low < best.low)
    ) {
      best = key;
    }
  }
  return best!;
}

/** The words of a state under a renaming: for tests, which compare them instead of their hash. */
export function wordsOf(config: Config, state: State, renaming: Renaming): number[] {
  encode(config, state, renaming);
  return [...buffer.subarray(0, length)];
}

function encode(config: Config, state: State, renaming: Renaming): void {
  const at: Play = { config, state, by: HONEST };
  length = 0;
  put((state.served ? 1 : 0) + (state.inTurn ? 2 : 0));
  put(state.censored);
  put(state.liarClaims);
  if (config.rules.broken.timePerDuel) put(state.reveals);
  if (config.adversary.pauses) putPause(at);
  for (let place = 0; place < config.places; place++) putContest(at, place, renaming);
  putClaims(at, renaming);
  for (const history of renaming.histories) putEntry(at, history);
  for (const { duel, isSwapped } of renaming.duels) putDuel(at, duel, isSwapped);
  putRevealed(at, renaming);
  if (config.money) putPurses(state);
}

function putPause({ config: { rules }, state }: Play): void {
  const rest = 3 * periodOf(rules) - 1;
  put(state.pausedUntil === 0 ? -1 : Math.max(-rest, state.pausedUntil - state.now));
}

function putContest(at: Play, place: number, { roots }: Renaming): void {
  const { config, state } = at;
  const self = state.contests[place];
  const period = periodOf(config.rules);
  put(self.epoch);
  put(self.firstRoot < 0 ? -1 : roots[self.firstRoot]);
  if (config.money) [self.firstClaimant, self.pot, self.killed, self.rewarded].forEach(put);
  if (self.closedAt !== 0) {
    put(-2);
    put(Math.min(state.now - self.closedAt, 5 * period + 1));
  } else if (self.firstClaimedAt !== 0) {
    // With an honest player the age is bounded by the property that bounds it.
    const age = state.now - self.firstClaimedAt;
    put(config.honestFrom === 0 ? age : Math.min(age, period + 1));
    put(self.openedAt === 0 ? -1 : Math.min(state.now - self.openedAt, period + 1));
  }
}

/** Whether nobody can fall any more and nothing can be claimed against the clock. */
export function isAllInert(at: Play): boolean {
  return at.state.contests.every(
    (contest, place) => contest.firstClaimedAt === 0 || isInert(at, place),
  );
}

export function isInert(at: Play, place: number): boolean {
  const { closedAt } = at.state.contests[place];
  if (closedAt === 0) return false;
  return livingIn(at, place) <= 1 || at.state.now > closedAt + payoutDelayOf(at.config.rules);
}

function putClaims({ config, state }: Play, { roots }: Renaming): void {
  const numbers = state.claims.map((claim, id) => {
    const { place, epoch, root, path, settled, voided } = claim;
    // Who stands behind a claim is a matter of money alone.
    const self = path < 0 || !config.money ? undefined : state.paths[path];
    const bond = self?.bond ?? 0;
    const flags =
      (settled ? 1 : 0) +
      (voided ? 2 : 0) +
      (self?.tip === id ? 4 : 0) +
      (self?.owner === 1 ? 8 : 0);
    const first =
      self === undefined ? -1 : state.claims.find((other) => other.path === path)!.place;
    return [((place * 8 + epoch) * 4 + roots[root]) * 16 + flags, bond, first];
  });
  numbers.sort((a, b) => a[0] - b[0]);
  put(numbers.length);
  for (const words of numbers) words.forEach(put);
}

function putEntry({ config, state }: Play, history: number): void {
  const self = state.entries[history];
  if (self === undefined) return put(-1);
  if (!self.alive) return put(-2);
  put(self.clock);
  if (!config.money) return;
  put((self.sponsor === 1 ? 1 : 0) + (self.paidOut ? 2 : 0));
}

function putDuel(at: Play, id: number, isSwapped: boolean): void {
  const { config, state } = at;
  const self = state.duels[id];
  if (self === undefined) return put(-1);
  const [x, y] = config.tree.pairs[id];
  const [aliveX, aliveY] = [state.entries[x]!.alive, state.entries[y]!.alive];
  const { closedAt } = state.contests[config.tree.histories[x].place];
  const isFinal = closedAt !== 0 && state.now > closedAt + payoutDelayOf(config.rules);
  const goesOn = (aliveX || aliveY) && config.rules.broken.deadDuelsGoOn === true;
  const isOn = !isFinal && ((aliveX && aliveY) || goesOn);
  put(isOn ? 1 : -2);
  if (isOn) putRound(at, id, isSwapped);
  if (config.money && (aliveX || aliveY)) {
    for (const { mover, side, amount } of self.credits) {
      if (amount > 0) put(amount * 8 + mover * 4 + (side === 2 || !isSwapped ? side : 1 - side));
    }
    put(-3);
  }
}

function putRound(at: Play, id: number, isSwapped: boolean): void {
  const { config, state } = at;
  const self = state.duels[id]!;
  const order: readonly (0 | 1)[] = isSwapped ? [1, 0] : [0, 1];
  put(self.level);
  put(self.index);
  for (const side of order) put(self.clocks[side]);
  const age = state.now - self.since;
  if (self.level === config.tree.rounds) return put(Math.min(age, periodOf(config.rules) + 1));
  for (const side of order) {
    const isRevealed = revealedAt(at, id, side) !== 0;
    const late = self.clocks[side] + 1;
    // Revealed: what it used is fixed. Not yet: the round's age decides.
    put(
      isRevealed
        ? 1000 + Math.min(usedBy(at, id, side), late)
        : Math.min(age, config.rules.grace + late),
    );
    if (config.rules.broken.revealedTimeRunsOn) put(age);
  }
}

/** Only of nodes that somebody can still need. Who fell comes back in another epoch. */
function putRevealed({ config, state }: Play, { nodes }: Renaming): void {
  nodes.forEach((node, slot) => {
    if (state.revealed[node] === 0) return;
    const { owners } = config.tree;
    const isNeeded = owners[node].some((history) => state.entries[history]?.alive !== false);
    if (isNeeded || config.honestFrom !== 0) put(slot);
  });
}

function putPurses({ purses }: State): void {
  const { paid, owed, refunded, moves, calls, burned } = purses;
  for (const pair of [paid, owed, refunded]) pair.forEach(put);
  put(moves[0]);
  put(calls[0]);
  put(burned);
}

/** Two 32-bit mixes of the words, in the manner of MurmurHash3. */
function hash(): Key {
  let a = 0x9747b28c;
  let b = 0x1b873593;
  for (let i = 0; i < length; i++) {
    const word = buffer[i];
    a = Math.imul(a ^ Math.imul(word, 0xcc9e2d51), 0x85ebca6b);
    a = ((a << 13) | (a >>> 19)) + 0x5ed4;
    b = Math.imul(b ^ Math.imul(word, 0x27d4eb2f), 0xc2b2ae35);
    b = ((b << 15) | (b >>> 17)) + 0x3c6e;
  }
  return { low: finish(a ^ length), high: finish(b + length) };
}

function finish(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
