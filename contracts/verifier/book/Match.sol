// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PHASE_FILL, PHASE_MAKER, PHASE_MATCH, PHASE_REST} from "../../generated/Layout.sol";
import {
    MAKER_FEE_PPM,
    MAX_MATCH_ATTEMPTS,
    MAX_MATCH_PAGES,
    MAX_OPEN_ORDERS,
    TAKER_BASE_FEE,
    TAKER_FEE_PPM
} from "../../generated/Params.sol";
import {AccountRecord, GlobalsRecord, Registers} from "../../generated/Records.sol";
import {
    ACCEPTED,
    INITIAL_MARGIN,
    NOT_FILLED,
    TOO_MANY_ORDERS
} from "../../generated/Rejections.sol";
import {FOK, GTC, POST, SELL} from "../../generated/Types.sol";
import {underlyingOfCode} from "../Instrument.sol";
import {Machine} from "../Machine.sol";
import {AccountFill, applyFill, passes, undoFill} from "../margin/Check.sol";
import {demandMargin, marginPages, UNPRICED} from "../margin/Evaluate.sol";
import {feeUp} from "../Money.sol";
import {State} from "../State.sol";
import {bestLevel, crosses} from "./Levels.sol";
import {NewOrder, removeOrder, restOrder} from "./Orders.sol";

/// @notice The level that the taker in the registers trades against, or 0.
function oppositeLevel(Machine memory machine) pure returns (uint256 level) {
    Registers registers = machine.registers;
    uint256 side = registers.side();
    level = bestLevel(machine.state, registers.instrument(), 1 - side);
    if (level == 0) return 0;
    uint256 restingCents = machine.state.level(level).priceCents();
    if (!crosses(side, registers.priceCents(), restingCents)) return 0;
}

/// @notice Phase `match`: looks at the first order of the best opposite level, or goes on to `rest`. SPEC §7.3.
function matchStep(Machine memory machine) pure {
    State memory state = machine.state;
    Registers registers = machine.registers;
    uint256 account = registers.account();
    uint256 makerOrder = nextMaker(machine);
    if (makerOrder == 0) {
        if (registers.filled() == 1) demandMargin(machine, account, PHASE_REST);
        else registers.setPhase(PHASE_REST);
        return;
    }
    registers.setAttempts(registers.attempts() + 1);
    uint256 maker = state.order(makerOrder).account();
    if (maker == account) return removeOrder(machine, makerOrder);
    registers.setPages(registers.pages() + marginPages(state, maker));
    demandMargin(machine, maker, PHASE_MAKER);
}

/// @notice The order to trade with next, or 0.
function nextMaker(Machine memory machine) pure returns (uint256) {
    State memory state = machine.state;
    Registers registers = machine.registers;
    if (registers.quantityE4() == 0 || registers.attempts() == MAX_MATCH_ATTEMPTS) return 0;
    uint256 level = oppositeLevel(machine);
    if (level == 0) return 0;
    uint256 makerOrder = state.level(level).head();
    uint256 needed = marginPages(state, state.order(makerOrder).account());
    return registers.pages() + needed > MAX_MATCH_PAGES ? 0 : makerOrder;
}

struct Trade {
    uint256 makerOrder;
    uint256 resting;
    uint256 quantityE4;
    uint256 makerFee;
    uint256 takerFee;
    AccountFill makerFill;
    AccountFill takerFill;
}

