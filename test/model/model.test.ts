/** The dispute protocol as an executable specification, explored to the last state of small configurations. */
import { describe, expect, it } from 'vitest';

import { wordsOf } from './canon.ts';
import { configOf, garbage, rival, truth } from './configs.ts';
import { explore } from './explore.ts';
import { CLOSED_PATH, configOfMutation, MUTATIONS, TWO_CONTESTS } from './mutations.ts';
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
  it.each([
    { name: 'where its path is closed before it falls', ...CLOSED_PATH },
    { name: 'where its path has paid in another contest', ...TWO_CONTESTS },
  ])('has a bond behind it $name', (terms) => {
    const { broken, isComplete } = explore(configOf(terms));
    expect(broken && [broken.property, ...describeTrace(broken.trace)]).toBeUndefined();
    expect(isComplete).toBe(true);
  });
});
