/** The liquidation auction from its formulas, in 60 decimals. */
import { div, least, mul, ONE, type Real } from './decimal.ts';

export interface NaiveCurve {
  readonly start: Real;
  readonly cutoff: Real;
  readonly fast: bigint;
  readonly slow: bigint;
}

export function naiveDiscount(elapsed: bigint, { start, cutoff, fast, slow }: NaiveCurve): Real {
  if (elapsed < fast) return start - ((start - cutoff) * elapsed) / fast;
  return elapsed < fast + slow ? cutoff - (cutoff * (elapsed - fast)) / slow : 0n;
}

export function naiveBid(
  { MtM, MM, reserved, share }: Record<'MtM' | 'MM' | 'reserved' | 'share', Real>,
  { buffer, discount, wholeBelow = 0n }: { buffer: Real; discount: Real; wholeBelow?: Real },
): Record<'bufferMargin' | 'bidPrice' | 'largest' | 'cost', Real> {
  const bufferMargin = MM + mul(buffer, MM - MtM);
  const missing = least(bufferMargin, 0n);
  const bidPrice = mul(MtM - reserved, discount);
  const largest =
    MtM < wholeBelow
      ? ONE
      : missing === 0n
        ? 0n
        : div(missing, missing - mul(MtM, discount) - mul(reserved, ONE - discount));
  return { bufferMargin, bidPrice, largest, cost: mul(bidPrice, least(share, largest)) };
}

export function naiveInsolventOffer(
  { MtM, MM }: Record<'MtM' | 'MM', Real>,
  { elapsed, length }: { elapsed: bigint; length: bigint },
): Real {
  if (MM >= 0n) return 0n;
  const start = least(MtM, 0n);
  return elapsed >= length ? MM : start + ((MM - start) * elapsed) / length;
}
