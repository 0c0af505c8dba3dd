/** Money of the devnet's traders: minted, deposited, and paid out by proof. */
import { createWalletClient, type Hex, http } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { hardhat } from 'viem/chains';

import { bridgeAbi, testUsdcAbi } from '../../contracts/generated/abi.ts';
import { createClient } from '../../sdk/createClient.ts';
import { deposit } from '../../sdk/deposit.ts';
import type { Sequencer } from '../../sequencer/options.ts';
import type { Devnet } from './devnet.ts';
import { type Player, playerOf } from './keys.ts';
import type { Deployed, DevnetL1 } from './l1.ts';
import type { Trader } from './traders.ts';
import { until } from './until.ts';

/** The clock jumps by hours, and traders look at it once. */
const LIFETIME_SEC = 400 * 86_400;

export interface FundingTerms {
  readonly l1: DevnetL1;
  readonly deployed: Deployed;
  readonly player: Player;
  readonly usdc: number;
}

/** Opens a funded account. */
export async function openTrader(
  options: FundingTerms & { sequencer: Sequencer },
): Promise<Trader> {
  const { l1, deployed, sequencer, player, usdc } = options;
  await l1.fund(player.address);
  await mint({ l1, deployed, player, usdc });
  await deposit({ l1: l1.url, bridge: deployed.bridge, privateKey: player.key, amount: `${usdc}` });
  const account = await until(`account of ${player.name}`, async () => {
    const response = await fetch(`${sequencer.url}/accounts?owner=${player.address}`);
    const accounts = (await response.json()) as readonly { account: string }[];
    return accounts[0] === undefined ? undefined : Number(accounts[0].account);
  });
  const client = createClient({
    url: sequencer.url,
    account,
    privateKey: player.key,
    lifetimeSec: LIFETIME_SEC,
  });
  return { name: player.name, account, client };
}

/** Deposits more into an account, and waits until it is there. */
export async function topUp(
  { l1, deployed, state }: Pick<Devnet, 'l1' | 'deployed' | 'state'>,
  { name, account }: Trader,
  usdc: number,
): Promise<void> {
  const player = playerOf(name);
  const before = state.accounts.cash(account);
  await mint({ l1, deployed, player, usdc });
  const { bridge } = deployed;
  await deposit({ l1: l1.url, bridge, privateKey: player.key, amount: `${usdc}`, account });
  const isThere = (): boolean => state.accounts.cash(account) !== before;
  await until(`money of ${name}`, async () => isThere() || undefined, { everyMs: 20 });
}

async function mint({ l1, deployed, player, usdc }: FundingTerms): Promise<void> {
  const wallet = createWalletClient({
    account: privateKeyToAccount(player.key),
    chain: hardhat,
    transport: http(l1.url),
  });
  const hash = await wallet.writeContract({
    address: deployed.usdc,
    abi: testUsdcAbi,
    functionName: 'mint',
    args: [player.address, BigInt(usdc) * 1_000_000n],
  });
  await l1.client.waitForTransactionReceipt({ hash });
}

/** Pays a settled withdrawal on L1 by a prover's proof. */
export async function payWithdrawal(
  { l1, deployed, provers }: Pick<Devnet, 'l1' | 'deployed' | 'provers'>,
  { account, payer }: { account: number; payer: Player },
): Promise<{ amount: bigint; gas: bigint } | undefined> {
  const response = await fetch(`${provers[0].url}/withdrawals/${account}`);
  if (!response.ok) return undefined;
  const proof = (await response.json()) as {
    account: string;
    recipient: Hex;
    total: string;
    root: Hex;
    siblings: readonly Hex[];
  };
  const balance = async (): Promise<bigint> =>
    l1.client.readContract({
      address: deployed.usdc,
      abi: testUsdcAbi,
      functionName: 'balanceOf',
      args: [proof.recipient],
    });
  const before = await balance();
  const wallet = createWalletClient({
    account: privateKeyToAccount(payer.key),
    chain: hardhat,
    transport: http(l1.url),
  });
  const hash = await wallet.writeContract({
    address: deployed.bridge,
    abi: bridgeAbi,
    functionName: 'withdraw',
    args: [
      Number(proof.account),
      proof.recipient,
      BigInt(proof.total),
      proof.root,
      proof.siblings as never,
    ],
  });
  const { gasUsed, status } = await l1.client.waitForTransactionReceipt({ hash });
  if (status !== 'success') return undefined;
  return { amount: (await balance()) - before, gas: gasUsed };
}
