/**
 * Liquidation auction: what is asked for an account, and how much of it may be taken. Figures in units of 10^-18, USD or
 * shares of the current account; a bidder pays rounded up and is paid rounded down.
 */
import { FACTOR_END, PRICE_END, SEC_END, within } from './margin/domain.ts';
import { max, min, mulDown, mulUp, WAD } from './maths/wad.ts';

export interface AuctionParams {
  /** Of the gap between the margins that a liquidation must also close. */
  readonly buffer: bigint;
  /** Shares of the mark to market asked at the start and after the fast part. */
  readonly startShare: bigint;
  readonly cutoffShare: bigint;
  readonly fastSec: bigint;
  readonly slowSec: bigint;
  readonly insolventSec: bigint;
  /** Liquidation fee, of what may be liquidated at the start. */
  readonly feeRate: bigint;
  /** Mark to market below which the whole may be taken. */
  readonly wholeBelow: bigint;
}

export interface AuctionedAccount {
  /** Of the whole account, cash that earlier bidders paid included. */
  readonly markToMarket: bigint;
  readonly maintenance: bigint;
}

/** Cash that earlier bidders of the auction paid, which is not for sale, and the share of the rest that is asked. */
export interface Offer {
  readonly reserved: bigint;
  readonly discount: bigint;
}

/** @throws DomainError for a parameter out of range */
export function requireAuctionParams(params: AuctionParams): void {
  const { buffer, startShare, cutoffShare, feeRate, fastSec, slowSec, insolventSec } = params;
  for (const share of [buffer, startShare, cutoffShare, feeRate]) {
    within('auction: share', share, [0n, FACTOR_END]);
  }
  for (const sec of [fastSec, slowSec, insolventSec]) within('auction: sec', sec, [0n, SEC_END]);
  requireValue(params.wholeBelow);
}

/** Below zero, a solvent auction goes on: maintenance margin less a share of the gap to the mark to market. */
export function bufferMargin(
  { markToMarket, maintenance }: AuctionedAccount,
  { buffer }: AuctionParams,
): bigint {
  requireValue(markToMarket);
  requireValue(maintenance);
  within('auction: share', buffer, [0n, FACTOR_END]);
  return maintenance + mulDown(buffer, maintenance - markToMarket);
}

/** Share of the mark to market that is asked, rounded up: a fast fall to the cutoff, a slow one to nothing. */
export function discount(elapsedSec: bigint, params: AuctionParams): bigint {
  requireAuctionParams(params);
  within('auction: elapsedSec', elapsedSec, [0n, SEC_END]);
  const { startShare, cutoffShare, fastSec, slowSec } = params;
  if (elapsedSec < fastSec) {
    return startShare - floorDivide((startShare - cutoffShare) * elapsedSec, fastSec);
  }
  const slowElapsedSec = elapsedSec - fastSec;
  if (slowElapsedSec >= slowSec) return 0n;
  return cutoffShare - floorDivide(cutoffShare * slowElapsedSec, slowSec);
}

/** Price of the whole account without the reserved cash. */
export function bidPrice({ markToMarket }: AuctionedAccount, offer: Offer): bigint {
  requireValue(markToMarket);
  requireOffer(offer);
  return mulUp(markToMarket - offer.reserved, offer.discount);
}

/** The share after which the buffer margin is 0 at the same prices, or the whole of a small account. */
export function largestShare(
  account: AuctionedAccount,
  offer: Offer,
  params: AuctionParams,
): bigint {
  requireAuctionParams(params);
  requireOffer(offer);
  const missing = max(-bufferMargin(account, params), 0n) * WAD;
  if (account.markToMarket < params.wholeBelow) return WAD;
  if (missing === 0n) return 0n;
  const paid = account.markToMarket * offer.discount + offer.reserved * (WAD - offer.discount);
  return paid <= 0n ? WAD : (missing * WAD) / (missing + paid);
}

/** What a bidder pays for a share. */
export function bidCost({ price, share }: { price: bigint; share: bigint }): bigint {
  return mulUp(price, share);
}

/** Paid to insurance when a solvent auction starts: a rate on the most that could be liquidated then. */
export function liquidationFee(account: AuctionedAccount, params: AuctionParams): bigint {
  const share = largestShare(account, { reserved: 0n, discount: WAD }, params);
  return mulUp(params.feeRate, mulUp(share, max(account.markToMarket, 0n)));
}

/** At most zero, what insurance pays for the whole of an insolvent account; it falls to the maintenance margin. */
export function insolventOffer(
  { markToMarket, maintenance }: AuctionedAccount,
  elapsedSec: bigint,
  params: AuctionParams,
): bigint {
  requireAuctionParams(params);
  requireValue(markToMarket);
  requireValue(maintenance);
  within('auction: elapsedSec', elapsedSec, [0n, SEC_END]);
  if (maintenance >= 0n) return 0n;
  if (elapsedSec >= params.insolventSec) return maintenance;
  const start = min(markToMarket, 0n);
  return start - floorDivide((start - maintenance) * elapsedSec, params.insolventSec);
}

/** What insurance pays a bidder for a share of an insolvent account. */
export function insolventPayout({ offer, share }: { offer: bigint; share: bigint }): bigint {
  return mulDown(-offer, share);
}

function requireOffer({ reserved, discount: share }: Offer): void {
  within('auction: reserved', reserved, [0n, PRICE_END]);
  within('auction: share', share, [0n, FACTOR_END]);
}

function requireValue(value: bigint): void {
  within('auction: value', value, [1n - PRICE_END, PRICE_END]);
}

function floorDivide(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  return value % divisor < 0n ? quotient - 1n : quotient;
}
