import type { Command } from 'commander';

import type { CommandLine } from '../../sequencer/config.ts';

interface Flags extends CommandLine {
  readonly data: string;
}

export function register(program: Command): void {
  program
    .command('sequencer')
    .description(
      'Order signed operations, match, acknowledge, and post batches and claims to L1.\n' +
        'Keys come from --key-file or from TENOR_POSTER_KEY and TENOR_RECEIPT_KEY. PostgreSQL is\n' +
        'DATABASE_URL, or a server of its own below --data; jobs go to REDIS_URL if it is set.\n' +
        'Every setting has a variable: sealAfterMs is TENOR_SEAL_AFTER_MS. TENOR_MARGIN_FILTER=false\n' +
        'works every margin out exactly, with the same outcome.',
    )
    .option('--l1 <url>', 'JSON-RPC endpoint of L1')
    .option('--rollup <address>', 'the rollup contract')
    .option(
      '--genesis <file>',
      'state before batch 1, where L1 does not tell it: {"timeSec", "publishers", "quorum"}',
    )
    .option('--key-file <file>', 'private key that posts and claims')
    .option('--receipt-key-file <file>', 'private key that signs receipts; else the same')
    .option('--host <address>', 'where the API listens, 127.0.0.1 by default')
    .option('--port <port>', 'port of the API, a free one by default')
    .option('--data <folder>', 'where the database of its own lies', '.tenor')
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const { readConfig } = await import('../../sequencer/config.ts');
  const { startSequencer } = await import('../../sequencer/main.ts');
  const { openDatabase } = await import('../../sequencer/store/embeddedPostgres.ts');
  try {
    const { databaseUrl, ...config } = readConfig(flags);
    const database = await openDatabase({ dataDir: flags.data, log, databaseUrl });
    const sequencer = await startSequencer({
      ...config,
      databaseUrl: database.url,
      log,
      on: { failed: () => process.exit(1) },
    });
    console.log(`Sequencer ready: ${sequencer.url}`);
    let isStopping = false;
    const stop = (): void => {
      if (isStopping) return;
      isStopping = true;
      void sequencer
        .stop()
        .then(() => database.stop())
        .then(() => process.exit(0));
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}

function log(line: string): void {
  console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);
}
