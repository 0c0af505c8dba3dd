import { readFileSync } from 'node:fs';

import type { Command } from 'commander';

interface Flags {
  readonly url: string;
  readonly account?: string;
  readonly keyFile?: string;
  readonly keySlot: string;
  readonly discount: string;
  readonly maxRisk: string;
  readonly pollMs: string;
  readonly metricsPort?: string;
}

export function register(program: Command): void {
  program
    .command('keeper')
    .description(
      'Keep liquidation going: start auctions of accounts below their maintenance margin, bring ' +
        'stale ones up to date, and bid where the price is good enough. What it takes it keeps: ' +
        'nothing is hedged. The key comes from --key-file or from TENOR_KEEPER_KEY; without an ' +
        'account it only liquidates.',
    )
    .requiredOption('--url <url>', 'of a sequencer’s API')
    .option('--account <id>', 'the account that bids; session keys need the trade scope')
    .option('--key-file <file>', 'private key of the account')
    .option('--key-slot <slot>', '0 for the owner’s key, 1 to 7 for a session key', '0')
    .option(
      '--discount <share>',
      'least gain to bid for: share of a solvent account’s value at marks, or of an insolvent ' +
        'account’s requirement',
      '0.1',
    )
    .option('--max-risk <usd>', 'most maintenance requirement to take in one bid', '50000')
    .option('--poll-ms <ms>', 'pause between two looks at all accounts', '2000')
    .option('--metrics-port <port>', 'serve Prometheus metrics on 127.0.0.1')
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const { startKeeper } = await import('../keeper/keeper.ts');
  const { serveMetrics } = await import('../keeper/metrics.ts');
  try {
    const metrics =
      flags.metricsPort === undefined ? undefined : serveMetrics(Number(flags.metricsPort));
    const keeper = startKeeper({
      url: flags.url,
      ...(await readAccount(flags)),
      keySlot: readNumber(flags.keySlot, '--key-slot', { least: 0, most: 7 }),
      discount: readNumber(flags.discount, '--discount', { least: 0, most: 1 }),
      riskUsdMax: readNumber(flags.maxRisk, '--max-risk', { least: 0, most: 1e12 }),
      pollMs: readNumber(flags.pollMs, '--poll-ms', { least: 100, most: 3_600_000 }),
      log: (line) => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`),
      ...(metrics === undefined ? {} : { moved: metrics.moved!, looked: metrics.looked! }),
    });
    console.log(`Keeper watches ${flags.url}`);
    const stop = (): void => {
      metrics?.server.close();
      void keeper.stop().then(() => process.exit(0));
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

async function readAccount({ account, keyFile }: Flags) {
  const { generatePrivateKey } = await import('viem/accounts');
  if (account === undefined) return { account: 0, privateKey: generatePrivateKey() };
  const text =
    keyFile === undefined ? process.env['TENOR_KEEPER_KEY'] : readFileSync(keyFile, 'utf8').trim();
  const key = text === undefined || text.startsWith('0x') ? text : `0x${text}`;
  if (key === undefined || !/^0x[0-9a-fA-F]{64}$/.test(key)) {
    throw new Error('set --key-file or TENOR_KEEPER_KEY to a key of 32 bytes in hex');
  }
  return {
    account: readNumber(account, '--account', { least: 1, most: 2 ** 32 }),
    privateKey: key as `0x${string}`,
  };
}

function readNumber(
  text: string,
  flag: string,
  { least, most }: { least: number; most: number },
): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most)) {
    throw new Error(`${flag} is a number from ${least} to ${most}, not ${text}`);
  }
  return value;
}
