import type { Command } from 'commander';

interface Flags {
  readonly devnet?: true;
  readonly l1?: string;
  readonly rollup?: string;
  readonly keyFile?: string;
  readonly dryRun?: true;
}

export function register(program: Command): void {
  program
    .command('collect')
    .description(
      'Fetch what L1 owes to an account that won disputes: bonds, rewards, refunds of gas. A running prover does\n' +
        'this by itself; this is for when it does not run. The key comes from --key-file or from TENOR_PROVER_KEY.',
    )
    .option('--devnet', 'the watchtower of a running npm start')
    .option('--l1 <url>', 'JSON-RPC endpoint of L1')
    .option('--rollup <address>', 'the rollup contract')
    .option('--key-file <file>', 'private key of the account')
    .option('--dry-run', 'only say what there is')
    .addHelpText('after', '\nExample:\n  npm run tenor -- collect --devnet --dry-run')
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  try {
    for await (const line of collect(flags)) console.log(line);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

async function* collect(flags: Flags): AsyncGenerator<string> {
  const { eth } = await import('../../prover/api/page/sentences.ts');
  const { collectCall, openWinnings } = await import('../dispute/collect.ts');
  const { l1, rollup, key } = await placesOf(flags);
  const { wallet, payable, waiting, owed } = await openWinnings({ l1, rollup, key });
  const { address } = wallet.account;
  for (const { batch, words } of waiting) yield `Batch ${batch}: ${words}.`;
  for (const { batch, call } of payable) {
    if (flags.dryRun === true) {
      yield `Batch ${batch}: bond and reward can be credited; about ${await wallet.estimate(call)} gas.`;
    } else
      yield `Batch ${batch}: bond and reward are credited, ${(await wallet.send(call)).gas} gas.`;
  }
  const due = await owed();
  if (flags.dryRun === true) {
    yield `L1 owes ${eth(String(due))} to ${address} now.`;
    return;
  }
  if (due === 0n) throw new Error(`L1 owes nothing to ${address}`);
  const { hash, gas } = await wallet.send(collectCall(rollup));
  yield `Collected ${eth(String(due))} for ${address}: transaction ${hash}, ${gas} gas.`;
}

async function placesOf({ devnet, l1, rollup, keyFile }: Flags) {
  const { readKey } = await import('../dispute/wallet.ts');
  if (devnet === true) {
    const { runningDevnet } = await import('../devnet/file.ts');
    const found = runningDevnet();
    const key = keyFile === undefined ? found.watchtower.key : readKey(keyFile, 'TENOR_PROVER_KEY');
    return { l1: found.l1, rollup: found.rollup, key };
  }
  if (l1 === undefined || rollup === undefined)
    throw new Error('say where: --l1 and --rollup, or --devnet');
  if (!/^0x[0-9a-fA-F]{40}$/.test(rollup)) throw new Error('--rollup is an address of 20 bytes');
  return { l1, rollup: rollup as `0x${string}`, key: readKey(keyFile, 'TENOR_PROVER_KEY') };
}
