import type { Command } from 'commander';

import type { ProverFlags } from '../../prover/config.ts';
import { EXIT, exitCodeOf, messageOf, ProverError } from '../../prover/errors.ts';

export function register(program: Command): void {
  program
    .command('prover')
    .description(
      'Follow a rollup on L1, serve its state and withdrawal proofs, and duel false claims.\n' +
        'The key comes from --key-file or from TENOR_PROVER_KEY; without one it only watches.',
    )
    .option('--l1 <url>', 'JSON-RPC endpoint of L1; repeat it for several', collect)
    .option('--l1-quorum <count>', 'how many endpoints must agree (default: more than half)')
    .option('--l1-wait <seconds>', 'give up where L1 is not reached by then (default: wait)')
    .option('--rollup <address>', 'the rollup contract')
    .option(
      '--devnet',
      'follow a running npm start: its L1, rollup and an account with ether; the port is 9300',
    )
    .option('--key-file <file>', 'private key that moves are sent with')
    .option('--genesis <file>', 'state before batch 1, where L1 does not tell it')
    .option('--data <folder>', 'where the store lies')
    .option('--port <port>', 'port of the API on loopback')
    .option('--max-fee <gwei>', 'most that is offered for a unit of gas (default: 500)')
    .option('--log <form>', 'words, or json: an object a line', 'words')
    .option('--watch-only', 'never send, even with a key')
    .option('--claims', 'also claim batches that nobody has claimed')
    .addHelpText(
      'after',
      '\nExamples:\n  npm run tenor -- prover --devnet\n' +
        '  npm run tenor -- prover --l1 https://… --rollup 0x… --key-file prover.key --port 9300',
    )
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXIT.settings))
    .action(run);
}

type Flags = Omit<ProverFlags, 'l1' | 'rollup'> &
  Partial<ProverFlags> & { readonly devnet?: true; readonly log?: string };

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
  const message = 'say which rollup to follow: --devnet, or --l1 and --rollup';
  throw new ProverError('fatal', { doing: 'reading settings', message, exit: 'settings' });
}

async function run(given: Flags): Promise<void> {
  const { readConfig } = await import('../../prover/config.ts');
  const { jsonLog, wordsLog } = await import('../../prover/log.ts');
  const { startProver } = await import('../../prover/main.ts');
  const log = (given.log === 'json' ? jsonLog : wordsLog)((line) => console.log(line));
  const end = (error: unknown): never => {
    const message = error instanceof Error ? error.message : String(error);
    const code = exitCodeOf(error);
    const stack = error instanceof Error && code === 1 ? { stack: error.stack } : {};
    log.error({ alarm: true, code: code === 1 ? 'bug' : 'ended', exit: code, ...stack }, message);
    process.exit(code);
  };
  process.once('uncaughtException', end);
  process.once('unhandledRejection', end);
  try {
    const { flags, env } = await settle(given).catch(asSettings);
    const prover = await startProver({ ...readConfig(flags, env), log });
    log.info({ url: prover.url }, `Prover ready: ${prover.url}/status`);
    const stop = (): void => {
      log.info({}, 'Stopping.');
      void prover.stop().then(() => process.exit(0));
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    void prover.ended.then(end);
  } catch (error) {
    end(error);
  }
}

function asSettings(error: unknown): never {
  if (error instanceof ProverError) throw error;
  const message = messageOf(error);
  throw new ProverError('fatal', { doing: 'reading settings', message, exit: 'settings' });
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
