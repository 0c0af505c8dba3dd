// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IStateTransition
/// @notice The one thing a dispute knows about the machine: where a batch starts, where it ends, and one step of it.
/// @dev A state is 32 bytes that commit to everything the next step reads. Implementations are stateless: equal
/// arguments give equal results for ever, because a result is remembered and a loser's bond hangs on it.
interface IStateTransition {
    /// @notice The state before the first step of a batch.
    /// @param root The state root that the batch starts from.
    /// @param batchHash The hash of the batch header.
    function initialState(bytes32 root, bytes32 batchHash) external view returns (bytes32 state);

    /// @notice The state after the last step of a batch whose state root became `root`.
    /// @param root The claimed state root after the batch.
    /// @param batchHash The hash of the batch header.
    function finalState(bytes32 root, bytes32 batchHash) external view returns (bytes32 state);

    /// @notice The state that follows `pre`.
    /// @dev Reverts on a witness that does not open `pre`. Never returns zero.
    /// @param pre The state to step from.
    /// @param witness What opens `pre`: registers, records with their proofs, the part of the batch that is read.
    function step(bytes32 pre, bytes calldata witness) external view returns (bytes32 post);
}
