import { describe, expect, test } from 'vitest';

import { encodeTerms } from '../../protocol/instrument.ts';
import { PARAMETER_NAMES } from '../../protocol/margin/parameters.ts';
import { START_DAY, START_SEC } from '../../test/fixtures/exchange.ts';
import { parseWhatIf, type SimulateRequest } from './request.ts';
import { AS_IS } from './whatIf.ts';

const june = { underlying: 0, day: START_DAY + 25 };

const parse = (request: SimulateRequest) => parseWhatIf(request, START_SEC);

describe('parseWhatIf', () => {
  test('changes nothing where nothing is asked for', () => {
    expect(parse({})).toEqual(AS_IS);
  });

  test('takes an option by its name or by its terms, long or short', () => {
    const call = encodeTerms({ ...june, strikeCents: 6_000_000, put: false });
    const put = encodeTerms({ ...june, strikeCents: 5_550_050, put: true });
    const { positions } = parse({
      positions: [
        { instrument: 'BTC-26JUN26-60000-C', amount: '-2.5' },
        { underlying: 'BTC', expiry: '26JUN26', strike: '55500.5', type: 'put', amount: '1' },
      ],
    });
    expect(positions).toEqual([
      { code: call, amountE4: -25_000 },
      { code: put, amountE4: 10_000 },
    ]);
  });

  test('reads prices and parameters in their units', () => {
    const name = 'BTC-26JUN26';
    const svi = { a: '0.012', b: '0.04', rho: '-0.25', m: '0', sigma: '0.1' };
    expect(
      parse({
        model: 'portfolio',
        cash: '-12.5',
        overrides: {
          index: { BTC: '61250.5' },
          forward: { [name]: '61500' },
          rate: { [name]: '-0.01' },
          vol: { [name]: '0.55' },
          svi: { [name]: svi },
          volShift: '-0.2',
          parameters: { 'portfolio.mmLossFactor': '0.9' },
        },
      }),
    ).toEqual({
      model: 1,
      cash: -12_500_000,
      positions: [],
      index: [{ underlying: 0, cents: 6_125_050 }],
      forwards: [{ ...june, cents: 6_150_000 }],
      rates: [{ ...june, rateE9: -10_000_000 }],
      vols: [{ ...june, volE9: 550_000_000 }],
      surfaces: [{ ...june, aE12: 12e9, bE12: 40e9, rhoE12: -250e9, mE12: 0, sigmaE12: 100e9 }],
      volShiftE9: -200_000_000,
      parameters: [
        { index: PARAMETER_NAMES.indexOf('portfolio.mmLossFactor'), value: 900_000_000 },
      ],
    });
  });

  test.each<[string, SimulateRequest, string]>([
    ['a volatility of 0', { overrides: { vol: { 'BTC-26JUN26': '0' } } }, 'outOfRange'],
    ['a volatility of 501 %', { overrides: { vol: { 'BTC-26JUN26': '5.01' } } }, 'outOfRange'],
    ['a shift to nothing', { overrides: { volShift: '-1' } }, 'outOfRange'],
    ['a rate above 100 %', { overrides: { rate: { 'BTC-26JUN26': '1.1' } } }, 'outOfRange'],
    ['an exponent', { cash: '1e3' }, 'malformedNumber'],
    ['two signs', { cash: '--1' }, 'malformedNumber'],
    [
      'a strike of 0',
      {
        positions: [
          { underlying: 'BTC', expiry: '26JUN26', strike: '0', type: 'put', amount: '1' },
        ],
      },
      'outOfRange',
    ],
    ['an expiry in two years', { overrides: { vol: { 'BTC-26JUN28': '0.5' } } }, 'badListing'],
  ])('refuses %s', (_, request, refusal) => {
    expect(() => parse(request)).toThrow(expect.objectContaining({ refusal }));
  });
});
