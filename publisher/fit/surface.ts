import { normalizedPrice } from './black76.ts';
import { clampedVariance, type Svi } from './svi.ts';

/** One expiry's fitted slice; total variance in the forward's log-moneyness. */
export interface FittedSurface extends Svi {
  readonly underlying: string;
  readonly expirySec: number;
  /** When the quotes were seen. */
  readonly timeSec: number;
  readonly forwardUsd: number;
  /** Where the forward comes from: parity, the expiries beside it, or both by their widths. */
  readonly forwardFrom: 'parity' | 'neighbours' | 'both';
  readonly tauYears: number;
  /** Against the mids of its own two-sided quotes within four standard deviations. */
  readonly error: FitError;
  /** No butterfly and no crossing of the expiry before it. */
  readonly arbitrageFree: boolean;
  /** Set where the slice could not be fitted and the previous one stands. */
  readonly kept?: SliceFailure;
}

export interface FitError {
  readonly medianVolPoints: number;
  readonly p95VolPoints: number;
  readonly quotes: number;
}

/** Why a slice was not fitted. */
export type SliceFailure =
  | 'settling'
  | 'no index'
  | 'no forward'
  | 'too few strikes'
  | 'quotes disagree'
  | 'no solution';

export interface FailedSlice {
  readonly expirySec: number;
  readonly reason: SliceFailure;
}

/** Yearly volatility that the rule finds for a strike: k is clamped, and τ is the print's own. */
export function volatilityAt(
  surface: Svi & { readonly forwardUsd: number; readonly tauYears: number },
  strikeUsd: number,
): number {
  const k = Math.log(strikeUsd / surface.forwardUsd);
  return Math.sqrt(Math.max(clampedVariance(surface, k), 0) / surface.tauYears);
}

/** Undiscounted Black (1976) price in USD on the surface's own forward, at the print's own time. */
export function markUsd(
  surface: Svi & { readonly forwardUsd: number; readonly tauYears: number },
  option: { readonly strikeUsd: number; readonly put: boolean },
): number {
  const k = Math.log(option.strikeUsd / surface.forwardUsd);
  const v = Math.sqrt(Math.max(clampedVariance(surface, k), 0));
  return surface.forwardUsd * normalizedPrice({ k, v, put: option.put });
}
