import { describe, expect, test } from 'vitest';

import { Random } from '../../../test/fixtures/random.ts';
import { normalCdf } from '../../../protocol/maths/normal.ts';
import { undiscountedCall } from '../../../protocol/pricing/black76.ts';
import { ln } from '../../../protocol/maths/ln.ts';
import { normalCdf64 } from './normal.ts';
import { call64, float, log } from './pricing.ts';

const U = 2 ** -53;
const GRAIN = 2 ** 32;
const WAD = 10n ** 18n;

/** Exact in doubles; in units of 10^-18 it is cut. */
function grain(x: number): number {
  return Math.round(x * GRAIN) / GRAIN;
}

function wadOf(x: number): bigint {
  return (BigInt(x * GRAIN) * WAD) / BigInt(GRAIN);
}

describe('normalCdf64', () => {
  test('is within 4 u of the integers, at the ends of pieces and between them', () => {
    const random = new Random(1);
    for (let i = -160; i <= 160; i++) {
      const nearby = grain((random.below(GRAIN) / GRAIN - 0.5) / 16);
      for (const x of [i / 16, i / 16 + nearby, i / 16 - 1 / GRAIN]) {
        const error = Math.abs(normalCdf64(x) - float(normalCdf(wadOf(x))));
        // 2 u are of the conversion.
        expect(error, `x = ${x}`).toBeLessThanOrEqual(6 * U);
      }
    }
  });

  test('is 0 and 1 far away, and nothing for nothing', () => {
    expect([-1e300, -9, 9, 1e300].map(normalCdf64)).toEqual([0, 0, 1, 1]);
    expect(normalCdf64(NaN)).toBeNaN();
  });
});

describe('call64', () => {
  test('is within 450 u of forward and strike, however small the volatility', () => {
    const random = new Random(2);
    for (let i = 0; i < 5_000; i++) {
      // From a cent to 10^7 USD.
      const forward = BigInt(random.magnitude(1, 10 ** 9)) * 10n ** 16n;
      const other = BigInt(random.magnitude(1, 10 ** 9)) * 10n ** 16n;
      const strike = random.chance(0.5) ? other : forward + BigInt(random.below(1000));
      const totalVol = BigInt(random.magnitude(1, 2 ** 53)) * random.pick([1n, 1000n]);
      const logMoneyness = ln(strike) - ln(forward);
      const exact = undiscountedCall({ totalVol, logMoneyness, forward, strike });
      const k = log(strike) - log(forward);
      const call = call64(float(totalVol), k, float(forward), float(strike));
      const error = Math.abs(call - float(exact)) / (float(forward) + float(strike));
      expect(error).toBeLessThanOrEqual(450 * U);
    }
  });
});
