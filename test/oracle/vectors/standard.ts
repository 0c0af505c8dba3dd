/** Vectors of standard margin in arrays of integers, by the oracle. */
import type { Random } from '../../fixtures/random.ts';
import { mul } from '../decimal.ts';
import { naiveStandardMargin, type NaiveUnderlying } from '../naiveStandard.ts';
import { decimal, type MadeVector, reals, times, units } from './draw.ts';

const PARAMS = {
  maxSpotReq: '0.15',
  minSpotReq: '0.1',
  mmCallSpotReq: '0.075',
  mmPutSpotReq: '0.075',
  MMPutMtMReq: '0.075',
  unpairedIMScale: '1.2',
  unpairedMMScale: '1.1',
  mmOffsetScale: '1.05',
  mmPerpReq: '0.05',
  imPerpReq: '0.065',
  perpThreshold: '0.4',
  optionThreshold: '0.4',
  baseThreshold: '0.4',
  OCFactor: '0.4',
  depegThreshold: '0.98',
  depegFactor: '1.2',
  marginFactor: '0.8',
  IMScale: '0.9',
};

/** Each vector of a column of parameters has some of its own. */
export function drawParams(random: Random, index: number): typeof PARAMS {
  if (index % 3 === 0) return PARAMS;
  const names = Object.keys(PARAMS) as (keyof typeof PARAMS)[];
  const changed = times(4, () => random.pick(names)).map((name) => {
    return [name, decimal(random, [Number(PARAMS[name]) / 2, Number(PARAMS[name]) * 1.5])];
  });
  return { ...PARAMS, ...(Object.fromEntries(changed) as Partial<typeof PARAMS>) };
}

interface DrawnOption {
  readonly strike: string;
  readonly put: boolean;
  readonly amount: string;
  readonly vol: string;
}

interface DrawnExpiry {
  readonly sec: number;
  readonly forward: string;
  readonly forwardConfidence: string;
  readonly volConfidence: string;
  readonly options: readonly DrawnOption[];
}

interface DrawnUnderlying {
  readonly numbers: Readonly<Record<(typeof NUMBERS)[number], string>>;
  readonly expiries: readonly DrawnExpiry[];
}

const NUMBERS = [
  'spot',
  'spotConfidence',
  'perpPrice',
  'perpConfidence',
  'perps',
  'entry',
  'funding',
  'base',
] as const;

export function makeStandard(random: Random): MadeVector[] {
  return times(14, (i) => makeArrays(random, i));
}

function confidence(random: Random): string {
  return random.pick(['1', '1', decimal(random, [0.05, 0.95])]);
}

function drawUnderlying(
  random: Random,
  { spot, expiries }: { spot: number; expiries: readonly number[] },
): DrawnUnderlying {
  const price = decimal(random, [spot * 0.9, spot * 1.1], 6);
  const near = (places: number): string => decimal(random, [spot * 0.6, spot * 1.5], places);
  return {
    numbers: {
      spot: price,
      spotConfidence: confidence(random),
      perpPrice: near(6),
      perpConfidence: confidence(random),
      perps: random.pick(['0', decimal(random, [-40, 40])]),
      entry: near(6),
      funding: decimal(random, [-50, 50], 6),
      base: random.pick(['0', decimal(random, [0, 20])]),
    },
    expiries: expiries.map((sec) => ({
      sec,
      forward: decimal(random, [Number(price) * 0.97, Number(price) * 1.05], 8),
      forwardConfidence: confidence(random),
      volConfidence: confidence(random),
      options: times(random.between(1, 4), (i) => ({
        strike: `${Math.round(spot * (0.7 + 0.15 * i))}.5`,
        put: random.chance(0.5),
        amount: decimal(random, [-9, 4]),
        vol: decimal(random, [0.3, 1.4], 12),
      })).filter(({ amount }) => Number(amount) !== 0),
    })),
  };
}

