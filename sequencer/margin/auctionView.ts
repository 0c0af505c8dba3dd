/** An auction as a bidder reads it, by the rules that a bid would meet now. */
import {
  bidPrice,
  bufferMargin,
  discount,
  insolventOffer,
  largestShare,
} from '../../protocol/auction.ts';
import { type AccountMargin, LIQUIDATABLE, marginNow } from '../../protocol/margin/evaluate.ts';
import { readAccount } from '../../protocol/margin/account.ts';
import { MONEY } from '../../protocol/margin/feeds.ts';
import { marginParameters } from '../../protocol/margin/parameters.ts';
import { max } from '../../protocol/maths/wad.ts';
import { auctionStanding, elapsedSec, SOLVENT } from '../../protocol/ops/liquidate.ts';
import type { State } from '../../protocol/state.ts';
import { MARGIN_MODELS } from '../../protocol/typedData.ts';
import { formatAmount, formatWad } from '../admission/decimals.ts';
import { type MarginFigures, viewFigures } from './report.ts';

export interface AuctionView {
  readonly kind: 'solvent' | 'insolvent';
  readonly startedAt: string;
  /** By the prints' time. */
  readonly elapsedSec: string;
  /** When nothing is asked any more, or the most is offered. */
  readonly endsAt: string;
  /** `runs`, or what `liquidate` would make of it: `restart`, `insolvent`, `over`. */
  readonly standing: string;
  /** USDC that earlier bidders paid, which is not for sale. */
  readonly reserved: string;
  /** Null where a price is missing or liquidation is halted, as all that follows. */
  readonly askedShare: string | null;
  /** Of the account as it is now, what one bid gets at most. */
  readonly largestShare: string | null;
  /** USDC for the whole; below 0 what insurance pays for taking it. */
  readonly price: string | null;
  /** Below 0 a solvent auction goes on. */
  readonly bufferMargin: string | null;
}

export interface AccountMarginView extends MarginFigures {
  readonly account: string;
  readonly model: string;
  readonly revision: string;
  readonly liquidatable: boolean;
  readonly auction: AuctionView | null;
}

/** @param account where the state has it; `shownAs` where the exchange does */
export function viewAccountMargin(
  state: State,
  account: number,
  shownAs: number,
): AccountMarginView {
  const margin = marginNow(state, account);
  return {
    account: String(shownAs),
    model: MARGIN_MODELS[state.accounts.marginModel(account)],
    revision: String(state.accounts.revision(account)),
    liquidatable: margin?.priced === LIQUIDATABLE,
    ...viewFigures(readAccount(state, account).cash, margin),
    auction:
      state.accounts.auctionStartSec(account) === 0 ? null : viewAuction(state, account, margin),
  };
}

function viewAuction(state: State, account: number, margin: AccountMargin | null): AuctionView {
  const { accounts } = state;
  const { auction } = marginParameters(state);
  const isInsolvent = accounts.insolvent(account) !== SOLVENT;
  const lengthSec = isInsolvent ? auction.insolventSec : auction.fastSec + auction.slowSec;
  const startedSec = accounts.auctionStartSec(account);
  const elapsed = elapsedSec(state, account);
  const isKnown = margin !== null && margin.priced === LIQUIDATABLE;
  return {
    kind: isInsolvent ? 'insolvent' : 'solvent',
    startedAt: String(startedSec),
    elapsedSec: String(elapsed),
    endsAt: String(BigInt(state.globals.printTimeSec()) + lengthSec - elapsed),
    standing: isKnown ? standingOf(state, account, margin) : 'halted',
    reserved: formatAmount(accounts.reserved(account)),
    ...(isKnown ? viewOffer(state, account, margin) : UNKNOWN_OFFER),
  };
}

const UNKNOWN_OFFER = { askedShare: null, largestShare: null, price: null, bufferMargin: null };

function standingOf(state: State, account: number, margin: AccountMargin): string {
  const { markToMarket: equity, maintenance } = margin;
  const standing = auctionStanding(state, { account, equity, maintenance });
  return standing === 'restart' && maintenance >= 0n ? 'over' : standing;
}

function viewOffer(
  state: State,
  account: number,
  margin: AccountMargin,
): Pick<AuctionView, 'askedShare' | 'largestShare' | 'price' | 'bufferMargin'> {
  const { auction } = marginParameters(state);
  const elapsed = elapsedSec(state, account);
  const buffer = formatWad(bufferMargin(margin, auction));
  if (state.accounts.insolvent(account) !== SOLVENT) {
    const price = insolventOffer(margin, elapsed, auction);
    return { askedShare: null, largestShare: '1', price: formatWad(price), bufferMargin: buffer };
  }
  const offer = {
    reserved: BigInt(state.accounts.reserved(account)) * MONEY,
    discount: discount(elapsed, auction),
  };
  return {
    askedShare: formatWad(offer.discount),
    largestShare: formatWad(max(largestShare(margin, offer, auction), 0n)),
    price: formatWad(bidPrice(margin, offer)),
    bufferMargin: buffer,
  };
}
