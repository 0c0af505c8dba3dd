/**
 * Protocol constants. Each is part of the rules: changing one changes the state-transition function.
 * `scripts/generate.ts` writes Solidity's copy into `contracts/generated/Params.sol`.
 */

// Money and quantities. Units: cents = 10^-2 USD, lots = 10^-4 contract, money = 10^-6 USD = cents × lots.
/** No ledger figure passes this; the sum of all deposits stays below it too. */
export const MAX_MONEY = 2 ** 53 - 1;

// Trace and batch.
/** Steps in a batch's history, padding included. */
export const TRACE_STEPS = 2 ** 18;
export const MAX_BATCH_BYTES = 120_000;
/** 32 field elements × 31 bytes. */
export const CHUNK_BYTES = 992;
/** No encoded operation is longer; a step reads at most this window of the batch data. */
export const MAX_OPERATION_BYTES = 1984;
export const MAX_INBOX_ITEMS = 64;
export const HEADER_VERSION = 1;

// State tree: a key is kind × 2^28 + index.
export const TREE_DEPTH = 32;
export const INDEX_BITS = 28;

// Accounts.
export const MAX_ACCOUNTS = 2 ** 25 - 1;
export const MAX_POSITIONS = 128;
/** Distinct (underlying, expiry) pairs an account may hold. */
export const MAX_EXPIRIES = 32;
export const MAX_OPEN_ORDERS = 512;
/** Slot 0 is the owner's own key, the others are session keys. */
export const KEY_SLOTS = 8;
export const SCOPE_TRADE = 1;
export const SCOPE_TRANSFER = 2;
export const SCOPE_WITHDRAW = 4;
export const SCOPE_ALL = 7;
/** Nonces per signing key that may be in flight at once, in any order. */
export const NONCE_WINDOW = 1024;
export const NONCE_WORD = 256;
/** A nonce this far above the window's base is refused. */
export const NONCE_AHEAD = 65_536;

// Matching.
/** Makers looked at by one order, failed ones and self-trades included. */
export const MAX_MATCH_ATTEMPTS = 32;
export const ORDERS_REMOVED_PER_STEP = 4;
export const MAX_SWEEP_STEPS = 16;
/** Pages of makers' margins that one order may use up; an account of many positions takes several a look. */
export const MAX_MATCH_PAGES = 48;
/** Steps kept for every inbox item: the longest starts a liquidation. */
export const INBOX_ITEM_STEPS = 137;

// Fees on the index notional, in parts per million, rounded up; capped at 1/2^FEE_CAP_SHIFT of the premium.
export const MAKER_FEE_PPM = 100;
export const TAKER_FEE_PPM = 300;
/** 0.50 USD, charged to the taker once an order, not capped. */
export const TAKER_BASE_FEE = 500_000;
export const FEE_CAP_SHIFT = 3;

// Margin.
/** Work of one step: a price takes two, the shock of an expiry one. */
export const MARGIN_PAGE_WORK = 2304;
export const MAX_MARGIN_PAGES = 5;
export const MODEL_STANDARD = 0;
export const MODEL_PORTFOLIO = 1;
/** Shares of an account in a bid: the whole. */
export const WHOLE_PPM = 1_000_000;
/** Margin parameters: 18 of the standard model, 34 of the portfolio model, 8 of auctions, a count and 39 × 3 scenarios. */
export const STANDARD_PARAMETERS = 0;
export const PORTFOLIO_PARAMETERS = 18;
export const AUCTION_PARAMETERS = 52;
export const SCENARIO_COUNT_PARAMETER = 60;
export const SCENARIO_PARAMETERS = 61;
export const MAX_SCENARIOS = 39;
export const PARAMETER_COUNT = 178;
/** Added to a parameter's value in an inbox item, whose amounts have no sign. */
export const PARAMETER_BIAS = 2 ** 52;

// Oracle.
/** Confidences run from 0 to this. */
export const FULL_CONFIDENCE_E4 = 10_000;
export const MAX_PUBLISHERS = 16;
/** A print whose oldest signature is older than this is stale. */
export const ORACLE_HEARTBEAT_SEC = 120;
/** A surface older than this is stale. */
export const SURFACE_HEARTBEAT_SEC = 900;
/** A surface older than this is given up: until then nobody who holds options of its expiry is liquidated without it. */
export const SURFACE_GIVEN_UP_SEC = 86_400;
/** An index print may differ from a fresh one before it by this share. */
export const INDEX_MOVE_PPM = 200_000;
/** A surface's forward may differ from the index by this share. */
export const FORWARD_BAND_PPM = 250_000;
/** Bound of |rate|: 100 % a year. */
export const MAX_RATE_E9 = 1_000_000_000;
/** Bound of the volatility at the money: 500 %. */
export const MAX_VOL_E9 = 5_000_000_000;
/** An index further than this from the last reference price of L1 halts liquidation and settlement. */
export const REFERENCE_BAND_PPM = 100_000;
/** After a gap in the prints longer than the heartbeat: only cancels, then only post-only orders, then all. */
export const CANCEL_ONLY_SEC = 60;
export const POST_ONLY_SEC = 300;
/** Prints after a gap before anybody is liquidated. */
export const FRESH_PRINTS = 3;
/** The settlement price averages the index over this time before the expiry. */
export const SETTLEMENT_WINDOW_SEC = 1800;
/** When no print has come for longer than this, open expiries may be closed at their last marks. */
export const CLOSE_OUT_AFTER_SEC = 259_200;
/** A settlement price may differ from the last print by this share. */
export const SETTLEMENT_BAND_PPM = 200_000;

// Calendar. Day 0 is 2020-01-01; options expire at 08:00 UTC.
export const DAY_ZERO_SEC = 1_577_836_800;
export const DAY_SEC = 86_400;
export const EXPIRY_OF_DAY_SEC = 28_800;

// Listing rule.
export const MAX_UNDERLYINGS = 16;
export const MAX_LISTING_DAYS = 400;
/** Strikes lie between index / 8 and index × 8. */
export const LISTING_STRIKE_FACTOR = 8;
/** Above the number of strikes that the rule allows, so that nobody can use an expiry up. */
export const MAX_INSTRUMENTS_PER_EXPIRY = 8192;

export interface Underlying {
  readonly symbol: string;
  readonly tickCents: number;
  readonly lotE4: number;
  readonly strikeStepCents: number;
  /** Bound of prices, strikes, index and settlement prices. */
  readonly maxPriceCents: number;
  /** Bound of one position's amount; maxPrice × maxPosition < 2^53. */
  readonly maxPositionE4: number;
}

/** The index in this list is the underlying's id everywhere. */
export const UNDERLYINGS: readonly Underlying[] = [
  {
    symbol: 'BTC',
    tickCents: 100,
    lotE4: 100,
    strikeStepCents: 50_000,
    maxPriceCents: 2 ** 28 - 1,
    maxPositionE4: 2 ** 24,
  },
  {
    symbol: 'ETH',
    tickCents: 10,
    lotE4: 1000,
    strikeStepCents: 2_500,
    maxPriceCents: 2 ** 24 - 1,
    maxPositionE4: 2 ** 28,
  },
];
