/**
 * Protocol constants. Each is part of the rules: changing one changes the state-transition function.
 * `scripts/generate.ts` writes Solidity's copy into `contracts/generated/Params.sol`.
 */

// Money and quantities. Units: cents = 10^-2 USD, lots = 10^-4 contract, money = 10^-6 USD = cents × lots.
/** No ledger figure passes this; the sum of all deposits stays below it too. */
export const MAX_MONEY = 2 ** 53 - 1;
/** Σ |amount| × max(highest strike, index) an account may hold; keeps every margin sum exact in a double. */
export const MAX_GROSS = 2 ** 51;

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

// Fees on the index notional, in parts per million, rounded up; capped at 1/2^FEE_CAP_SHIFT of the premium.
export const MAKER_FEE_PPM = 100;
export const TAKER_FEE_PPM = 300;
export const FEE_CAP_SHIFT = 3;

// Max-loss margin: an unpaired short call needs (1 + 1/2^shift) × index.
export const NAKED_INITIAL_SHIFT = 2;
export const NAKED_MAINTENANCE_SHIFT = 3;

// Oracle.
export const MAX_PUBLISHERS = 16;
/** A print whose oldest signature is older than this is stale. */
export const ORACLE_HEARTBEAT_SEC = 120;
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
