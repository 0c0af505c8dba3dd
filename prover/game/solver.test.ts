import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { GameModel, type Player, playerOf, Refused } from '../../test/prover/gameModel.ts';
import type { Game, Rules } from './game.ts';
import { decide, needsHistory } from './solver.ts';

const DEPTH = 4;
/** A batch of nine steps in a tree of sixteen leaves, two rounds of four. */
const TRUTH = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const RULES: Rules = {
  budgetSec: 20,
  graceSec: 4,
  periodSec: 24,
  payoutDelaySec: 96,
  rounds: 2,
  arityLog2: 2,
};

interface LiarPlan {
  /** First leaf that is false, and the first that is true again; the end of the batch is what it claims. */
  readonly from: number;
  readonly to: number;
  /** Ends in the true root by a false history. */
  readonly endsTrue: boolean;
  /** Share of its turns in which it moves at all. */
  readonly eager: number;
  /** Seconds after the first claim at which it enters. */
  readonly enterAt: number;
}

const liarPlan: fc.Arbitrary<LiarPlan> = fc.record({
  from: fc.integer({ min: 0, max: 15 }),
  to: fc.integer({ min: 1, max: 16 }),
  endsTrue: fc.boolean(),
  eager: fc.constantFrom(0, 0.2, 0.6, 1),
  enterAt: fc.integer({ min: 0, max: 26 }),
});

const game = fc.record({
  liars: fc.array(liarPlan, { minLength: 1, maxLength: 5 }),
  /** Whether the first claim is true. */
  firstIsTrue: fc.boolean(),
  /** Seconds in which the honest player's moves are kept out of L1: A at most. */
  censored: fc.uniqueArray(fc.integer({ min: 0, max: 120 }), { maxLength: RULES.budgetSec }),
  seed: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 64, maxLength: 64 }),
});

function liarOf({ from, to, endsTrue }: LiarPlan, i: number): Player {
  const states = Array.from({ length: 16 }, (_, at) => TRUTH[Math.min(at, TRUTH.length - 1)]);
  for (let at = from; at < Math.max(from + 1, to) && at < 16; at++) states[at] = 100 * (i + 1) + at;
  states[15] = endsTrue ? TRUTH.at(-1)! : 100 * (i + 1) + 99;
  return playerOf(`liar ${i}`, states, DEPTH);
}

function playerFor(who: Player) {
  return { rules: RULES, account: who.account, claims: true, patienceSec: 0 };
}

/** Honest moves on a game of lies. @returns the model at its end */
function playGame({
  liars: plans,
  firstIsTrue,
  censored,
  seed,
}: typeof game extends fc.Arbitrary<infer T> ? T : never): {
  model: GameModel;
  honest: Player;
} {
  const honest = playerOf('honest', TRUTH, DEPTH);
  const liars = plans.map(liarOf);
  const model = new GameModel(RULES, TRUTH);
  const start = model.now;
  model.claim(firstIsTrue ? honest : liars[0]);
  const dice = (i: number) => seed[i % seed.length];
  for (let second = 0; second < 400 && model.closedAt === 0; second++) {
    model.now = start + second;
    liars.forEach((liar, i) =>
      playLiar({ model, liar, plan: plans[i], roll: dice(second * 7 + i), second }),
    );
    if (censored.includes(second)) continue;
    // A move may open the next: as many turns a second as there is something to do.
    for (let turn = 0; turn < 50 && playHonest(model, honest); turn++);
  }
  return { model, honest };
}

function playLiar({
  model,
  liar,
  plan,
  roll,
  second,
}: {
  model: GameModel;
  liar: Player;
  plan: LiarPlan;
  roll: number;
  second: number;
}): void {
  const { moves } = decide(model.viewOf(liar), playerFor(liar));
  for (const move of moves) {
    if (move.type === 'settle' || move.type === 'claim') continue;
    const isEntry = move.type === 'enter';
    if (isEntry ? second < plan.enterAt : roll >= plan.eager) continue;
    attempt(() => model.play(move, liar));
  }
}

