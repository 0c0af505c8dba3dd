// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MAX_EXPIRIES} from "../../generated/Params.sol";
import {AccountRecord, ExpiryRecord, UnderlyingRecord} from "../../generated/Records.sol";
import {
    dayOfExpiry,
    expiryOfCode,
    expirySec,
    isPut,
    strikeOfCode,
    underlyingOfExpiry
} from "../Instrument.sol";
import {isIndexFresh, mayLiquidate} from "../Market.sol";
import {settlementPayoff} from "../Payoff.sol";
import {expiryIndex, State} from "../State.sol";
import {ExpiryPrices, isAwaited, isPriced, MONEY, secToExpiry, setExpiryPrices} from "./Feeds.sol";

// An account as the margin models read it: SPEC §8.2.

/// @notice The positions [from, to), which are those of one expiry, and what they need to be valued.
/// @param awaited Nobody is liquidated before the surface comes.
struct HeldExpiry {
    uint256 underlying;
    uint256 from;
    uint256 to;
    bool priced;
    bool awaited;
    ExpiryPrices prices;
}

/// @param cash With what expiries whose settlement price is fixed will pay or cost.
/// @param expiries By underlying, then by expiry; without the settled ones.
/// @param optionCount In these expiries.
/// @param fresh The index of every underlying held is fresh.
struct HeldAccount {
    AccountRecord account;
    int256 cash;
    HeldExpiry[] expiries;
    uint256 optionCount;
    bool fresh;
}

/// @notice COST: reads the records of the underlyings and expiries held, and no instrument.
function readAccount(State memory state, uint256 accountId) pure returns (HeldAccount memory held) {
    AccountRecord account = state.account(accountId);
    uint256 count = account.positionCount();
    held.account = account;
    held.cash = account.cash() * MONEY;
    HeldExpiry[] memory list = new HeldExpiry[](MAX_EXPIRIES);
    // An account without positions needs no record but its own.
    uint256 timeSec = count == 0 ? 0 : state.globals().timeSec();
    uint256 expiries;
    for (uint256 from; from < count;) {
        uint256 code = expiryOfCode(account.positionCode(from));
        uint256 to = endOfExpiry(account, code, from, count);
        ExpiryRecord record = expiryRecord(state, code);
        uint256 settlement = settlementPrice(record, code, timeSec);
        if (settlement > 0) {
            held.cash += sumPayoffs(account, from, to, settlement) * MONEY;
        } else {
            HeldExpiry memory expiry = list[expiries++];
            (expiry.from, expiry.to) = (from, to);
            readExpiry(expiry, state, record, code, timeSec);
            held.optionCount += to - from;
        }
        from = to;
    }
    // An array may be shortened where it lies.
    assembly ("memory-safe") {
        mstore(list, expiries)
    }
    held.expiries = list;
    held.fresh = areFresh(state, list);
}

function areFresh(State memory state, HeldExpiry[] memory expiries) pure returns (bool) {
    for (uint256 i; i < expiries.length; ++i) {
        if (isFirstOfUnderlying(expiries, i) && !isIndexFresh(state, expiries[i].underlying)) {
            return false;
        }
    }
    return true;
}

/// @dev COST: what is asked of an underlying is asked once; expiries are sorted by it.
function isFirstOfUnderlying(HeldExpiry[] memory expiries, uint256 i) pure returns (bool) {
    return i == 0 || expiries[i - 1].underlying != expiries[i].underlying;
}

/// @notice No underlying that the account holds forbids liquidation, and no surface is late.
function mayLiquidateAccount(State memory state, HeldExpiry[] memory expiries) pure returns (bool) {
    for (uint256 i; i < expiries.length; ++i) {
        if (expiries[i].awaited) return false;
        if (isFirstOfUnderlying(expiries, i) && !mayLiquidate(state, expiries[i].underlying)) {
            return false;
        }
    }
    return true;
}

function endOfExpiry(
    AccountRecord account,
    uint256 expiry,
    uint256 from,
    uint256 count
) pure returns (uint256 to) {
    to = from + 1;
    while (to < count && expiryOfCode(account.positionCode(to)) == expiry) ++to;
}

function expiryRecord(State memory state, uint256 code) pure returns (ExpiryRecord) {
    return state.expiry(expiryIndex(underlyingOfExpiry(code), dayOfExpiry(code)));
}

function readExpiry(
    HeldExpiry memory held,
    State memory state,
    ExpiryRecord expiry,
    uint256 code,
    uint256 timeSec
) pure {
    uint256 day = dayOfExpiry(code);
    held.underlying = underlyingOfExpiry(code);
    UnderlyingRecord underlying = state.underlying(held.underlying);
    uint256 sec = secToExpiry(underlying, day);
    held.priced = isPriced(expiry, sec, timeSec);
    held.awaited = !held.priced && isAwaited(expiry, timeSec);
    setExpiryPrices(held.prices, underlying, expiry, day, sec);
}

/// @notice The fixed settlement price of an expiry that has come, else 0.
function settlementPrice(
    ExpiryRecord expiry,
    uint256 code,
    uint256 timeSec
) pure returns (uint256) {
    return timeSec < expirySec(dayOfExpiry(code)) ? 0 : expiry.settlementCents();
}

/// @notice Signed payoff of the positions [from, to) at the settlement price, in 10^-6 USD.
function sumPayoffs(
    AccountRecord account,
    uint256 from,
    uint256 to,
    uint256 settlement
) pure returns (int256 sum) {
    for (uint256 i = from; i < to; ++i) {
        uint256 code = account.positionCode(i);
        int256 strike = int256(strikeOfCode(code));
        sum +=
            account.positionAmount(i) * settlementPayoff(isPut(code), strike, int256(settlement));
    }
}
