/** Raw SVI (Gatheral): total variance w(k) = a + b·(ρ·(k − m) + √((k − m)² + σ²)), k = ln(K / F). */
export interface Svi {
  readonly a: number;
  readonly b: number;
  readonly rho: number;
  readonly m: number;
  readonly sigma: number;
}

/** Lee (2004): total variance grows by at most 2 for each unit of |k|. */
export const MAX_WING_SLOPE = 2;

export function totalVariance({ a, b, rho, m, sigma }: Svi, k: number): number {
  const x = k - m;
  return a + b * (rho * x + Math.sqrt(x * x + sigma * sigma));
}

/** The least w over all k: a + b·σ·√(1 − ρ²). */
export function leastVariance({ a, b, rho, sigma }: Svi): number {
  return a + b * sigma * Math.sqrt(1 - rho * rho);
}

/** The rule uses w(k) for |k| ≤ B = 4·√(a + b·σ) and its value at ±B beyond. */
export function clampRange({ a, b, sigma }: Svi): number {
  return 4 * Math.sqrt(Math.max(a + b * sigma, 0));
}

/** w(k) as the rule evaluates it: k is clamped to [−B, B]. */
export function clampedVariance(svi: Svi, k: number): number {
  const range = clampRange(svi);
  return totalVariance(svi, Math.max(-range, Math.min(range, k)));
}

/**
 * Durrleman's condition: g(k) = (1 − k·w'/(2w))² − w'²/4·(1/w + 1/4) + w''/2. The density that the slice implies is g times a positive
 * factor, so that g ≥ 0 everywhere means no butterfly has a negative price.
 */
export function durrleman({ a, b, rho, m, sigma }: Svi, k: number): number {
  const x = k - m;
  const root = Math.sqrt(x * x + sigma * sigma);
  const w = a + b * (rho * x + root);
  if (!(w > 0)) return -1;
  const slope = b * (rho + x / root);
  const curvature = (b * sigma * sigma) / (root * root * root);
  const straight = 1 - (k * slope) / (2 * w);
  return straight * straight - (slope * slope * (1 / w + 0.25)) / 4 + curvature / 2;
}

export function isAdmissible(svi: Svi): boolean {
  const { a, b, rho, m, sigma } = svi;
  return (
    [a, b, rho, m, sigma].every(Number.isFinite) &&
    b >= 0 &&
    Math.abs(rho) < 1 &&
    sigma > 0 &&
    leastVariance(svi) >= 0
  );
}

export function wingSlope({ b, rho }: Svi): number {
  return b * (1 + Math.abs(rho));
}
