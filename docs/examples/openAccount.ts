// An account of one's own on the devnet of `npm start`: mints worthless USDC, deposits it, waits for the credit.
//   node docs/examples/openAccount.ts
import { createWalletClient, type Hex, http, parseUnits, publicActions } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';

import { bridgeAbi, testUsdcAbi } from '../../contracts/generated/abi.ts';
import { deposit } from '../../sdk/deposit.ts';
import type { Info } from '../../sdk/types.ts';

const { TENOR_URL = 'http://127.0.0.1:8080', TENOR_L1 = 'http://127.0.0.1:8545' } = process.env;
// The tenth account of every Hardhat node: anybody knows this key.
const HARDHAT_KEY = '0x2a871d0798f97d79848a013d4936a73bf4cc922c825d33c1cf7073dff6d409c6';
const privateKey = (process.env.TENOR_KEY ?? HARDHAT_KEY) as Hex;
const amount = '100000';

const account = privateKeyToAccount(privateKey);
const l1 = createWalletClient({ account, transport: http(TENOR_L1) }).extend(publicActions);
const { bridge } = await get<Info>('/info');
const usdc = await l1.readContract({ address: bridge, abi: bridgeAbi, functionName: 'TOKEN' });
const hash = await l1.writeContract({
  chain: null,
  address: usdc,
  abi: testUsdcAbi,
  functionName: 'mint',
  args: [account.address, parseUnits(amount, 6)],
});
await l1.waitForTransactionReceipt({ hash });
const before = (await accounts()).length;
await deposit({ l1: TENOR_L1, bridge, privateKey, amount });
while ((await accounts()).length === before) {
  await new Promise((resolve) => setTimeout(resolve, 200));
}
const opened = (await accounts()).at(-1)!.account;
console.log(`TENOR_URL=${TENOR_URL} TENOR_ACCOUNT=${opened} TENOR_KEY=${privateKey}`);

async function accounts(): Promise<readonly { account: string }[]> {
  return get(`/accounts?owner=${account.address}`);
}

async function get<T>(path: string): Promise<T> {
  const response = await fetch(TENOR_URL + path);
  return (await response.json()) as T;
}
