// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {loadWord} from "./Bytes.sol";

/// @dev Half the group order: s above it is refused, so a signature has one form.
uint256 constant HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;
uint256 constant S_MASK = type(uint256).max >> 1;

/// @notice Who signed, or zero for a signature that is not valid, canonical and low-s.
/// @param signature Address of r ‖ s with the parity of R in the top bit of s (EIP-2098).
function recoverAddress(bytes32 digest, uint256 signature) pure returns (address) {
    uint256 parityAndS = uint256(loadWord(signature + 32));
    uint256 s = parityAndS & S_MASK;
    if (s > HALF_ORDER) return address(0);
    return ecrecover(digest, uint8(27 + (parityAndS >> 255)), loadWord(signature), bytes32(s));
}
