import {
  type Account,
  type Chain,
  createPublicClient,
  createWalletClient,
  defineChain,
  http,
  type PublicClient,
  type Transport,
  type WalletClient,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';

import { rollupAbi } from '../../contracts/generated/abi.ts';
import { OperationalError } from '../errors.ts';
import type { Hex } from '../options.ts';

export interface L1 {
  readonly public: PublicClient;
  readonly wallet: WalletClient<Transport, Chain, Account>;
  readonly addresses: Addresses;
  readonly chainId: number;
}

export interface Addresses {
  readonly rollup: Hex;
  readonly verifier: Hex;
  readonly bridge: Hex;
  readonly inbox: Hex;
}

const TIMEOUT_MS = 5_000;
const RECEIPT_POLL_MS = 200;

/** @throws OperationalError where L1 does not answer or holds no rollup at the address */
export async function connectL1(options: {
  l1: string | Transport;
  rollup: Hex;
  privateKey: Hex;
}): Promise<L1> {
  const transport =
    typeof options.l1 === 'string'
      ? http(options.l1, { timeout: TIMEOUT_MS, retryCount: 0 })
      : options.l1;
  try {
    const chainId = await createPublicClient({ transport }).getChainId();
    const chain = defineChain({
      id: chainId,
      name: 'L1',
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: { default: { http: [] } },
    });
    const client = createPublicClient({
      chain,
      transport,
      pollingInterval: RECEIPT_POLL_MS,
      cacheTime: 0,
    });
    const read = (functionName: 'verifier' | 'BRIDGE' | 'INBOX') =>
      client.readContract({ address: options.rollup, abi: rollupAbi, functionName });
    const [verifier, bridge, inbox] = await Promise.all([
      read('verifier'),
      read('BRIDGE'),
      read('INBOX'),
    ]);
    return {
      public: client,
      wallet: createWalletClient({
        chain,
        transport,
        account: privateKeyToAccount(options.privateKey),
      }),
      addresses: { rollup: options.rollup, verifier, bridge, inbox },
      chainId,
    };
  } catch (error) {
    throw new OperationalError('fatal', `reading the rollup at ${options.rollup}`, error);
  }
}
