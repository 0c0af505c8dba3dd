/** What a run of chaos must not have done to the honest account. Read from L1 alone. */
import { type Hex, parseEventLogs } from 'viem';

import { rollupAbi } from '../../contracts/generated/abi.ts';
import { holdingsOf } from '../scenarios/holdings.ts';
import type { Player, Rig } from '../prover/rig.ts';

export interface Audit {
  readonly problems: readonly string[];
  readonly entries: number;
  /** Wei. */
  readonly gasSpent: bigint;
  readonly credited: bigint;
  /** What the account has more than at the start, what L1 owes it among it. */
  readonly gained: bigint;
}

export async function auditOf(
  rig: Rig,
  {
    honest,
    startBlock,
    startBalance,
  }: { honest: Player; startBlock: bigint; startBalance: bigint },
): Promise<Audit> {
  const { client, rollup } = rig;
  const address = honest.address.toLowerCase();
  const isHonest = (account: string): boolean => account.toLowerCase() === address;
  const logs = await client.getLogs({ address: rollup, fromBlock: startBlock });
  const events = parseEventLogs({ abi: rollupAbi, logs });
  const entered = events.flatMap((event) =>
    event.eventName === 'Entered' && isHonest(event.args.sponsor) ? [event.args] : [],
  );
  const died = events.flatMap(({ eventName, args }) => (eventName === 'Died' ? [args.entry] : []));
  const credited = events.reduce(
    (sum, { eventName, args }) =>
      eventName === 'MoveCredited' && isHonest(args.mover) ? sum + args.amount : sum,
    0n,
  );
  const gasSpent = await gasOf(rig, { address: honest.address, startBlock });
  const owed = await rig.read<bigint>('owed', [honest.address]);
  const balance = await client.getBalance({ address: honest.address });
  const gained = balance + owed - startBalance;
  const { collateral, ether } = await holdingsOf(rig);
  const keys = entered.map(({ parent, history }) => `${parent}:${history}`);
  const problems = [
    ...entered.filter(({ entry }) => died.includes(entry)).map(() => 'an honest entry fell'),
    ...keys.filter((key, i) => keys.indexOf(key) !== i).map((key) => `entered twice: ${key}`),
    ...(gained < credited - gasSpent
      ? [`out of pocket by ${credited - gasSpent - gained} wei`]
      : []),
    ...(collateral.balance < collateral.held ? ['the bridge lacks collateral'] : []),
    ...(collateral.held === collateral.inLessOut ? [] : ['the bridge miscounts what it holds']),
    ...(ether.balance === ether.owed
      ? []
      : [`the rollup has ${ether.balance} wei, owes ${ether.owed}`]),
  ];
  return { problems, entries: entered.length, gasSpent, credited, gained };
}

async function gasOf(
  { client }: Rig,
  { address, startBlock }: { address: Hex; startBlock: bigint },
): Promise<bigint> {
  const last = await client.getBlockNumber({ cacheTime: 0 });
  let spent = 0n;
  for (let blockNumber = startBlock; blockNumber <= last; blockNumber++) {
    const { transactions } = await client.getBlock({ blockNumber, includeTransactions: true });
    for (const { from, hash } of transactions) {
      if (from.toLowerCase() !== address.toLowerCase()) continue;
      const { gasUsed, effectiveGasPrice } = await client.getTransactionReceipt({ hash });
      spent += gasUsed * effectiveGasPrice;
    }
  }
  return spent;
}