/// @notice What trading with the first order of the best opposite level means for both sides.
function readTrade(Machine memory machine) pure returns (Trade memory trade) {
    State memory state = machine.state;
    Registers registers = machine.registers;
    uint256 level = oppositeLevel(machine);
    uint256 priceCents = state.level(level).priceCents();
    trade.makerOrder = state.level(level).head();
    trade.resting = state.order(trade.makerOrder).quantityE4();
    uint256 wanted = registers.quantityE4();
    uint256 quantityE4 = trade.resting < wanted ? trade.resting : wanted;
    trade.quantityE4 = quantityE4;
    uint256 code = state.instrument(registers.instrument()).code();
    uint256 indexCents = state.underlying(underlyingOfCode(code)).indexCents();
    uint256 baseFee = registers.filled() == 1 ? 0 : TAKER_BASE_FEE;
    trade.makerFee = feeUp(indexCents, priceCents, quantityE4, MAKER_FEE_PPM, 0);
    trade.takerFee = feeUp(indexCents, priceCents, quantityE4, TAKER_FEE_PPM, baseFee);
    int256 amount = int256(quantityE4);
    if (registers.side() == SELL) amount = -amount;
    int256 premium = int256(priceCents) * amount;
    trade.makerFill = AccountFill({
        account: state.order(trade.makerOrder).account(),
        code: code,
        amount: -amount,
        money: premium - int256(trade.makerFee)
    });
    trade.takerFill = AccountFill({
        account: registers.account(),
        code: code,
        amount: amount,
        money: -premium - int256(trade.takerFee)
    });
}

/// @notice Phase `maker`: the maker's margin before the trade is known; what is it with the trade?
function makerStep(Machine memory machine) pure {
    Registers registers = machine.registers;
    Trade memory trade = readTrade(machine);
    registers.setMakerBefore(registers.initial());
    bool isPriced = registers.priced() != UNPRICED;
    if (isPriced && applyFill(machine.state, trade.makerFill) == ACCEPTED) {
        return demandMargin(machine, trade.makerFill.account, PHASE_FILL);
    }
    removeOrder(machine, trade.makerOrder);
    registers.setPhase(PHASE_MATCH);
}

/// @notice Phase `fill`: a maker whose margin fails is cancelled; a taker that cannot hold the fill at all is undone whole.
function fillStep(Machine memory machine) pure {
    Registers registers = machine.registers;
    Trade memory trade = readTrade(machine);
    registers.setPhase(PHASE_MATCH);
    if (registers.priced() == UNPRICED || !passes(registers, registers.makerBefore())) {
        undoFill(machine.state, trade.makerFill);
        return removeOrder(machine, trade.makerOrder);
    }
    uint256 taken = applyFill(machine.state, trade.takerFill);
    if (taken == ACCEPTED) book(machine, trade);
    else machine.abort(taken);
}

/// @notice Fees and what is left of both orders.
function book(Machine memory machine, Trade memory trade) pure {
    State memory state = machine.state;
    Registers registers = machine.registers;
    GlobalsRecord globals = state.globals();
    globals.setInsurance(globals.insurance() + trade.makerFee + trade.takerFee);
    countChange(state.account(trade.makerFill.account));
    countChange(state.account(registers.account()));
    registers.setQuantityE4(registers.quantityE4() - trade.quantityE4);
    registers.setFilled(1);
    if (trade.quantityE4 == trade.resting) return removeOrder(machine, trade.makerOrder);
    state.order(trade.makerOrder).setQuantityE4(trade.resting - trade.quantityE4);
}

function countChange(AccountRecord account) pure {
    account.setRevision(account.revision() + 1);
}

/// @notice Phase `rest`: judges the taker's margin after its fills, then the remainder rests or is dropped.
function restStep(Machine memory machine) pure {
    Registers registers = machine.registers;
    uint256 account = registers.account();
    uint256 quantityE4 = registers.quantityE4();
    uint256 timeInForce = registers.timeInForce();
    if (registers.filled() == 1 && !passes(registers, registers.initialBefore())) {
        return machine.abort(INITIAL_MARGIN);
    }
    if (quantityE4 > 0 && timeInForce == FOK) return machine.abort(NOT_FILLED);
    bool rests = timeInForce == GTC || timeInForce == POST;
    if (quantityE4 > 0 && rests && oppositeLevel(machine) == 0) {
        if (machine.state.account(account).orderCount() == MAX_OPEN_ORDERS) {
            return machine.abort(TOO_MANY_ORDERS);
        }
        restOrder(
            machine,
            NewOrder({
                account: account,
                instrument: registers.instrument(),
                side: registers.side(),
                priceCents: registers.priceCents(),
                quantityE4: quantityE4
            })
        );
    }
    machine.finish(ACCEPTED);
}
