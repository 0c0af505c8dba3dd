// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDispute} from "../interfaces/IDispute.sol";

/// @notice The rivals over one parent claim, counted so that no decision has to walk over them.
library Contests {
    /// @notice The first claim of an epoch.
    function begin(IDispute.Contest storage self, bytes32 root, address claimant) internal {
        self.firstRoot = root;
        self.firstClaimant = claimant;
        self.firstClaimedAt = uint64(block.timestamp);
    }

    /// @notice Forgets the epoch. Nobody is alive in it; what it left in the pot stays.
    function beginAfresh(IDispute.Contest storage self) internal {
        self.epoch += 1;
        self.firstRoot = 0;
        self.firstClaimant = address(0);
        self.firstClaimedAt = 0;
        self.openedAt = 0;
    }

    /// @param sameRoot Entries with this root that lived before.
    function addLiving(IDispute.Contest storage self, bytes32 root, uint32 sameRoot) internal {
        self.livingEntries += 1;
        if (sameRoot == 0) {
            self.livingRoots += 1;
            self.livingRootsXor ^= root;
        }
    }

    /// @param sameRoot Entries with this root that live on.
    function removeLiving(IDispute.Contest storage self, bytes32 root, uint32 sameRoot) internal {
        self.livingEntries -= 1;
        if (sameRoot == 0) {
            self.livingRoots -= 1;
            self.livingRootsXor ^= root;
        }
    }

    /// @notice Whether the first claim counts without an entry: it is undisputed, or can still be entered.
    function needsNoEntry(
        IDispute.Contest storage self,
        uint64 challengePeriod
    ) internal view returns (bool) {
        return self.openedAt == 0 || block.timestamp <= self.openedAt + challengePeriod;
    }
}
