/** A settled withdrawal, paid on L1 by the proof of any prover. Anybody may send it; the bridge pays the recipient. */
import type { Hex } from 'viem';

import { bridgeAbi, rollupAbi } from '../../contracts/generated/abi.ts';
import type { WithdrawalView } from '../../prover/api/views.ts';
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

/** @throws Error that says why nothing can be paid now */
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
  const { error } = (await answer.json()) as { error?: string };
  const view = await ask(`${prover}/accounts/${account}`);
  if (view.status === 404) throw new Error(`there is no account ${account}`);
  const { withdrawn = '0', batch = 0 } = view.ok ? ((await view.json()) as AccountAnswer) : {};
  if (withdrawn === '0') throw new Error(error ?? `the prover answers ${answer.status}`);
  const { settled } = (await (await ask(`${prover}/status`)).json()) as { settled: number };
  throw new Error(
    `account ${account} has withdrawn ${usdc(BigInt(withdrawn))} USDC by batch ${batch}, but L1 has settled ` +
      `${settled === 0 ? 'nothing yet' : `only up to batch ${settled}`}: wait for the challenge period`,
  );
}

interface AccountAnswer {
  readonly withdrawn?: string;
  readonly batch?: number;
}

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
