// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MAX_EXPIRIES, MAX_POSITIONS, underlyingParams} from "../../generated/Params.sol";
import {AccountRecord} from "../../generated/Records.sol";
import {ACCEPTED, POSITION_LIMIT, TOO_MANY_POSITIONS} from "../../generated/Rejections.sol";
import {moveBytes, zeroBytes} from "../Bytes.sol";
import {encodeTerms, expiryOfCode, STRIKE_SPAN, underlyingOfExpiry} from "../Instrument.sol";
import {abs} from "../Money.sol";

/// @notice Adds `delta` contracts (10^-4) of an instrument. Positions are sorted by code, none is zero: SPEC §8.1.
/// @return ACCEPTED, or a 2xxx code with nothing changed.
function addPosition(AccountRecord account, uint256 code, int256 delta) pure returns (uint256) {
    uint256 index = firstNotBelow(account, code);
    bool held = index < account.positionCount() && account.positionCode(index) == code;
    int256 amount = (held ? account.positionAmount(index) : int256(0)) + delta;
    uint256 limit = underlyingParams(underlyingOfExpiry(expiryOfCode(code))).maxPositionE4;
    if (abs(amount) > int256(limit)) return POSITION_LIMIT;
    if (!held) return insert(account, index, code, amount);
    if (amount == 0) removePositions(account, index, index + 1);
    else account.setPositionAmount(index, amount);
    return ACCEPTED;
}

/// @notice Index of the first position whose code is not below `code`.
function firstNotBelow(AccountRecord account, uint256 code) pure returns (uint256 low) {
    uint256 high = account.positionCount();
    while (low < high) {
        uint256 middle = (low + high) >> 1;
        if (account.positionCode(middle) < code) low = middle + 1;
        else high = middle;
    }
}

/// @notice An account's positions of an expiry, [from, to).
function positionsOf(
    AccountRecord account,
    uint256 underlying,
    uint256 day
) pure returns (uint256 from, uint256 to) {
    uint256 code = encodeTerms(underlying, day, 0, false);
    from = firstNotBelow(account, code);
    to = firstNotBelow(account, code + STRIKE_SPAN);
}

/// @notice Removes the positions [from, to).
function removePositions(AccountRecord account, uint256 from, uint256 to) pure {
    uint256 count = account.positionCount();
    uint256 left = count - (to - from);
    uint256 end = account.positionsAt(count);
    moveBytes(account.positionsAt(from), account.positionsAt(to), end - account.positionsAt(to));
    zeroBytes(account.positionsAt(left), end - account.positionsAt(left));
    account.setPositionCount(left);
}

function insert(
    AccountRecord account,
    uint256 index,
    uint256 code,
    int256 amount
) pure returns (uint256) {
    uint256 count = account.positionCount();
    if (count == MAX_POSITIONS || opensExpiryTooMany(account, index, code))
        return TOO_MANY_POSITIONS;
    uint256 from = account.positionsAt(index);
    moveBytes(account.positionsAt(index + 1), from, account.positionsAt(count) - from);
    account.setPositionCode(index, code);
    account.setPositionAmount(index, amount);
    account.setPositionCount(count + 1);
    return ACCEPTED;
}

/// @param index Where a position of `code` would go.
function opensExpiryTooMany(
    AccountRecord account,
    uint256 index,
    uint256 code
) pure returns (bool) {
    uint256 count = account.positionCount();
    if (count < MAX_EXPIRIES) return false;
    uint256 expiry = expiryOfCode(code);
    if (index < count && expiryOfCode(account.positionCode(index)) == expiry) return false;
    if (index > 0 && expiryOfCode(account.positionCode(index - 1)) == expiry) return false;
    return countExpiries(account) >= MAX_EXPIRIES;
}

/// @dev An account with index least one position.
function countExpiries(AccountRecord account) pure returns (uint256 expiries) {
    uint256 count = account.positionCount();
    uint256 previous = expiryOfCode(account.positionCode(0));
    expiries = 1;
    for (uint256 i = 1; i < count; ++i) {
        uint256 expiry = expiryOfCode(account.positionCode(i));
        if (expiry != previous) ++expiries;
        previous = expiry;
    }
}
