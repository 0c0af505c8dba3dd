/** A settled withdrawal, paid on L1 by the proof of any prover. Anybody may send it; the bridge pays the recipient. */
import type { Hex } from 'viem';

import { bridgeAbi, rollupAbi } from '../../contracts/generated/abi.ts';
import { duration } from '../../prover/api/page/sentences.ts';
import type { AccountView, WithdrawalView } from '../../prover/api/views.ts';
import type { ProverStatus } from '../../prover/status.ts';
import type { Wallet } from './wallet.ts';

export interface Withdrawal {
  readonly account: number;
  readonly recipient: Hex;
  /** Ever withdrawn up to the settled batch, ever paid before, and left to pay; in 10^-6 USDC. */
  readonly total: bigint;
  readonly paid: bigint;
  readonly due: bigint;
  /** The settled batch that the proof is of. */
  readonly batch: number;
  readonly bridge: Hex;
  readonly args: readonly unknown[];
}

/** L1 has settled nothing of it so far, which time may change. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
}

/** @throws NotYet, or an Error that says why nothing can be paid */
export async function findWithdrawal(
  { client }: Pick<Wallet, 'client'>,
  { prover, rollup, account }: { prover: string; rollup: Hex; account: number },
): Promise<Withdrawal> {
  const { batch, recipient, total, root, siblings } = await askProof({ prover, account });
  const read = { address: rollup, abi: rollupAbi } as const;
  const isSettled = await client.readContract({
    ...read,
    functionName: 'isSettledRoot',
    args: [root],
  });
  if (!isSettled) {
    throw new Error(
      `the prover proves against root ${root} after batch ${batch}, which this L1 has not settled: ` +
        'it follows another chain, or L1 took the settlement back. Ask it again later, or another prover',
    );
  }
  const bridge = await client.readContract({ ...read, functionName: 'BRIDGE' });
  const paid = await client.readContract({
    address: bridge,
    abi: bridgeAbi,
    functionName: 'paid',
    args: [account],
  });
  const due = BigInt(total) - paid;
  if (due <= 0n) {
    throw new Error(
      `all that account ${account} withdrew up to settled batch ${batch} is paid: ${usdc(paid)} USDC. ` +
        'What it withdrew later is paid once its batch is settled',
    );
  }
  const args = [account, recipient, BigInt(total), root, siblings];
  return { account, recipient, total: BigInt(total), paid, due, batch, bridge, args };
}

export function withdrawCall({ bridge, args }: Withdrawal) {
  return { address: bridge, abi: bridgeAbi, functionName: 'withdraw', args };
}

async function askProof({
  prover,
  account,
}: {
  prover: string;
  account: number;
}): Promise<WithdrawalView> {
  const answer = await ask(`${prover}/withdrawals/${account}`);
  if (answer.ok) return (await answer.json()) as WithdrawalView;
  const { error } = (await answer.json().catch(() => ({}))) as { error?: string };
  const view = await ask(`${prover}/accounts/${account}`);
  const { settled, posted, rules } = await statusOf(prover);
  if (view.status === 404) {
    throw new NotYet(
      `there is no account ${account} up to batch ${posted}, the last one on L1: its batch is not posted yet, or ` +
        'the number is another',
    );
  }
  const { withdrawn } = view.ok ? ((await view.json()) as AccountAnswer) : {};
  if (withdrawn === undefined) throw new Error(`the prover at ${prover} answers ${view.status}`);
  if (withdrawn === '0') throw new NotYet(error ?? `account ${account} has withdrawn nothing`);
  throw new NotYet(
    `account ${account} has withdrawn ${usdc(BigInt(withdrawn))} USDC, which L1 has not settled: it has settled ` +
      `${settled === 0 ? 'nothing' : `up to batch ${settled}`} of ${posted} posted. A batch is settled about ` +
      `${duration(rules?.periodSec ?? 0)} after it was claimed`,
  );
}

/** @throws Error where something else than a prover listens */
async function statusOf(prover: string): Promise<ProverStatus> {
  const status = await ask(`${prover}/status`);
  const isJson = status.headers.get('content-type')?.startsWith('application/json') === true;
  const answer = isJson ? ((await status.json()) as Partial<ProverStatus>) : {};
  if (answer.rollup !== undefined) return answer as ProverStatus;
  throw new Error(`no prover is at ${prover}: what answers there is something else`);
}

type AccountAnswer = Partial<Pick<AccountView, 'withdrawn'>>;

async function ask(url: string): Promise<Response> {
  try {
    return await fetch(url, { headers: { accept: 'application/json' } });
  } catch (cause) {
    throw new Error(`no prover answers at ${new URL(url).origin}`, { cause });
  }
}

export function usdc(amount: bigint): string {
  return `${amount / 1_000_000n}.${String(amount % 1_000_000n).padStart(6, '0')}`.replace(
    /0{1,4}$/,
    '',
  );
}
