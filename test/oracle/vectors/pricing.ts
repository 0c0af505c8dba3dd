/** Vectors of functions, prices, volatilities and textbook forms, by the oracle. */
import type { Random } from '../../fixtures/random.ts';
import {
  digitsOf,
  exp,
  ln,
  normal,
  normalDensity,
  pow,
  type Real,
  real,
  sqrt,
} from '../decimal.ts';
import { naiveBlack76, naiveGreeks, naiveSpotForm, naiveSvi, yearsOf } from '../naivePricing.ts';
import { decimal, type MadeVector, reals, times } from './draw.ts';

export function makePricing(random: Random): MadeVector[] {
  return [
    ...makeFunctions(random),
    ...makeBlack76(random),
    ...makeSvi(random),
    ...makeSpotForms(random),
  ];
}

function makeFunctions(random: Random): MadeVector[] {
  const drawn: readonly (readonly [string, string, string?])[] = [
    ...['0.000000000000000001', '0.5', '340282366920938463463', decimal(random, [0, 9], 18)].map(
      (x) => ['ln', x] as const,
    ),
    ...['-41.5', '-41.4', '0', decimal(random, [-5, 9], 18)].map((x) => ['exp', x] as const),
    ...['0', '2', '1e-18', decimal(random, [0, 1000], 15)].map((x) => ['sqrt', x] as const),
    ...['-8.8', '-3.3', '0', '6.25', decimal(random, [-4, 4], 18)].flatMap((x) => [
      ['stdNormalCDF', x] as const,
      ['stdNormalPDF', x] as const,
    ]),
    ['pow', '30.25', '0.3'],
    ['pow', '0.42', '0.13'],
    ['pow', '7', '0'],
    ['pow', decimal(random, [0.01, 4], 12), decimal(random, [0, 3], 12)],
  ];
  return drawn.map(([fn, x, y], i) => {
    const value = FUNCTIONS[fn](real(x), real(y ?? '0'));
    const inputs = y === undefined ? { fn, x } : { fn, x, y };
    return {
      id: `function_${i}_${fn}`,
      kind: 'fixed_point_math',
      inputs,
      expected: { y: digitsOf(value) },
      // A power of 41.5 is below the least that counts.
      tolerance_abs: '1e-16',
    };
  });
}

const FUNCTIONS: Readonly<Record<string, (x: Real, y: Real) => Real>> = {
  ln,
  exp,
  sqrt,
  pow,
  stdNormalCDF: normal,
  stdNormalPDF: normalDensity,
};

function makeBlack76(random: Random): MadeVector[] {
  const edges = [
    ['0', '0.8', '100', '90', '1'],
    ['86400', '0', '90', '100', '0.97'],
    ['31536000', '3', '0', '120', '0.9'],
    ['31536000', '3', '120', '0', '0.9'],
    ['126144000', '12.5', '120', '80', '0.91'],
    ['60', '0.4', '63000.5', '63000.5', '1'],
    ['34560000', '2.25', '1', '0.0000000000001', '0.8'],
  ];
  const drawn = times(9, () => {
    const forward = decimal(random, [1, 90_000], 6);
    return [
      String(random.between(1, 40_000_000)),
      decimal(random, [0.1, 2.5], 6),
      forward,
      decimal(random, [Number(forward) / 2, Number(forward) * 2], 6),
      decimal(random, [0.8, 1], 12),
    ];
  });
  return [...edges, ...drawn].map(([sec, vol, forward, strike, discount], i) => {
    const terms = reals({ vol, forward, strike, discount });
    const { call, put, delta } = naiveBlack76({ time: yearsOf(BigInt(sec)), ...terms });
    return {
      id: `black76_${i}`,
      kind: 'black76',
      inputs: { secToExpiry: Number(sec), vol, forward, strike, discount },
      expected: {
        call: digitsOf(call),
        put: digitsOf(put),
        callDeltaUndiscounted: digitsOf(delta),
      },
      tolerance_abs: '1e-12',
    };
  });
}

