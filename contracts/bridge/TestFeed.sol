// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IReferenceFeed} from "../interfaces/IReferenceFeed.sol";

/// @title TestFeed
/// @notice A devnet's reference price: anybody says what it is. Warning: never deploy beside real collateral.
contract TestFeed is IReferenceFeed {
    uint80 private _round;
    int256 private _answer;
    uint256 private _updatedAt;

    /// @param answer USD × 10^8.
    function push(int256 answer) external {
        ++_round;
        _answer = answer;
        _updatedAt = block.timestamp;
    }

    function decimals() external pure returns (uint8) {
        return 8;
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return (_round, _answer, _updatedAt, _updatedAt, _round);
    }
}
