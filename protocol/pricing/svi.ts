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

/** What every strike of a surface shares. */
export interface PreparedSurface {
  readonly surface: Surface;
  readonly logForward: bigint;
  /** Of |k|: 4·√(a + b·σ), where the wings are cut. */
  readonly bound: bigint;
}

/** @throws DomainError for what is not a surface */
export function prepareSurface(surface: Surface): PreparedSurface {
  const { a, b, sigma, forward } = surface;
  if (!isBounded(surface)) throw new DomainError('volatility: surface', forward);
  const atCenter = a + mulDown(b, sigma);
  if (atCenter < 0n) throw new DomainError('volatility: center', atCenter);
  return { surface, logForward: ln(forward), bound: 4n * sqrtDown(atCenter) };
}

/**
 * Per year, toward 0; 0 for a strike of 0.
 * @throws DomainError for a strike outside 0 to 2^128, or for a surface that is not admitted and has no volatility here
 */
export function volatility(surface: Surface, strike: bigint): bigint {
  if (strike < 0n || strike >= AMOUNT_END) throw new DomainError('volatility: strike', strike);
  if (strike === 0n) return 0n;
  return volatilityAt(prepareSurface(surface), { strike, log: ln(strike) });
}

/** The same for a strike above 0 whose logarithm is known. */
export function volatilityAt(
  { surface, logForward, bound }: PreparedSurface,
  { strike, log }: { readonly strike: bigint; readonly log: bigint },
): bigint {
  const { a, b, rho, m, sigma, forward, tau } = surface;
  const isFar = strike * WAD < forward;
  const x = (isFar ? -bound : clamp(log - logForward, { low: -bound, high: bound })) - m;
  const w = a + mulDown(b, rootDown(x * x + sigma * sigma) + mulDown(rho, x));
  if (w < 0n) throw new DomainError('volatility: variance', w);
  return rootDown((min(w, MOST_VARIANCE) * WAD * WAD) / tau);
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
