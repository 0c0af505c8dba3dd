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
    held.fresh = true;
    HeldExpiry[] memory list = new HeldExpiry[](MAX_EXPIRIES);
    uint256 expiries;
    for (uint256 from; from < count;) {
        uint256 code = expiryOfCode(account.positionCode(from));
        uint256 to = endOfExpiry(account, code, from, count);
        uint256 settlement = settlementPrice(state, code);
        if (settlement > 0) {
            held.cash += sumPayoffs(account, from, to, settlement) * MONEY;
        } else {
            held.fresh = held.fresh && isIndexFresh(state, underlyingOfExpiry(code));
            HeldExpiry memory expiry = list[expiries++];
            (expiry.from, expiry.to) = (from, to);
            readExpiry(expiry, state, code);
            held.optionCount += to - from;
        }
        from = to;
    }
    // An array may be shortened where it lies.
    assembly ("memory-safe") {
        mstore(list, expiries)
    }
    held.expiries = list;
}

/// @notice No underlying that the account holds forbids liquidation, and no surface is late.
function mayLiquidateAccount(State memory state, HeldExpiry[] memory expiries) pure returns (bool) {
    for (uint256 i; i < expiries.length; ++i) {
        if (expiries[i].awaited || !mayLiquidate(state, expiries[i].underlying)) return false;
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

function readExpiry(HeldExpiry memory held, State memory state, uint256 code) pure {
    uint256 id = underlyingOfExpiry(code);
    uint256 day = dayOfExpiry(code);
    UnderlyingRecord underlying = state.underlying(id);
    ExpiryRecord expiry = state.expiry(expiryIndex(id, day));
    uint256 sec = secToExpiry(underlying, day);
    held.underlying = id;
    held.priced = isPriced(state, expiry, sec);
    held.awaited = !held.priced && isAwaited(state, expiry);
    setExpiryPrices(held.prices, underlying, expiry, day, sec);
}

/// @notice The fixed settlement price of an expiry that has come, else 0.
function settlementPrice(State memory state, uint256 code) pure returns (uint256) {
    uint256 day = dayOfExpiry(code);
    if (state.globals().timeSec() < expirySec(day)) return 0;
    return state.expiry(expiryIndex(underlyingOfExpiry(code), day)).settlementCents();
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
