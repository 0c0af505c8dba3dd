/** A keeper with money of its own, so that no account of the devnet stays below its margin. */
import { type Keeper, startKeeper } from '../keeper/keeper.ts';
import type { Devnet } from './devnet.ts';
import { playerOf } from './keys.ts';

const KEEPER = 'keeper';
const KEEPER_USDC = 5_000_000;
const POLL_MS = 2_000;

export async function openKeeper(devnet: Devnet, say: (line: string) => void): Promise<Keeper> {
  const { account } = await devnet.trader(KEEPER, KEEPER_USDC);
  say(`A keeper watches all accounts from account ${account} and bids in auctions.`);
  return startKeeper({
    url: devnet.sequencer.url,
    account,
    privateKey: playerOf(KEEPER).key,
    discount: 0.05,
    riskUsdMax: 500_000,
    pollMs: POLL_MS,
    log: (line) => say(`The keeper: ${line}.`),
  });
}
