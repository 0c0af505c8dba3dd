/** Ether from a test node, for a player of the command line. */
import { createPublicClient, http } from 'viem';

import { type Player, playerOf } from './keys.ts';

const BALANCE_WEI = 1_000n * 10n ** 18n;

/** @throws Error where the node is no test node */
export async function fundedPlayer(l1: string, name: string): Promise<Player> {
  const player = playerOf(name);
  const client = createPublicClient({ transport: http(l1) });
  const params = [player.address, `0x${BALANCE_WEI.toString(16)}`];
  await client.request({ method: 'hardhat_setBalance', params } as never);
  return player;
}
