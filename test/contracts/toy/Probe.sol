// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDispute} from "../../../contracts/interfaces/IDispute.sol";
import {IRollup} from "../../../contracts/interfaces/IRollup.sol";

interface IDisputedRollup is IRollup, IDispute {}

/// @notice Looks at all of a dispute in one call, and tries calls without making them.
contract Probe {
    struct Question {
        bytes32[] parents;
        bytes32[] entries;
        bytes32[] duels;
        uint8[] levels;
        bytes32[] nodes;
        bytes32[] claims;
        address[] accounts;
        uint64 paths;
    }

    struct Answer {
        IDispute.Contest[] contests;
        IDispute.Entry[] entries;
        IDispute.Duel[] duels;
        uint64[] revealedAt;
        IRollup.Claim[] claims;
        IRollup.Path[] paths;
        uint256[] owed;
        uint256 balance;
        bytes32 settledTip;
    }

    error Tried(bool success, bytes4 selector);

    IDisputedRollup private immutable ROLLUP;

    constructor(IDisputedRollup rollup) {
        ROLLUP = rollup;
    }

    receive() external payable {}

    function look(Question calldata q) external view returns (Answer memory a) {
        a.contests = new IDispute.Contest[](q.parents.length);
        for (uint256 i; i < q.parents.length; ++i) a.contests[i] = ROLLUP.contest(q.parents[i]);
        a.entries = new IDispute.Entry[](q.entries.length);
        for (uint256 i; i < q.entries.length; ++i) a.entries[i] = ROLLUP.entry(q.entries[i]);
        a.duels = new IDispute.Duel[](q.duels.length);
        for (uint256 i; i < q.duels.length; ++i) a.duels[i] = ROLLUP.duelOf(q.duels[i]);
        a.revealedAt = new uint64[](q.nodes.length);
        for (uint256 i; i < q.nodes.length; ++i) {
            a.revealedAt[i] = ROLLUP.revealedAt(q.levels[i], q.nodes[i]);
        }
        a.claims = new IRollup.Claim[](q.claims.length);
        for (uint256 i; i < q.claims.length; ++i) a.claims[i] = ROLLUP.claimOf(q.claims[i]);
        a.paths = new IRollup.Path[](q.paths);
        for (uint64 i; i < q.paths; ++i) a.paths[i] = ROLLUP.pathOf(i + 1);
        a.owed = new uint256[](q.accounts.length);
        for (uint256 i; i < q.accounts.length; ++i) a.owed[i] = ROLLUP.owed(q.accounts[i]);
        a.balance = address(ROLLUP).balance;
        a.settledTip = ROLLUP.settledTip();
    }

    /// @return selectors Of each call's error; 0xffffffff where it succeeded.
    function tryAll(
        bytes[] calldata calls,
        uint256[] calldata values
    ) external returns (bytes4[] memory selectors) {
        selectors = new bytes4[](calls.length);
        for (uint256 i; i < calls.length; ++i) {
            try this.tryOne(calls[i], values[i]) {} catch (bytes memory outcome) {
                (bool success, bytes4 selector) = _tried(outcome);
                selectors[i] = success ? bytes4(0xffffffff) : selector;
            }
        }
    }

    /// @dev Always reverts, so that nothing changes.
    function tryOne(bytes calldata data, uint256 value) external {
        (bool success, bytes memory returned) = address(ROLLUP).call{value: value}(data);
        revert Tried(success, returned.length < 4 ? bytes4(0) : bytes4(returned));
    }

    function _tried(bytes memory outcome) private pure returns (bool success, bytes4 selector) {
        // SAFETY: an error of two words behind its selector.
        assembly ("memory-safe") {
            success := mload(add(outcome, 36))
            selector := mload(add(outcome, 68))
        }
    }
}
