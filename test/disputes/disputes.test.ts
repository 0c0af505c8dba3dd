/** k liars against one honest prover: what `npm run disputes` plays with more of them. */
import { expect, test } from 'vitest';

import { missedAims, playDisputes } from './disputes.ts';

const GWEI = 10n ** 9n;

test('four liars at once take as long as one, and pay for it', async () => {
  const runs = await playDisputes({
    rivals: [1, 4],
    paces: ['at the last second'],
    seed: 1,
    gasPriceWei: 20n * GWEI,
    blockGas: 30_000_000n,
  });
  expect(missedAims(runs)).toEqual([]);
  expect(runs.map(({ duels }) => duels)).toEqual([1, 4]);
}, 180_000);
