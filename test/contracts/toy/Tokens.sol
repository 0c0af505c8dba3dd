// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

import {TestUSDC} from "../../../contracts/bridge/TestUSDC.sol";
import {IBridge} from "../../../contracts/interfaces/IBridge.sol";

/// @notice Keeps a unit of every transfer.
contract FeeToken is TestUSDC {
    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        if (from != address(0) && to != address(0)) super._update(to, address(this), 1);
    }
}

/// @notice Answers false instead of reverting, and moves nothing.
contract FalseToken is TestUSDC {
    function transfer(address, uint256) public pure override returns (bool) {
        return false;
    }

    function transferFrom(address, address, uint256) public pure override returns (bool) {
        return false;
    }
}

/// @notice Takes deposits and then answers false.
contract FalseOnTransferToken is TestUSDC {
    function transfer(address, uint256) public pure override returns (bool) {
        return false;
    }
}

contract EighteenDecimals is ERC20("Eighteen", "E18") {}

/// @notice Calls the bridge again with a given call while it moves.
contract HookToken is TestUSDC {
    IBridge public bridge;
    bytes public call_;
    bytes public refusal;

    function hook(IBridge to, bytes calldata data) external {
        bridge = to;
        call_ = data;
    }

    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        if (address(bridge) == address(0)) return;
        // solhint-disable-next-line avoid-low-level-calls
        (bool success, bytes memory result) = address(bridge).call(call_);
        require(!success, "reentered");
        refusal = result;
    }
}
