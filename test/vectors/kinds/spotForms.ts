/** Vectors of textbooks: options on a spot price, with time in years. F = S·e^((r−q)t), D = e^(−rt). */
import { clamp, divDown, mulDown, WAD } from '../../../protocol/maths/wad.ts';
import type { PricingCalls } from '../calls/pricing.ts';
import { type Kind, LEADING_NUMBER, pricingRule, type Vector } from '../kind.ts';
import { text, wad } from '../read.ts';

export const YEAR_SEC = 31_536_000n;

/** All in units of 10^-18. */
interface Terms {
  readonly spot: bigint;
  readonly strike: bigint;
  readonly years: bigint;
  readonly rate: bigint;
  readonly yieldRate: bigint;
  readonly vol: bigint;
}

interface Form {
  readonly call: bigint;
  readonly put: bigint;
  readonly d1: bigint;
  readonly d2: bigint;
  readonly totalVol: bigint;
  readonly rootTime: bigint;
  readonly discount: bigint;
}

export const blackScholes: Kind = {
  name: 'black_scholes',
  rule: (field, vector) => {
    const tolerances = vector.toleranceAbs.split(';');
    const isDistance = field === 'd1' || field === 'd2';
    const part = isDistance ? tolerances[0] : (tolerances[1] ?? tolerances[0]);
    const absolute = LEADING_NUMBER.exec(part)?.[0].trim();
    return absolute === undefined ? pricingRule(field, vector) : { absolute };
  },
  async run(vector, calls) {
    const { call, put, d1, d2 } = await spotForm(calls, readTerms(vector));
    return { d1, d2, call, put, call_textbook: call, put_textbook: put };
  },
};

export const bsmGeneralised: Kind = {
  name: 'bsm_generalised',
  rule: pricingRule,
  async run(vector, calls) {
    const { call, put } = await spotForm(calls, readTerms(vector));
    return { price: isPut(vector) ? put : call };
  },
};

export const bsGreek: Kind = {
  name: 'bs_greek',
  rule: (field, vector) => (field === 'textbook' ? 'remark' : pricingRule(field, vector)),
  async run(vector, calls) {
    const terms = readTerms(vector);
    const greeks = await greeksOf(calls, terms, isPut(vector));
    const greek = text(vector.inputs.greek);
    if (!(greek in greeks)) throw new SyntaxError(`no greek ${JSON.stringify(greek)}`);
    return { value: greeks[greek] };
  },
};

function readTerms({ inputs }: Vector): Terms {
  return {
    spot: wad(inputs.S ?? inputs.spot),
    strike: wad(inputs.K ?? inputs.strike),
    years: wad(inputs.t),
    rate: wad(inputs.r),
    yieldRate: wad(inputs.q),
    vol: wad(inputs.sigma ?? inputs.vol),
  };
}

function isPut({ inputs }: Vector): boolean {
  return /^p/i.test(text(inputs.flag ?? inputs.type));
}

async function spotForm(calls: PricingCalls, terms: Terms): Promise<Form> {
  const { spot, strike, years, rate, yieldRate, vol } = terms;
  const rootTime = await calls.sqrtDown(years);
  const discount = await calls.exp(-mulDown(rate, years));
  const forward = mulDown(spot, await calls.exp(mulDown(rate - yieldRate, years)));
  const totalVol = mulDown(vol, rootTime);
  const isKinked = strike === 0n || forward === 0n;
  const logMoneyness = isKinked ? 0n : (await calls.ln(strike)) - (await calls.ln(forward));
  const call = await calls.undiscountedCall({ totalVol, logMoneyness, forward, strike });
  const put = clamp(call - forward + strike, { low: 0n, high: strike });
  const v = totalVol < 1n ? 1n : totalVol;
  const d1 = (v * v - 2n * WAD * logMoneyness) / (2n * v);
  return {
    call: mulDown(call, discount),
    put: mulDown(put, discount),
    d1,
    d2: d1 - v,
    totalVol: v,
    rootTime,
    discount,
  };
}

/** Without a yield: delta, gamma, vega and rho per 1 % and per 1, theta a year and a day. */
async function greeksOf(
  calls: PricingCalls,
  terms: Terms,
  put: boolean,
): Promise<Record<string, bigint>> {
  const { spot, strike, years, rate, vol } = terms;
  const { d1, d2, totalVol, rootTime, discount } = await spotForm(calls, terms);
  const density = await calls.normalPdf(d1);
  const sign = put ? -1n : 1n;
  const [up, down] = [await calls.normalCdf(sign * d1), await calls.normalCdf(sign * d2)];
  const carried = sign * mulDown(mulDown(strike, discount), down);
  const vega = mulDown(mulDown(spot, density), rootTime);
  const decay = rootTime === 0n ? 0n : divDown(mulDown(mulDown(spot, density), vol), 2n * rootTime);
  const theta = -decay - mulDown(rate, carried);
  const rho = mulDown(carried, years);
  return {
    delta: sign * up,
    gamma: divDown(density, mulDown(spot, totalVol)),
    vega,
    vega_per_1pct: vega / 100n,
    theta,
    theta_per_year: theta,
    theta_per_day: theta / 365n,
    rho,
    rho_per_1pct: rho / 100n,
  };
}
