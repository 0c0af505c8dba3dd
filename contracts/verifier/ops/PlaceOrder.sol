// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PHASE_ALONE, PHASE_ALONE_CHECKED, PHASE_MATCH} from "../../generated/Layout.sol";
import {
    SCOPE_TRADE,
    TAKER_BASE_FEE,
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
    CANCEL_ONLY,
    INITIAL_MARGIN,
    INSTRUMENT_EXPIRED,
    NO_INDEX_PRICE,
    POST_ONLY,
    PRICES_MISSING,
    UNDER_AUCTION,
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
import {underlyingOfCode} from "../Instrument.sol";
import {Machine} from "../Machine.sol";
import {AccountFill, applyFill, passes, undoFill} from "../margin/Check.sol";
import {demandMargin, UNPRICED} from "../margin/Evaluate.sol";
import {CANCEL_ONLY as CANCEL_ONLY_MODE, isOver, marketMode, OPEN} from "../Market.sol";
import {feeUp} from "../Money.sol";
import {State} from "../State.sol";

/// @notice A limit order. Check order: flags and instrument (both are part of what was signed) → authentication →
/// auction → expiry → tick, lot, size → market mode → post-only → initial margin as if filled alone → match.
function placeOrder(Machine memory machine) pure returns (uint256 rejection) {
    PlaceOrderOperation operation = PlaceOrderOperation.wrap(machine.input.operation);
    if (operation.side() > SELL || operation.timeInForce() > POST) return BAD_ORDER_FLAGS;
    uint256 instrument = operation.instrument();
    if (instrument == 0 || instrument > machine.state.globals().instrumentCount()) {
        return UNKNOWN_INSTRUMENT;
    }
    rejection = authenticate(machine, operation.signatureAt(), SCOPE_TRADE, hashPlaceOrder);
    if (rejection != ACCEPTED) return rejection;
    rejection = checkOrder(machine.state, operation);
    if (rejection != ACCEPTED) return rejection;

    Registers registers = machine.registers;
    uint256 account = accountOfKey(operation.key());
    registers.setAccount(account);
    registers.setInstrument(instrument);
    registers.setSide(operation.side());
    registers.setTimeInForce(operation.timeInForce());
    registers.setPriceCents(operation.priceCents());
    registers.setQuantityE4(operation.quantityE4());
    machine.keep();
    demandMargin(machine, account, PHASE_ALONE);
    return ACCEPTED;
}

/// @notice Everything about an order but its margin.
function checkOrder(State memory state, PlaceOrderOperation operation) pure returns (uint256) {
    if (state.account(accountOfKey(operation.key())).auctionStartSec() != 0) return UNDER_AUCTION;
    uint256 code = state.instrument(operation.instrument()).code();
    if (isOver(state, code)) return INSTRUMENT_EXPIRED;
    uint256 underlying = underlyingOfCode(code);
    UnderlyingParams memory params = underlyingParams(underlying);
    uint256 price = operation.priceCents();
    if (price == 0 || price % params.tickCents != 0 || price > params.maxPriceCents) {
        return BAD_PRICE;
    }
    uint256 quantity = operation.quantityE4();
    if (quantity == 0 || quantity % params.lotE4 != 0 || quantity > params.maxPositionE4) {
        return BAD_QUANTITY;
    }
    if (state.underlying(underlying).indexCents() == 0) return NO_INDEX_PRICE;
    uint256 mode = marketMode(state, underlying);
    if (mode == CANCEL_ONLY_MODE) return CANCEL_ONLY;
    bool isPostOnly = operation.timeInForce() == POST;
    if (mode != OPEN && !isPostOnly) return POST_ONLY;
    return isPostOnly && wouldCross(state, operation) ? WOULD_CROSS : ACCEPTED;
}

function wouldCross(State memory state, PlaceOrderOperation operation) pure returns (bool) {
    uint256 side = operation.side();
    uint256 level = bestLevel(state, operation.instrument(), 1 - side);
    if (level == 0) return false;
    return crosses(side, operation.priceCents(), state.level(level).priceCents());
}

/// @notice Phase `alone`: the taker's margin before the order is known; what would it be if the order were filled alone?
function aloneStep(Machine memory machine) pure {
    Registers registers = machine.registers;
    if (registers.priced() == UNPRICED) return machine.finish(PRICES_MISSING);
    registers.setInitialBefore(registers.initial());
    uint256 applied = applyFill(machine.state, aloneFill(machine));
    if (applied != ACCEPTED) return machine.finish(applied);
    demandMargin(machine, registers.account(), PHASE_ALONE_CHECKED);
}

/// @notice Phase `aloneChecked`.
function aloneCheckedStep(Machine memory machine) pure {
    Registers registers = machine.registers;
    undoFill(machine.state, aloneFill(machine));
    if (registers.priced() == UNPRICED) return machine.finish(PRICES_MISSING);
    if (!passes(registers, registers.initialBefore())) return machine.finish(INITIAL_MARGIN);
    registers.setPhase(PHASE_MATCH);
}

/// @notice The whole order at its limit, with the taker's fees.
function aloneFill(Machine memory machine) pure returns (AccountFill memory) {
    Registers registers = machine.registers;
    uint256 price = registers.priceCents();
    uint256 quantity = registers.quantityE4();
    uint256 code = machine.state.instrument(registers.instrument()).code();
    uint256 indexCents = machine.state.underlying(underlyingOfCode(code)).indexCents();
    int256 sign = registers.side() == SELL ? int256(-1) : int256(1);
    uint256 fee = feeUp(indexCents, price, quantity, TAKER_FEE_PPM, TAKER_BASE_FEE);
    return
        AccountFill({
            account: registers.account(),
            code: code,
            amount: int256(quantity) * sign,
            money: -int256(price * quantity) * sign - int256(fee)
        });
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
