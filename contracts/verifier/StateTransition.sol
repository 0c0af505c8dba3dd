// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    HEADER_DATA_LENGTH_OFFSET,
    PHASE_NEXT,
    REGISTERS_OFFSET_OFFSET,
    REGISTERS_PHASE_OFFSET
} from "../generated/Layout.sol";
import {CHUNK_BYTES} from "../generated/Params.sol";
import {IStateTransition} from "../interfaces/IStateTransition.sol";
import {finalState as stateAfter, initialState as stateBefore} from "./Batch.sol";
import {Step} from "./Step.sol";
import {
    ACCOUNT_STEP,
    LIQUIDATION_STEP,
    MARKET_STEP,
    stepOfKind,
    stepOfPhase,
    TRADE_STEP
} from "./Steps.sol";
import {INPUT_OFFSET, READS_DATA, REGISTERS_OFFSET} from "./Witness.sol";

/// @title StateTransition
/// @notice The machine of `protocol/`, in several contracts because one does not hold it.
contract StateTransition is IStateTransition {
    Step public immutable ACCOUNT;
    Step public immutable TRADE;
    Step public immutable MARKET;
    Step public immutable LIQUIDATION;
    Step public immutable MARGIN;

    constructor(Step account, Step trade, Step market, Step liquidation, Step margin) {
        ACCOUNT = account;
        TRADE = trade;
        MARKET = market;
        LIQUIDATION = liquidation;
        MARGIN = margin;
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
    /// @dev What is read here only picks the contract, which checks it.
    function step(bytes32 pre, bytes calldata witness) external view returns (bytes32) {
        uint256 id = _pick(witness);
        if (id == TRADE_STEP) return TRADE.step(pre, witness);
        if (id == ACCOUNT_STEP) return ACCOUNT.step(pre, witness);
        if (id == MARKET_STEP) return MARKET.step(pre, witness);
        if (id == LIQUIDATION_STEP) return LIQUIDATION.step(pre, witness);
        return MARGIN.step(pre, witness);
    }

    /// @dev By the phase; in phase `next` by the kind of the operation at the data's offset, if data is read.
    function _pick(bytes calldata witness) private pure returns (uint256) {
        uint256 phase = uint8(witness[REGISTERS_OFFSET + REGISTERS_PHASE_OFFSET]);
        if (phase != PHASE_NEXT) return stepOfPhase(phase);
        if (uint8(witness[INPUT_OFFSET]) & READS_DATA == 0) return ACCOUNT_STEP;
        uint256 length = _uint32(witness, HEADER_DATA_LENGTH_OFFSET);
        uint256 offset = _uint32(witness, REGISTERS_OFFSET + REGISTERS_OFFSET_OFFSET);
        uint256 hashesBytes = ((length + CHUNK_BYTES - 1) / CHUNK_BYTES) * 32;
        uint256 at = INPUT_OFFSET + 1 + hashesBytes + (offset % CHUNK_BYTES);
        return stepOfKind(uint8(witness[at]));
    }

    function _uint32(bytes calldata witness, uint256 at) private pure returns (uint256) {
        return uint32(bytes4(witness[at:at + 4]));
    }
}
