// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MODEL_PORTFOLIO} from "../../generated/Params.sol";
import {Registers} from "../../generated/Records.sol";
import {Machine} from "../Machine.sol";
import {State} from "../State.sol";
import {HeldAccount, HeldExpiry, mayLiquidateAccount, readAccount} from "./Account.sol";
import {countItems, itemsPerPage, LIQUIDATABLE, PRICED, UNPRICED} from "./Evaluate.sol";
import {portfolioOf, standardOf} from "./Inputs.sol";
import {portfolioParams, standardParams} from "./Parameters.sol";
import {PortfolioMargin} from "./PortfolioMargin.sol";
import {PortfolioParams} from "./portfolio/Params.sol";
import {StandardMargin} from "./StandardMargin.sol";
import {MarginResult, Portfolio} from "./Types.sol";

/// @notice Phase `margin`: equity, initial and maintenance margin of one account, a page of prices a step. SPEC §8.3.
/// Apart from `Evaluate`, because only one contract holds it.
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
    MarginResult memory result;
    if (isPortfolio) {
        bool isLast;
        (isLast, result) = pageOf(machine, held, portfolioMargin);
        if (!isLast) return;
    } else {
        result = standardMargin.standardMargin(standardOf(state, held), standardParams(state));
    }
    registers.setPriced(mayLiquidateAccount(state, held.expiries) ? LIQUIDATABLE : PRICED);
    registers.setInitial(result.initial);
    registers.setMaintenance(result.maintenance);
    registers.setEquity(result.markToMarket);
    registers.setPhase(registers.marginThen());
}

/// @notice Standard margin does without a surface; nothing does without an index.
function arePriced(HeldExpiry[] memory expiries) pure returns (bool) {
    for (uint256 i; i < expiries.length; ++i) if (!expiries[i].priced) return false;
    return true;
}

/// @return isLast Every item has been looked at; only then there is a result.
function pageOf(
    Machine memory machine,
    HeldAccount memory held,
    PortfolioMargin margin
) view returns (bool isLast, MarginResult memory result) {
    Registers registers = machine.registers;
    PortfolioParams memory params = portfolioParams(machine.state);
    Portfolio memory portfolio = portfolioOf(machine.state, held);
    uint256 items = countItems(machine.state);
    uint256 from = registers.marginItem();
    uint256 to = from + itemsPerPage(held.optionCount);
    if (to > items) to = items;
    (int256 worst, ) = margin.scan(portfolio, params, from, to, registers.worst(), 0);
    registers.setWorst(worst);
    registers.setMarginItem(to);
    isLast = to == items;
    if (isLast) result = margin.assemble(portfolio, params, worst);
}
