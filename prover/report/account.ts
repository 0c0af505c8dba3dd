/** What the account that moves holds, stakes and won. */
import type { Hex } from 'viem';

import type { SeenGame } from '../l1/readGame.ts';
import type { AccountStatus } from '../status.ts';
import type { Connection } from '../watch/connection.ts';
import type { Costs } from './costs.ts';

export function accountOf(
  address: Hex,
  options: {
    readonly connection: Connection;
    readonly game: SeenGame;
    readonly balance: bigint;
    readonly costs: Costs;
  },
): AccountStatus {
  const { connection, game, balance, costs } = options;
  const { chronicle, deployment } = connection;
  const { owed } = game;
  const credits = chronicle.credits.get(address.toLowerCase() as Hex) ?? [];
  const credited = credits.reduce((sum, amount) => sum + amount, 0n);
  // A refund is at most a quarter of a bond, so that whoever gets a bond or more gets one back.
  const bondsBack = BigInt(credits.filter((amount) => amount >= deployment.bond).length);
  const won = credited - bondsBack * deployment.bond;
  return {
    address,
    balance: String(balance),
    owed: String(owed),
    staked: String(stakedBy(address, { game, bond: deployment.bond })),
    credited: String(credited),
    collected: String(credited - owed),
    won: String(won),
    spent: String(costs.fees),
  };
}

function stakedBy(address: Hex, { game, bond }: { game: SeenGame; bond: bigint }): bigint {
  const entries = game.contests.flatMap((contest) => contest.entries);
  const own = entries.filter(
    ({ sponsor, alive, paidOut }) =>
      alive && !paidOut && sponsor.toLowerCase() === address.toLowerCase(),
  );
  return bond * BigInt(own.length);
}
