/** A volatility surface of one expiry: the raw parametrisation of total variance by Gatheral (2004). Numbers in units of 10^-18. */
import { DomainError } from '../maths/errors.ts';
import { ln } from '../maths/ln.ts';
import { rootDown, sqrtDown } from '../maths/sqrt.ts';
import { clamp, min, mulDown, WAD } from '../maths/wad.ts';

/** w(k) = a + b·(√((k − m)² + σ²) + ρ·(k − m)) for k = ln(strike/forward) */
export interface Surface {
  readonly a: bigint;
  readonly b: bigint;
  readonly rho: bigint;
  readonly m: bigint;
  readonly sigma: bigint;
  /** Of the print, as tau: a volatility stands still while its surface does. */
  readonly forward: bigint;
  /** Years. */
  readonly tau: bigint;
}

const MOST_VARIANCE = 144n * WAD;
const PARAMETER_END = 2n ** 96n;
const AMOUNT_END = 2n ** 128n * WAD;
/** Room for rounding: a surface that is admitted gives a variance for every strike. */
const LEAST_VARIANCE = 10n ** 6n;

/**
 * Per year, toward 0; 0 for a strike of 0. Wings are cut where |k| = 4·√(a + b·σ).
 * @throws DomainError for a strike outside 0 to 2^128, or for a surface that is not admitted and has no volatility here
 */
export function volatility(surface: Surface, strike: bigint): bigint {
  if (strike < 0n || strike >= AMOUNT_END) throw new DomainError('volatility: strike', strike);
  if (strike === 0n) return 0n;
  if (!isBounded(surface)) throw new DomainError('volatility: surface', strike);
  const { a, b, rho, m, sigma, tau } = surface;
  const atCenter = a + mulDown(b, sigma);
  if (atCenter < 0n) throw new DomainError('volatility: center', atCenter);
  const x = moneyness(surface, strike, 4n * sqrtDown(atCenter)) - m;
  const w = a + mulDown(b, rootDown(x * x + sigma * sigma) + mulDown(rho, x));
  if (w < 0n) throw new DomainError('volatility: variance', w);
  return rootDown((min(w, MOST_VARIANCE) * WAD * WAD) / tau);
}

/** ln(strike/forward) between −bound and bound */
function moneyness({ forward }: Surface, strike: bigint, bound: bigint): bigint {
  if (strike * WAD < forward) return -bound;
  return clamp(ln(strike) - ln(forward), { low: -bound, high: bound });
}

/** Whether a volatility exists for every strike. */
export function admits(surface: Surface): boolean {
  const { a, b, rho, sigma } = surface;
  if (!isBounded(surface) || b < 0n || rho <= -WAD || rho >= WAD || sigma <= 0n) return false;
  const least = a + mulDown(b, mulDown(sigma, rootDown(WAD * WAD - rho * rho)));
  return least >= LEAST_VARIANCE;
}

/** Within what the arithmetic takes. */
function isBounded({ a, b, rho, m, sigma, forward, tau }: Surface): boolean {
  for (const parameter of [a, b, rho, m, sigma])
    if (parameter <= -PARAMETER_END || parameter >= PARAMETER_END) return false;
  return forward > 0n && forward < AMOUNT_END && tau > 0n && tau < PARAMETER_END;
}
