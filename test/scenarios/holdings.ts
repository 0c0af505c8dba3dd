/** What the contracts hold, beside what they owe. */
import { parseEventLogs, type Hex } from 'viem';

import { bridgeAbi, rollupAbi, testUsdcAbi } from '../../contracts/generated/abi.ts';
import type { Rig } from '../prover/rig.ts';

export interface Holdings {
  /** 10^-6 USDC: what the bridge has, what it says that it holds for accounts, what came in less what went out. */
  readonly collateral: {
    readonly balance: bigint;
    readonly held: bigint;
    readonly inLessOut: bigint;
  };
  /** Wei: what the rollup has, and all bonds, pots and credits. */
  readonly ether: { readonly balance: bigint; readonly owed: bigint };
}

interface Entry {
  readonly alive: boolean;
  readonly paidOut: boolean;
}

export async function holdingsOf(rig: Rig): Promise<Holdings> {
  const { client, bridge, rollup, token } = rig;
  const held = await client.readContract({ address: bridge, abi: bridgeAbi, functionName: 'held' });
  const balance = await client.readContract({
    address: token,
    abi: testUsdcAbi,
    functionName: 'balanceOf',
    args: [bridge],
  });
  return {
    collateral: { balance, held, inLessOut: await inLessOut(rig) },
    ether: {
      balance: await client.getBalance({ address: rollup }),
      owed: await owedInAll(rig),
    },
  };
}

async function inLessOut({ client, bridge }: Rig): Promise<bigint> {
  const logs = await client.getLogs({ address: bridge, fromBlock: 0n });
  const sum = (eventName: 'Deposited' | 'Withdrawn'): bigint =>
    parseEventLogs({ abi: bridgeAbi, logs, eventName }).reduce(
      (total, { args }) => total + args.amount,
      0n,
    );
  return sum('Deposited') - sum('Withdrawn');
}

/** Bonds at stake, bonds of paths, pots, and what was credited and not collected. */
async function owedInAll(rig: Rig): Promise<bigint> {
  const logs = await rig.client.getLogs({ address: rig.rollup, fromBlock: 0n });
  const named = <N extends 'Entered' | 'Claimed' | 'PathOpened' | 'Owed'>(eventName: N) =>
    parseEventLogs({ abi: rollupAbi, logs, eventName });
  const entered = named('Entered') as unknown as { args: { entry: Hex; parent: Hex } }[];
  const claimed = named('Claimed') as unknown as { args: { parent: Hex } }[];
  const opened = named('PathOpened') as unknown as { args: { path: bigint } }[];
  const credited = named('Owed') as unknown as { args: { account: Hex } }[];
  const bond = await rig.read<bigint>('BOND');

  let sum = 0n;
  for (const id of new Set(entered.map(({ args }) => args.entry))) {
    const { alive, paidOut } = await rig.read<Entry>('entry', [id]);
    if (alive && !paidOut) sum += bond;
  }
  for (const { args } of opened)
    sum += (await rig.read<{ bond: bigint }>('pathOf', [args.path])).bond;
  for (const parent of new Set(claimed.map(({ args }) => args.parent))) {
    sum += (await rig.read<{ pot: bigint }>('contest', [parent])).pot;
  }
  for (const account of new Set(credited.map(({ args }) => args.account))) {
    sum += await rig.read<bigint>('owed', [account]);
  }
  return sum;
}
