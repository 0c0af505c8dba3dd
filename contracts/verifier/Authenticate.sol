// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {KEY_SLOTS, NONCE_AHEAD, NONCE_WINDOW, NONCE_WORD} from "../generated/Params.sol";
import {KeyRecord, SignedOperation} from "../generated/Records.sol";
import {
    ACCEPTED,
    BAD_SIGNATURE,
    KEY_EXPIRED,
    KEY_OUT_OF_SCOPE,
    NONCE_TOO_HIGH,
    NONCE_TOO_LOW,
    NONCE_USED,
    OPERATION_EXPIRED,
    UNKNOWN_ACCOUNT,
    UNKNOWN_KEY
} from "../generated/Rejections.sol";
import {Machine} from "./Machine.sol";
import {recoverAddress} from "./Signatures.sol";
import {digest, domainSeparator} from "./TypedData.sol";

uint256 constant WORDS = NONCE_WINDOW / NONCE_WORD;

function accountOfKey(uint256 key) pure returns (uint256) {
    return key / KEY_SLOTS;
}

function slotOfKey(uint256 key) pure returns (uint256) {
    return key % KEY_SLOTS;
}

/// @notice Checks signature, expiry and scope, then burns the nonce: SPEC §5.1.
/// @param signature Address of the operation's signature.
/// @param hashOperation The operation's struct hash; called only if the signature is looked at.
/// @return ACCEPTED or a 1xxx code; with a code nothing has changed.
function authenticate(
    Machine memory machine,
    uint256 signature,
    uint256 scope,
    function(Machine memory) pure returns (bytes32) hashOperation
) pure returns (uint256) {
    SignedOperation operation = SignedOperation.wrap(machine.input.operation);
    uint256 account = accountOfKey(operation.key());
    if (account == 0 || account > machine.state.globals().accountCount()) return UNKNOWN_ACCOUNT;
    KeyRecord key = machine.state.key(operation.key());
    if (key.signer() == address(0)) return UNKNOWN_KEY;
    bytes32 signed = digest(domainSeparator(machine.input.header), hashOperation(machine));
    if (recoverAddress(signed, signature) != key.signer()) return BAD_SIGNATURE;
    uint256 timeSec = machine.state.globals().timeSec();
    if (operation.expiresAtSec() < timeSec) return OPERATION_EXPIRED;
    if (key.expiresAtSec() != 0 && key.expiresAtSec() < timeSec) return KEY_EXPIRED;
    if (key.scope() & scope != scope) return KEY_OUT_OF_SCOPE;
    return useNonce(key, operation.nonce());
}

/// @notice A window of 1024 nonces in four words used as a ring; the base moves by whole words.
function useNonce(KeyRecord key, uint256 nonce) pure returns (uint256) {
    uint256 base = key.nonceBase();
    if (nonce < base) return NONCE_TOO_LOW;
    if (nonce >= base + NONCE_AHEAD) return NONCE_TOO_HIGH;
    if (nonce >= base + NONCE_WINDOW) moveWindow(key, base, nonce);
    uint256 slot = (nonce / NONCE_WORD) % WORDS;
    uint256 word = uint256(key.nonceWord(slot));
    uint256 bit = 1 << (nonce % NONCE_WORD);
    if (word & bit != 0) return NONCE_USED;
    key.setNonceWord(slot, bytes32(word | bit));
    return ACCEPTED;
}

function moveWindow(KeyRecord key, uint256 base, uint256 nonce) pure {
    uint256 top = nonce / NONCE_WORD;
    uint256 newBase = (top + 1 - WORDS) * NONCE_WORD;
    uint256 moved = (newBase - base) / NONCE_WORD;
    uint256 cleared = moved < WORDS ? moved : WORDS;
    for (uint256 i; i < cleared; ++i) key.setNonceWord((top - i) % WORDS, 0);
    key.setNonceBase(newBase);
}
