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
    .option('--l1 <url>', 'JSON-RPC endpoint of L1')
    .option('--rollup <address>', 'the rollup contract')
    .option(
      '--devnet',
      'follow a running npm start: its L1, rollup and an account with ether; the port is 9300',
    )
    .option('--key-file <file>', 'private key that moves are sent with')
    .option('--genesis <file>', 'state before batch 1, where L1 does not tell it')
    .option('--data <folder>', 'where the store lies')
    .option('--port <port>', 'port of the API on loopback')
    .option('--watch-only', 'never send, even with a key')
    .option('--claims', 'also claim batches that nobody has claimed')
    .addHelpText(
      'after',
      '\nExamples:\n  npm run tenor -- prover --devnet\n' +
        '  npm run tenor -- prover --l1 https://… --rollup 0x… --key-file prover.key --port 9300',
    )
    .action(run);
}

type Flags = Omit<ProverFlags, 'l1' | 'rollup'> & Partial<ProverFlags> & { readonly devnet?: true };

/** Finds what a running npm start has written down; what is given besides goes before it. */
async function settle(flags: Flags): Promise<{ flags: ProverFlags; env: NodeJS.ProcessEnv }> {
  const { env } = process;
  const { l1, rollup } = flags;
  if (flags.devnet === true) {
    const { DEVNET_PROVER_PORT, runningDevnet } = await import('../devnet/file.ts');
    const devnet = runningDevnet();
    const { key, dataDir: data } = devnet.watchtower;
    const port = DEVNET_PROVER_PORT;
    const found = { l1: devnet.l1, rollup: devnet.rollup, data, port };
    return { flags: { ...found, ...flags }, env: { TENOR_PROVER_KEY: key, ...env } };
  }
  if (l1 !== undefined && rollup !== undefined) return { flags: { ...flags, l1, rollup }, env };
  throw new Error('say which rollup to follow: --devnet, or --l1 and --rollup');
}

async function run(given: Flags): Promise<void> {
  const { readConfig } = await import('../../prover/config.ts');
  const { startProver } = await import('../../prover/main.ts');
  try {
    const { flags, env } = await settle(given);
    const prover = await startProver({ ...readConfig(flags, env), log: consoleLog });
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
