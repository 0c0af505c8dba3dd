// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DOMAIN_NAME_HASH, DOMAIN_TYPE_HASH, DOMAIN_VERSION_HASH} from "../generated/Types.sol";
import {Header} from "../generated/Records.sol";

/// @notice EIP-712. SPEC §6.
function digest(bytes32 domain, bytes32 structHash) pure returns (bytes32) {
    return keccak256(abi.encodePacked(hex"1901", domain, structHash));
}

function domainSeparator(Header header) pure returns (bytes32) {
    return
        keccak256(
            abi.encode(
                DOMAIN_TYPE_HASH,
                DOMAIN_NAME_HASH,
                DOMAIN_VERSION_HASH,
                header.chainId(),
                header.rollup()
            )
        );
}
