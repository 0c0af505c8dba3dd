// SPDX-License-Identifier: MIT
// Written by scripts/generate.ts from protocol/. Do not edit.
pragma solidity 0.8.37;

bytes32 constant DOMAIN_TYPE_HASH = keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
bytes32 constant DOMAIN_NAME_HASH = keccak256("Tenor");
bytes32 constant DOMAIN_VERSION_HASH = keccak256("1");
bytes32 constant PLACE_ORDER_TYPE_HASH = keccak256("PlaceOrder(uint32 account,uint8 key,uint48 nonce,uint32 expiresAt,string instrument,string side,string timeInForce,uint32 priceCents,uint32 quantityE4)");
bytes32 constant CANCEL_ORDER_TYPE_HASH = keccak256("CancelOrder(uint32 account,uint8 key,uint48 nonce,uint32 expiresAt,uint32 order,uint32 generation)");
bytes32 constant CANCEL_ALL_TYPE_HASH = keccak256("CancelAll(uint32 account,uint8 key,uint48 nonce,uint32 expiresAt)");
bytes32 constant TRANSFER_TYPE_HASH = keccak256("Transfer(uint32 account,uint8 key,uint48 nonce,uint32 expiresAt,uint32 toAccount,uint64 amount)");
bytes32 constant WITHDRAW_TYPE_HASH = keccak256("Withdraw(uint32 account,uint8 key,uint48 nonce,uint32 expiresAt,uint64 amount)");
bytes32 constant SET_SESSION_KEY_TYPE_HASH = keccak256("SetSessionKey(uint32 account,uint8 key,uint48 nonce,uint32 expiresAt,uint8 slot,address signer,uint32 keyExpiresAt,uint8 scope)");
bytes32 constant INDEX_PRINT_TYPE_HASH = keccak256("IndexPrint(string underlying,uint32 priceCents,uint32 time)");
bytes32 constant SETTLEMENT_PRICE_TYPE_HASH = keccak256("SettlementPrice(string underlying,uint32 expiry,uint32 priceCents)");

uint256 constant BUY = 0;
uint256 constant SELL = 1;
uint256 constant GTC = 0;
uint256 constant IOC = 1;
uint256 constant FOK = 2;
uint256 constant POST = 3;

error UnknownWord(uint256 index);

function sideHash(uint256 side) pure returns (bytes32) {
    if (side == 0) return keccak256("buy");
    if (side == 1) return keccak256("sell");
    revert UnknownWord(side);
}

function timeInForceHash(uint256 timeInForce) pure returns (bytes32) {
    if (timeInForce == 0) return keccak256("GTC");
    if (timeInForce == 1) return keccak256("IOC");
    if (timeInForce == 2) return keccak256("FOK");
    if (timeInForce == 3) return keccak256("POST");
    revert UnknownWord(timeInForce);
}

function underlyingHash(uint256 underlying) pure returns (bytes32) {
    if (underlying == 0) return keccak256("BTC");
    if (underlying == 1) return keccak256("ETH");
    revert UnknownWord(underlying);
}
