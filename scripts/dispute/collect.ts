/** What L1 owes to an account, and what it would owe once somebody asks it to pay an entry out. */
import type { Hex } from 'viem';

import { rollupAbi } from '../../contracts/generated/abi.ts';
import { duration } from '../../prover/api/page/sentences.ts';
import { readContests } from './contests.ts';
import { openSource } from './source.ts';
import { type Call, openWallet, type Wallet } from './wallet.ts';

export interface Winnings {
  readonly wallet: Wallet;
  /** Entries of the account in decided disputes, not paid out yet. */
  readonly payable: readonly { readonly batch: number; readonly call: Call }[];
  /** Why others are not payable. */
  readonly waiting: readonly { readonly batch: number; readonly words: string }[];
  readonly owed: () => Promise<bigint>;
}

export async function openWinnings({
  l1,
  rollup,
  key,
}: {
  l1: string;
  rollup: Hex;
  key: Hex;
}): Promise<Winnings> {
  const wallet = openWallet({ l1, key });
  const source = await openSource({ l1, rollup });
  const { nowSec, deployment } = source.on!;
  const contests = await readContests(source);
  const own = contests.flatMap((contest) =>
    contest.entries
      .filter(({ sponsor }) => sponsor.toLowerCase() === wallet.account.address.toLowerCase())
      .filter(({ alive, paidOut }) => alive && paidOut === false)
      .map(({ id }) => ({ ...contest, entry: id })),
  );
  const judged = own.map(({ batch, entry, closedAtSec, entries }) => {
    const survivors = entries.filter(({ alive }) => alive).length;
    const fromSec = (closedAtSec ?? 0) + (survivors > 1 ? deployment.payoutDelaySec + 1 : 0);
    const words =
      closedAtSec === null
        ? 'the dispute is not decided yet, its bond is still at stake'
        : nowSec < fromSec
          ? `several entries survived, they are paid in ${duration(fromSec - nowSec)}`
          : null;
    const call = { address: rollup, abi: rollupAbi, functionName: 'payOut', args: [entry] };
    return { batch, words, call };
  });
  source.close();
  return {
    wallet,
    payable: judged.filter(({ words }) => words === null),
    waiting: judged.flatMap(({ batch, words }) => (words === null ? [] : [{ batch, words }])),
    owed: async () =>
      wallet.client.readContract({
        address: rollup,
        abi: rollupAbi,
        functionName: 'owed',
        args: [wallet.account.address],
      }),
  };
}

export function collectCall(rollup: Hex): Call {
  return { address: rollup, abi: rollupAbi, functionName: 'collect', args: [] };
}
