import type { Command } from 'commander';

import type { ProverFlags } from '../../prover/config.ts';
import type { Log } from '../../prover/options.ts';

export function register(program: Command): void {
  program
    .command('prover')
    .description(
      'Follow a rollup on L1, serve its state and withdrawal proofs, and duel false claims.\n' +
        'The key comes from --key-file or from TENOR_PROVER_KEY; without one it only watches.',
    )
    .requiredOption('--l1 <url>', 'JSON-RPC endpoint of L1')
    .requiredOption('--rollup <address>', 'the rollup contract')
    .option('--key-file <file>', 'private key that moves are sent with')
    .option('--genesis <file>', 'state before batch 1, where L1 does not tell it')
    .option('--data <folder>', 'where the store lies')
    .option('--port <port>', 'port of the API on loopback')
    .option('--watch-only', 'never send, even with a key')
    .option('--claims', 'also claim batches that nobody has claimed')
    .action(run);
}

async function run(flags: ProverFlags): Promise<void> {
  const { readConfig } = await import('../../prover/config.ts');
  const { startProver } = await import('../../prover/main.ts');
  try {
    const prover = await startProver({ ...readConfig(flags, process.env), log: consoleLog });
    console.log(`Prover ready: ${prover.url}/status`);
    const stop = (): void => {
      void prover.stop().then(() => process.exit(0));
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

const consoleLog: Log = {
  info: (_fields, message) => console.log(line(message)),
  warn: (_fields, message) => console.warn(line(`warning: ${message}`)),
  error: (_fields, message) => console.error(line(`ALARM: ${message}`)),
};

function line(message: string): string {
  return `${new Date().toISOString().slice(11, 19)} ${message}`;
}
