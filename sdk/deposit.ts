import {
  type Account,
  type Chain,
  createPublicClient,
  createWalletClient,
  custom,
  http,
  parseEventLogs,
  parseUnits,
  type Transport,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';

import { bridgeAbi, testUsdcAbi } from '../contracts/generated/abi.ts';
import type { Hex } from './types.ts';

export interface DepositOptions {
  /** JSON-RPC endpoint of L1, or an EIP-1193 provider of a wallet. */
  readonly l1: string | Parameters<typeof custom>[0];
  readonly bridge: Hex;
  /** 32 bytes; absent where the provider signs for `from`. */
  readonly privateKey?: Hex;
  readonly from?: Hex;
  /** USDC, at most 6 decimals. */
  readonly amount: string;
  /** 0 (the default) opens a new account of the sender. */
  readonly account?: number;
}

/**
 * Approves and deposits. The account is credited once L1 has finalized the deposit.
 * @returns the place in the inbox
 */
export async function deposit(options: DepositOptions): Promise<{ inboxIndex: bigint }> {
  const transport: Transport =
    typeof options.l1 === 'string' ? http(options.l1) : custom(options.l1);
  const account: Account | Hex =
    options.privateKey === undefined ? options.from! : privateKeyToAccount(options.privateKey);
  const client = createPublicClient({ transport, pollingInterval: 200 });
  const wallet = createWalletClient({ transport, account });
  const chain: Chain | null = null;
  const amount = parseUnits(options.amount, 6);
  const token = await client.readContract({
    address: options.bridge,
    abi: bridgeAbi,
    functionName: 'TOKEN',
  });
  const approval = await wallet.writeContract({
    chain,
    address: token,
    abi: testUsdcAbi,
    functionName: 'approve',
    args: [options.bridge, amount],
  });
  await client.waitForTransactionReceipt({ hash: approval });
  const hash = await wallet.writeContract({
    chain,
    address: options.bridge,
    abi: bridgeAbi,
    functionName: 'deposit',
    args: [options.account ?? 0, amount],
  });
  const { logs, status } = await client.waitForTransactionReceipt({ hash });
  const [event] = parseEventLogs({ abi: bridgeAbi, eventName: 'Deposited', logs });
  if (status !== 'success' || event === undefined) {
    throw new Error(`deposit ${hash} failed`);
  }
  return { inboxIndex: event.args.inboxIndex };
}
