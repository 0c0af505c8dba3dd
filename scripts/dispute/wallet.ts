/** An account that sends a transaction or two from the command line, and says why one would fail. */
import { readFileSync } from 'node:fs';

import {
  type Abi,
  BaseError,
  ContractFunctionRevertedError,
  createPublicClient,
  createWalletClient,
  type Hex,
  http,
  type PublicClient,
} from 'viem';
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';

export interface Call {
  readonly address: Hex;
  readonly abi: Abi;
  readonly functionName: string;
  readonly args?: readonly unknown[];
}

export interface Wallet {
  readonly client: PublicClient;
  readonly account: PrivateKeyAccount;
  /** @returns the gas that it would take. @throws Error in words, where L1 would refuse it */
  estimate(call: Call): Promise<bigint>;
  /** Sends it and waits until it is mined. */
  send(call: Call): Promise<{ hash: Hex; gas: bigint }>;
}

export function openWallet({ l1, key }: { l1: string; key: Hex }): Wallet {
  const transport = http(l1);
  const account = privateKeyToAccount(key);
  const client = createPublicClient({ transport, pollingInterval: 250 });
  const wallet = createWalletClient({ transport, account });
  async function estimate(call: Call): Promise<bigint> {
    try {
      return await client.estimateContractGas({ ...call, account });
    } catch (error) {
      throw new Error(`L1 would refuse ${call.functionName}: ${reasonOf(error)}`, { cause: error });
    }
  }
  return {
    client,
    account,
    estimate,
    send: async (call) => {
      await estimate(call);
      const hash = await wallet.writeContract({ ...call, chain: null });
      const { status, gasUsed } = await client.waitForTransactionReceipt({ hash });
      if (status !== 'success') throw new Error(`L1 reverted ${call.functionName}: ${hash}`);
      return { hash, gas: gasUsed };
    },
  };
}

/** @throws Error that never holds the key */
export function readKey(file: string | undefined, variable: string): Hex {
  const text = file === undefined ? process.env[variable] : readFile(file);
  if (text === undefined || text.trim() === '') {
    throw new Error(`the account that pays the gas needs its key: --key-file, or ${variable}`);
  }
  const key = text.trim().replace(/^(0x)?/, '0x');
  if (!/^0x[0-9a-fA-F]{64}$/.test(key)) throw new Error('the key must be 32 bytes in hex');
  return key as Hex;
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Error(`--key-file: ${path} cannot be read`, { cause });
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof BaseError)) return error instanceof Error ? error.message : String(error);
  const revert = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  if (!(revert instanceof ContractFunctionRevertedError)) return error.shortMessage;
  const { errorName, args = [] } = revert.data ?? {};
  return errorName === undefined
    ? revert.shortMessage
    : `${errorName}(${args.map(String).join(', ')})`;
}