/** A surface as it is published: variances grow with the time. */
export function drawSurface(random: Random, { tau, forward }: { tau: string; forward: string }) {
  const years = Number(tau);
  return {
    a: decimal(random, [0.05 * years, 0.5 * years], 15),
    b: decimal(random, [0.1 * years, years], 15),
    rho: decimal(random, [-0.6, 0.6], 12),
    m: decimal(random, [-0.1, 0.1], 12),
    sigma: decimal(random, [0.01, 0.4], 12),
    forward,
    tau,
  };
}

function makeSvi(random: Random): MadeVector[] {
  return times(14, (i) => {
    const forward = decimal(random, [10, 90_000], 6);
    const tau = decimal(random, [0.003, 1.2], 15);
    const surface = drawSurface(random, { tau, forward });
    const factor = i < 2 ? [0.00001, 90][i] : random.between(500, 1_900) / 1_000;
    const strike = i === 2 ? '0' : (Number(forward) * factor).toFixed(6);
    const { vol, k } = naiveSvi(reals(surface), real(strike));
    const exact = { vol: digitsOf(vol) };
    const cut = { k_floor6: digitsOf(k, 6), vol_floor6: digitsOf(vol, 6) };
    return {
      id: `svi_${i}`,
      kind: 'svi_vol',
      inputs: { ...surface, strike },
      expected: i % 4 === 3 ? cut : exact,
      ...(i % 4 === 3 ? {} : { tolerance_abs: '1e-14' }),
    };
  });
}

function makeSpotForms(random: Random): MadeVector[] {
  const draw = () => ({
    spot: decimal(random, [20, 200]),
    strike: decimal(random, [20, 200]),
    time: decimal(random, [0.02, 2], 6),
    rate: decimal(random, [0, 0.12]),
    yieldRate: '0',
    vol: decimal(random, [0.1, 0.9]),
  });
  const inputsOf = ({ spot, strike, time, rate, vol }: ReturnType<typeof draw>) => {
    return { S: spot, K: strike, t: time, r: rate, sigma: vol };
  };
  const forms = times(3, (i): MadeVector => {
    const terms = draw();
    const { d1, d2, call, put } = naiveSpotForm(reals(terms));
    const [first, second, call_textbook, put_textbook] = [d1, d2, call, put].map((value) =>
      digitsOf(value),
    );
    return {
      id: `spot_form_${i}`,
      kind: 'black_scholes',
      inputs: inputsOf(terms),
      expected: { d1: first, d2: second, call_textbook, put_textbook },
      tolerance_abs: '1e-14 (d1, d2); 1e-12 (prices)',
    };
  });
  const greeks = ['delta', 'gamma', 'vega_per_1pct', 'theta_per_year', 'rho_per_1pct'];
  return [
    ...forms,
    ...greeks.map((greek): MadeVector => {
      const terms = draw();
      const value = digitsOf(naiveGreeks(reals(terms))[greek]);
      const inputs = { ...inputsOf(terms), flag: 'c', greek };
      return {
        id: `greek_${greek}`,
        kind: 'bs_greek',
        inputs,
        expected: { value },
        tolerance_abs: '1e-12',
      };
    }),
    ...times(6, (i): MadeVector => {
      const terms = { ...draw(), yieldRate: decimal(random, [0, 0.1]) };
      const { call, put } = naiveSpotForm(reals(terms));
      const type = i % 2 === 0 ? 'Call' : 'Put';
      const { spot, strike, time: t, rate: r, yieldRate: q, vol } = terms;
      return {
        id: `generalised_${i}`,
        kind: 'bsm_generalised',
        inputs: { type, strike, spot, q, r, t, vol },
        expected: { price: digitsOf(type === 'Call' ? call : put) },
        tolerance_abs: '1e-12',
      };
    }),
  ];
}
