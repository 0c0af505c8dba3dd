import { describe, expect, test } from 'vitest';
import { Random } from '../../test/fixtures/random.ts';
import * as exact from '../../test/oracle/decimal.ts';
import { ln } from '../maths/ln.ts';
import { WAD } from '../maths/wad.ts';
import { black76, type Option, undiscountedCall } from './black76.ts';

const SEED = 1;
const UNIT = exact.ONE / WAD;
const AMOUNT_END = 2n ** 128n * WAD;
const YEAR_SEC = 31_536_000n;

const option = (changes: Partial<Option> = {}): Option => ({
  sec: 2_592_000n,
  vol: WAD / 2n,
  forward: 60_000n * WAD,
  strike: 65_000n * WAD,
  discount: (WAD * 99n) / 100n,
  ...changes,
});

function drawOptions(count: number): Option[] {
  const random = new Random(SEED);
  const fraction = (): bigint =>
    BigInt(random.below(10 ** 15)) * 1000n + BigInt(random.below(1000));
  return Array.from({ length: count }, () => {
    const forward = BigInt(random.magnitude(1, 1_000_000)) * WAD + fraction();
    const factor = WAD + fraction() * BigInt(random.pick([1, 1, 3, 999]));
    return {
      sec: BigInt(random.magnitude(1, 60_000_000)),
      vol: fraction() * BigInt(random.pick([1, 1, 5])),
      forward,
      strike: random.chance(0.5) ? (forward * factor) / WAD : (forward * WAD) / factor,
      discount: WAD - fraction() / 5n,
    };
  });
}

/** F·N(d1) − K·N(d2) over real numbers. */
function exactCall({ sec, vol, forward, strike }: Option): exact.Real {
  const v = exact.mul(vol * UNIT, exact.sqrt((sec * exact.ONE) / YEAR_SEC));
  if (v < UNIT) return exact.most((forward - strike) * UNIT, 0n);
  const d1 = exact.div(exact.mul(v, v) / 2n - exact.ln(exact.div(strike, forward)), v);
  const [first, second] = [exact.normal(d1), exact.normal(d1 - v)];
  return exact.mul(forward * UNIT, first) - exact.mul(strike * UNIT, second);
}

describe(`black76, seed ${SEED}`, () => {
  test('is within 10^-17 of forward and strike of the formula', () => {
    for (const drawn of drawOptions(600)) {
      const { call, delta } = black76({ ...drawn, discount: WAD });
      const error = call * UNIT - exactCall(drawn);
      const size = (drawn.forward + drawn.strike) / WAD + 1n;
      expect(exact.size(error) < size * 10n * UNIT).toBe(true);
      expect(delta >= 0n && delta <= WAD).toBe(true);
    }
  });

  test('keeps to the limits of no arbitrage, and to parity', () => {
    for (const drawn of drawOptions(2000)) {
      const { forward, strike } = drawn;
      const { call, put } = black76({ ...drawn, discount: WAD });
      expect(call >= 0n && call <= forward && put >= 0n && put <= strike).toBe(true);
      const residue = call - put - (forward - strike);
      // Where the put is raised to 0 the call is below its intrinsic value by what N is wrong.
      const isCut = put === 0n || put === strike;
      expect(exact.size(residue) <= (isCut ? (forward + strike) / 10n ** 17n : 0n)).toBe(true);
    }
  });

  test('a discount scales both, toward 0', () => {
    const { call, put, delta } = black76(option());
    const plain = black76(option({ discount: WAD }));
    expect(call).toBe((plain.call * 99n) / 100n);
    expect(put).toBe((plain.put * 99n) / 100n);
    expect(delta).toBe(plain.delta);
  });
});

describe('the limits of black76', () => {
  const discounted = (amount: bigint): bigint => (amount * 99n) / 100n;
  const { forward, strike } = option();

  test('a strike of 0 is the forward, a forward of 0 the strike', () => {
    const noStrike = { call: discounted(forward), put: 0n, delta: WAD };
    const noForward = { call: 0n, put: discounted(strike), delta: 0n };
    expect(black76(option({ strike: 0n }))).toEqual(noStrike);
    expect(black76(option({ forward: 0n }))).toEqual(noForward);
  });

  test('a ratio outside 10^-18 to 10^18 counts as 0 or as infinite for the call', () => {
    const [small, large] = [10n ** 6n, 10n ** 24n + 1n];
    const low = black76(option({ strike: small, forward: large }));
    expect(low).toEqual({ call: discounted(large), put: discounted(small), delta: WAD });
    const high = black76(option({ strike: large, forward: small }));
    expect(high).toEqual({ call: 0n, put: discounted(large - small), delta: 0n });
  });

  test('a total volatility of 24 makes each worth all it can be', () => {
    const full = { call: discounted(forward), put: discounted(strike), delta: WAD };
    expect(black76(option({ sec: YEAR_SEC, vol: 24n * WAD }))).toEqual(full);
    expect(black76(option({ sec: YEAR_SEC, vol: 24n * WAD - 1n })).call <= full.call).toBe(true);
  });

  test('at expiry, or without volatility, it is the intrinsic value', () => {
    for (const changes of [{ sec: 0n }, { vol: 0n }]) {
      const above = black76(option({ ...changes, discount: WAD }));
      expect(above).toEqual({ call: 0n, put: strike - forward, delta: 0n });
      const swapped = { forward: strike, strike: forward, discount: WAD };
      const below = black76(option({ ...changes, ...swapped }));
      expect(below).toEqual({ call: strike - forward, put: 0n, delta: WAD });
      const at = black76(option({ ...changes, strike: forward }));
      expect([at.call, at.put]).toEqual([0n, 0n]);
    }
  });

  test('the largest amounts', () => {
    const huge = AMOUNT_END - 1n;
    expect(black76(option({ forward: huge, discount: WAD })).call).toBe(huge);
    expect(black76(option({ strike: huge, discount: WAD })).put).toBe(huge - forward);
    expect(black76(option({ forward: huge, strike: huge, vol: 0n })).call).toBe(0n);
  });

  test.each([
    { sec: -1n },
    { sec: 2n ** 36n },
    { vol: -1n },
    { vol: 2n ** 128n },
    { forward: -1n },
    { forward: AMOUNT_END },
    { strike: -1n },
    { strike: AMOUNT_END },
    { discount: 0n },
    { discount: WAD + 1n },
  ])('refuses %o', (changes) => {
    const [[name, value]] = Object.entries(changes);
    expect(() => black76(option(changes))).toThrow(`black76: ${name} is not defined for ${value}`);
  });
});

describe('undiscountedCall', () => {
  test('rises with the volatility', () => {
    const { forward, strike } = option();
    const logMoneyness = ln(strike) - ln(forward);
    const calls = Array.from({ length: 400 }, (_, i) => {
      const totalVol = (WAD * BigInt(i)) / 100n;
      return undiscountedCall({ totalVol, logMoneyness, forward, strike });
    });
    for (const [i, call] of calls.slice(1).entries()) expect(call >= calls[i]).toBe(true);
  });

  test('needs no logarithm where the strike or the forward is 0', () => {
    const given = { totalVol: WAD, logMoneyness: 0n };
    expect(undiscountedCall({ ...given, forward: 5n, strike: 0n })).toBe(5n);
    expect(undiscountedCall({ ...given, forward: 0n, strike: 5n })).toBe(0n);
  });
});
