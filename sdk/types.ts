import type { AccountMargin, MarginReport, SimulateRequest, Ticker } from './marginTypes.ts';

export type Hex = `0x${string}`;

export interface ClientOptions {
  /** Of the sequencer's API. */
  readonly url: string;
  readonly account: number;
  /** 0 (the default) is the owner's key, 1 to 7 are session keys. */
  readonly keySlot?: number;
  /** 32 bytes. */
  readonly privateKey: Hex;
  /** Seconds until an operation that was not executed expires; 60 by default. */
  readonly lifetimeSec?: number;
  /** Address whose receipts are believed; the one that the sequencer names if absent. */
  readonly receiptSigner?: Hex;
}

export interface OrderRequest {
  /** `BTC-26JUN26-60000-C` */
  readonly instrument: string;
  readonly side: 'buy' | 'sell';
  /** USD, at most 2 decimals. */
  readonly price: string;
  /** Contracts, at most 4 decimals. */
  readonly quantity: string;
  /** Good till cancelled (the default), immediate or cancel, fill or kill, post-only. */
  readonly timeInForce?: 'GTC' | 'IOC' | 'FOK' | 'POST';
}

export type MarginModel = 'standard' | 'portfolio';

/** Takes a share of an account under auction, at the price of the auction. */
export interface BidRequest {
  readonly liquidated: number;
  /** Of the account as it is now: above 0, at most 1, at most 6 decimals. Never more than what heals it is taken. */
  readonly share: string;
  /** USDC that the share may cost at most; below 0: what must be paid for taking it, at least. */
  readonly limit: string;
  /** The account's, as `auctions` shows it: the bid is for the account as it was then. */
  readonly revision: number;
}

/** Names a resting order: ids are used again, generations are not. */
export interface OrderId {
  readonly order: number;
  readonly generation: number;
}

/** The sequencer's signed promise that an operation has this place and this outcome. */
export interface Receipt {
  /** Place among all operations ever. */
  readonly seq: string;
  readonly batch: string;
  /** Place in the batch, from 0. */
  readonly index: number;
  /** 0, or the code of the rejection that it was executed to. */
  readonly outcome: number;
  /** keccak256 of the operation's bytes. */
  readonly hash: Hex;
  /** Siblings from the receipt up to the signed root. */
  readonly proof: readonly Hex[];
  /** r ‖ s with the parity in the top bit of s. */
  readonly signature: Hex;
}

export interface FillReport {
  readonly instrument: string;
  readonly price: string;
  readonly quantity: string;
  readonly fee: string;
}

export interface PlacedOrder {
  readonly receipt: Receipt;
  readonly fills: readonly FillReport[];
  /** What rests in the book, if anything does. */
  readonly resting: (OrderId & { readonly quantity: string }) | null;
}

export interface Executed {
  readonly receipt: Receipt;
}

export interface BidResult extends Executed {
  /** Of the account, taken. */
  readonly share: string;
  /** USDC paid for it; below 0 what was received. */
  readonly price: string;
}

export interface MarginPage {
  readonly margins: readonly AccountMargin[];
  /** Null at the end. */
  readonly next: string | null;
}

/** Calls reject with a `TenorError` that carries the sequencer's code. */
export interface Client {
  placeOrder(order: OrderRequest): Promise<PlacedOrder>;
  cancel(order: OrderId): Promise<Executed>;
  cancelAll(): Promise<Executed>;
  /** @param amount USDC, at most 6 decimals */
  withdraw(amount: string): Promise<Executed>;
  transfer(transfer: { toAccount: number; amount: string }): Promise<Executed>;
  setSessionKey(key: {
    slot: number;
    /** The zero address removes the key. */
    signer: Hex;
    /** Unix seconds; 0 means never. */
    expiresAtSec: number;
    scopes: readonly ('trade' | 'transfer' | 'withdraw')[];
  }): Promise<Executed>;

  /** How the account is margined; its initial margin must hold under the new model. */
  setMarginModel(model: MarginModel): Promise<Executed>;
  bid(bid: BidRequest): Promise<BidResult>;
  /** Starts the auction of any account below its maintenance margin, or brings it up to date. */
  liquidate(account: number): Promise<Executed>;

  info(): Promise<Info>;
  /** The account as it is now. */
  account(): Promise<AccountView>;
  /** Margin of the account, and where every dollar of it comes from. */
  margin(): Promise<MarginReport>;
  /** The same of a portfolio that need not exist. */
  simulate(request: SimulateRequest): Promise<MarginReport>;
  /** Margins of accounts that hold positions. @param after account id; `next` of the page before */
  margins(after?: string): Promise<MarginPage>;
  /** Accounts under auction. */
  auctions(): Promise<readonly AccountMargin[]>;
  ticker(instrument: string): Promise<Ticker>;
  /** Of every option of an expiry. @param expiry `BTC-26JUN26` */
  tickers(expiry: string): Promise<readonly Ticker[]>;
  instruments(): Promise<readonly InstrumentView[]>;
  book(instrument: string, depth?: number): Promise<Book>;
  /** Latest first. */
  trades(instrument?: string): Promise<readonly Trade[]>;
  openOrders(): Promise<readonly OpenOrder[]>;
  /** @param seq or the hash of the operation's bytes */
  operation(seq: string): Promise<OperationStatus>;
}

export interface Info {
  readonly chainId: number;
  readonly rollup: Hex;
  readonly verifier: Hex;
  readonly bridge: Hex;
  readonly inbox: Hex;
  readonly receiptSigner: Hex;
  /** The exchange's time, Unix seconds. */
  readonly time: string;
  readonly underlyings: readonly {
    readonly symbol: string;
    readonly tick: string;
    readonly lot: string;
    readonly strikeStep: string;
    readonly maxPrice: string;
    readonly maxPosition: string;
    readonly index: string | null;
  }[];
}

export interface AccountView {
  readonly account: string;
  readonly owner: Hex;
  readonly cash: string;
  readonly marginModel: MarginModel;
  /** Goes up whenever positions change hands: what a bid for the account names. */
  readonly revision: string;
  readonly auction: {
    readonly startedAt: string;
    readonly kind: 'solvent' | 'insolvent';
    readonly reserved: string;
  } | null;
  readonly withdrawn: string;
  readonly openOrders: number;
  readonly positions: readonly { readonly instrument: string; readonly quantity: string }[];
  readonly keys: readonly {
    readonly key: string;
    readonly signer: Hex;
    readonly expiresAt: string;
    readonly scope: string;
    readonly nextNonce: string;
  }[];
}

export interface InstrumentView {
  readonly instrument: string;
  readonly id: string;
  readonly underlying: string;
  readonly expiresAt: string;
  readonly strike: string;
  readonly type: string;
  readonly bestBid: string | null;
  readonly bestAsk: string | null;
  readonly settlementPrice: string | null;
}

export interface BookLevel {
  readonly price: string;
  readonly quantity: string;
  readonly orders: number;
}

export interface Book {
  readonly instrument: string;
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
}

export interface Trade {
  readonly seq: string;
  readonly instrument: string;
  readonly price: string;
  readonly quantity: string;
  readonly takerSide: string;
  readonly taker: string;
  readonly maker: string;
  readonly time: string;
}

export interface OpenOrder {
  readonly order: string;
  readonly generation: string;
  readonly instrument: string;
  readonly side: string;
  readonly price: string;
  readonly quantity: string;
}

export interface OperationStatus {
  readonly operation: string;
  readonly account: string;
  /** Acknowledged, posted, posted for good, or settled. */
  readonly head: 'unsafe' | 'safe' | 'finalized' | 'settled';
  readonly receipt: Receipt;
}
