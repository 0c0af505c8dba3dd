/** What happens once in the story, beside the trading that goes on all the time. Each chapter is asked again until it is over. */
import { expirySec } from '../../protocol/instrument.ts';
import { SETTLEMENT_WINDOW_SEC, UNDERLYINGS } from '../../protocol/params.ts';
import { expiryIndex } from '../../protocol/state.ts';
import { type Liar, startLiar } from '../../test/actors/liar.ts';
import { loadMutant } from '../../test/actors/mutant.ts';
import type { KeeperWatch } from '../keeper/keeper.ts';
import type { SimulatedMarket } from '../market/simulator.ts';
import type { Devnet } from './devnet.ts';
import { payWithdrawal } from './funding.ts';
import { playerOf } from './keys.ts';
import { DEVNET_CLOCKS } from './l1.ts';
import { count } from './narrator.ts';
import { type Seller, sellAll } from './sellers.ts';
import type { Stage } from './stage.ts';
import type { Trader, Traders } from './traders.ts';

/** The batch that is lied about: the first one with trades of takers. */
const LIE_AFTER_BATCHES = 3;
const WITHDRAWAL_USDC = '1234.56';
const CHALLENGE_SEC = Number(DEVNET_CLOCKS.censorshipBudgetSec + DEVNET_CLOCKS.graceSec);
/** How the index moves, round by round, until the seller's margin is gone. */
const SQUEEZE = 1.015;
const WINDOW_PRINT_SEC = 100;

export interface Scene {
  readonly devnet: Devnet;
  readonly stage: Stage;
  readonly market: SimulatedMarket;
  readonly traders: Traders;
  readonly seller: Seller;
  readonly withdrawer: Trader;
  readonly keeper: KeeperWatch;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
  /** L1's clock is not moved on: duels of others are under way. */
  readonly keepsTime: boolean;
}

/** Once, a claimant lies: takers pay the makers' fee. @returns null while it is too early */
export async function lie({ devnet, say }: Scene): Promise<Liar | null> {
  if (devnet.narrator.figures.batches < LIE_AFTER_BATCHES) return null;
  const { key, address } = playerOf('liar');
  await devnet.l1.fund(address);
  const modules = await loadMutant({
    file: 'book/match.ts',
    find: 'ratePpm: TAKER_FEE_PPM',
    replace: 'ratePpm: MAKER_FEE_PPM',
  });
  say('A liar bonds a root of the last batch in which takers pay only the makers’ fee.');
  return startLiar({
    l1: devnet.l1.url,
    rollup: devnet.deployed.rollup,
    key,
    dataDir: devnet.folder('liar'),
    genesis: devnet.genesis,
    batch: devnet.narrator.figures.batches,
    lying: { type: 'mutant', modules },
    pollMs: 250,
  });
}

/** An account on portfolio margin sells all that it may; the index moves until it is liquidated and a keeper has bid. */
export class Squeeze {
  #sold = false;

  /** @returns whether it is over */
  async play({
    devnet,
    stage,
    market,
    traders,
    seller,
    keeper,
    say,
    signal,
  }: Scene): Promise<boolean> {
    const { state, narrator } = devnet;
    const { account } = seller.trader;
    if (!this.#sold) {
      const indexCents = state.underlyings.indexCents(seller.underlying);
      await sellAll(seller, { quotes: stage.quotes(2), indexCents, traders });
      this.#sold = state.accounts.positionCount(account) > 0;
      if (this.#sold)
        say(
          `Account ${account}, on portfolio margin, has sold all the calls that its margin holds.`,
        );
      return false;
    }
    if (state.accounts.auctionStartSec(account) === 0 && narrator.figures.liquidations.bids === 0) {
      market.shock(seller.underlying, SQUEEZE);
    }
    await keeper.look(signal);
    return narrator.figures.liquidations.closed > 0;
  }
}

/** An account takes money out; L1 pays by a prover's proof once the claim is settled. */
export class Withdrawal {
  #asked = false;

  async play({ devnet, stage, withdrawer, keepsTime, say }: Scene): Promise<void> {
    const { figures } = devnet.narrator;
    const { account, client } = withdrawer;
    if (!this.#asked && figures.batches > 0) {
      this.#asked = true;
      await client.withdraw(WITHDRAWAL_USDC);
      say(`Account ${account} withdraws ${WITHDRAWAL_USDC} USDC; L1 pays once it is settled.`);
    }
    if (!this.#asked || figures.withdrawal !== null) return;
    if (figures.dispute !== null && !keepsTime) await stage.pass(CHALLENGE_SEC + 1);
    const payer = playerOf(withdrawer.name);
    const paid = await payWithdrawal(devnet, { account, payer });
    if (paid === undefined) return;
    const amount = (Number(paid.amount) / 1e6).toFixed(2);
    figures.withdrawal = { account, amount, gas: Number(paid.gas) };
    say(
      `The bridge pays ${amount} USDC on L1 by a prover's proof (${count(Number(paid.gas))} gas).`,
    );
  }
}

/** L1's clock moves to the next expiry, with prints all through its last half hour. */
export async function settleNext({ devnet, stage, say, signal }: Scene): Promise<void> {
  const { state, narrator } = devnet;
  const day = stage.days.find((each) => state.expiries.settled(expiryIndex(0, each)) === 0);
  if (day === undefined) return;
  const endSec = expirySec(day);
  say('L1 moves on to the next expiry; the index is printed through its last 30 minutes.');
  await stage.jump(endSec - SETTLEMENT_WINDOW_SEC);
  for (let at = endSec - SETTLEMENT_WINDOW_SEC; at < endSec && !signal.aborted; ) {
    at = Math.min(at + WINDOW_PRINT_SEC, endSec);
    await devnet.l1.moveTo(at);
    await stage.look();
  }
  if (signal.aborted) return;
  for (const [underlying, { symbol }] of UNDERLYINGS.entries()) {
    const refusal = await devnet.oracle.printSettlement({ underlying, day });
    const expiry = expiryIndex(underlying, day);
    const settled = (state.expiries.settlementCents(expiry) / 100).toFixed(2);
    const last = (state.underlyings.indexCents(underlying) / 100).toFixed(2);
    const date = new Date(endSec * 1000).toISOString().slice(0, 10);
    if (refusal !== null) {
      say(`${symbol} options of ${date} do not settle: ${refusal}.`);
      continue;
    }
    narrator.figures.expiriesSettled += 1;
    say(
      `${symbol} options of ${date} settle at ${settled}, the average of ` +
        `${state.expiries.windowCoveredSec(expiry)} s of prints; the last print is ${last}.`,
    );
  }
}
