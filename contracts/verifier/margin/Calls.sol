// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PORTFOLIO_PARAMETERS, STANDARD_PARAMETERS} from "../../generated/Params.sol";
import {allocate, storeWord} from "../Bytes.sol";
import {State} from "../State.sol";
import {HeldAccount} from "./Account.sol";
import {writePortfolio, writePortfolioParams, writeStandard} from "./Inputs.sol";
import {copyParameters} from "./Parameters.sol";
import {PortfolioMargin} from "./PortfolioMargin.sol";
import {StandardMargin} from "./StandardMargin.sol";
import {STANDARD_PARAM_COUNT} from "./StandardTypes.sol";
import {MarginResult} from "./Types.sol";

// Calls of the margin contracts, encoded word by word.

error MarginCallFailed(uint256 returnedBytes);

/// @notice Arguments that lie in memory, with a word for the selector in front.
/// @param params Address of the parameters, which come after the account.
struct Page {
    uint256 head;
    uint256 params;
    uint256 end;
}

/// @dev Of the arguments of `scan` and of `assemble` before what their offsets lead to.
uint256 constant SCAN_HEAD_BYTES = 6 * 32;
uint256 constant ASSEMBLE_HEAD_BYTES = 4 * 32;
uint256 constant STANDARD_HEAD_BYTES = (1 + STANDARD_PARAM_COUNT) * 32;

/// @notice Room for the longer of the two, written from its second word on.
/// @dev Bounds: an account takes 20 words an expiry and 4 an option, parameters 35 words and 3 a scenario.
function reserve(HeldAccount memory held) pure returns (uint256 head) {
    uint256 words = 256 + 20 * held.expiries.length + 4 * held.optionCount;
    return allocate(words * 32) + 32;
}

/// @notice COST: written once for both calls of a last page.
function writePage(State memory state, HeldAccount memory held) pure returns (Page memory page) {
    page.head = reserve(held);
    page.params = writePortfolio(state, held, page.head + SCAN_HEAD_BYTES);
    page.end = writePortfolioParams(state.parameters(), page.params);
}

/// @param worst The least profit of the items before.
/// @return result The least with the items [from, to).
/// @return optionMarks What the options are worth now.
function callScan(
    PortfolioMargin margin,
    Page memory page,
    uint256 from,
    uint256 to,
    int256 worst
) view returns (int256 result, int256 optionMarks) {
    uint256 head = page.head;
    storeWord(head - 32, uint32(PortfolioMargin.scan.selector));
    storeWord(head, SCAN_HEAD_BYTES);
    storeWord(head + 32, page.params - head);
    storeWord(head + 64, from);
    storeWord(head + 96, to);
    storeWord(head + 128, uint256(worst));
    // Which item is the worst is nothing that the machine keeps.
    storeWord(head + 160, 0);
    (result, , optionMarks) = call(address(margin), head, page.end);
}

/// @notice After the scan of the last page: the shorter head takes the end of the longer one.
function callAssemble(
    PortfolioMargin margin,
    Page memory page,
    int256 worst,
    int256 optionMarks
) view returns (MarginResult memory) {
    uint256 head = page.head + SCAN_HEAD_BYTES - ASSEMBLE_HEAD_BYTES;
    storeWord(head - 32, uint32(PortfolioMargin.assemble.selector));
    storeWord(head, ASSEMBLE_HEAD_BYTES);
    storeWord(head + 32, page.params - head);
    storeWord(head + 64, uint256(worst));
    storeWord(head + 96, uint256(optionMarks));
    return callForResult(address(margin), head, page.end);
}

function callStandard(
    StandardMargin margin,
    State memory state,
    HeldAccount memory held
) view returns (MarginResult memory) {
    uint256 head = reserve(held);
    storeWord(head - 32, uint32(StandardMargin.standardMargin.selector));
    storeWord(head, STANDARD_HEAD_BYTES);
    copyParameters(state.parameters(), STANDARD_PARAMETERS, PORTFOLIO_PARAMETERS, head + 32);
    uint256 end = writeStandard(state, held, head + STANDARD_HEAD_BYTES);
    return callForResult(address(margin), head, end);
}

function callForResult(
    address margin,
    uint256 head,
    uint256 end
) view returns (MarginResult memory result) {
    (result.initial, result.maintenance, result.markToMarket) = call(margin, head, end);
}

/// @dev A failure there, for want of gas too, is a failure of the step.
/// @return first Of the three words that every one of them returns.
function call(
    address margin,
    uint256 head,
    uint256 end
) view returns (int256 first, int256 second, int256 third) {
    bool isDone;
    uint256 returnedBytes;
    uint256 out = allocate(96);
    assembly ("memory-safe") {
        isDone := staticcall(gas(), margin, sub(head, 4), add(sub(end, head), 4), out, 96)
        returnedBytes := returndatasize()
        first := mload(out)
        second := mload(add(out, 32))
        third := mload(add(out, 64))
    }
    if (!isDone || returnedBytes != 96) revert MarginCallFailed(returnedBytes);
}
