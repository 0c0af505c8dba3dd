import { expect, test } from 'vitest';

import { OPERATION_BY_KIND } from '../../protocol/generated/codec.ts';
import { MAX_BATCH_BYTES, TRACE_STEPS } from '../../protocol/params.ts';
import { makeBatch, MOST_ORDERS } from './batch.ts';
import { runDispute } from './run.ts';
import { countSteps } from './truth.ts';

test('a lie about a batch like the full ones falls at its first false step', async () => {
  const figures = await runDispute({ kind: 'busy', share: 0.005, pollMs: 50, samples: 0 });
  expect(figures).toMatchObject({ won: true, moves: { enter: 1, reveal: 3, step: 1 } });
  expect(figures.steps).toBeGreaterThan(100);
  const { seen, firstStep, history, entered, firstReveal } = figures.sinceClaimSec;
  const stages = [0, seen, firstStep, history, entered, firstReveal];
  expect(stages).toEqual(stages.toSorted((a, b) => a - b));
  expect(figures.peakRssMB).toBeLessThan(2048);
}, 60_000);

test('the worst batch leaves no step of the charge unused', () => {
  const { bytes, steps } = OPERATION_BY_KIND[3];
  expect((MOST_ORDERS + 1) * steps).toBeGreaterThan(TRACE_STEPS - 2);
  expect(MOST_ORDERS * bytes).toBeLessThan(MAX_BATCH_BYTES);
  const orders = 2;
  const batch = makeBatch({ kind: 'worst', share: orders / MOST_ORDERS });
  const operations = batch.sign({ chainId: 31_337, rollup: new Uint8Array(20) });
  expect(operations.length).toBe(orders + 1);
  // The cancel and the halt take one each.
  expect(countSteps(batch.state, operations)).toBe(orders * steps + 2);
});
