import type { Command } from 'commander';

import type { MarginReport } from '../../sdk/marginTypes.ts';
import type { Portfolio } from '../margin/portfolio.ts';

interface Flags {
  readonly url?: string;
  readonly json?: true;
}

export function register(program: Command): void {
  program
    .command('margin')
    .description(
      'Margin of a portfolio that need not exist: positions with marks and greeks, the table of ' +
        'scenarios, and where every dollar of the requirement comes from. The file is the body of ' +
        'POST /margin/simulate: {"model", "cash", "positions", "overrides", "account"}. ' +
        'With --url the prices are those of a running exchange, but for the overrides. Without it ' +
        'the overrides are all the prices there are: index, forward, rate, and vol or svi of each ' +
        'expiry, at "time". An example: docs/examples/portfolio.json',
    )
    .argument('<file>', 'the portfolio, in JSON')
    .option('--url <url>', 'of a sequencer’s API')
    .option('--json', 'print the report as JSON')
    .action(run);
}

async function run(file: string, flags: Flags): Promise<void> {
  const { readPortfolio } = await import('../margin/portfolio.ts');
  const { describeReport } = await import('../margin/tables.ts');
  try {
    const portfolio = readPortfolio(file);
    const report =
      flags.url === undefined ? await workOut(portfolio) : await ask(portfolio, flags.url);
    console.log(flags.json === true ? JSON.stringify(report, null, 2) : describeReport(report));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

async function ask({ request }: Portfolio, url: string): Promise<MarginReport> {
  const { httpTransport } = await import('../../sdk/http.ts');
  return httpTransport(url).post<MarginReport>('/margin/simulate', request);
}

async function workOut({ request, timeSec }: Portfolio): Promise<MarginReport> {
  const { parseWhatIf } = await import('../../sequencer/margin/request.ts');
  const { offlineReport } = await import('../../sequencer/margin/offline.ts');
  if (request.account !== undefined) throw new Error('an account needs an exchange: --url');
  const report = offlineReport(parseWhatIf(request, timeSec), Math.floor(timeSec));
  return { account: null, ...report } as MarginReport;
}
