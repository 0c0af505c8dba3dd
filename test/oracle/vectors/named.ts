/** Vectors of standard margin in portfolios with dates for names, by the oracle. */
import type { Random } from '../../fixtures/random.ts';
import { digitsOf, mul, type Real, real } from '../decimal.ts';
import { naiveStandardMargin } from '../naiveStandard.ts';
import { type MadeVector, reals, times } from './draw.ts';
import { drawParams } from './standard.ts';

export function makeNamedPortfolios(random: Random): MadeVector[] {
  return times(12, (i) => makeNamed(random, i));
}

/** Days to each date, at 8 o'clock. */
const DATES = { '20230104': 3, '20230118': 17, '20230227': 57, '20230804': 215 };
export const OFFSETS = {
  forward_offsets_eth: {
    '20230104': 0.91345,
    '20230118': 4.7545,
    '20230227': 15.7696,
    '20230804': 59.87416,
  },
  forward_offsets_btc: {
    '20230104': 12.7883,
    '20230118': 66.56301,
    '20230227': 220.77451,
    '20230804': 838.23835,
  },
};
const ENV = { spot: { eth: 2000, btc: 28000 }, perpPrice: { eth: 2001, btc: 28020 }, vol: 0.5 };

/** `srm_margin_named_portfolio`: amounts in 10^-8, one expiry of each underlying, overrides of ETH. */
function makeNamed(random: Random, index: number): MadeVector {
  const params = drawParams(random, index);
  const [expiry, days] = random.pick(Object.entries(DATES));
  const name = index % 3 === 2 ? 'btc' : 'eth';
  const spot = ENV.spot[name];
  const legOf = (amount: number, strike: number, type: string) => {
    return { amount: amount * 10 ** 8, expiry, strike: Math.round(strike), type, underlying: name };
  };
  // A ladder that long calls cover but for one contract: its bounded loss is milder than its legs by themselves.
  const ladder = [legOf(-10, spot, 'call'), legOf(9, spot * 1.01, 'call')];
  const drawn = times(random.between(1, 4), (i) =>
    legOf(random.pick([-3, -1, 1, 2]), spot * (0.8 + 0.1 * i), random.pick(['call', 'put'])),
  );
  const options = index % 4 === 0 ? ladder : drawn;
  const perp = {
    amount: random.between(-5, 5) * 10 ** 7,
    entryPrice: spot * 10 ** 8,
    underlying: name,
  };
  const base = { amount: random.between(0, 3) * 10 ** 8, underlying: name };
  const cash = random.between(-100, 100) * 10 ** 8;
  const overrides = index % 3 === 1 ? drawOverrides(random, options) : {};
  const stable = String(overrides.stable ?? 1);
  const [offset, forwardConfidence] = overrides.fc?.[expiry] ?? [
    (OFFSETS[`forward_offsets_${name}`] as Record<string, number>)[expiry],
    1,
  ];
  const real8 = (value: number): Real => real(`${value}e-8`);
  const margin = naiveStandardMargin(
    {
      cash: real8(cash),
      stable: real(stable),
      underlyings: [
        {
          spot: real(spot),
          spotConfidence: real(overrides.sc ?? 1),
          perpPrice: real(ENV.perpPrice[name]),
          perpConfidence: real(overrides.pc ?? 1),
          perps: real8(perp.amount),
          unsettled: mul(real8(perp.amount), real(ENV.perpPrice[name]) - real8(perp.entryPrice)),
          base: real8(base.amount),
          expiries: [
            {
              sec: BigInt(days * 86_400 + 28_800),
              forward: real(spot) + real(offset),
              forwardConfidence: real(forwardConfidence),
              volConfidence: real(Object.values(overrides.vc ?? {})[0] ?? 1),
              options: options.map(({ strike, type, amount }) => {
                const put = type === 'put';
                return { strike: real(strike), put, amount: real8(amount), vol: real('0.5') };
              }),
            },
          ],
        },
      ],
    },
    reals(params),
  );
  return {
    id: `named_${index}`,
    kind: 'srm_margin_named_portfolio',
    params,
    env: { ...ENV, confidence: 1, stable: Number(stable), overrides },
    inputs: {
      options,
      perps: perp.amount === 0 ? [] : [perp],
      bases: base.amount === 0 ? [] : [base],
      cash,
    },
    expected: { IM_trunc: digitsOf(margin.IM, 0), MM_trunc: digitsOf(margin.MM, 0) },
    reference_value: { IM: digitsOf(margin.IM), MM: digitsOf(margin.MM) },
  };
}

interface Overrides {
  readonly sc?: number;
  readonly pc?: number;
  readonly fc?: Record<string, [number, number]>;
  readonly vc?: Record<string, number>;
  readonly stable?: number;
}

function drawOverrides(
  random: Random,
  [{ expiry, strike }]: readonly { expiry: string; strike: number }[],
): Overrides {
  return random.pick<Overrides>([
    { sc: 0.2, pc: 0.1 },
    { fc: { [expiry]: [7.25, 0.3] } },
    { vc: { [`('${expiry}', ${strike})`]: 0.15 } },
    { stable: 0.9, pc: 0.05 },
  ]);
}