function naiveUnderlying({ numbers, expiries }: DrawnUnderlying): NaiveUnderlying {
  const { entry, funding, ...rest } = reals(numbers);
  const unsettled = mul(rest.perps, rest.perpPrice - entry) - mul(rest.perps, funding);
  return {
    ...rest,
    unsettled,
    expiries: expiries.map(({ sec, options, forward, forwardConfidence, volConfidence }) => ({
      sec: BigInt(sec),
      ...reals({ forward, forwardConfidence, volConfidence }),
      options: options.map(({ put, strike, amount, vol }) => {
        return { put, ...reals({ strike, amount, vol }) };
      }),
    })),
  };
}

/** `srm_margin_1e18`: ETH and BTC in arrays that run in parallel. */
function makeArrays(random: Random, index: number): MadeVector {
  const params = drawParams(random, index);
  const expiries = index % 4 === 1 ? [1_200, 500_400] : [86_400 * (index + 1), 7_758_000];
  const drawn = [
    drawUnderlying(random, { spot: 1_500, expiries: index === 0 ? [] : expiries }),
    drawUnderlying(random, { spot: 28_000, expiries: index % 2 === 0 ? [] : expiries.slice(1) }),
  ];
  const [cash, stable] = [decimal(random, [-9_000, 9_000]), random.pick(['1', '0.961', '1.002'])];
  const underlyings = drawn.map(naiveUnderlying);
  const margin = naiveStandardMargin({ ...reals({ cash, stable }), underlyings }, reals(params));
  const expected = {
    IM: units(margin.IM),
    MM: units(margin.MM),
    MtM: units(margin.MtM),
  };
  return {
    id: `standard_${index}`,
    kind: 'srm_margin_1e18',
    params,
    inputs: { Cash: units(cash), USDCValue: units(stable), ...arraysOf(drawn) },
    expected,
    tolerance_rel: '1e-9',
  };
}

function arraysOf(drawn: readonly DrawnUnderlying[]): object {
  const names = ['ETH', 'BTC'];
  const rows = drawn.flatMap(({ expiries }, i) =>
    expiries.flatMap(({ options, ...feed }) =>
      options.map((option) => ({ name: names[i], ...feed, ...option })),
    ),
  );
  const column = (name: 'strike' | 'amount' | 'vol' | 'forward'): string[] =>
    rows.map((row) => units(row[name]));
  const single = drawn.map(({ numbers, expiries }, i) => ({
    [`${names[i]}SpotPrice`]: units(numbers.spot),
    [`Perps_${names[i]}`]: units(numbers.perps),
    [`w${names[i]}`]: units(numbers.base),
    [`LastEntry${names[i]}`]: units(numbers.entry),
    [`${names[i]}GlobalFundingIndex`]: units(numbers.funding),
    [`Account${names[i]}FundingIndex`]: null,
    [`SettlementPrice${names[i]}`]: units(expiries.find(({ sec }) => sec < 3600)?.forward ?? '123'),
  }));
  return {
    ...Object.assign({}, ...single),
    OptionUnderlying: rows.map(({ name }) => name),
    OptionExpiries: rows.map(({ sec }) => sec),
    OptionStrikes: column('strike'),
    OptionIsCall: rows.map(({ put }) => (put ? 0 : 1)),
    OptionAmounts: column('amount'),
    OptionVols: column('vol'),
    OptionVolConfidences: rows.map(({ volConfidence }) => units(volConfidence)),
    FeedExpiries: rows.map(({ sec }) => sec),
    // A settling expiry goes by its settlement price.
    Forwards: rows.map(({ sec, forward }) => (sec < 3600 ? '1' : units(forward))),
    ForwardConfidences: rows.map(({ forwardConfidence }) => units(forwardConfidence)),
    SpotPerpConfidences: drawn.map(({ numbers }) => [
      units(numbers.spotConfidence),
      units(numbers.perpConfidence),
    ]),
    PerpPrice: drawn.map(({ numbers }) => units(numbers.perpPrice)),
  } as object;
}
