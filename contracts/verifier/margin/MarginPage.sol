// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MODEL_PORTFOLIO} from "../../generated/Params.sol";
import {Registers} from "../../generated/Records.sol";
import {Machine} from "../Machine.sol";
import {State} from "../State.sol";
import {HeldAccount, HeldExpiry, mayLiquidateAccount, readAccount} from "./Account.sol";
import {callAssemble, callScan, callStandard, Page, writePage} from "./Calls.sol";
import {countItems, itemsPerPage, LIQUIDATABLE, PRICED, UNPRICED} from "./Evaluate.sol";
import {PortfolioMargin} from "./PortfolioMargin.sol";
import {StandardMargin} from "./StandardMargin.sol";
import {MarginResult} from "./Types.sol";

/// @notice Phase `margin`: equity, initial and maintenance margin of one account, a page of prices a step. SPEC §8.3.
/// @dev Apart from `Evaluate`, which other contracts need too.
function marginStep(
    Machine memory machine,
    PortfolioMargin portfolioMargin,
    StandardMargin standardMargin
) view {
    State memory state = machine.state;
    Registers registers = machine.registers;
    HeldAccount memory held = readAccount(state, registers.marginAccount());
    bool isPortfolio = registers.marginModel() == MODEL_PORTFOLIO;
    if (!held.fresh || (isPortfolio && !arePriced(held.expiries))) {
        registers.setPriced(UNPRICED);
        registers.setInitial(-1);
        registers.setMaintenance(-1);
        registers.setPhase(registers.marginThen());
        return;
    }
    if (isPortfolio) return portfolioPage(machine, held, portfolioMargin);
    finishMargin(machine, held, callStandard(standardMargin, state, held));
}

/// @notice Standard margin does without a surface; nothing does without an index.
function arePriced(HeldExpiry[] memory expiries) pure returns (bool) {
    for (uint256 i; i < expiries.length; ++i) if (!expiries[i].priced) return false;
    return true;
}

/// @notice There is a result when every item has been looked at.
function portfolioPage(
    Machine memory machine,
    HeldAccount memory held,
    PortfolioMargin margin
) view {
    Registers registers = machine.registers;
    uint256 items = countItems(machine.state);
    uint256 from = registers.marginItem();
    uint256 to = from + itemsPerPage(held.optionCount);
    if (to > items) to = items;
    Page memory page = writePage(machine.state, held);
    (int256 worst, int256 optionMarks) = callScan(margin, page, from, to, registers.worst());
    registers.setWorst(worst);
    registers.setMarginItem(to);
    if (to == items) finishMargin(machine, held, callAssemble(margin, page, worst, optionMarks));
}

function finishMargin(
    Machine memory machine,
    HeldAccount memory held,
    MarginResult memory result
) pure {
    Registers registers = machine.registers;
    bool mayLiquidate = mayLiquidateAccount(machine.state, held.expiries);
    registers.setPriced(mayLiquidate ? LIQUIDATABLE : PRICED);
    registers.setInitial(result.initial);
    registers.setMaintenance(result.maintenance);
    registers.setEquity(result.markToMarket);
    registers.setPhase(registers.marginThen());
}
