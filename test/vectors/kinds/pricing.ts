/** Vectors of elementary functions, Black-76 and volatility surfaces. */
import { clamp, mulDown, WAD } from '../../../protocol/maths/wad.ts';
import type { Surface } from '../../../protocol/pricing/svi.ts';
import type { PricingCalls } from '../calls/pricing.ts';
import { type JsonObject, type Kind, pricingRule, type Vector } from '../kind.ts';
import { integer, isNumber, text, wad } from '../read.ts';
import { YEAR_SEC } from './spotForms.ts';

const FUNCTIONS: Readonly<
  Record<string, (calls: PricingCalls, x: bigint, y: bigint) => Promise<bigint>>
> = {
  ln: (calls, x) => calls.ln(x),
  exp: (calls, x) => calls.exp(x),
  sqrt: (calls, x) => calls.sqrtDown(x),
  pow: (calls, x, y) => calls.pow(x, y),
  stdNormalCDF: (calls, x) => calls.normalCdf(x),
  stdNormalPDF: (calls, x) => calls.normalPdf(x),
};

export const fixedPointMath: Kind = {
  name: 'fixed_point_math',
  rule: pricingRule,
  async run({ inputs }, calls) {
    const evaluate = FUNCTIONS[text(inputs.fn)];
    if (evaluate === undefined) throw new SyntaxError(`no function ${JSON.stringify(inputs.fn)}`);
    return { y: await evaluate(calls, wad(inputs.x), wad(inputs.y)) };
  },
};

export const black76Kind: Kind = {
  name: 'black76',
  rule: remarkInWords('callDelta'),
  async run({ inputs }, calls) {
    const discount = wad(inputs.discount ?? '1');
    const { call, put, delta } = await calls.black76({
      sec: integer(inputs.secToExpiry),
      vol: await yearlyVol(calls, inputs),
      forward: wad(inputs.forward),
      strike: wad(inputs.strike),
      discount,
    });
    return { call, put, callDeltaUndiscounted: delta, callDelta: mulDown(delta, discount) };
  },
};

/** With a year of another length: σ²·sec is what counts. */
async function yearlyVol(calls: PricingCalls, inputs: JsonObject): Promise<bigint> {
  const yearSec = integer(inputs.secondsPerYear ?? String(YEAR_SEC));
  const vol = wad(inputs.vol);
  if (yearSec === YEAR_SEC) return vol;
  return mulDown(vol, await calls.sqrtDown((YEAR_SEC * WAD) / yearSec));
}

export const sviVol: Kind = {
  name: 'svi_vol',
  rule: pricingRule,
  async run({ inputs }, calls) {
    const surface: Surface = {
      a: wad(inputs.a),
      b: wad(inputs.b),
      rho: wad(inputs.rho),
      m: wad(inputs.m),
      sigma: wad(inputs.sigma),
      forward: wad(inputs.forward),
      tau: wad(inputs.tau),
    };
    const strike = wad(inputs.strike);
    const vol = await calls.volatility(surface, strike);
    const k = strike === 0n ? 0n : await clampedMoneyness(calls, surface, strike);
    return { vol, vol_floor6: vol, k, k_floor6: k };
  },
};

/** ln(K/F) within four times the square root of the variance at the centre, as `volatility` reads it. */
async function clampedMoneyness(
  calls: PricingCalls,
  { a, b, sigma, forward }: Surface,
  strike: bigint,
): Promise<bigint> {
  const bound = 4n * (await calls.sqrtDown(a + mulDown(b, sigma)));
  if (strike * WAD < forward) return -bound;
  const k = (await calls.ln(strike)) - (await calls.ln(forward));
  return clamp(k, { low: -bound, high: bound });
}

/** A field that some files say in words. */
export function remarkInWords(remark: string): Kind['rule'] {
  return (field: string, vector: Vector) =>
    field === remark && !isNumber(vector.expected[field]) ? 'remark' : pricingRule(field, vector);
}
