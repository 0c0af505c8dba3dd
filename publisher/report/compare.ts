import type { RecordedMark } from '../feed/recorded.ts';
import { callDelta } from '../fit/black76.ts';
import { type FittedSurface, markUsd, volatilityAt } from '../fit/surface.ts';

/** One recorded mark against a fitted surface. */
export interface Comparison {
  readonly underlying: string;
  readonly tauYears: number;
  /** Ours less theirs, vol points. */
  readonly volPoints: number;
  /** Ours less theirs; null where the recording has no price. */
  readonly usd: number | null;
  /** Outside its own bid and ask. */
  readonly oursOutside: boolean;
  readonly theirsOutside: boolean;
  /** Of 25 to 75 delta. */
  readonly isCore: boolean;
}

/** Delta of the call, by our own surface, between these is what the errors are counted over. */
const CORE_DELTA = [0.25, 0.75];

/** Two-sided quotes that have a recorded volatility, against the surface of their expiry. Kept surfaces are left out. */
export function compareMarks(
  surfaces: readonly FittedSurface[],
  marks: readonly RecordedMark[],
): Comparison[] {
  const byExpiry = new Map(
    surfaces.filter(({ kept }) => kept === undefined).map((each) => [each.expirySec, each]),
  );
  return marks.flatMap((mark) => {
    const surface = byExpiry.get(mark.expirySec);
    if (surface === undefined || mark.ivPct === null) return [];
    const { ivPct, bid, ask } = mark;
    return bid === null || ask === null ? [] : [compare(surface, { ...mark, ivPct, bid, ask })];
  });
}

function compare(
  surface: FittedSurface,
  mark: RecordedMark & { readonly ivPct: number; readonly bid: number; readonly ask: number },
): Comparison {
  const { underlying, tauYears } = surface;
  const { price, forwardUsd, bid, ask } = mark;
  const ours = markUsd(surface, mark);
  const isOutside = (coin: number): boolean => coin < bid || coin > ask;
  return {
    underlying,
    tauYears,
    volPoints: 100 * volatilityAt(surface, mark.strikeUsd) - mark.ivPct,
    usd: price === null || forwardUsd === null ? null : ours - price * forwardUsd,
    oursOutside: isOutside(ours / surface.forwardUsd),
    theirsOutside: price !== null && isOutside(price),
    isCore: isCore(surface, mark.strikeUsd),
  };
}

function isCore(surface: FittedSurface, strikeUsd: number): boolean {
  const k = Math.log(strikeUsd / surface.forwardUsd);
  const v = volatilityAt(surface, strikeUsd) * Math.sqrt(surface.tauYears);
  const delta = callDelta({ k, v });
  return delta >= CORE_DELTA[0] && delta <= CORE_DELTA[1];
}
