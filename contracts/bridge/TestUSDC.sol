// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title TestUSDC
/// @notice Devnet money: anybody mints. Warning: worth nothing, never deploy beside real collateral.
contract TestUSDC is ERC20, ERC20Permit {
    constructor() ERC20("Test USDC (worthless)", "tUSDC") ERC20Permit("Test USDC (worthless)") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
