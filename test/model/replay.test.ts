/** The model on the real contracts: what one takes the other takes, what one refuses the other refuses, to the wei. */
import { describe, expect, it } from 'vitest';

import { OUTCOMES, SEEDS } from './covered.ts';
import { decide } from './honest.ts';
import type { Move } from './moves.ts';
import { collectAll, follow, openStage, type Stage, startWalk, tryEverything } from './replay.ts';
import { HONEST, LIARS } from './rules.ts';
import { WALKED, walk } from './walks.ts';

/** Of the states of a walk, those in which every call is tried. */
const TRIES = 0.3;

describe('replay', { timeout: 120_000 }, () => {
  const met = new Set<string>();
  const note = ({ tally }: Stage) => Object.keys(tally.outcomes).forEach((it) => met.add(it));

  it.each(WALKED.map((config, i) => ({ config, seeds: SEEDS[i], name: config.name })))(
    '$name: walks of the model are the same on the contracts',
    async ({ config, seeds }) => {
      const stage = await openStage(config);
      for (const seed of seeds) await walk(stage, seed, TRIES);
      note(stage);
      expect(stage.tally.states).toBeGreaterThan(20);
    },
  );

  it('pays several survivors four periods after the decision', async () => {
    const stage = await openStage(WALKED[3]);
    const way = await startWalk(stage);
    const make = (move: Move) => follow(way, { type: 'call', move });
    const enter = (history: number): Move => ({
      type: 'enter',
      by: LIARS,
      history,
      otherAccount: true,
    });
    await make({ type: 'claim', by: LIARS, place: 0, root: 0 });
    for (const history of [1, 2, 3]) await make(enter(history));
    await follow(way, { type: 'tick', seconds: 3, isCensored: false });
    await make({ type: 'settle', by: LIARS, place: 0 });
    await make({ type: 'duel', by: LIARS, duel: 3 });
    await tryEverything(way);
    await follow(way, { type: 'tick', seconds: 8, isCensored: false });
    await tryEverything(way);
    await follow(way, { type: 'tick', seconds: 1, isCensored: false });
    for (const history of [1, 2, 3]) await make({ type: 'payOut', by: LIARS, history });
    await collectAll(way);
    expect(stage.tally.tried['payOut: TooEarly']).toBe(6);
    note(stage);
  });

  it('met every outcome', () => {
    expect(OUTCOMES.filter((outcome) => !met.has(outcome))).toEqual([]);
  });
});

describe('a pause', { timeout: 120_000 }, () => {
  it('keeps claims back and nothing else, and does not come again at once', async () => {
    const stage = await openStage(WALKED[0]);
    const way = await startWalk(stage);
    const make = (move: Move) => follow(way, { type: 'call', move });
    await make({ type: 'pause', by: LIARS });
    expect(decide(stage.config, way.state)).toBeUndefined();
    await tryEverything(way);
    await follow(way, { type: 'tick', seconds: 2, isCensored: false });
    await make({ type: 'claim', by: HONEST, place: 0, root: 0 });
    await tryEverything(way);
    await follow(way, { type: 'tick', seconds: 6, isCensored: false });
    await make({ type: 'pause', by: LIARS });
    await tryEverything(way);
    expect(stage.tally.tried['claim: ClaimsArePaused']).toBeGreaterThan(3);
  });
});
