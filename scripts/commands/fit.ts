import type { Command } from 'commander';

import { UNDERLYINGS } from '../../protocol/params.ts';

interface Flags {
  readonly currency?: string;
  readonly slices?: true;
  readonly json?: true;
}

export function register(program: Command): void {
  program
    .command('fit')
    .description(
      'Fit volatility surfaces to recorded option chains, from bids, asks and index alone, and\n' +
        'tell how far they lie from the recorded marks. The file is quotes.csv or quotes.csv.gz with\n' +
        'the columns timestamp_ms, currency, option_type, strike, expiry_ms, bid, ask, index_price;\n' +
        'errors also need mark_iv_pct, mark_price and underlying_price.\n' +
        'Exit code: 0 fitted, 1 the file cannot be read, 2 no surface came out.',
    )
    .argument('<file>', 'recorded chains of inverse options, prices in coin')
    .option('--currency <symbol>', `only ${UNDERLYINGS.map(({ symbol }) => symbol).join(' or ')}`)
    .option('--slices', 'a line for each surface of each snapshot')
    .option('--json', 'one JSON document instead of tables')
    .action(run);
}

async function run(file: string, flags: Flags): Promise<void> {
  const { readRecorded } = await import('../../publisher/feed/recorded.ts');
  const { Reporter } = await import('../../publisher/report/report.ts');
  const { formatChain, formatReport } = await import('../../publisher/report/text.ts');
  const reporter = new Reporter(() => performance.now());
  const tell = progress();
  const surfaces: unknown[] = [];
  try {
    let count = 0;
    for await (const chain of readRecorded({ file, currency: flags.currency?.toUpperCase() })) {
      const { fit, lines } = reporter.add(chain);
      const { underlying, timeSec, indexUsd } = chain.snapshot;
      const at = new Date(timeSec * 1000).toISOString();
      count += 1;
      tell(`${count} chains, now ${underlying} of ${at}`);
      if (flags.slices !== true) continue;
      if (flags.json === true) surfaces.push(...lines);
      else
        for (const line of [`${at} ${underlying} ${indexUsd}`, ...formatChain(lines, fit)])
          console.log(line);
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
    return;
  }
  const report = reporter.report();
  if (flags.json === true) {
    console.log(JSON.stringify(flags.slices === true ? { ...report, surfaces } : report));
  } else for (const line of formatReport(report)) console.log(line);
  if (report.slices === 0) process.exitCode = 2;
}

const PROGRESS_MS = 2000;

/** A line on stderr every other second, so that stdout stays the result. */
function progress(): (line: string) => void {
  let lastMs = performance.now();
  return (line) => {
    if (performance.now() - lastMs < PROGRESS_MS) return;
    lastMs = performance.now();
    console.error(line);
  };
}
