// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SETTLE_EXPIRY_BYTES, SETTLE_EXPIRY_ENTRY_BYTES} from "../../generated/Layout.sol";
import {
    SETTLEMENT_BAND_PPM,
    SETTLEMENT_WINDOW_SEC,
    UNDERLYING_COUNT,
    underlyingParams
} from "../../generated/Params.sol";
import {
    ExpiryRecord,
    SettleExpiryEntry,
    SettleExpiryOperation,
    UnderlyingRecord
} from "../../generated/Records.sol";
import {
    ACCEPTED,
    ALREADY_SETTLED,
    NOT_EXPIRED,
    SETTLEMENT_HALTED,
    SETTLEMENT_OUT_OF_BAND,
    UNKNOWN_UNDERLYING
} from "../../generated/Rejections.sol";
import {SETTLEMENT_PRICE_TYPE_HASH, underlyingHash} from "../../generated/Types.sol";
import {expirySec} from "../Instrument.sol";
import {Machine} from "../Machine.sol";
import {isNearReference} from "../Market.sol";
import {abs, ppmUp} from "../Money.sol";
import {checkQuorum, medianDown, SignedEntry} from "../Oracle.sol";
import {expiryIndex} from "../State.sol";

/// @notice Fixes the settlement price of an expiry, once: the average of the committed index over the last 30 minutes, in
/// which seconds that no print covers count at the median of k signed values.
function settleExpiry(Machine memory machine) pure returns (uint256) {
    SettleExpiryOperation operation = SettleExpiryOperation.wrap(machine.input.operation);
    uint256 underlying = operation.underlying();
    uint256 day = operation.day();
    if (underlying >= UNDERLYING_COUNT) return UNKNOWN_UNDERLYING;
    UnderlyingRecord record = machine.state.underlying(underlying);
    if (record.indexTimeSec() < expirySec(day)) return NOT_EXPIRED;
    ExpiryRecord expiry = machine.state.expiry(expiryIndex(underlying, day));
    if (expiry.settled() == 1) return ALREADY_SETTLED;
    (SignedEntry[] memory entries, uint256[] memory prices) = readPrices(operation);
    uint256 quorum = checkQuorum(machine, entries);
    if (quorum != ACCEPTED) return quorum;
    if (!isNearReference(machine.state, underlying)) return SETTLEMENT_HALTED;
    uint256 median = medianDown(prices);
    uint256 index = record.indexCents();
    if (uint256(abs(int256(median) - int256(index))) > ppmUp(index, SETTLEMENT_BAND_PPM)) {
        return SETTLEMENT_OUT_OF_BAND;
    }
    expiry.setSettled(1);
    expiry.setSettlementCents(averageDown(expiry, median));
    return ACCEPTED;
}

function averageDown(ExpiryRecord expiry, uint256 uncoveredCents) pure returns (uint256) {
    uint256 uncovered = SETTLEMENT_WINDOW_SEC - expiry.windowCoveredSec();
    return (expiry.windowSum() + uncovered * uncoveredCents) / SETTLEMENT_WINDOW_SEC;
}

function readPrices(
    SettleExpiryOperation operation
) pure returns (SignedEntry[] memory entries, uint256[] memory prices) {
    uint256 count = operation.count();
    entries = new SignedEntry[](count);
    prices = new uint256[](count);
    uint256 maxPriceCents = underlyingParams(operation.underlying()).maxPriceCents;
    bytes32 symbol = underlyingHash(operation.underlying());
    uint256 expiresAt = expirySec(operation.day());
    uint256 at = SettleExpiryOperation.unwrap(operation) + SETTLE_EXPIRY_BYTES;
    for (uint256 i; i < count; ++i) {
        SettleExpiryEntry entry = SettleExpiryEntry.wrap(at + i * SETTLE_EXPIRY_ENTRY_BYTES);
        uint256 price = entry.priceCents();
        entries[i] = SignedEntry({
            publisher: entry.publisher(),
            isInRange: price != 0 && price <= maxPriceCents,
            signature: entry.signatureAt(),
            structHash: keccak256(abi.encode(SETTLEMENT_PRICE_TYPE_HASH, symbol, expiresAt, price))
        });
        prices[i] = price;
    }
}
