/** Margins, auctions and marks as the sequencer shows them. Amounts are decimal strings in USD with up to 18 decimals. */
import type { MarginModel } from './types.ts';

export interface MarginPair {
  readonly initial: string;
  readonly maintenance: string;
}

export interface MarginFigures {
  readonly cash: string;
  /** Null where a price is missing, as all that follows. */
  readonly equity: string | null;
  /** Equity minus requirement. */
  readonly initialMargin: string | null;
  readonly maintenanceMargin: string | null;
  readonly requirement: MarginPair | null;
  /** Maintenance requirement over equity: above 1 an account is liquidated. Null without equity. */
  readonly marginRatio: string | null;
}

/** Why there is no mark. */
export type UnpricedReason =
  | 'noIndex'
  | 'staleIndex'
  | 'noSurface'
  | 'staleSurface'
  | 'settled'
  | null;

export interface Greeks {
  /** USD for a dollar of the index. */
  readonly delta: string;
  readonly gamma: string;
  /** USD for a volatility point (0.01). */
  readonly vega: string;
  /** USD a day. */
  readonly theta: string;
}

export interface MarginReport extends MarginFigures {
  /** Null of a portfolio that does not exist. */
  readonly account: string | null;
  readonly time: string;
  readonly model: MarginModel;
  readonly parametersVersion: string;
  readonly liquidatable: boolean;
  readonly worst: { readonly index: number; readonly name: string; readonly profit: string } | null;
  readonly scenarios: readonly {
    readonly index: number;
    readonly name: string;
    readonly spotShock: string;
    readonly volatility: string;
    readonly dampening: string;
    readonly profit: string;
    readonly isWorst: boolean;
  }[];
  /** Their sums are the requirement, exactly. */
  readonly sources: readonly (MarginPair & {
    readonly source: string;
    readonly of: string | null;
  })[];
  readonly standardExpiries: readonly {
    readonly expiry: string;
    readonly value: string;
    readonly isolated: MarginPair;
    readonly worstPayoff: MarginPair;
    readonly confidence: string;
  }[];
  readonly expiries: readonly {
    readonly expiry: string;
    readonly expiresAt: string;
    readonly secondsLeft: string;
    readonly index: string | null;
    readonly forward: string | null;
    readonly rate: string | null;
    readonly reason: UnpricedReason;
  }[];
  readonly positions: readonly {
    readonly instrument: string;
    readonly quantity: string;
    readonly mark: string | null;
    readonly value: string | null;
    readonly markIv: string | null;
    readonly greeks: Greeks | null;
    readonly reason: UnpricedReason;
  }[];
}

/** By `BTC`, or by `BTC-26JUN26`. */
type ByName = Readonly<Record<string, string>>;

export interface SimulateRequest {
  /** Start from this account. */
  readonly account?: string;
  readonly model?: MarginModel;
  /** USDC, added to the account's if one is named. */
  readonly cash?: string;
  readonly positions?: readonly {
    readonly instrument?: string;
    readonly underlying?: string;
    readonly expiry?: string;
    readonly strike?: string;
    readonly type?: 'call' | 'put';
    /** Contracts, below 0 where short. */
    readonly amount: string;
  }[];
  readonly overrides?: {
    readonly index?: ByName;
    readonly forward?: ByName;
    readonly rate?: ByName;
    readonly vol?: ByName;
    readonly svi?: Readonly<
      Record<string, Readonly<Record<'a' | 'b' | 'rho' | 'm' | 'sigma', string>>>
    >;
    /** 0.1 raises every volatility by a tenth of itself. */
    readonly volShift?: string;
    readonly parameters?: ByName;
  };
}

export interface AuctionView {
  readonly kind: 'solvent' | 'insolvent';
  readonly startedAt: string;
  readonly elapsedSec: string;
  readonly endsAt: string;
  /** `halted` while prints are not good enough; else `runs`, or what `liquidate` would make of it. */
  readonly standing: 'runs' | 'halted' | 'over' | 'restart' | 'insolvent';
  /** USDC that earlier bidders paid, which is not for sale. */
  readonly reserved: string;
  /** Share of the equity that is asked; null of the insolvent kind. */
  readonly askedShare: string | null;
  /** Of the account, for one bid. */
  readonly largestShare: string | null;
  /** For the whole; below 0 what is paid for taking it. */
  readonly price: string | null;
  readonly bufferMargin: string | null;
}

export interface AccountMargin extends MarginFigures {
  readonly account: string;
  readonly model: MarginModel;
  readonly revision: string;
  readonly liquidatable: boolean;
  readonly auction: AuctionView | null;
}

export interface Ticker {
  readonly instrument: string;
  readonly underlying: string;
  readonly expiresAt: string;
  readonly strike: string;
  readonly type: 'call' | 'put';
  readonly mode: 'open' | 'postOnly' | 'cancelOnly';
  readonly time: string;
  readonly index: string | null;
  readonly indexAgeSec: string | null;
  readonly surfaceAgeSec: string | null;
  readonly forward: string | null;
  readonly rate: string | null;
  readonly mark: string | null;
  readonly markIv: string | null;
  readonly bid: string | null;
  readonly bidIv: string | null;
  readonly ask: string | null;
  readonly askIv: string | null;
  readonly greeks: Greeks | null;
  readonly reason: UnpricedReason;
}
