// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PUBLISH_PRICES_BYTES, PUBLISH_PRICES_ENTRY_BYTES} from "../../generated/Layout.sol";
import {ORACLE_HEARTBEAT_SEC, UNDERLYING_COUNT, underlyingParams} from "../../generated/Params.sol";
import {
    PublishPricesEntry,
    PublishPricesOperation,
    UnderlyingRecord
} from "../../generated/Records.sol";
import {ACCEPTED, STALE_PRINT, UNKNOWN_UNDERLYING} from "../../generated/Rejections.sol";
import {INDEX_PRINT_TYPE_HASH, underlyingHash} from "../../generated/Types.sol";
import {Machine} from "../Machine.sol";
import {checkQuorum, medianDown, SignedValue} from "../Oracle.sol";

/// @notice The index price is the median of k signed values; the print is as old as its oldest signature.
function publishPrices(Machine memory machine) pure returns (uint256) {
    PublishPricesOperation operation = PublishPricesOperation.wrap(machine.input.operation);
    uint256 underlying = operation.underlying();
    if (underlying >= UNDERLYING_COUNT) return UNKNOWN_UNDERLYING;
    (SignedValue[] memory entries, uint256 oldest, uint256 newest) = readPrints(operation);
    uint256 maxPriceCents = underlyingParams(underlying).maxPriceCents;
    uint256 quorum = checkQuorum(machine, entries, maxPriceCents);
    if (quorum != ACCEPTED) return quorum;
    UnderlyingRecord record = machine.state.underlying(underlying);
    uint256 timeSec = machine.state.globals().timeSec();
    bool isStale =
        oldest <= record.indexTimeSec() ||
            oldest + ORACLE_HEARTBEAT_SEC < timeSec ||
            newest > timeSec;
    if (isStale) return STALE_PRINT;
    record.setIndexCents(medianDown(entries));
    record.setIndexTimeSec(oldest);
    return ACCEPTED;
}

function readPrints(
    PublishPricesOperation operation
) pure returns (SignedValue[] memory entries, uint256 oldest, uint256 newest) {
    entries = new SignedValue[](operation.count());
    bytes32 symbol = underlyingHash(operation.underlying());
    uint256 first = PublishPricesOperation.unwrap(operation) + PUBLISH_PRICES_BYTES;
    oldest = type(uint256).max;
    for (uint256 i; i < entries.length; ++i) {
        PublishPricesEntry entry = PublishPricesEntry.wrap(first + i * PUBLISH_PRICES_ENTRY_BYTES);
        uint256 price = entry.priceCents();
        uint256 timeSec = entry.timeSec();
        entries[i] = SignedValue({
            publisher: entry.publisher(),
            priceCents: price,
            signature: entry.signatureAt(),
            structHash: keccak256(abi.encode(INDEX_PRINT_TYPE_HASH, symbol, price, timeSec))
        });
        if (timeSec < oldest) oldest = timeSec;
        if (timeSec > newest) newest = timeSec;
    }
}
