/** What a keeper does about the accounts it sees: a pure function. Money in USD as floats: every move is checked by the rules. */
import type { AccountMargin, AuctionView } from '../../sdk/marginTypes.ts';
import type { BidRequest } from '../../sdk/types.ts';

export interface Taste {
  /** The keeper's own account, which it does not bid for. */
  readonly account: number;
  /** Least gain that it bids for: of a solvent account's value, of an insolvent account's requirement. */
  readonly discount: number;
  /** Most maintenance requirement that it takes in one bid, in USD. */
  readonly riskUsdMax: number;
  /** Bids for nothing at all where false. */
  readonly bids: boolean;
}

export type Move =
  | { readonly type: 'liquidate'; readonly account: number; readonly why: string }
  | { readonly type: 'bid'; readonly bid: BidRequest; readonly gainUsd: number };

const SHARE_STEPS = 1_000_000;
const MONEY_STEPS = 1_000_000;

/** @param appetite 1, or less of an account whose last bid was too much for the keeper's margin */
export function decide(
  { account, maintenanceMargin, liquidatable, auction, ...margin }: AccountMargin,
  taste: Taste,
  appetite = 1,
): Move | null {
  if (!liquidatable || maintenanceMargin === null || margin.equity === null) return null;
  if (auction === null) {
    if (Number(maintenanceMargin) >= 0) return null;
    return { type: 'liquidate', account: Number(account), why: 'it is below its maintenance' };
  }
  if (auction.standing !== 'runs') {
    if (auction.standing === 'halted') return null;
    return { type: 'liquidate', account: Number(account), why: WORDS[auction.standing] };
  }
  if (!taste.bids || Number(account) === taste.account) return null;
  const terms = {
    auction,
    equity: Number(margin.equity),
    maintenance: Number(maintenanceMargin),
  };
  return bidFor(terms, taste, { account, revision: Number(margin.revision), appetite });
}

const WORDS = {
  over: 'its auction has no need to go on',
  restart: 'its auction starts anew',
  insolvent: 'its auction has run out without bids',
} as const;

interface Offer {
  readonly auction: AuctionView;
  readonly equity: number;
  readonly maintenance: number;
}

function bidFor(
  offer: Offer,
  taste: Taste,
  { account, revision, appetite }: { account: string; revision: number; appetite: number },
): Move | null {
  const price = Number(offer.auction.price);
  const worth = mostPaid(offer, taste);
  if (price > worth) return null;
  const share = shareOf(offer, taste, appetite);
  if (share === 0) return null;
  const { equity, auction } = offer;
  const value = equity - (auction.kind === 'solvent' ? Number(auction.reserved) : 0);
  return {
    type: 'bid',
    bid: {
      liquidated: Number(account),
      share: decimal(share),
      limit: decimal(Math.floor(worth * share * MONEY_STEPS) / MONEY_STEPS),
      revision,
    },
    gainUsd: (value - price) * share,
  };
}

/** For the whole; below 0 what must be paid for taking it. */
function mostPaid({ auction, equity, maintenance }: Offer, { discount }: Taste): number {
  if (auction.kind === 'solvent') return (equity - Number(auction.reserved)) * (1 - discount);
  return equity - discount * (equity - maintenance);
}

/** What the auction gives at most, in full so that it ends, or what the keeper dares. */
function shareOf(
  { auction, equity, maintenance }: Offer,
  { riskUsdMax }: Taste,
  appetite: number,
): number {
  const largest = Math.min(Number(auction.largestShare), 1);
  const dared = (riskUsdMax / (equity - maintenance)) * appetite || 0;
  if (dared >= largest) return Math.min(Math.ceil(largest * SHARE_STEPS) / SHARE_STEPS, 1);
  return Math.floor(dared * SHARE_STEPS) / SHARE_STEPS;
}

/** Plain digits, at most six of them after the point. */
function decimal(value: number): string {
  return value.toFixed(6).replace(/\.?0+$/, '');
}
