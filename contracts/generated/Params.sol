// SPDX-License-Identifier: MIT
// Written by scripts/generate.ts from protocol/. Do not edit.
pragma solidity 0.8.37;

uint256 constant AUCTION_PARAMETERS = 52;
uint256 constant CANCEL_ONLY_SEC = 60;
uint256 constant CHUNK_BYTES = 992;
uint256 constant CLOSE_OUT_AFTER_SEC = 259200;
uint256 constant DAY_SEC = 86400;
uint256 constant DAY_ZERO_SEC = 1577836800;
uint256 constant EXPIRY_OF_DAY_SEC = 28800;
uint256 constant FEE_CAP_SHIFT = 3;
uint256 constant FORWARD_BAND_PPM = 250000;
uint256 constant FRESH_PRINTS = 3;
uint256 constant FULL_CONFIDENCE_E4 = 10000;
uint256 constant HEADER_VERSION = 1;
uint256 constant INBOX_ITEM_STEPS = 137;
uint256 constant INDEX_BITS = 28;
uint256 constant INDEX_MOVE_PPM = 200000;
uint256 constant KEY_SLOTS = 8;
uint256 constant LISTING_STRIKE_FACTOR = 8;
uint256 constant MAKER_FEE_PPM = 100;
uint256 constant MARGIN_PAGE_WORK = 2304;
uint256 constant MAX_ACCOUNTS = 33554431;
uint256 constant MAX_BATCH_BYTES = 120000;
uint256 constant MAX_EXPIRIES = 32;
uint256 constant MAX_INBOX_ITEMS = 64;
uint256 constant MAX_INSTRUMENTS_PER_EXPIRY = 8192;
uint256 constant MAX_LISTING_DAYS = 400;
uint256 constant MAX_MARGIN_PAGES = 5;
uint256 constant MAX_MATCH_ATTEMPTS = 32;
uint256 constant MAX_MATCH_PAGES = 48;
uint256 constant MAX_MONEY = 9007199254740991;
uint256 constant MAX_OPEN_ORDERS = 512;
uint256 constant MAX_OPERATION_BYTES = 1984;
uint256 constant MAX_POSITIONS = 128;
uint256 constant MAX_PUBLISHERS = 16;
uint256 constant MAX_RATE_E9 = 1000000000;
uint256 constant MAX_SCENARIOS = 39;
uint256 constant MAX_SWEEP_STEPS = 16;
uint256 constant MAX_UNDERLYINGS = 16;
uint256 constant MAX_VOL_E9 = 5000000000;
uint256 constant MODEL_PORTFOLIO = 1;
uint256 constant MODEL_STANDARD = 0;
uint256 constant NONCE_AHEAD = 65536;
uint256 constant NONCE_WINDOW = 1024;
uint256 constant NONCE_WORD = 256;
uint256 constant ORACLE_HEARTBEAT_SEC = 120;
uint256 constant ORDERS_REMOVED_PER_STEP = 4;
uint256 constant PARAMETER_BIAS = 4503599627370496;
uint256 constant PARAMETER_COUNT = 178;
uint256 constant PORTFOLIO_PARAMETERS = 18;
uint256 constant POST_ONLY_SEC = 300;
uint256 constant REFERENCE_BAND_PPM = 100000;
uint256 constant SCENARIO_COUNT_PARAMETER = 60;
uint256 constant SCENARIO_PARAMETERS = 61;
uint256 constant SCOPE_ALL = 7;
uint256 constant SCOPE_TRADE = 1;
uint256 constant SCOPE_TRANSFER = 2;
uint256 constant SCOPE_WITHDRAW = 4;
uint256 constant SETTLEMENT_BAND_PPM = 200000;
uint256 constant SETTLEMENT_WINDOW_SEC = 1800;
uint256 constant STANDARD_PARAMETERS = 0;
uint256 constant SURFACE_GIVEN_UP_SEC = 86400;
uint256 constant SURFACE_HEARTBEAT_SEC = 900;
uint256 constant TAKER_BASE_FEE = 500000;
uint256 constant TAKER_FEE_PPM = 300;
uint256 constant TRACE_STEPS = 262144;
uint256 constant TREE_DEPTH = 32;
uint256 constant WHOLE_PPM = 1000000;
uint256 constant UNDERLYING_COUNT = 2;

struct UnderlyingParams {
    string symbol;
    uint256 tickCents;
    uint256 lotE4;
    uint256 strikeStepCents;
    uint256 maxPriceCents;
    uint256 maxPositionE4;
}

error UnknownUnderlying(uint256 id);

function underlyingParams(uint256 id) pure returns (UnderlyingParams memory) {
    if (id == 0) {
        return
            UnderlyingParams({
                symbol: "BTC",
                tickCents: 100,
                lotE4: 100,
                strikeStepCents: 50000,
                maxPriceCents: 268435455,
                maxPositionE4: 16777216
            });
    }
    if (id == 1) {
        return
            UnderlyingParams({
                symbol: "ETH",
                tickCents: 10,
                lotE4: 1000,
                strikeStepCents: 2500,
                maxPriceCents: 16777215,
                maxPositionE4: 268435456
            });
    }
    revert UnknownUnderlying(id);
}
