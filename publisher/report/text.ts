import type { ChainFit } from '../fit/fitChain.ts';
import type { ErrorBucket, FitReport, SliceLine } from './report.ts';

/** The report as a table of plain text. */
export function formatReport(report: FitReport): string[] {
  const { failures, forward, msPerSlice } = report;
  const failed = Object.entries(failures).map(([reason, count]) => `${count} ${reason}`);
  return [
    `${report.snapshots} chains, ${report.slices} surfaces fitted, ${report.notArbitrageFree} not free of arbitrage`,
    `not fitted: ${failed.length === 0 ? 'none' : failed.join(', ')}`,
    `${msPerSlice.mean.toFixed(1)} ms a surface, ${msPerSlice.worstChain.toFixed(1)} ms in the slowest chain`,
    ...(forward === null
      ? []
      : [
          `forwards: ${forward.medianBp.toFixed(1)} basis points off the recorded ones (median), ${forward.p95Bp.toFixed(1)} (95 %)`,
        ]),
    '',
    'Two-sided quotes of 25 to 75 delta against the recorded marks, in vol points and USD;',
    'and how many marks, ours and theirs, lie outside their own bid and ask:',
    row([
      '',
      'to expiry',
      'quotes',
      'bias',
      'median',
      '95 %',
      'USD median',
      '95 %',
      'outside',
      'theirs',
    ]),
    ...report.buckets.map(formatBucket),
    ...(report.anyDelta === null ? [] : [formatBucket(report.anyDelta)]),
  ];
}

function formatBucket(bucket: ErrorBucket): string {
  return row([
    bucket.underlying,
    bucket.expiry,
    String(bucket.quotes),
    bucket.biasVolPoints.toFixed(3),
    bucket.medianVolPoints.toFixed(3),
    bucket.p95VolPoints.toFixed(3),
    bucket.medianUsd?.toFixed(2) ?? '',
    bucket.p95Usd?.toFixed(2) ?? '',
    `${bucket.oursOutsidePct.toFixed(1)} %`,
    `${bucket.theirsOutsidePct.toFixed(1)} %`,
  ]);
}

const WIDTHS = [4, 11, 7, 8, 8, 8, 11, 8, 8, 8];

function row(cells: readonly string[]): string {
  return cells
    .map((cell, i) => (i < 2 ? cell.padEnd(WIDTHS[i]) : cell.padStart(WIDTHS[i])))
    .join(' ')
    .trimEnd();
}

/** One line for each surface of a chain, and for each expiry that has none. */
export function formatChain(lines: readonly SliceLine[], { failures }: ChainFit): string[] {
  return [
    ...lines.map(formatSlice),
    ...failures.map(({ expirySec, reason }) => `    ${isoDay(expirySec)}  not fitted: ${reason}`),
  ];
}

function formatSlice({ surface, medianVolPoints, p95VolPoints, forwardBp }: SliceLine): string {
  const { a, b, rho, m, sigma, error } = surface;
  const parameters = [a, b, rho, m, sigma].map((each) => each.toFixed(5)).join(' ');
  const off = (value: number | null): string =>
    value === null ? '     -' : value.toFixed(3).padStart(6);
  return [
    `    ${isoDay(surface.expirySec)}`,
    surface.forwardUsd.toFixed(2).padStart(10),
    `${forwardBp?.toFixed(1) ?? '-'} bp`.padStart(8),
    parameters,
    `mids ${error.medianVolPoints.toFixed(3)}`,
    `marks ${off(medianVolPoints)} ${off(p95VolPoints)}`,
    surface.arbitrageFree ? '' : 'arbitrage',
  ]
    .join('  ')
    .trimEnd();
}

function isoDay(sec: number): string {
  return new Date(sec * 1000).toISOString().slice(0, 10);
}
