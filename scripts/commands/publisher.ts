import type { Command } from 'commander';

import type { ChainFeed } from '../../publisher/feed/feed.ts';
import type { CommandLine } from '../../publisher/config.ts';

interface Flags extends CommandLine {
  readonly feed: string;
  readonly seed: string;
  readonly devnet?: true;
}

export function register(program: Command): void {
  program
    .command('publisher')
    .description(
      'Watch a market, sign index prices, volatility surfaces and settlement prices, and gather what the\n' +
        'other publishers sign. Each of them checks a proposed surface against its own fit before it signs.\n' +
        'Keys come from --key-file, given once for each publisher that runs here, or from TENOR_PUBLISHER_KEY.',
    )
    .option('--l1 <url>', 'JSON-RPC endpoint of L1: its clock, and who the publishers are')
    .option('--rollup <address>', 'the rollup contract')
    .option('--sequencer <url>', 'API of the sequencer')
    .option('--key-file <file>', 'private key of a publisher; may be repeated', gather)
    .option('--devnet', "all three publishers of npm start's rollup, whose keys are worthless")
    .option('--peer <url>', 'another publisher; may be repeated', gather)
    .option(
      '--feed <feed>',
      'deribit, simulated, or a file of recorded chains (quotes.csv, quotes.csv.gz)',
      'deribit',
    )
    .option('--seed <number>', 'of the simulated market', '1')
    .option('--host <address>', 'where it listens, 127.0.0.1 by default')
    .option('--port <port>', 'where the others reach it, a free one by default')
    .option('--index-every <seconds>', 'between index prints, 15 by default')
    .option('--surfaces-every <seconds>', 'between rounds of surfaces, 120 by default')
    .action(run);
}

function gather(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

async function run(flags: Flags): Promise<void> {
  const { readConfig } = await import('../../publisher/config.ts');
  const { startPublisher } = await import('../../publisher/main.ts');
  try {
    const config = readConfig(flags, flags.devnet === true ? await devnetKeys() : process.env);
    const feed = await openFeed(flags, config);
    const running = await startPublisher({ ...config, feed, log });
    console.log(`Publisher ready: ${running.urls.map((url) => `${url}/status`).join(' ')}`);
    const stop = (): void => {
      void running.stop().then(() => process.exit(0));
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}

async function devnetKeys(): Promise<NodeJS.ProcessEnv> {
  const { DEVNET_PUBLISHERS } = await import('../devnet/keys.ts');
  return {
    ...process.env,
    TENOR_PUBLISHER_KEY: DEVNET_PUBLISHERS.map(({ key }) => key).join(','),
  };
}

async function openFeed(
  { feed, seed }: Flags,
  { l1, rollup }: { l1: string; rollup: `0x${string}` },
): Promise<ChainFeed> {
  if (feed === 'deribit') {
    const { deribitFeed } = await import('../../publisher/feed/deribit.ts');
    return deribitFeed({ onError: (error) => log(error.message) });
  }
  if (feed !== 'simulated') {
    const { recordedFeed } = await import('../../publisher/feed/recorded.ts');
    return recordedFeed({ file: feed });
  }
  const { connectL1 } = await import('../../publisher/l1.ts');
  const { simulatedFeed } = await import('../../publisher/feed/simulated.ts');
  const { SimulatedMarket, DEVNET_MARKET } = await import('../market/simulator.ts');
  const { oracle } = await connectL1({ l1, rollup });
  const startSec = oracle.genesisSec;
  return simulatedFeed(new SimulatedMarket({ ...DEVNET_MARKET, seed: Number(seed), startSec }));
}

function log(line: string): void {
  console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);
}
