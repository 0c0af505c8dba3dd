// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SETTLE_EXPIRY_BYTES, SETTLE_EXPIRY_ENTRY_BYTES} from "../../generated/Layout.sol";
import {SETTLEMENT_BAND_PPM, UNDERLYING_COUNT, underlyingParams} from "../../generated/Params.sol";
import {ExpiryRecord, SettleExpiryEntry, SettleExpiryOperation} from "../../generated/Records.sol";
import {
    ACCEPTED,
    ALREADY_SETTLED,
    NOT_EXPIRED,
    SETTLEMENT_OUT_OF_BAND,
    UNKNOWN_UNDERLYING
} from "../../generated/Rejections.sol";
import {SETTLEMENT_PRICE_TYPE_HASH, underlyingHash} from "../../generated/Types.sol";
import {expirySec} from "../Instrument.sol";
import {Machine} from "../Machine.sol";
import {abs, ppmUp} from "../Money.sol";
import {checkQuorum, medianDown, SignedValue} from "../Oracle.sol";
import {expiryIndex} from "../State.sol";

/// @notice Fixes the settlement price of an expiry, once: the median of k signed values, near the last print.
function settleExpiry(Machine memory machine) pure returns (uint256) {
    SettleExpiryOperation operation = SettleExpiryOperation.wrap(machine.input.operation);
    uint256 underlying = operation.underlying();
    uint256 day = operation.day();
    if (underlying >= UNDERLYING_COUNT) return UNKNOWN_UNDERLYING;
    if (machine.state.globals().timeSec() < expirySec(day)) return NOT_EXPIRED;
    ExpiryRecord expiry = machine.state.expiry(expiryIndex(underlying, day));
    if (expiry.settled() == 1) return ALREADY_SETTLED;
    SignedValue[] memory entries = readPrices(operation);
    uint256 maxPriceCents = underlyingParams(underlying).maxPriceCents;
    uint256 quorum = checkQuorum(machine, entries, maxPriceCents);
    if (quorum != ACCEPTED) return quorum;
    uint256 settlementCents = medianDown(entries);
    uint256 indexCents = machine.state.underlying(underlying).indexCents();
    int256 distance = abs(int256(settlementCents) - int256(indexCents));
    if (uint256(distance) > ppmUp(indexCents, SETTLEMENT_BAND_PPM)) return SETTLEMENT_OUT_OF_BAND;
    expiry.setSettled(1);
    expiry.setSettlementCents(settlementCents);
    return ACCEPTED;
}

function readPrices(SettleExpiryOperation operation) pure returns (SignedValue[] memory entries) {
    entries = new SignedValue[](operation.count());
    bytes32 symbol = underlyingHash(operation.underlying());
    uint256 expiresAt = expirySec(operation.day());
    uint256 first = SettleExpiryOperation.unwrap(operation) + SETTLE_EXPIRY_BYTES;
    for (uint256 i; i < entries.length; ++i) {
        SettleExpiryEntry entry = SettleExpiryEntry.wrap(first + i * SETTLE_EXPIRY_ENTRY_BYTES);
        uint256 price = entry.priceCents();
        entries[i] = SignedValue({
            publisher: entry.publisher(),
            priceCents: price,
            signature: entry.signatureAt(),
            structHash: keccak256(abi.encode(SETTLEMENT_PRICE_TYPE_HASH, symbol, expiresAt, price))
        });
    }
}
