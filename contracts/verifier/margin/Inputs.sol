// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    AUCTION_PARAMETERS,
    PORTFOLIO_PARAMETERS,
    SCENARIO_COUNT_PARAMETER,
    SCENARIO_PARAMETERS
} from "../../generated/Params.sol";
import {AccountRecord, ParametersRecord, UnderlyingRecord} from "../../generated/Records.sol";
import {storeWord} from "../Bytes.sol";
import {isPut, strikeOfCode} from "../Instrument.sol";
import {ln} from "../maths/Ln.sol";
import {WAD} from "../maths/Wad.sol";
import {PreparedSurface, setSurface, volatilityAt} from "../pricing/Svi.sol";
import {State} from "../State.sol";
import {HeldAccount, HeldExpiry} from "./Account.sol";
import {CENTS, E9, ExpiryPrices, indexConfidence, indexPrice, LOTS} from "./Feeds.sol";
import {copyParameters} from "./Parameters.sol";

// What the two margin models take, out of a held account, encoded as their contracts read it. Each function writes a struct
// at `at`, its arrays behind it, and returns where they end. COST: no struct is built only to be encoded after.
// The protocol has no perpetuals and no other collateral yet.

/// @dev Of the structs, without what their arrays hold.
uint256 constant PORTFOLIO_BYTES = 10 * 32;
uint256 constant PORTFOLIO_EXPIRY_BYTES = 15 * 32;
uint256 constant PORTFOLIO_PARAMS_BYTES = 35 * 32;
uint256 constant SCENARIO_BYTES = 3 * 32;
uint256 constant OPTION_BYTES = 3 * 32;
uint256 constant STANDARD_PORTFOLIO_BYTES = 3 * 32;
uint256 constant STANDARD_UNDERLYING_BYTES = 8 * 32;
uint256 constant STANDARD_EXPIRY_BYTES = 6 * 32;
uint256 constant STANDARD_OPTION_BYTES = 4 * 32;

/// @notice A portfolio account holds one underlying.
function writePortfolio(
    State memory state,
    HeldAccount memory held,
    uint256 at
) pure returns (uint256) {
    HeldExpiry[] memory expiries = held.expiries;
    UnderlyingRecord underlying = state.underlying(
        expiries.length == 0 ? 0 : expiries[0].underlying
    );
    storeWord(at, uint256(held.cash));
    writeIndex(underlying, at + 32);
    storeWord(at + 96, uint256(WAD));
    writeNoPerpetual(at + 128);
    // No collateral.
    storeWord(at + 256, PORTFOLIO_BYTES);
    storeWord(at + 288, PORTFOLIO_BYTES + 32);
    storeWord(at + PORTFOLIO_BYTES, 0);
    uint256 list = at + PORTFOLIO_BYTES + 32;
    uint256 end = startArray(list, expiries.length);
    for (uint256 i; i < expiries.length; ++i) {
        storeOffset(list, i, end);
        end = writePortfolioExpiry(held.account, expiries[i], end);
    }
    return end;
}

function writePortfolioExpiry(
    AccountRecord account,
    HeldExpiry memory expiry,
    uint256 at
) pure returns (uint256) {
    ExpiryPrices memory prices = expiry.prices;
    uint256 surface = at + 7 * 32;
    // Seven figures, then the seven of the surface.
    assembly ("memory-safe") {
        mcopy(at, prices, 224)
        mcopy(surface, mload(add(prices, 224)), 224)
    }
    storeWord(at + 14 * 32, PORTFOLIO_EXPIRY_BYTES);
    uint256 list = at + PORTFOLIO_EXPIRY_BYTES;
    storeWord(list, expiry.to - expiry.from);
    uint256 end = list + 32;
    for (uint256 i = expiry.from; i < expiry.to; ++i) {
        writeOption(account, i, end);
        end += OPTION_BYTES;
    }
    return end;
}

function writePortfolioParams(ParametersRecord record, uint256 at) pure returns (uint256 end) {
    copyParameters(record, PORTFOLIO_PARAMETERS, AUCTION_PARAMETERS, at);
    storeWord(at + PORTFOLIO_PARAMS_BYTES - 32, PORTFOLIO_PARAMS_BYTES);
    uint256 count = uint256(record.value(SCENARIO_COUNT_PARAMETER) / E9);
    uint256 list = at + PORTFOLIO_PARAMS_BYTES;
    storeWord(list, count);
    end = list + 32;
    for (uint256 i; i < count; ++i) {
        uint256 from = SCENARIO_PARAMETERS + 3 * i;
        copyParameters(record, from, from + 3, end);
        // The direction is a whole number.
        storeWord(end + 32, uint256(record.value(from + 1) / E9));
        end += SCENARIO_BYTES;
    }
}

