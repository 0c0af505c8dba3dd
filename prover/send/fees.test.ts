import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { freshFees, isTakenNow, raisedFees } from './fees.ts';

const fee = fc.bigInt({ min: 1n, max: 10n ** 13n });
const market = fc.record({ baseFee: fee, tip: fee, ceiling: fee });

describe('fees', () => {
  test('never pass the ceiling, and a tip is never above what is offered', () => {
    fc.assert(
      fc.property(market, fee, fee, (asked, a, b) => {
        const before = { maxFeePerGas: a > b ? a : b, maxPriorityFeePerGas: a > b ? b : a };
        for (const fees of [freshFees(asked), raisedFees(before, asked)]) {
          if (fees === undefined) continue;
          expect(fees.maxFeePerGas <= asked.ceiling).toBe(true);
          expect(fees.maxPriorityFeePerGas <= fees.maxFeePerGas).toBe(true);
        }
      }),
    );
  });

  test('are raised by an eighth at least, or not at all', () => {
    fc.assert(
      fc.property(market, fee, (asked, before) => {
        const raised = raisedFees({ maxFeePerGas: before, maxPriorityFeePerGas: 1n }, asked);
        const isTooDear = before + before / 8n + 1n > asked.ceiling;
        expect(raised === undefined).toBe(isTooDear);
        expect(isTooDear || 8n * raised!.maxFeePerGas >= 9n * before).toBe(true);
      }),
    );
  });

  test('reach the ceiling itself', () => {
    const before = { maxFeePerGas: 800n, maxPriorityFeePerGas: 80n };
    const asked = { baseFee: 1n, tip: 1n, ceiling: 901n };
    expect(raisedFees(before, asked)?.maxFeePerGas).toBe(901n);
    expect(raisedFees(before, { ...asked, ceiling: 900n })).toBe(undefined);
  });

  test('offer enough for six blocks that are full', () => {
    let baseFee = 10n ** 9n;
    const fees = freshFees({ baseFee, tip: 1n, ceiling: 10n ** 12n });
    for (let block = 0; block < 5; block++) {
      expect(isTakenNow(fees, baseFee)).toBe(true);
      baseFee += baseFee / 8n;
    }
  });
});
