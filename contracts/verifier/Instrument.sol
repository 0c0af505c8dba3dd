// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DAY_SEC, DAY_ZERO_SEC, EXPIRY_OF_DAY_SEC, underlyingParams} from "../generated/Params.sol";

uint256 constant STRIKE_BITS = 33;
uint256 constant DAY_BITS = 16;
uint256 constant STRIKE_SPAN = 1 << STRIKE_BITS;
uint256 constant DAY_SPAN = 1 << DAY_BITS;

/// @dev Three letters a month.
string constant MONTHS = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";

/// @notice 53 bits: underlying (4), day (16), strike (32), put (1). Codes sort by underlying, expiry, strike, type.
function encodeTerms(
    uint256 underlying,
    uint256 day,
    uint256 strikeCents,
    bool put
) pure returns (uint256) {
    return (underlying * DAY_SPAN + day) * STRIKE_SPAN + strikeCents * 2 + (put ? 1 : 0);
}

/// @notice The part of a code that instruments of one underlying and expiry share.
function expiryOfCode(uint256 code) pure returns (uint256) {
    return code >> STRIKE_BITS;
}

function strikeOfCode(uint256 code) pure returns (uint256) {
    return (code & (STRIKE_SPAN - 1)) >> 1;
}

function isPut(uint256 code) pure returns (bool) {
    return code & 1 == 1;
}

function underlyingOfExpiry(uint256 expiry) pure returns (uint256) {
    return expiry >> DAY_BITS;
}

function underlyingOfCode(uint256 code) pure returns (uint256) {
    return underlyingOfExpiry(expiryOfCode(code));
}

function dayOfExpiry(uint256 expiry) pure returns (uint256) {
    return expiry & (DAY_SPAN - 1);
}

/// @notice Unix seconds at which options of a day expire.
function expirySec(uint256 day) pure returns (uint256) {
    return DAY_ZERO_SEC + day * DAY_SEC + EXPIRY_OF_DAY_SEC;
}

/// @notice The day of the first expiry at or after a time that lies after the first expiry ever.
function firstExpiryFrom(uint256 timeSec) pure returns (uint256) {
    return (timeSec - DAY_ZERO_SEC - EXPIRY_OF_DAY_SEC + DAY_SEC - 1) / DAY_SEC;
}

/// @notice `BTC-26JUN26-60000-C`; strikes that are not whole dollars show their cents: `ETH-3JAN27-2512.50-P`.
function instrumentName(
    uint256 underlying,
    uint256 day,
    uint256 strikeCents,
    bool put
) pure returns (string memory) {
    uint256 cents = strikeCents % 100;
    return
        string.concat(
            underlyingParams(underlying).symbol,
            "-",
            dateName(day),
            "-",
            decimal(strikeCents / 100),
            cents == 0 ? "" : string.concat(".", twoDigits(cents)),
            put ? "-P" : "-C"
        );
}

/// @dev `3JAN27`
function dateName(uint256 day) pure returns (string memory) {
    (uint256 year, uint256 month, uint256 dayOfMonth) = civilDate(DAY_ZERO_SEC / DAY_SEC + day);
    bytes memory months = bytes(MONTHS);
    bytes memory name = new bytes(3);
    for (uint256 i; i < 3; ++i) name[i] = months[(month - 1) * 3 + i];
    return string.concat(decimal(dayOfMonth), string(name), twoDigits(year % 100));
}

/// @notice Gregorian date of a day since 1970-01-01, by 400-year eras that begin on 1 March.
function civilDate(uint256 unixDay) pure returns (uint256 year, uint256 month, uint256 dayOfMonth) {
    uint256 shifted = unixDay + 719_468;
    uint256 era = shifted / 146_097;
    uint256 dayOfEra = shifted % 146_097;
    uint256 yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    uint256 dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    uint256 shiftedMonth = (5 * dayOfYear + 2) / 153;
    dayOfMonth = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1;
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
    year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
}

function decimal(uint256 value) pure returns (string memory) {
    uint256 length = 1;
    for (uint256 rest = value / 10; rest != 0; rest /= 10) ++length;
    return digits(value, length);
}

function twoDigits(uint256 value) pure returns (string memory) {
    return digits(value, 2);
}

/// @dev The lowest `length` decimal digits.
function digits(uint256 value, uint256 length) pure returns (string memory) {
    bytes memory text = new bytes(length);
    for (uint256 i = length; i > 0; --i) {
        text[i - 1] = bytes1(uint8(48 + (value % 10)));
        value /= 10;
    }
    return string(text);
}
