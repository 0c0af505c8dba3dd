/**
 * Rejection codes, one list for the protocol, Solidity, the API's error bodies and the docs.
 * 1xxx authentication, 2xxx margin and money, 3xxx book and instruments, 4xxx settlement and oracle, 5xxx framing.
 */
export const REJECTIONS = {
  unknownKey: [1001, 'the key slot is empty'],
  badSignature: [1002, 'the signature is not by the key, or not in its canonical low-s form'],
  keyExpired: [1003, 'the session key has expired'],
  keyOutOfScope: [1004, 'the key may not sign this kind of operation'],
  nonceTooLow: [1005, 'the nonce is below the window'],
  nonceUsed: [1006, 'the nonce has been used'],
  nonceTooHigh: [1007, 'the nonce is too far above the window'],
  operationExpired: [1008, 'the operation has expired'],
  notOwner: [1009, 'the sender does not own the account'],
  unknownAccount: [1010, 'no such account'],
  badKeySlot: [1011, 'session keys live in slots 1 to 7'],
  badScope: [1012, 'unknown scope bits'],

  initialMargin: [2001, 'initial margin would not hold'],
  insufficientCash: [2002, 'not enough cash'],
  positionLimit: [2003, 'a position would pass its limit'],
  tooManyPositions: [2004, 'the account holds the most positions or expiries it may'],
  ledgerLimit: [2005, 'a ledger figure would pass 2^53 - 1'],
  zeroAmount: [2006, 'the amount is zero'],
  sameAccount: [2007, 'source and destination are the same account'],
  pricesMissing: [2008, 'a price or surface that the margin needs is missing or stale'],
  underAuction: [2009, 'the account is being liquidated'],
  badMarginModel: [2010, 'unknown margin model, or not one for several underlyings'],
  notLiquidatable: [2011, 'the account holds its maintenance margin'],
  auctionRunning: [2012, 'the auction goes on as it is'],
  noAuction: [2013, 'no auction of this account'],
  auctionOver: [
    2014,
    'the auction has run out or has no need to go on; liquidate brings it up to date',
  ],
  badShare: [2015, 'the share is zero or above the whole'],
  bidLimit: [2016, 'the price is beyond the limit of the bid'],
  accountChanged: [2017, 'the account is no longer in the state that the bid was made for'],
  bidTooSmall: [2018, 'rounding would leave the account worse off'],
  liquidationHalted: [
    2019,
    'no liquidation until prints are fresh again and near the reference price',
  ],

  unknownInstrument: [3001, 'no such instrument'],
  instrumentExpired: [3002, 'the instrument has expired or was closed out'],
  badPrice: [3003, 'the price is zero, off the tick or above the limit'],
  badQuantity: [3004, 'the quantity is zero, off the lot or above the limit'],
  badOrderFlags: [3005, 'unknown side or time in force'],
  wouldCross: [3006, 'a post-only order would trade at once'],
  notFilled: [3007, 'a fill-or-kill order could not be filled whole'],
  tooManyOrders: [3008, 'the account has the most open orders it may'],
  unknownOrder: [3009, 'no such open order of this account'],
  noIndexPrice: [3010, 'the underlying has no index price yet'],
  alreadyListed: [3011, 'the instrument is already listed'],
  badListing: [3012, 'expiry or strike is outside the listing rule'],
  instrumentNotExpired: [3013, 'the instrument has not expired and was not closed out'],
  tooManyInstruments: [3014, 'the expiry has the most instruments it may'],
  cancelOnly: [3015, 'prints are missing or have just come back: only cancelling is open'],
  postOnly: [3016, 'prints have just come back: only post-only orders are open'],

  unknownUnderlying: [4001, 'no such underlying'],
  noQuorum: [4002, 'too few publishers, or not in ascending order'],
  badPublisherSignature: [4003, 'a publisher signature is wrong'],
  stalePrint: [4004, 'the print is stale, not newer than the last, or from the future'],
  printOutOfRange: [4005, 'a price is zero or above the limit'],
  notExpired: [4006, 'no print has come since the expiry'],
  alreadySettled: [4007, 'the expiry is settled or closed out already'],
  settlementOutOfBand: [4008, 'the settlement price is too far from the last print'],
  notSettled: [4009, 'the expiry is neither settled nor closed out yet'],
  nothingToSettle: [4010, 'the account holds nothing of the expiry'],
  poolShort: [4011, 'accounts that owe must be settled before accounts that receive'],
  badSurface: [4013, 'the surface, forward, rate or confidence is outside its bounds'],
  settlementHalted: [4014, 'prints are too far from the reference price'],
  printsNotGone: [4015, 'prints are not missing for long enough to close an expiry'],
  timeNotAllowed: [4012, 'time would go back or pass the header time'],

  inboxEmpty: [5001, 'no inbox item is left to consume'],
  unknownInboxKind: [5002, 'unknown inbox item kind'],
  badParameter: [5003, 'unknown parameter, or a value that the models do not allow'],
} as const satisfies Record<string, readonly [number, string]>;

export type RejectionName = keyof typeof REJECTIONS;

/** Outcome of an operation that did what it says. */
export const ACCEPTED = 0;

export const CODE = Object.fromEntries(
  Object.entries(REJECTIONS).map(([name, [code]]) => [name, code]),
) as { readonly [K in RejectionName]: (typeof REJECTIONS)[K][0] };

export const REJECTION_BY_CODE: ReadonlyMap<number, { name: RejectionName; text: string }> =
  new Map(
    Object.entries(REJECTIONS).map(([name, [code, text]]) => [
      code,
      { name: name as RejectionName, text },
    ]),
  );
