// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {KEY_SLOTS, SCOPE_ALL} from "../../generated/Params.sol";
import {KeyRecord, SetSessionKeyOperation} from "../../generated/Records.sol";
import {ACCEPTED, BAD_KEY_SLOT, BAD_SCOPE, KEY_OUT_OF_SCOPE} from "../../generated/Rejections.sol";
import {SET_SESSION_KEY_TYPE_HASH} from "../../generated/Types.sol";
import {accountOfKey, authenticate, slotOfKey} from "../Authenticate.sol";
import {Machine} from "../Machine.sol";
import {keyIndex} from "../State.sol";

/// @notice Sets, replaces or (with the zero address) removes a session key; only the owner's key may.
/// The slot keeps its nonce window, so nothing signed for it can run twice.
function setSessionKey(Machine memory machine) pure returns (uint256) {
    SetSessionKeyOperation operation = SetSessionKeyOperation.wrap(machine.input.operation);
    if (slotOfKey(operation.key()) != 0) return KEY_OUT_OF_SCOPE;
    uint256 code = authenticate(machine, operation.signatureAt(), SCOPE_ALL, hashSetSessionKey);
    if (code != ACCEPTED) return code;
    uint256 slot = operation.slot();
    if (slot == 0 || slot >= KEY_SLOTS) return BAD_KEY_SLOT;
    if (operation.scope() > SCOPE_ALL) return BAD_SCOPE;
    KeyRecord key = machine.state.key(keyIndex(accountOfKey(operation.key()), slot));
    key.setSigner(operation.signer());
    key.setExpiresAtSec(operation.keyExpiresAtSec());
    key.setScope(operation.scope());
    return ACCEPTED;
}

function hashSetSessionKey(Machine memory machine) pure returns (bytes32) {
    SetSessionKeyOperation operation = SetSessionKeyOperation.wrap(machine.input.operation);
    return
        keccak256(
            abi.encode(
                SET_SESSION_KEY_TYPE_HASH,
                accountOfKey(operation.key()),
                slotOfKey(operation.key()),
                operation.nonce(),
                operation.expiresAtSec(),
                operation.slot(),
                operation.signer(),
                operation.keyExpiresAtSec(),
                operation.scope()
            )
        );
}