/// @notice Positions are sorted by underlying, so each has its expiries in a row.
function writeStandard(
    State memory state,
    HeldAccount memory held,
    uint256 at
) pure returns (uint256 end) {
    HeldExpiry[] memory expiries = held.expiries;
    storeWord(at, uint256(held.cash));
    storeWord(at + 32, uint256(WAD));
    storeWord(at + 64, STANDARD_PORTFOLIO_BYTES);
    uint256 list = at + STANDARD_PORTFOLIO_BYTES;
    end = startArray(list, countUnderlyings(expiries));
    uint256 from;
    for (uint256 i; from < expiries.length; ++i) {
        uint256 to = endOfUnderlying(expiries, from);
        storeOffset(list, i, end);
        end = writeStandardUnderlying(state, held, from, to, end);
        from = to;
    }
}

function countUnderlyings(HeldExpiry[] memory expiries) pure returns (uint256 count) {
    for (uint256 from; from < expiries.length; ++count) from = endOfUnderlying(expiries, from);
}

function endOfUnderlying(HeldExpiry[] memory expiries, uint256 from) pure returns (uint256 to) {
    to = from + 1;
    while (to < expiries.length && expiries[to].underlying == expiries[from].underlying) ++to;
}

/// @param from First of the expiries of the underlying, `to` the end of them.
function writeStandardUnderlying(
    State memory state,
    HeldAccount memory held,
    uint256 from,
    uint256 to,
    uint256 at
) pure returns (uint256 end) {
    writeIndex(state.underlying(held.expiries[from].underlying), at);
    writeNoPerpetual(at + 64);
    storeWord(at + 192, 0);
    storeWord(at + 224, STANDARD_UNDERLYING_BYTES);
    uint256 list = at + STANDARD_UNDERLYING_BYTES;
    end = startArray(list, to - from);
    for (uint256 i = from; i < to; ++i) {
        storeOffset(list, i - from, end);
        end = writeStandardExpiry(held.account, held.expiries[i], end);
    }
}

function writeStandardExpiry(
    AccountRecord account,
    HeldExpiry memory expiry,
    uint256 at
) pure returns (uint256 end) {
    ExpiryPrices memory prices = expiry.prices;
    bool priced = expiry.priced;
    storeWord(at, uint256(prices.fixedForward + prices.variableForward));
    // What is not there is not in doubt: the worst payoff needs neither.
    storeWord(at + 32, uint256(priced ? prices.forwardConfidence : WAD));
    storeWord(at + 64, uint256(priced ? prices.volConfidence : WAD));
    storeWord(at + 96, prices.sec);
    storeWord(at + 128, STANDARD_EXPIRY_BYTES);
    storeWord(at + 160, priced ? 1 : 0);
    uint256 list = at + STANDARD_EXPIRY_BYTES;
    storeWord(list, expiry.to - expiry.from);
    end = list + 32;
    bool hasVol = priced && prices.sec > 0;
    PreparedSurface memory surface;
    if (hasVol) setSurface(surface, prices.surface);
    for (uint256 i = expiry.from; i < expiry.to; ++i) {
        int256 strike = writeOption(account, i, end);
        int256 vol = hasVol ? volatilityAt(surface, strike, ln(strike)) : int256(0);
        storeWord(end + OPTION_BYTES, uint256(vol));
        end += STANDARD_OPTION_BYTES;
    }
}

function writeOption(AccountRecord account, uint256 i, uint256 at) pure returns (int256 strike) {
    uint256 code = account.positionCode(i);
    strike = int256(strikeOfCode(code)) * CENTS;
    storeWord(at, uint256(strike));
    storeWord(at + 32, isPut(code) ? 1 : 0);
    storeWord(at + 64, uint256(account.positionAmount(i) * LOTS));
}

function writeIndex(UnderlyingRecord underlying, uint256 at) pure {
    storeWord(at, uint256(indexPrice(underlying)));
    storeWord(at + 32, uint256(indexConfidence(underlying)));
}

function writeNoPerpetual(uint256 at) pure {
    storeWord(at, 0);
    storeWord(at + 32, 0);
    storeWord(at + 64, uint256(WAD));
    storeWord(at + 96, 0);
}

/// @notice An array of structs that have arrays: its length, an offset for each, the structs.
/// @return Where the first struct goes.
function startArray(uint256 list, uint256 length) pure returns (uint256) {
    storeWord(list, length);
    return list + 32 + length * 32;
}

/// @dev Offsets count from the end of the length.
function storeOffset(uint256 list, uint256 i, uint256 element) pure {
    storeWord(list + 32 + i * 32, element - list - 32);
}
