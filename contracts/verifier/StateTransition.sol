// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PHASE_NEXT} from "../generated/Layout.sol";
import {IStateTransition} from "../interfaces/IStateTransition.sol";
import {finalState as stateAfter, initialState as stateBefore} from "./Batch.sol";
import {LoopStep, NextStep} from "./Step.sol";
import {REGISTERS_OFFSET} from "./Witness.sol";

/// @title StateTransition
/// @notice The machine of `protocol/`, in two contracts because one does not hold it.
contract StateTransition is IStateTransition {
    NextStep public immutable NEXT_STEP;
    LoopStep public immutable LOOP_STEP;

    constructor(NextStep nextStep, LoopStep loopStep) {
        NEXT_STEP = nextStep;
        LOOP_STEP = loopStep;
    }

    /// @inheritdoc IStateTransition
    function initialState(bytes32 root, bytes32 batchHash) external pure returns (bytes32) {
        return stateBefore(root, batchHash);
    }

    /// @inheritdoc IStateTransition
    function finalState(bytes32 root, bytes32 batchHash) external pure returns (bytes32) {
        return stateAfter(root, batchHash);
    }

    /// @inheritdoc IStateTransition
    /// @dev The phase read here only picks the verifier, which checks it.
    function step(bytes32 pre, bytes calldata witness) external view returns (bytes32) {
        bool isNext = uint8(witness[REGISTERS_OFFSET]) == PHASE_NEXT;
        return isNext ? NEXT_STEP.step(pre, witness) : LOOP_STEP.step(pre, witness);
    }
}
