// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStateTransition} from "../../../contracts/interfaces/IStateTransition.sol";

/// @notice A machine that adds one to its root in each of its first HALT steps and then stays where it is.
contract CounterMachine is IStateTransition {
    error WitnessOpensOther(bytes32 received, bytes32 expected);

    uint256 public immutable HALT;

    constructor(uint256 halt) {
        HALT = halt;
    }

    function initialState(bytes32 root, bytes32 batchHash) external pure returns (bytes32) {
        return stateOf(root, 0, batchHash);
    }

    function finalState(bytes32 root, bytes32 batchHash) external view returns (bytes32) {
        return stateOf(root, HALT, batchHash);
    }

    function step(bytes32 pre, bytes calldata witness) external view returns (bytes32) {
        (bytes32 root, uint256 steps, bytes32 batchHash) = abi.decode(
            witness,
            (bytes32, uint256, bytes32)
        );
        bytes32 opened = stateOf(root, steps, batchHash);
        if (opened != pre) revert WitnessOpensOther(opened, pre);
        if (steps == HALT) return pre;
        return stateOf(bytes32(uint256(root) + 1), steps + 1, batchHash);
    }

    function stateOf(bytes32 root, uint256 steps, bytes32 batchHash) public pure returns (bytes32) {
        return keccak256(abi.encode(root, steps, batchHash));
    }
}
