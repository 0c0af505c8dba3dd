// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PHASE_MATCH} from "../../generated/Layout.sol";
import {
    SCOPE_TRADE,
    TAKER_FEE_PPM,
    underlyingParams,
    UnderlyingParams
} from "../../generated/Params.sol";
import {PlaceOrderOperation, Registers} from "../../generated/Records.sol";
import {
    ACCEPTED,
    BAD_ORDER_FLAGS,
    BAD_PRICE,
    BAD_QUANTITY,
    INSTRUMENT_EXPIRED,
    NO_INDEX_PRICE,
    UNKNOWN_INSTRUMENT,
    WOULD_CROSS
} from "../../generated/Rejections.sol";
import {
    PLACE_ORDER_TYPE_HASH,
    POST,
    SELL,
    sideHash,
    timeInForceHash
} from "../../generated/Types.sol";
import {accountOfKey, authenticate, slotOfKey} from "../Authenticate.sol";
import {bestLevel, crosses} from "../book/Levels.sol";
import {dayOfExpiry, expiryOfCode, expirySec, underlyingOfExpiry} from "../Instrument.sol";
import {Machine} from "../Machine.sol";
import {AccountFill, checkFill, Margin, marginOf} from "../margin/Check.sol";
import {feeUp} from "../Money.sol";

/// @notice A limit order. Check order: flags and instrument (both are part of what was signed) → authentication →
/// expiry → tick, lot, size → post-only → initial margin as if filled alone → match.
function placeOrder(Machine memory machine) pure returns (uint256 rejection) {
    PlaceOrderOperation operation = PlaceOrderOperation.wrap(machine.input.operation);
    if (operation.side() > SELL || operation.timeInForce() > POST) return BAD_ORDER_FLAGS;
    uint256 instrument = operation.instrument();
    if (instrument == 0 || instrument > machine.state.globals().instrumentCount()) {
        return UNKNOWN_INSTRUMENT;
    }
    rejection = authenticate(machine, operation.signatureAt(), SCOPE_TRADE, hashPlaceOrder);
    if (rejection != ACCEPTED) return rejection;
    uint256 code = machine.state.instrument(instrument).code();
    rejection = checkTerms(machine, operation, code);
    if (rejection != ACCEPTED) return rejection;
    Margin memory before = marginOf(machine.state, accountOfKey(operation.key()));
    rejection = checkFill(machine.state, fillAlone(machine, operation, code));
    if (rejection != ACCEPTED) return rejection;
    startMatch(machine, operation, before);
    return ACCEPTED;
}

/// @notice Everything about an order but its margin.
function checkTerms(
    Machine memory machine,
    PlaceOrderOperation operation,
    uint256 code
) pure returns (uint256) {
    uint256 expiry = expiryOfCode(code);
    if (machine.state.globals().timeSec() >= expirySec(dayOfExpiry(expiry))) {
        return INSTRUMENT_EXPIRED;
    }
    UnderlyingParams memory params = underlyingParams(underlyingOfExpiry(expiry));
    uint256 price = operation.priceCents();
    if (price == 0 || price % params.tickCents != 0 || price > params.maxPriceCents) {
        return BAD_PRICE;
    }
    uint256 quantity = operation.quantityE4();
    if (quantity == 0 || quantity % params.lotE4 != 0 || quantity > params.maxPositionE4) {
        return BAD_QUANTITY;
    }
    if (machine.state.underlying(underlyingOfExpiry(expiry)).indexCents() == 0) {
        return NO_INDEX_PRICE;
    }
    bool isPostOnly = operation.timeInForce() == POST;
    return isPostOnly && wouldCross(machine, operation) ? WOULD_CROSS : ACCEPTED;
}

function wouldCross(Machine memory machine, PlaceOrderOperation operation) pure returns (bool) {
    uint256 side = operation.side();
    uint256 level = bestLevel(machine.state, operation.instrument(), 1 - side);
    if (level == 0) return false;
    return crosses(side, operation.priceCents(), machine.state.level(level).priceCents());
}

/// @notice The whole order filled at its limit, as a taker.
function fillAlone(
    Machine memory machine,
    PlaceOrderOperation operation,
    uint256 code
) pure returns (AccountFill memory) {
    uint256 price = operation.priceCents();
    uint256 quantity = operation.quantityE4();
    uint256 underlying = underlyingOfExpiry(expiryOfCode(code));
    uint256 indexCents = machine.state.underlying(underlying).indexCents();
    int256 fee = int256(feeUp(indexCents, price, quantity, TAKER_FEE_PPM, 0));
    int256 sign = operation.side() == SELL ? int256(-1) : int256(1);
    return
        AccountFill({
            account: accountOfKey(operation.key()),
            code: code,
            amount: int256(quantity) * sign,
            money: -int256(price * quantity) * sign - fee
        });
}

function startMatch(
    Machine memory machine,
    PlaceOrderOperation operation,
    Margin memory before
) pure {
    Registers registers = machine.registers;
    registers.setAccount(accountOfKey(operation.key()));
    registers.setInstrument(operation.instrument());
    registers.setSide(operation.side());
    registers.setTimeInForce(operation.timeInForce());
    registers.setPriceCents(operation.priceCents());
    registers.setQuantityE4(operation.quantityE4());
    registers.setCashBefore(before.cash);
    registers.setRequirementBefore(uint256(before.needed));
    machine.enter(PHASE_MATCH);
}

function hashPlaceOrder(Machine memory machine) pure returns (bytes32) {
    PlaceOrderOperation operation = PlaceOrderOperation.wrap(machine.input.operation);
    return
        keccak256(
            abi.encode(
                PLACE_ORDER_TYPE_HASH,
                accountOfKey(operation.key()),
                slotOfKey(operation.key()),
                operation.nonce(),
                operation.expiresAtSec(),
                machine.state.instrument(operation.instrument()).nameHash(),
                sideHash(operation.side()),
                timeInForceHash(operation.timeInForce()),
                operation.priceCents(),
                operation.quantityE4()
            )
        );
}
