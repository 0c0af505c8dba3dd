import { setTimeout as sleep } from 'node:timers/promises';

import type { Command } from 'commander';

import type { Wallet } from '../dispute/wallet.ts';
import type { Withdrawal } from '../dispute/withdraw.ts';

interface Flags {
  readonly devnet?: true;
  readonly l1?: string;
  readonly rollup?: string;
  readonly prover?: string;
  readonly account: string;
  readonly keyFile?: string;
  readonly dryRun?: true;
  readonly wait?: true;
}

const WAIT_MS = 2_000;

export function register(program: Command): void {
  program
    .command('withdraw')
    .description(
      'Have a settled withdrawal paid on L1, by the proof of any prover: no sequencer is needed. The bridge pays\n' +
        'whoever the withdrawal names, whoever sends this. The key, which pays the gas, comes from --key-file or\n' +
        'from TENOR_KEY. Exit code 1 where nothing can be paid, with the reason.',
    )
    .requiredOption('--account <number>', 'the account that withdrew')
    .option(
      '--devnet',
      'a running npm start: its L1, rollup and a prover, and ether of its test node for gas',
    )
    .option('--l1 <url>', 'JSON-RPC endpoint of L1')
    .option('--rollup <address>', 'the rollup contract')
    .option('--prover <url>', 'API of a prover')
    .option('--key-file <file>', 'private key of an account with ether')
    .option('--wait', 'until L1 has settled what the account withdrew')
    .option('--dry-run', 'only say what would be paid and for how much gas')
    .addHelpText(
      'after',
      '\nExamples:\n  npm run tenor -- withdraw --devnet --account 3 --wait\n' +
        '  npm run tenor -- withdraw --l1 https://… --rollup 0x… --prover http://127.0.0.1:9300 --account 3 --key-file gas.key',
    )
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  try {
    for (const line of await withdraw(flags)) console.log(line);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

async function withdraw(flags: Flags): Promise<string[]> {
  const { openWallet } = await import('../dispute/wallet.ts');
  const { usdc, withdrawCall } = await import('../dispute/withdraw.ts');
  const account = Number(flags.account);
  if (!Number.isSafeInteger(account) || account < 1 || account >= 2 ** 28) {
    throw new Error(`--account is a number from 1 to ${2 ** 28 - 1}, not ${flags.account}`);
  }
  const { l1, rollup, prover, key } = await placesOf(flags);
  const wallet = openWallet({ l1, key });
  const asked = { prover, rollup, account };
  const withdrawal = await (flags.wait === true ? waitFor : findNow)(wallet, asked);
  const { due, recipient, batch } = withdrawal;
  const what = `${usdc(due)} USDC to ${recipient}, withdrawn by account ${account} up to settled batch ${batch}`;
  if (flags.dryRun === true) {
    return [
      `The bridge would pay ${what}; about ${await wallet.estimate(withdrawCall(withdrawal))} gas.`,
    ];
  }
  const { hash, gas } = await wallet.send(withdrawCall(withdrawal));
  return [`The bridge paid ${what}.`, `Transaction ${hash}, ${gas} gas.`];
}

interface Asked {
  readonly prover: string;
  readonly rollup: `0x${string}`;
  readonly account: number;
}

async function findNow(wallet: Wallet, asked: Asked): Promise<Withdrawal> {
  const { findWithdrawal } = await import('../dispute/withdraw.ts');
  return findWithdrawal(wallet, asked);
}

async function waitFor(wallet: Wallet, asked: Asked): Promise<Withdrawal> {
  const { findWithdrawal, NotYet } = await import('../dispute/withdraw.ts');
  for (let isTold = false; ; isTold = true) {
    try {
      return await findWithdrawal(wallet, asked);
    } catch (error) {
      if (!(error instanceof NotYet)) throw error;
      if (!isTold) console.log(`Waiting: ${error.message}.`);
      await sleep(WAIT_MS);
    }
  }
}

async function placesOf({ devnet, l1, rollup, prover, keyFile }: Flags) {
  const { readKey } = await import('../dispute/wallet.ts');
  if (devnet === true) {
    const { runningDevnet } = await import('../devnet/file.ts');
    const found = runningDevnet();
    const key = keyFile === undefined ? await gasKey(found.l1) : readKey(keyFile, 'TENOR_KEY');
    return { l1: found.l1, rollup: found.rollup, prover: prover ?? found.provers[0], key };
  }
  if (l1 === undefined || rollup === undefined || prover === undefined) {
    throw new Error('say where: --l1, --rollup and --prover, or --devnet');
  }
  if (!/^0x[0-9a-fA-F]{40}$/.test(rollup)) throw new Error('--rollup is an address of 20 bytes');
  const key = readKey(keyFile, 'TENOR_KEY');
  return { l1, rollup: rollup as `0x${string}`, prover: prover.replace(/\/(status)?$/, ''), key };
}

/** Of an account of nobody else, so that no transactions collide. */
async function gasKey(l1: string): Promise<`0x${string}`> {
  const { fundedPlayer } = await import('../devnet/ether.ts');
  return (await fundedPlayer(l1, 'withdrawals of the command line')).key;
}
