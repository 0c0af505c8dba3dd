// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PHASE_REST} from "../../generated/Layout.sol";
import {
    MAKER_FEE_PPM,
    MAX_MATCH_ATTEMPTS,
    MAX_OPEN_ORDERS,
    TAKER_FEE_PPM
} from "../../generated/Params.sol";
import {GlobalsRecord, OrderRecord, Registers} from "../../generated/Records.sol";
import {
    ACCEPTED,
    INITIAL_MARGIN,
    NOT_FILLED,
    TOO_MANY_ORDERS
} from "../../generated/Rejections.sol";
import {FOK, GTC, POST, SELL} from "../../generated/Types.sol";
import {expiryOfCode, underlyingOfExpiry} from "../Instrument.sol";
import {Machine} from "../Machine.sol";
import {AccountFill, applyFill, Margin, passes, tryFill} from "../margin/Check.sol";
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

/// @notice Phase `match`: trades with the first order of the best opposite level, or goes on to `rest`. SPEC §7.3.
function matchStep(Machine memory machine) pure {
    Registers registers = machine.registers;
    bool isDone = registers.quantityE4() == 0 || registers.attempts() == MAX_MATCH_ATTEMPTS;
    uint256 level = isDone ? 0 : oppositeLevel(machine);
    if (level == 0) {
        registers.setPhase(PHASE_REST);
        return;
    }
    registers.setAttempts(registers.attempts() + 1);
    uint256 makerOrder = machine.state.level(level).head();
    if (machine.state.order(makerOrder).account() == registers.account()) {
        removeOrder(machine, makerOrder);
        return;
    }
    trade(machine, makerOrder, machine.state.level(level).priceCents());
}

/// @notice A maker whose margin fails is cancelled; a taker that cannot hold the fill at all is undone whole.
function trade(Machine memory machine, uint256 makerOrder, uint256 priceCents) pure {
    State memory state = machine.state;
    Registers registers = machine.registers;
    OrderRecord maker = state.order(makerOrder);
    uint256 resting = maker.quantityE4();
    uint256 wanted = registers.quantityE4();
    uint256 quantityE4 = resting < wanted ? resting : wanted;
    (AccountFill memory makerFill, AccountFill memory takerFill, uint256 fees) = fillsOf(
        machine,
        maker.account(),
        priceCents,
        quantityE4
    );
    if (tryFill(state, makerFill) != ACCEPTED) {
        removeOrder(machine, makerOrder);
        return;
    }
    uint256 taken = applyFill(state, takerFill);
    if (taken != ACCEPTED) {
        machine.abort(taken);
        return;
    }
    GlobalsRecord globals = state.globals();
    globals.setInsurance(globals.insurance() + fees);
    registers.setQuantityE4(wanted - quantityE4);
    registers.setFilled(1);
    if (quantityE4 == resting) removeOrder(machine, makerOrder);
    else maker.setQuantityE4(resting - quantityE4);
}

/// @notice Both sides of a trade and what they pay for it.
function fillsOf(
    Machine memory machine,
    uint256 maker,
    uint256 priceCents,
    uint256 quantityE4
) pure returns (AccountFill memory makerFill, AccountFill memory takerFill, uint256 fees) {
    Registers registers = machine.registers;
    uint256 code = machine.state.instrument(registers.instrument()).code();
    uint256 underlying = underlyingOfExpiry(expiryOfCode(code));
    uint256 indexCents = machine.state.underlying(underlying).indexCents();
    uint256 makerFee = feeUp(indexCents, priceCents, quantityE4, MAKER_FEE_PPM, 0);
    uint256 takerFee = feeUp(indexCents, priceCents, quantityE4, TAKER_FEE_PPM, 0);
    int256 amount = int256(quantityE4);
    int256 premium = int256(priceCents * quantityE4);
    if (registers.side() == SELL) (amount, premium) = (-amount, -premium);
    makerFill = AccountFill(maker, code, -amount, premium - int256(makerFee));
    takerFill = AccountFill(registers.account(), code, amount, -premium - int256(takerFee));
    fees = makerFee + takerFee;
}

/// @notice Phase `rest`: the taker's margin after its fills, then the remainder rests or is dropped.
function restStep(Machine memory machine) pure {
    Registers registers = machine.registers;
    uint256 account = registers.account();
    uint256 quantityE4 = registers.quantityE4();
    uint256 timeInForce = registers.timeInForce();
    if (registers.filled() == 1) {
        Margin memory before = Margin(
            registers.cashBefore(),
            int256(registers.requirementBefore())
        );
        if (!passes(machine.state, account, before)) {
            machine.abort(INITIAL_MARGIN);
            return;
        }
    }
    if (quantityE4 > 0 && timeInForce == FOK) {
        machine.abort(NOT_FILLED);
        return;
    }
    bool rests = timeInForce == GTC || timeInForce == POST;
    if (quantityE4 > 0 && rests && oppositeLevel(machine) == 0) {
        if (machine.state.account(account).orderCount() == MAX_OPEN_ORDERS) {
            machine.abort(TOO_MANY_ORDERS);
            return;
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
