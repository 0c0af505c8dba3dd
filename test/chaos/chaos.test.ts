import { expect, test } from 'vitest';

import { hasAnvil } from './anvil.ts';
import { runChaos } from './chaos.ts';

// `npm run chaos` plays longer.
test('a prover killed ten times, on an L1 that takes blocks back, wins its dispute and loses nothing', async () => {
  // npm installs anvil on Linux x64 only.
  if (!hasAnvil()) return;
  const depths: number[] = [];
  const { problems, kills } = await runChaos({
    seed: 7,
    kills: 10,
    deepest: 8,
    lifeMs: 4_000,
    tell: (event) => event.type === 'reorg' && depths.push(event.depth),
  });
  expect(problems).toEqual([]);
  expect(kills).toBe(10);
  expect(depths.length).toBeGreaterThan(0);
}, 600_000);
