// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice An argument outside a function's domain.
/// @param name The function's, and after a colon the argument's where there are several.
error OutOfDomain(bytes32 name, int256 value);
