// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PARAMETER_BIAS, PARAMETER_COUNT} from "../../generated/Params.sol";
import {InboxItem, ParametersRecord} from "../../generated/Records.sol";
import {ACCEPTED, BAD_PARAMETER} from "../../generated/Rejections.sol";
import {areSound, parameterValues} from "../margin/Parameters.sol";
import {State} from "../State.sol";

/// @notice Changes one margin parameter, as L1's timelock says: `account` is its index, `amount` its value × 10^9 + 2^52.
function setParameter(State memory state, InboxItem item) pure returns (uint256) {
    uint256 index = item.account();
    if (index >= PARAMETER_COUNT) return BAD_PARAMETER;
    ParametersRecord record = state.parameters();
    int256 value = int256(item.amount()) - int256(PARAMETER_BIAS);
    int256[] memory values = parameterValues(record);
    values[index] = value;
    if (!areSound(values)) return BAD_PARAMETER;
    record.setValue(index, value);
    record.setVersion(record.version() + 1);
    return ACCEPTED;
}
