/** The dispute protocol as an executable specification, explored to the last state of small configurations. */
import { describe, expect, it } from 'vitest';

import { wordsOf } from './canon.ts';
import { configOf, garbage, inSecond, rival, truth } from './configs.ts';
import { explore } from './explore.ts';
import { configOfMutation, MUTATIONS } from './mutations.ts';
import { CI_SUITE } from './suites.ts';
import { renamingsOf } from './symmetry.ts';
import { describeTrace } from './traces.ts';

describe('explore', { timeout: 120_000 }, () => {
  it.each(CI_SUITE)('$name: every property holds in every state', (config) => {
    const { states, depth, isComplete, broken } = explore(config);
    expect(broken && [broken.property, ...describeTrace(broken.trace)]).toBeUndefined();
    expect(isComplete).toBe(true);
    console.log(`${config.name}: ${states} states, ${depth} deep`);
  });

  it('tells states apart by 64 bits as well as by all their words', () => {
    const config = configOf({
      name: 'words',
      money: true,
      mended: true,
      rivals: [rival(1, truth(1))],
    });
    const [asTheyAre] = renamingsOf(config);
    const words = new Set<string>();
    const { states } = explore(config, {
      onState: (state) => words.add(wordsOf(config, state, asTheyAre).join()),
    });
    expect(words.size).toBe(states);
  });

  it('lets rivals change places only where nothing tells them apart', () => {
    const count = (...rivals: Parameters<typeof configOf>[0]['rivals']) =>
      renamingsOf(configOf({ name: 'renamed', rivals })).length;
    expect(count(rival(1, garbage(1)), rival(1, garbage(2)), rival(1, garbage(3)))).toBe(6);
    expect(count(rival(1, garbage(1)), rival(2, garbage(2)))).toBe(2);
    expect(count(rival(1, garbage(1)), rival(2, garbage(1)))).toBe(2);
    expect(count(rival(1, garbage(1)), rival(0, garbage(1)))).toBe(1);
    expect(count(rival(1, truth(1)), rival(1, garbage(1)))).toBe(1);
  });
});

describe('a broken rule', { timeout: 120_000 }, () => {
  it.each(MUTATIONS)('$rule: $breaks', (mutation) => {
    const { broken } = explore(configOfMutation(mutation, true), { shortest: true });
    expect(broken?.property).toBe(mutation.breaks);
  });
});

describe('a free entry', { timeout: 120_000 }, () => {
  const WRONG_WAY = rival(0, garbage(1));

  it('loses no bond once its path is closed, unless it takes the bond of its path along', () => {
    const terms = {
      money: true,
      rivals: [rival(1, truth(1)), WRONG_WAY],
      adversary: { steals: false, claims: [[0]] },
    };
    const { broken } = explore(configOf({ name: 'closed path', ...terms }), { shortest: true });
    expect(broken?.property).toBe('an entry falls without a bond');
    expect(describeTrace(broken!.trace)).toContain('liars closePath 0');
    const mended = explore(configOf({ name: 'closed path', ...terms, mended: true }));
    expect(mended.broken).toBeUndefined();
  });

  it('loses no bond where its path has paid in another contest, unless it takes the bond along', () => {
    const terms = {
      money: true,
      places: 2,
      rivals: [WRONG_WAY, rival(1, truth(1)), inSecond(rival(1, garbage(1)))],
      adversary: { steals: false, censorship: 0, claims: [[0], [1]], mostClaims: 2 },
    };
    const { broken } = explore(configOf({ name: 'two contests', ...terms }), { shortest: true });
    expect(broken?.property).toBe('an entry falls without a bond');
    expect(describeTrace(broken!.trace)).not.toContain('liars closePath 0');
  });
});
