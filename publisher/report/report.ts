import type { RecordedChain } from '../feed/recorded.ts';
import { type ChainFit, fitChain } from '../fit/fitChain.ts';
import { median, quantile } from '../fit/robust.ts';
import type { FittedSurface, SliceFailure } from '../fit/surface.ts';
import { type Comparison, compareMarks } from './compare.ts';

/** How a recording was fitted, and how far the fits lie from the recorded marks. */
export interface FitReport {
  readonly snapshots: number;
  readonly slices: number;
  readonly failures: Readonly<Partial<Record<SliceFailure, number>>>;
  /** Slices with a butterfly or a crossing left. */
  readonly notArbitrageFree: number;
  readonly msPerSlice: { readonly mean: number; readonly worstChain: number };
  readonly buckets: readonly ErrorBucket[];
  /** The same over two-sided quotes of any delta. */
  readonly anyDelta: ErrorBucket | null;
  /** In basis points of the recorded forward; null where the recording has none. */
  readonly forward: { readonly medianBp: number; readonly p95Bp: number } | null;
}

/** Absolute errors over two-sided quotes, of 25 to 75 delta unless said; null where there are none. */
export interface ErrorBucket {
  readonly underlying: string;
  readonly expiry: string;
  readonly quotes: number;
  /** Median of the signed error. */
  readonly biasVolPoints: number;
  readonly medianVolPoints: number;
  readonly p95VolPoints: number;
  readonly medianUsd: number | null;
  readonly p95Usd: number | null;
  /** Per cent of marks outside their own bid and ask. */
  readonly oursOutsidePct: number;
  readonly theirsOutsidePct: number;
}

/** One slice of one snapshot. */
export interface SliceLine {
  readonly timeSec: number;
  readonly surface: FittedSurface;
  readonly marks: number;
  readonly medianVolPoints: number | null;
  readonly p95VolPoints: number | null;
  readonly forwardBp: number | null;
}

const BUCKETS = [
  { name: 'under 12 h', days: 0.5 },
  { name: '12 to 24 h', days: 1 },
  { name: '1 to 2 d', days: 2 },
  { name: '2 to 7 d', days: 7 },
  { name: '7 to 30 d', days: 30 },
  { name: '30 to 90 d', days: 90 },
  { name: 'over 90 d', days: Number.POSITIVE_INFINITY },
];

/** Fits chains one after the other, as a publisher would, and counts. */
export class Reporter {
  readonly #comparisons: Comparison[] = [];
  readonly #forwardBp: number[] = [];
  readonly #failures = new Map<SliceFailure, number>();
  readonly #previous = new Map<string, readonly FittedSurface[]>();
  readonly #nowMs: () => number;
  #snapshots = 0;
  #slices = 0;
  #notFree = 0;
  #fitMs = 0;
  #worstMs = 0;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  add(chain: RecordedChain): { fit: ChainFit; lines: SliceLine[] } {
    const { underlying, timeSec } = chain.snapshot;
    const startMs = this.#nowMs();
    const fit = fitChain(chain.snapshot, this.#previous.get(underlying));
    const ms = this.#nowMs() - startMs;
    this.#previous.set(underlying, fit.surfaces);
    const fresh = fit.surfaces.filter(({ kept }) => kept === undefined);
    this.#count(fit, { slices: fresh.length, ms });
    const lines = fresh.map((surface) => this.#line(surface, chain, timeSec));
    return { fit, lines };
  }

  report(): FitReport {
    return {
      snapshots: this.#snapshots,
      slices: this.#slices,
      failures: Object.fromEntries(this.#failures),
      notArbitrageFree: this.#notFree,
      msPerSlice: { mean: this.#fitMs / Math.max(this.#slices, 1), worstChain: this.#worstMs },
      buckets: bucketize(this.#comparisons.filter(({ isCore }) => isCore)),
      anyDelta:
        this.#comparisons.length === 0
          ? null
          : summarize({ underlying: 'all', expiry: 'any delta' }, this.#comparisons),
      forward:
        this.#forwardBp.length === 0
          ? null
          : { medianBp: median(this.#forwardBp), p95Bp: quantile(this.#forwardBp, 0.95) },
    };
  }

  #count(fit: ChainFit, { slices, ms }: { slices: number; ms: number }): void {
    this.#snapshots += 1;
    this.#slices += slices;
    this.#fitMs += ms;
    this.#worstMs = Math.max(this.#worstMs, ms / Math.max(slices, 1));
    this.#notFree += fit.surfaces.filter(
      (each) => each.kept === undefined && !each.arbitrageFree,
    ).length;
    for (const { reason } of fit.failures) {
      this.#failures.set(reason, (this.#failures.get(reason) ?? 0) + 1);
    }
  }

  #line(surface: FittedSurface, { marks }: RecordedChain, timeSec: number): SliceLine {
    const comparisons = compareMarks([surface], marks);
    this.#comparisons.push(...comparisons);
    const core = comparisons.filter(({ isCore }) => isCore);
    const off = core.map(({ volPoints }) => Math.abs(volPoints));
    const theirs = marks.find((mark) => mark.expirySec === surface.expirySec)?.forwardUsd ?? null;
    const forwardBp = theirs === null ? null : (surface.forwardUsd / theirs - 1) * 1e4;
    if (forwardBp !== null) this.#forwardBp.push(Math.abs(forwardBp));
    return {
      timeSec,
      surface,
      marks: off.length,
      medianVolPoints: off.length === 0 ? null : median(off),
      p95VolPoints: off.length === 0 ? null : quantile(off, 0.95),
      forwardBp,
    };
  }
}

/** By underlying and time to expiry, each underlying as a whole, and all. */
function bucketize(comparisons: readonly Comparison[]): ErrorBucket[] {
  const underlyings = [...new Set(comparisons.map(({ underlying }) => underlying))].sort();
  const rows = underlyings.flatMap((underlying) => {
    const own = comparisons.filter((each) => each.underlying === underlying);
    const parts = BUCKETS.map(({ name }) =>
      summarize(
        { underlying, expiry: name },
        own.filter(({ tauYears }) => bucketOf(tauYears) === name),
      ),
    );
    return [...parts, summarize({ underlying, expiry: 'all' }, own)];
  });
  return [...rows, summarize({ underlying: 'all', expiry: 'all' }, comparisons)].filter(
    ({ quotes }) => quotes > 0,
  );
}

function bucketOf(tauYears: number): string {
  return BUCKETS.find(({ days }) => tauYears * 365 < days)!.name;
}

function summarize(
  labels: { readonly underlying: string; readonly expiry: string },
  comparisons: readonly Comparison[],
): ErrorBucket {
  const signed = comparisons.map(({ volPoints }) => volPoints);
  const off = signed.map(Math.abs);
  const usd = comparisons.flatMap((each) => (each.usd === null ? [] : [Math.abs(each.usd)]));
  return {
    ...labels,
    quotes: off.length,
    biasVolPoints: median(signed),
    medianVolPoints: median(off),
    p95VolPoints: quantile(off, 0.95),
    medianUsd: usd.length === 0 ? null : median(usd),
    p95Usd: usd.length === 0 ? null : quantile(usd, 0.95),
    oursOutsidePct: percent(comparisons.map(({ oursOutside }) => oursOutside)),
    theirsOutsidePct: percent(comparisons.map(({ theirsOutside }) => theirsOutside)),
  };
}

function percent(flags: readonly boolean[]): number {
  return (100 * flags.filter(Boolean).length) / flags.length;
}
