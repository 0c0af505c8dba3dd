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
bytes32 constant SET_MARGIN_MODEL_TYPE_HASH = keccak256("SetMarginModel(uint32 account,uint8 key,uint48 nonce,uint32 expiresAt,string model)");
bytes32 constant BID_TYPE_HASH = keccak256("Bid(uint32 account,uint8 key,uint48 nonce,uint32 expiresAt,uint32 liquidated,uint32 sharePpm,int64 limit,uint32 revision)");
bytes32 constant INDEX_PRINT_TYPE_HASH = keccak256("IndexPrint(string underlying,uint32 priceCents,uint16 confidenceE4,uint32 time)");
bytes32 constant SURFACE_PRINT_TYPE_HASH = keccak256("SurfacePrint(string underlying,uint32 expiry,uint32 time,int64 basisCents,int64 rateE9,uint16 forwardConfidenceE4,uint16 rateConfidenceE4,uint16 volConfidenceE4,uint32 forwardCents,int64 aE12,int64 bE12,int64 rhoE12,int64 mE12,int64 sigmaE12)");
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

function marginModelHash(uint256 marginModel) pure returns (bytes32) {
    if (marginModel == 0) return keccak256("standard");
    if (marginModel == 1) return keccak256("portfolio");
    revert UnknownWord(marginModel);
}

function underlyingHash(uint256 underlying) pure returns (bytes32) {
    if (underlying == 0) return keccak256("BTC");
    if (underlying == 1) return keccak256("ETH");
    revert UnknownWord(underlying);
}
