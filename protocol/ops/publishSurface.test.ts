import { beforeEach, describe, expect, test } from 'vitest';

import { Exchange, EXPIRY_DAY, flatSurface, START_SEC } from '../../test/fixtures/exchange.ts';
import { expirySec } from '../instrument.ts';
import { CODE } from '../rejections.ts';
import { expiryIndex } from '../state.ts';

const INDEX = 6_000_000;
const BAND = INDEX / 4;
const SEC = expirySec(EXPIRY_DAY) - START_SEC;

let x: Exchange;
beforeEach(() => {
  x = new Exchange();
  x.print(0, INDEX, INDEX);
});

describe('publishSurface', () => {
  test('keeps what was signed', () => {
    const print = { basisCents: -1234, rateE9: 45_000_000, volConfidenceE4: 9000, mE12: -7 };
    expect(x.surface(print)).toBe(0);
    const { expiries } = x.state;
    const expiry = expiryIndex(0, EXPIRY_DAY);
    expect(expiries.surfaceTimeSec(expiry)).toBe(x.state.globals.timeSec());
    expect(expiries.basisCents(expiry)).toBe(-1234);
    expect(expiries.rateE9(expiry)).toBe(45_000_000);
    expect(expiries.volConfidenceE4(expiry)).toBe(9000);
    expect(expiries.forwardCents(expiry)).toBe(INDEX);
    expect(expiries.mE12(expiry)).toBe(-7);
  });

  test.each([
    ['basis', { basisCents: BAND }, { basisCents: BAND + 1 }],
    ['basis below', { basisCents: -BAND }, { basisCents: -BAND - 1 }],
    ['forward', { forwardCents: INDEX + BAND }, { forwardCents: INDEX + BAND + 1 }],
    ['forward below', { forwardCents: INDEX - BAND }, { forwardCents: INDEX - BAND - 1 }],
    ['rate', { rateE9: 10 ** 9 }, { rateE9: 10 ** 9 + 1 }],
    ['rate below', { rateE9: -(10 ** 9) }, { rateE9: -(10 ** 9) - 1 }],
    ['confidence', { forwardConfidenceE4: 0 }, { forwardConfidenceE4: 10_001 }],
    ['confidence of the rate', { rateConfidenceE4: 0 }, { rateConfidenceE4: 10_001 }],
    ['confidence of volatility', { volConfidenceE4: 0 }, { volConfidenceE4: 10_001 }],
    [
      'volatility',
      flatSurface({ vol: 4.99, secToExpiry: SEC }),
      flatSurface({ vol: 5.01, secToExpiry: SEC }),
    ],
    ['slope', { rhoE12: 999_999_999_999 }, { rhoE12: 10 ** 12 }],
    ['width', { sigmaE12: 1 }, { sigmaE12: 0 }],
    ['the 400th day', { day: EXPIRY_DAY + 392 }, { day: EXPIRY_DAY + 394 }],
  ])('bounds the %s', (_, sound, unsound) => {
    expect(x.surface(unsound)).toBe(CODE.badSurface);
    expect(x.surface(sound)).toBe(0);
  });

  test('a figure beyond the exact integers is refused before its signature', () => {
    for (const field of ['basisCents', 'rateE9', 'aE12', 'bE12', 'rhoE12', 'mE12', 'sigmaE12']) {
      expect(x.surface({ [field]: 2 ** 53 })).toBe(CODE.badSurface);
      expect(x.surface({ [field]: -(2 ** 53) })).toBe(CODE.badSurface);
    }
  });

  test('comes after the last one, and not from long ago or the future', () => {
    expect(x.surface()).toBe(0);
    expect(x.surface()).toBe(CODE.stalePrint);
    x.advance(START_SEC + 1000);
    expect(x.surface({ timeSec: START_SEC + 1001 })).toBe(CODE.stalePrint);
    expect(x.surface({ timeSec: START_SEC + 99 })).toBe(CODE.stalePrint);
    expect(x.surface({ timeSec: START_SEC + 100 })).toBe(0);
  });

  test('needs an index, an underlying, an expiry to come', () => {
    expect(x.surface({ underlying: 1, forwardCents: 1 })).toBe(CODE.badSurface);
    expect(x.surface({ underlying: 2 })).toBe(CODE.unknownUnderlying);
    expect(x.surface({ day: EXPIRY_DAY - 8, ...flatSurface({ vol: 1, secToExpiry: 1 }) })).toBe(
      CODE.badSurface,
    );
  });
});
