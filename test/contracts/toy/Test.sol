// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice The cheatcodes that the tests use.
interface Vm {
    function warp(uint256 time) external;
    function deal(address account, uint256 balance) external;
    function prank(address sender) external;
    function prank(address sender, address origin) external;
    function etch(address target, bytes calldata code) external;
    function getCode(string calldata artifact) external view returns (bytes memory);
    function txGasPrice(uint256 price) external;
    function expectRevert(bytes calldata data) external;
    function expectPartialRevert(bytes4 selector) external;
    function expectEmit() external;
    function snapshotState() external returns (uint256);
    function revertToState(uint256 state) external returns (bool);
    function addr(uint256 key) external returns (address);
    function sign(uint256 key, bytes32 digest) external returns (uint8 v, bytes32 r, bytes32 s);
}

abstract contract Test {
    error NotEqual(bytes32 received, bytes32 expected, string what);
    error NotTrue(string what);

    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    function assertEq(uint256 received, uint256 expected, string memory what) internal pure {
        assertEq(bytes32(received), bytes32(expected), what);
    }

    function assertEq(address received, address expected, string memory what) internal pure {
        assertEq(bytes32(uint256(uint160(received))), bytes32(uint256(uint160(expected))), what);
    }

    function assertEq(bytes32 received, bytes32 expected, string memory what) internal pure {
        if (received != expected) revert NotEqual(received, expected, what);
    }

    function assertTrue(bool condition, string memory what) internal pure {
        if (!condition) revert NotTrue(what);
    }
}
