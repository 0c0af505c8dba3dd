// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MAX_EXPIRIES} from "../../generated/Params.sol";
import {AccountRecord, ExpiryRecord, UnderlyingRecord} from "../../generated/Records.sol";
import {dayOfExpiry, expiryOfCode, underlyingOfExpiry} from "../Instrument.sol";
import {isIndexFresh, mayLiquidate} from "../Market.sol";
import {expiryIndex, State} from "../State.sol";
import {ExpiryPrices, isAwaited, isPriced, MONEY, secToExpiry, setExpiryPrices} from "./Feeds.sol";
import {settledValue} from "./Settled.sol";

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

/// @param cash With what settled expiries will pay or cost.
/// @param expiries By underlying, then by expiry; without the settled ones.
/// @param optionCount Options that need a price: not those that have their payoff.
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
    uint256 expiries;
    for (uint256 from; from < count;) {
        uint256 code = expiryOfCode(account.positionCode(from));
        uint256 to = endOfExpiry(account, code, from, count);
        ExpiryRecord record = expiryRecord(state, code);
        bool isSettled = record.settled() == 1;
        if (!isSettled || record.lifeSec() > 0) held.optionCount += to - from;
        if (isSettled) {
            held.cash += settledValue(account, from, to, record) * MONEY;
        } else {
            HeldExpiry memory expiry = list[expiries++];
            (expiry.from, expiry.to) = (from, to);
            readExpiry(expiry, state, record, code);
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
    uint256 code
) pure {
    uint256 timeSec = state.globals().timeSec();
    uint256 day = dayOfExpiry(code);
    held.underlying = underlyingOfExpiry(code);
    UnderlyingRecord underlying = state.underlying(held.underlying);
    uint256 sec = secToExpiry(underlying, day);
    held.priced = isPriced(expiry, sec, timeSec);
    held.awaited = !held.priced && isAwaited(expiry, timeSec);
    setExpiryPrices(held.prices, underlying, expiry, day, sec);
}
