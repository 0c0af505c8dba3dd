// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IReferenceFeed
/// @notice What the exchange reads of a price feed of L1: these two functions of Chainlink's AggregatorV3Interface.
interface IReferenceFeed {
    /// @notice Digits after the point of an answer.
    function decimals() external view returns (uint8);

    /// @notice The newest price.
    /// @return roundId Grows with every answer.
    /// @return answer The price, not above 0 where there is none.
    /// @return startedAt When the round began, in seconds.
    /// @return updatedAt When the answer was given, in seconds.
    /// @return answeredInRound Without meaning.
    function latestRoundData()
        external
        view
        returns (
            uint80 roundId,
            int256 answer,
            uint256 startedAt,
            uint256 updatedAt,
            uint80 answeredInRound
        );
}