/** @returns whether anything was done */
function playHonest(model: GameModel, honest: Player): boolean {
  const { moves } = decide(model.viewOf(honest), playerFor(honest));
  let done = false;
  for (const move of moves) done = attempt(() => model.play(move, honest)) || done;
  return done;
}

function attempt(move: () => void): boolean {
  try {
    move();
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

describe('decide', () => {
  test('the honest entry never falls and the true root settles, whatever liars and a censor do', () => {
    fc.assert(
      fc.property(game, (plan) => {
        const { model, honest } = playGame(plan);
        expect(model.deaths.filter(({ name }) => name === 'honest')).toEqual([]);
        expect(model.settledRoot).toBe(honest.root);
      }),
      { numRuns: 1_500 },
    );
  });

  test('a dispute ends by t0 + A + censored time + 7 g, however many rivals there are', () => {
    fc.assert(
      fc.property(game, (plan) => {
        const { model } = playGame(plan);
        const { budgetSec, graceSec, periodSec } = RULES;
        const bound = Math.max(periodSec, budgetSec + plan.censored.length + 7 * graceSec);
        // A move comes a second after the last that it had to wait for: enter, three rounds, settle.
        expect(model.closedAt - model.firstClaimedAt).toBeLessThanOrEqual(bound + 5);
      }),
      { numRuns: 1_000 },
    );
  });

  test('every move it decides on is one that the rules take', () => {
    fc.assert(
      fc.property(game, ({ liars, firstIsTrue }) => {
        const honest = playerOf('honest', TRUTH, DEPTH);
        const rivals = liars.map(liarOf);
        const model = new GameModel(RULES, TRUTH);
        model.claim(firstIsTrue ? honest : rivals[0]);
        for (const rival of rivals) playHonest(model, rival);
        for (let turn = 0; turn < 40; turn++) {
          model.now += 1;
          for (const rival of rivals) playHonest(model, rival);
          const deaths = model.deaths.length;
          for (const move of decide(model.viewOf(honest), playerFor(honest)).moves) {
            try {
              model.play(move, honest);
            } catch (error) {
              // Another move of the same turn may have ended the duel.
              if (!(error instanceof Refused) || model.deaths.length === deaths) throw error;
            }
          }
        }
        expect(model.entries.every(({ alive, player }) => alive || player !== honest)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('neverCountersATrueBareClaim: it neither enters nor asks for a history', () => {
    const honest = playerOf('honest', TRUTH, DEPTH);
    const model = new GameModel(RULES, TRUTH);
    model.claim(honest);
    const view = model.viewOf(honest);
    const context = { game: view, player: playerFor(honest) };
    expect(decide(view, playerFor(honest)).moves).toEqual([]);
    expect(needsHistory(view.contests[0], context)).toBe(false);
  });

  test('never helps a false root to be settled', () => {
    const honest = playerOf('honest', TRUTH, DEPTH);
    const liar = liarOf({ from: 3, to: 16, endsTrue: false, eager: 1, enterAt: 0 }, 0);
    const model = new GameModel(RULES, TRUTH);
    model.claim(liar);
    model.now += RULES.periodSec + 100;
    const { moves } = decide(model.viewOf(honest), playerFor(honest));
    expect(moves).toEqual([]);
  });

  test('asks for the history before it stakes anything on a root', () => {
    const honest = playerOf('honest', TRUTH, DEPTH);
    const liar = liarOf({ from: 3, to: 16, endsTrue: false, eager: 1, enterAt: 0 }, 0);
    const model = new GameModel(RULES, TRUTH);
    model.claim(liar);
    const view = model.viewOf(honest);
    const blind: Game = {
      ...view,
      contests: view.contests.map((contest) => ({ ...contest, history: undefined })),
    };
    expect(decide(blind, playerFor(honest))).toEqual({ moves: [], wanted: [1] });
  });
});
