import { describe, expect, test } from 'vitest';

import { encodeTerms } from '../../protocol/instrument.ts';
import { expiryPrices } from '../../protocol/margin/feeds.ts';
import { black76 } from '../../protocol/pricing/black76.ts';
import { Exchange, EXPIRY_DAY } from '../../test/fixtures/exchange.ts';
import { discountOf, greeksOf } from './greeks.ts';
import { viewTicker } from './ticker.ts';

const WAD = 10n ** 18n;
const terms = { underlying: 0, day: EXPIRY_DAY };

function market(): Exchange {
  const x = new Exchange();
  x.print(0, 6_000_000, 6_000_000);
  x.surface({ rateE9: 40_000_000 });
  return x;
}

describe('viewTicker', () => {
  test.each([
    [5_000_000, false],
    [5_000_000, true],
    [6_000_000, false],
    [7_500_000, false],
    [7_500_000, true],
  ])('finds the volatility of the mark in a quote at the mark: strike %i, put %s', (...option) => {
    const [strikeCents, put] = option;
    const { state } = market();
    const code = encodeTerms({ ...terms, strikeCents, put });
    const { mark } = viewTicker(state, { code, bidCents: 0, askCents: 0 });
    const cents = Math.round(Number(mark) * 100);
    const quoted = viewTicker(state, { code, bidCents: cents, askCents: cents + 100 });
    expect(Number(quoted.bidIv)).toBeCloseTo(Number(quoted.markIv), 3);
    expect(Number(quoted.askIv)).toBeGreaterThan(Number(quoted.bidIv));
  });

  test('has no volatility for a price that none gives', () => {
    const { state } = market();
    const code = encodeTerms({ ...terms, strikeCents: 5_000_000, put: false });
    const { bidIv, askIv } = viewTicker(state, { code, bidCents: 900_000, askCents: 7_000_000 });
    expect({ bidIv, askIv }).toEqual({ bidIv: null, askIv: null });
  });

  test('says why there is no mark, and how old prints are', () => {
    const x = new Exchange();
    const code = encodeTerms({ ...terms, strikeCents: 6_000_000, put: false });
    const ask = () => viewTicker(x.state, { code, bidCents: 100, askCents: 0 });
    expect(ask()).toMatchObject({ reason: 'noIndex', mode: 'cancelOnly', mark: null, bid: '1' });
    x.print(0, 6_000_000, 6_000_000);
    expect(ask()).toMatchObject({
      reason: 'noSurface',
      mode: 'open',
      index: '60000',
      greeks: null,
    });
    x.surface();
    x.advance(x.state.globals.timeSec() + 100);
    expect(ask()).toMatchObject({ reason: null, indexAgeSec: '100', surfaceAgeSec: '100' });
    x.advance(x.state.globals.timeSec() + 100);
    expect(ask()).toMatchObject({ reason: 'staleIndex', mode: 'cancelOnly', forward: null });
  });
});

describe('greeksOf', () => {
  const { state } = market();
  const prices = expiryPrices(state, terms);
  const discount = discountOf(prices);
  const priceAt = (
    option: { strike: bigint; put: boolean; vol: bigint },
    { forward = 0n, vol = 0n, sec = 0n },
  ): number => {
    const found = black76({
      sec: prices.sec + sec,
      vol: option.vol + vol,
      forward: prices.fixedForward + prices.variableForward + forward,
      strike: option.strike,
      discount,
    });
    return Number(option.put ? found.put : found.call) / 1e18;
  };

  test.each([
    [55_000n, false],
    [60_000n, true],
    [66_000n, true],
  ])('are the slopes of the price: strike %i, put %s', (strike, put) => {
    const option = { strike: strike * WAD, put, vol: (6n * WAD) / 10n };
    const greeks = greeksOf(prices, option);
    const up = priceAt(option, { forward: WAD });
    const down = priceAt(option, { forward: -WAD });
    const here = priceAt(option, {});
    expect(greeks.delta).toBeCloseTo((up - down) / 2, 6);
    const wide = 100n * WAD;
    const far = priceAt(option, { forward: wide }) + priceAt(option, { forward: -wide });
    expect(greeks.gamma).toBeCloseTo((far - 2 * here) / 1e4, 8);
    const point = WAD / 100n;
    const vega = (priceAt(option, { vol: point }) - priceAt(option, { vol: -point })) / 2;
    expect(greeks.vega / vega).toBeCloseTo(1, 3);
    const day = 86_400n;
    const theta = (priceAt(option, { sec: -day }) - priceAt(option, { sec: day })) / 2;
    expect(greeks.theta / theta).toBeCloseTo(1, 1);
  });
});
