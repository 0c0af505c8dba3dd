// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PUBLISH_SURFACE_BYTES, PUBLISH_SURFACE_ENTRY_BYTES} from "../../generated/Layout.sol";
import {
    DAY_SEC,
    FORWARD_BAND_PPM,
    FULL_CONFIDENCE_E4,
    MAX_LISTING_DAYS,
    MAX_RATE_E9,
    MAX_VOL_E9,
    SURFACE_HEARTBEAT_SEC,
    UNDERLYING_COUNT
} from "../../generated/Params.sol";
import {
    ExpiryRecord,
    PublishSurfaceEntry,
    PublishSurfaceOperation
} from "../../generated/Records.sol";
import {
    ACCEPTED,
    ALREADY_SETTLED,
    BAD_SURFACE,
    STALE_PRINT,
    UNKNOWN_UNDERLYING
} from "../../generated/Rejections.sol";
import {SURFACE_PRINT_TYPE_HASH, underlyingHash} from "../../generated/Types.sol";
import {expirySec} from "../Instrument.sol";
import {Machine} from "../Machine.sol";
import {E9, surfaceFrom} from "../margin/Feeds.sol";
import {abs, isLedgerFigure, ppmUp} from "../Money.sol";
import {checkQuorum, SignedEntry} from "../Oracle.sol";
import {admits, Surface, volatility} from "../pricing/Svi.sol";
import {expiryIndex, State} from "../State.sol";

/// @notice Forward, rate and volatility surface of one expiry: k publishers sign the very same figures, because a median of
/// surface parameters is no surface. The forward is kept as its distance from the index, so it moves with the index.
function publishSurface(Machine memory machine) pure returns (uint256) {
    PublishSurfaceOperation operation = PublishSurfaceOperation.wrap(machine.input.operation);
    if (operation.underlying() >= UNDERLYING_COUNT) return UNKNOWN_UNDERLYING;
    if (!isExact(operation)) return BAD_SURFACE;
    State memory state = machine.state;
    ExpiryRecord expiry = state.expiry(expiryIndex(operation.underlying(), operation.day()));
    if (expiry.settled() == 1) return ALREADY_SETTLED;
    uint256 quorum = checkQuorum(machine, readSigners(operation));
    if (quorum != ACCEPTED) return quorum;
    uint256 now_ = state.globals().timeSec();
    uint256 timeSec = operation.timeSec();
    bool isStale =
        timeSec <= expiry.surfaceTimeSec() ||
            timeSec + SURFACE_HEARTBEAT_SEC < now_ ||
            timeSec > now_;
    if (isStale) return STALE_PRINT;
    if (!isSound(state, operation)) return BAD_SURFACE;
    store(expiry, operation);
    return ACCEPTED;
}

/// @notice Every signed figure is one that clients hold exactly.
function isExact(PublishSurfaceOperation operation) pure returns (bool) {
    return
        isLedgerFigure(operation.basisCents()) &&
        isLedgerFigure(operation.rateE9()) &&
        isLedgerFigure(operation.aE12()) &&
        isLedgerFigure(operation.bE12()) &&
        isLedgerFigure(operation.rhoE12()) &&
        isLedgerFigure(operation.mE12()) &&
        isLedgerFigure(operation.sigmaE12());
}

function isSound(State memory state, PublishSurfaceOperation operation) pure returns (bool) {
    int256 secToExpiry = int256(expirySec(operation.day())) - int256(operation.timeSec());
    uint256 index = state.underlying(operation.underlying()).indexCents();
    int256 band = int256(ppmUp(index, FORWARD_BAND_PPM));
    return
        secToExpiry > 0 &&
        secToExpiry <= int256(MAX_LISTING_DAYS * DAY_SEC) &&
        index != 0 &&
        abs(operation.basisCents()) <= band &&
        abs(int256(operation.forwardCents()) - int256(index)) <= band &&
        abs(operation.rateE9()) <= int256(MAX_RATE_E9) &&
        operation.forwardConfidenceE4() <= FULL_CONFIDENCE_E4 &&
        operation.rateConfidenceE4() <= FULL_CONFIDENCE_E4 &&
        operation.volConfidenceE4() <= FULL_CONFIDENCE_E4 &&
        isSoundSurface(operation, secToExpiry);
}

/// @notice Admissible, and no more than 500 % at the money.
function isSoundSurface(PublishSurfaceOperation operation, int256 secToExpiry) pure returns (bool) {
    Surface memory surface = surfaceFrom({
        aE12: operation.aE12(),
        bE12: operation.bE12(),
        rhoE12: operation.rhoE12(),
        mE12: operation.mE12(),
        sigmaE12: operation.sigmaE12(),
        forwardCents: operation.forwardCents(),
        sec: secToExpiry
    });
    return admits(surface) && volatility(surface, surface.forward) <= int256(MAX_VOL_E9) * E9;
}

function store(ExpiryRecord expiry, PublishSurfaceOperation operation) pure {
    expiry.setSurfaceTimeSec(operation.timeSec());
    expiry.setBasisCents(operation.basisCents());
    expiry.setRateE9(operation.rateE9());
    expiry.setForwardConfidenceE4(operation.forwardConfidenceE4());
    expiry.setRateConfidenceE4(operation.rateConfidenceE4());
    expiry.setVolConfidenceE4(operation.volConfidenceE4());
    expiry.setForwardCents(operation.forwardCents());
    expiry.setAE12(operation.aE12());
    expiry.setBE12(operation.bE12());
    expiry.setRhoE12(operation.rhoE12());
    expiry.setME12(operation.mE12());
    expiry.setSigmaE12(operation.sigmaE12());
}

/// @notice All of them sign one structure.
function readSigners(
    PublishSurfaceOperation operation
) pure returns (SignedEntry[] memory entries) {
    bytes32 structHash = hashSurface(operation);
    entries = new SignedEntry[](operation.count());
    uint256 at = PublishSurfaceOperation.unwrap(operation) + PUBLISH_SURFACE_BYTES;
    for (uint256 i; i < entries.length; ++i) {
        PublishSurfaceEntry entry = PublishSurfaceEntry.wrap(at + i * PUBLISH_SURFACE_ENTRY_BYTES);
        entries[i] = SignedEntry({
            publisher: entry.publisher(),
            isInRange: true,
            signature: entry.signatureAt(),
            structHash: structHash
        });
    }
}

/// @dev In two parts, because one does not fit the stack.
function hashSurface(PublishSurfaceOperation operation) pure returns (bytes32) {
    bytes memory head = abi.encode(
        SURFACE_PRINT_TYPE_HASH,
        underlyingHash(operation.underlying()),
        expirySec(operation.day()),
        operation.timeSec(),
        operation.basisCents(),
        operation.rateE9(),
        operation.forwardConfidenceE4(),
        operation.rateConfidenceE4(),
        operation.volConfidenceE4()
    );
    bytes memory surface = abi.encode(
        operation.forwardCents(),
        operation.aE12(),
        operation.bE12(),
        operation.rhoE12(),
        operation.mE12(),
        operation.sigmaE12()
    );
    return keccak256(bytes.concat(head, surface));
}
