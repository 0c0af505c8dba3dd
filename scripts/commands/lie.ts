import type { Command } from 'commander';

import type { LieKind } from '../devnet/lies.ts';

interface Flags {
  readonly devnet?: true;
  readonly l1?: string;
  readonly rollup?: string;
  readonly batch?: string;
  readonly kind: string;
  readonly silent?: true;
}

const KINDS: readonly LieKind[] = ['fee', 'theft', 'garbage'];

export function register(program: Command): void {
  program
    .command('lie')
    .description(
      'Claim a false state root on a test chain, stake a bond on it and defend it, for a prover to find.\n' +
        'It gives its own key ether by the test node, so it works on development chains alone.\n' +
        'Exit code: 0 the lie was thrown out, 1 it could not be told, 2 it stands: the false root is settled.',
    )
    .option('--devnet', "the rollup of a running npm start; best with its flag '--undefended'")
    .option('--l1 <url>', 'JSON-RPC endpoint of a development chain')
    .option('--rollup <address>', 'the rollup contract')
    .option('--batch <number>', 'the batch to lie about; the newest one by default')
    .option(
      '--kind <lie>',
      'fee: takers pay only the makers’ fee (theft, where nobody traded); theft: insurance gets a dollar ' +
        'that nobody paid; garbage: states that no rule leads to',
      'fee',
    )
    .option('--silent', 'stop after staking: the duel is then lost by the clock')
    .addHelpText('after', '\nExample:\n  npm run tenor -- lie --devnet --kind theft')
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const { tellLie } = await import('../devnet/lies.ts');
  const abort = new AbortController();
  process.once('SIGINT', () => abort.abort());
  process.once('SIGTERM', () => abort.abort());
  try {
    const end = await tellLie({
      ...(await target(flags)),
      kind: kindOf(flags.kind),
      isSilent: flags.silent === true,
      ...(flags.batch === undefined ? {} : { batch: batchOf(flags.batch) }),
      say: (line) => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`),
      signal: abort.signal,
    });
    process.exit(end === 'stands' ? 2 : 0);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}

async function target({
  devnet,
  l1,
  rollup,
}: Flags): Promise<{ l1: string; rollup: `0x${string}` }> {
  if (devnet === true) {
    const { runningDevnet } = await import('../devnet/file.ts');
    return runningDevnet();
  }
  if (l1 === undefined || rollup === undefined) {
    throw new Error('say which rollup: --devnet, or --l1 and --rollup');
  }
  if (!/^0x[0-9a-fA-F]{40}$/.test(rollup)) throw new Error('--rollup is an address of 20 bytes');
  return { l1, rollup: rollup as `0x${string}` };
}

function kindOf(text: string): LieKind {
  const kind = KINDS.find((each) => each === text);
  if (kind === undefined) throw new Error(`--kind is one of ${KINDS.join(', ')}, not ${text}`);
  return kind;
}

function batchOf(text: string): number {
  const batch = Number(text);
  if (!Number.isSafeInteger(batch) || batch < 1) throw new Error('--batch is a number from 1');
  return batch;
}
