import type { Command } from 'commander';

import type { ProverFlags } from '../../prover/config.ts';

interface Flags extends Pick<ProverFlags, 'rollup' | 'keyFile' | 'genesis' | 'data'> {
  readonly l1: string;
  readonly account?: string;
  readonly dryRun?: boolean;
}

export function register(program: Command): void {
  program
    .command('rescue')
    .description(
      'Get money out of a rollup whose sequencer is gone, with L1 alone: close expiries whose prints stopped three ' +
        'days ago, settle accounts, force a withdrawal, post, claim, wait for the challenge period, have the bridge ' +
        'pay. Stopped and called again it goes on where it was. The claim needs a bond in ETH, which comes back.\n' +
        'The key comes from --key-file or from TENOR_PROVER_KEY; it pays gas and bond, and must own the account.',
    )
    .requiredOption('--l1 <url>', 'JSON-RPC endpoint of L1')
    .requiredOption('--rollup <address>', 'the rollup contract')
    .option('--key-file <file>', 'private key of the account’s owner')
    .option(
      '--account <id>',
      'whose money is taken out; without it, expiries and accounts are settled only',
    )
    .option('--dry-run', 'say what would be done and send nothing')
    .option('--genesis <file>', 'state before batch 1, where L1 does not tell it')
    .option('--data <folder>', 'where the state is kept')
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const { readConfig } = await import('../../prover/config.ts');
  const { rescue } = await import('../rescue/rescue.ts');
  try {
    const data = flags.data ?? `.tenor/rescue/${flags.rollup.toLowerCase()}`;
    const { l1: _, ...config } = readConfig({ ...flags, data }, process.env);
    await rescue({
      ...config,
      l1: flags.l1,
      ...(flags.account === undefined ? {} : { account: idOf(flags.account) }),
      isDryRun: flags.dryRun ?? false,
      say: (line) => console.log(line),
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

function idOf(text: string): number {
  const id = Number(text);
  if (!Number.isInteger(id) || id < 1 || id >= 2 ** 28) {
    throw new Error(`--account is the number of an account, not ${text}`);
  }
  return id;
}
