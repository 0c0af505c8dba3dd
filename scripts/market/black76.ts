/** Black-76 in floating point, for quoting only; no rule depends on it. */
export interface OptionTerms {
  readonly forward: number;
  readonly strike: number;
  /** Years to expiry. */
  readonly years: number;
  readonly volatility: number;
  readonly put: boolean;
}

/** Undiscounted price in the forward's unit. */
export function black76({ forward, strike, years, volatility, put }: OptionTerms): number {
  const total = volatility * Math.sqrt(years);
  const intrinsic = put ? Math.max(strike - forward, 0) : Math.max(forward - strike, 0);
  if (total <= 1e-9) return intrinsic;
  const d1 = (Math.log(forward / strike) + (total * total) / 2) / total;
  const call = forward * normalCdf(d1) - strike * normalCdf(d1 - total);
  return put ? call - forward + strike : call;
}

/** Abramowitz and Stegun 26.2.17, absolute error below 7.5e-8. */
function normalCdf(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const series =
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return x >= 0 ? 1 - tail : tail;
}
