// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PUBLISH_PRICES_BYTES, PUBLISH_PRICES_ENTRY_BYTES} from "../../generated/Layout.sol";
import {
    FRESH_PRINTS,
    FULL_CONFIDENCE_E4,
    INDEX_MOVE_PPM,
    ORACLE_HEARTBEAT_SEC,
    SETTLEMENT_WINDOW_SEC,
    UNDERLYING_COUNT,
    underlyingParams
} from "../../generated/Params.sol";
import {
    ExpiryRecord,
    GlobalsRecord,
    PublishPricesEntry,
    PublishPricesOperation,
    UnderlyingRecord
} from "../../generated/Records.sol";
import {
    ACCEPTED,
    PRINT_OUT_OF_RANGE,
    STALE_PRINT,
    UNKNOWN_UNDERLYING
} from "../../generated/Rejections.sol";
import {INDEX_PRINT_TYPE_HASH, underlyingHash} from "../../generated/Types.sol";
import {expirySec, firstExpiryFrom} from "../Instrument.sol";
import {Machine} from "../Machine.sol";
import {abs, ppmUp} from "../Money.sol";
import {checkQuorum, medianDown, SignedEntry} from "../Oracle.sol";
import {expiryIndex, State} from "../State.sol";

/// @notice What the entries say together.
/// @param oldestSec The print is as old as its oldest signature.
/// @param confidenceE4 The least of theirs.
struct Print {
    uint256[] prices;
    uint256 oldestSec;
    uint256 newestSec;
    uint256 confidenceE4;
}

/// @notice The index price is the median of k signed values, its confidence the least of theirs.
function publishPrices(Machine memory machine) pure returns (uint256) {
    PublishPricesOperation operation = PublishPricesOperation.wrap(machine.input.operation);
    uint256 underlying = operation.underlying();
    if (underlying >= UNDERLYING_COUNT) return UNKNOWN_UNDERLYING;
    (SignedEntry[] memory entries, Print memory print) = readPrints(operation);
    uint256 quorum = checkQuorum(machine, entries);
    if (quorum != ACCEPTED) return quorum;
    State memory state = machine.state;
    UnderlyingRecord record = state.underlying(underlying);
    GlobalsRecord globals = state.globals();
    uint256 printedAt = print.oldestSec;
    uint256 printedBefore = record.indexTimeSec();
    bool isStale =
        printedAt <= printedBefore ||
            printedAt + ORACLE_HEARTBEAT_SEC < globals.timeSec() ||
            print.newestSec > globals.timeSec();
    if (isStale) return STALE_PRINT;

    uint256 priceCents = medianDown(print.prices);
    bool isGap = printedAt > printedBefore + ORACLE_HEARTBEAT_SEC;
    if (!isGap && moves(record, priceCents)) return PRINT_OUT_OF_RANGE;
    addToWindow(state, underlying, printedAt);
    if (isGap && printedBefore != 0) record.setResumedAtSec(printedAt);
    uint256 fresh = isGap ? 0 : record.freshPrints();
    record.setFreshPrints(fresh < FRESH_PRINTS ? fresh + 1 : FRESH_PRINTS);
    record.setIndexCents(priceCents);
    record.setIndexTimeSec(printedAt);
    record.setConfidenceE4(print.confidenceE4);
    if (printedAt > globals.printTimeSec()) globals.setPrintTimeSec(printedAt);
    return ACCEPTED;
}

/// @notice Further from a fresh print before it than the market goes in one heartbeat.
function moves(UnderlyingRecord record, uint256 priceCents) pure returns (bool) {
    uint256 before = record.indexCents();
    return uint256(abs(int256(priceCents) - int256(before))) > ppmUp(before, INDEX_MOVE_PPM);
}

/// @notice The print before stood until now, but no longer than the heartbeat. What of that lies in the settlement window
/// of an expiry belongs to its average; the heartbeat is shorter than a day, so it is one expiry at most.
function addToWindow(State memory state, uint256 underlying, uint256 printedAt) pure {
    UnderlyingRecord record = state.underlying(underlying);
    uint256 from = record.indexTimeSec();
    if (from == 0) return;
    uint256 to = from + ORACLE_HEARTBEAT_SEC;
    if (printedAt < to) to = printedAt;
    uint256 day = firstExpiryFrom(from);
    uint256 end = expirySec(day);
    if (from < end - SETTLEMENT_WINDOW_SEC) from = end - SETTLEMENT_WINDOW_SEC;
    if (end < to) to = end;
    if (to <= from) return;
    ExpiryRecord expiry = state.expiry(expiryIndex(underlying, day));
    expiry.setWindowSum(expiry.windowSum() + (to - from) * record.indexCents());
    expiry.setWindowCoveredSec(expiry.windowCoveredSec() + (to - from));
}

function readPrints(
    PublishPricesOperation operation
) pure returns (SignedEntry[] memory entries, Print memory print) {
    uint256 count = operation.count();
    entries = new SignedEntry[](count);
    print.prices = new uint256[](count);
    (print.oldestSec, print.confidenceE4) = (type(uint256).max, type(uint256).max);
    uint256 maxPriceCents = underlyingParams(operation.underlying()).maxPriceCents;
    bytes32 symbol = underlyingHash(operation.underlying());
    uint256 at = PublishPricesOperation.unwrap(operation) + PUBLISH_PRICES_BYTES;
    for (uint256 i; i < count; ++i) {
        PublishPricesEntry entry = PublishPricesEntry.wrap(at + i * PUBLISH_PRICES_ENTRY_BYTES);
        (uint256 price, uint256 confidence) = (entry.priceCents(), entry.confidenceE4());
        uint256 timeSec = entry.timeSec();
        entries[i] = SignedEntry({
            publisher: entry.publisher(),
            isInRange: price != 0 && price <= maxPriceCents && confidence <= FULL_CONFIDENCE_E4,
            signature: entry.signatureAt(),
            structHash: keccak256(
                abi.encode(INDEX_PRINT_TYPE_HASH, symbol, price, confidence, timeSec)
            )
        });
        print.prices[i] = price;
        if (confidence < print.confidenceE4) print.confidenceE4 = confidence;
        if (timeSec < print.oldestSec) print.oldestSec = timeSec;
        if (timeSec > print.newestSec) print.newestSec = timeSec;
    }
}
