// SPDX-License-Identifier: MIT
// Written by scripts/generate.ts from protocol/. Do not edit.
pragma solidity 0.8.37;

// Each type is a memory address; fields are big-endian and packed. COST: an accessor is an mload and a shift.

type GlobalsRecord is uint256;

using GlobalsRecordFields for GlobalsRecord global;

library GlobalsRecordFields {
    function timeSec(GlobalsRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(192, mload(add(p, 0)))
        }
    }

    function setTimeSec(GlobalsRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 0)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function accountCount(GlobalsRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 8)))
        }
    }

    function setAccountCount(GlobalsRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 8)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function instrumentCount(GlobalsRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 12)))
        }
    }

    function setInstrumentCount(GlobalsRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 12)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function levelCount(GlobalsRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 16)))
        }
    }

    function setLevelCount(GlobalsRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 16)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function levelFree(GlobalsRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 20)))
        }
    }

    function setLevelFree(GlobalsRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 20)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function orderCount(GlobalsRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 24)))
        }
    }

    function setOrderCount(GlobalsRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 24)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function orderFree(GlobalsRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 28)))
        }
    }

    function setOrderFree(GlobalsRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 28)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function vault(GlobalsRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(192, mload(add(p, 32)))
        }
    }

    function setVault(GlobalsRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 32)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function insurance(GlobalsRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(192, mload(add(p, 40)))
        }
    }

    function setInsurance(GlobalsRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 40)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function positiveCash(GlobalsRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(192, mload(add(p, 48)))
        }
    }

    function setPositiveCash(GlobalsRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 48)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function pool(GlobalsRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(192, mload(add(p, 56)))
        }
    }

    function setPool(GlobalsRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 56)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function socialized(GlobalsRecord p) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(192, mload(add(p, 64)))
        }
    }

    function setSocialized(GlobalsRecord p, int256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 64)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function printTimeSec(GlobalsRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(192, mload(add(p, 72)))
        }
    }

    function setPrintTimeSec(GlobalsRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 72)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }
}

type AccountRecord is uint256;

using AccountRecordFields for AccountRecord global;

library AccountRecordFields {
    function owner(AccountRecord p) internal pure returns (address value) {
        assembly ("memory-safe") {
            value := shr(96, mload(add(p, 0)))
        }
    }

    function setOwner(AccountRecord p, address value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 0)
            mstore(q, or(shl(96, value), and(mload(q), 0xffffffffffffffffffffffff)))
        }
    }

    function cash(AccountRecord p) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(192, mload(add(p, 20)))
        }
    }

    function setCash(AccountRecord p, int256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 20)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function marginModel(AccountRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 28)))
        }
    }

    function setMarginModel(AccountRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 28)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function revision(AccountRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 29)))
        }
    }

    function setRevision(AccountRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 29)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function auctionStartSec(AccountRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(192, mload(add(p, 33)))
        }
    }

    function setAuctionStartSec(AccountRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 33)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function insolvent(AccountRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 41)))
        }
    }

    function setInsolvent(AccountRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 41)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function reserved(AccountRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(192, mload(add(p, 42)))
        }
    }

    function setReserved(AccountRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 42)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function orderCount(AccountRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(240, mload(add(p, 50)))
        }
    }

    function setOrderCount(AccountRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 50)
            mstore(q, or(shl(240, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function orderHead(AccountRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 52)))
        }
    }

    function setOrderHead(AccountRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 52)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function positionCount(AccountRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 56)))
        }
    }

    function setPositionCount(AccountRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 56)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function positionCode(AccountRecord p, uint256 i) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(192, mload(add(add(p, 57), mul(i, 16))))
        }
    }

    function setPositionCode(AccountRecord p, uint256 i, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(add(p, 57), mul(i, 16))
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function positionAmount(AccountRecord p, uint256 i) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(192, mload(add(add(p, 65), mul(i, 16))))
        }
    }

    function setPositionAmount(AccountRecord p, uint256 i, int256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(add(p, 65), mul(i, 16))
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function positionsAt(AccountRecord p, uint256 i) internal pure returns (uint256 start) {
        assembly ("memory-safe") {
            start := add(add(p, 57), mul(i, 16))
        }
    }
}

type KeyRecord is uint256;

using KeyRecordFields for KeyRecord global;

library KeyRecordFields {
    function signer(KeyRecord p) internal pure returns (address value) {
        assembly ("memory-safe") {
            value := shr(96, mload(add(p, 0)))
        }
    }

    function setSigner(KeyRecord p, address value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 0)
            mstore(q, or(shl(96, value), and(mload(q), 0xffffffffffffffffffffffff)))
        }
    }

    function expiresAtSec(KeyRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 20)))
        }
    }

    function setExpiresAtSec(KeyRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 20)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function scope(KeyRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 24)))
        }
    }

    function setScope(KeyRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 24)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function nonceBase(KeyRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(208, mload(add(p, 25)))
        }
    }

    function setNonceBase(KeyRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 25)
            mstore(q, or(shl(208, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function nonceWord(KeyRecord p, uint256 i) internal pure returns (bytes32 value) {
        assembly ("memory-safe") {
            value := mload(add(add(p, 31), mul(i, 32)))
        }
    }

    function setNonceWord(KeyRecord p, uint256 i, bytes32 value) internal pure {
        assembly ("memory-safe") {
            mstore(add(add(p, 31), mul(i, 32)), value)
        }
    }

    function nonceWordsAt(KeyRecord p, uint256 i) internal pure returns (uint256 start) {
        assembly ("memory-safe") {
            start := add(add(p, 31), mul(i, 32))
        }
    }
}

type InstrumentRecord is uint256;

using InstrumentRecordFields for InstrumentRecord global;

library InstrumentRecordFields {
    function code(InstrumentRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(192, mload(add(p, 0)))
        }
    }

    function setCode(InstrumentRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 0)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function nameHash(InstrumentRecord p) internal pure returns (bytes32 value) {
        assembly ("memory-safe") {
            value := mload(add(p, 8))
        }
    }

    function setNameHash(InstrumentRecord p, bytes32 value) internal pure {
        assembly ("memory-safe") {
            mstore(add(p, 8), value)
        }
    }

    function bestBid(InstrumentRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 40)))
        }
    }

    function setBestBid(InstrumentRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 40)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function bestAsk(InstrumentRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 44)))
        }
    }

    function setBestAsk(InstrumentRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 44)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function nextInExpiry(InstrumentRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 48)))
        }
    }

    function setNextInExpiry(InstrumentRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 48)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }
}

type LevelRecord is uint256;

using LevelRecordFields for LevelRecord global;

library LevelRecordFields {
    function instrument(LevelRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 0)))
        }
    }

    function setInstrument(LevelRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 0)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function side(LevelRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 4)))
        }
    }

    function setSide(LevelRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 4)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function priceCents(LevelRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 5)))
        }
    }

    function setPriceCents(LevelRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 5)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function better(LevelRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 9)))
        }
    }

    function setBetter(LevelRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 9)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function worse(LevelRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 13)))
        }
    }

    function setWorse(LevelRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 13)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function head(LevelRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 17)))
        }
    }

    function setHead(LevelRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 17)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function tail(LevelRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 21)))
        }
    }

    function setTail(LevelRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 21)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }
}

type OrderRecord is uint256;

using OrderRecordFields for OrderRecord global;

library OrderRecordFields {
    function account(OrderRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 0)))
        }
    }

    function setAccount(OrderRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 0)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function level(OrderRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 4)))
        }
    }

    function setLevel(OrderRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 4)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function quantityE4(OrderRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 8)))
        }
    }

    function setQuantityE4(OrderRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 8)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function generation(OrderRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 12)))
        }
    }

    function setGeneration(OrderRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 12)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function prev(OrderRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 16)))
        }
    }

    function setPrev(OrderRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 16)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function next(OrderRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 20)))
        }
    }

    function setNext(OrderRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 20)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function accountPrev(OrderRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 24)))
        }
    }

    function setAccountPrev(OrderRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 24)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function accountNext(OrderRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 28)))
        }
    }

    function setAccountNext(OrderRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 28)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }
}

type UnderlyingRecord is uint256;

using UnderlyingRecordFields for UnderlyingRecord global;

library UnderlyingRecordFields {
    function indexCents(UnderlyingRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 0)))
        }
    }

    function setIndexCents(UnderlyingRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 0)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function indexTimeSec(UnderlyingRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(192, mload(add(p, 4)))
        }
    }

    function setIndexTimeSec(UnderlyingRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 4)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function confidenceE4(UnderlyingRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(240, mload(add(p, 12)))
        }
    }

    function setConfidenceE4(UnderlyingRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 12)
            mstore(q, or(shl(240, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function resumedAtSec(UnderlyingRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(192, mload(add(p, 14)))
        }
    }

    function setResumedAtSec(UnderlyingRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 14)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function freshPrints(UnderlyingRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 22)))
        }
    }

    function setFreshPrints(UnderlyingRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 22)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function referenceCents(UnderlyingRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 23)))
        }
    }

    function setReferenceCents(UnderlyingRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 23)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }
}

type ExpiryRecord is uint256;

using ExpiryRecordFields for ExpiryRecord global;

library ExpiryRecordFields {
    function settled(ExpiryRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 0)))
        }
    }

    function setSettled(ExpiryRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 0)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function settlementCents(ExpiryRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 1)))
        }
    }

    function setSettlementCents(ExpiryRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 1)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function lifeSec(ExpiryRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 5)))
        }
    }

    function setLifeSec(ExpiryRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 5)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function pool(ExpiryRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(192, mload(add(p, 9)))
        }
    }

    function setPool(ExpiryRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 9)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function instrumentHead(ExpiryRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 17)))
        }
    }

    function setInstrumentHead(ExpiryRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 17)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function instrumentCount(ExpiryRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(240, mload(add(p, 21)))
        }
    }

    function setInstrumentCount(ExpiryRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 21)
            mstore(q, or(shl(240, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function windowSum(ExpiryRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(192, mload(add(p, 23)))
        }
    }

    function setWindowSum(ExpiryRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 23)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function windowCoveredSec(ExpiryRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(240, mload(add(p, 31)))
        }
    }

    function setWindowCoveredSec(ExpiryRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 31)
            mstore(q, or(shl(240, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function surfaceTimeSec(ExpiryRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(192, mload(add(p, 33)))
        }
    }

    function setSurfaceTimeSec(ExpiryRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 33)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function basisCents(ExpiryRecord p) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(192, mload(add(p, 41)))
        }
    }

    function setBasisCents(ExpiryRecord p, int256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 41)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function rateE9(ExpiryRecord p) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(192, mload(add(p, 49)))
        }
    }

    function setRateE9(ExpiryRecord p, int256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 49)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function forwardConfidenceE4(ExpiryRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(240, mload(add(p, 57)))
        }
    }

    function setForwardConfidenceE4(ExpiryRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 57)
            mstore(q, or(shl(240, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function rateConfidenceE4(ExpiryRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(240, mload(add(p, 59)))
        }
    }

    function setRateConfidenceE4(ExpiryRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 59)
            mstore(q, or(shl(240, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function volConfidenceE4(ExpiryRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(240, mload(add(p, 61)))
        }
    }

    function setVolConfidenceE4(ExpiryRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 61)
            mstore(q, or(shl(240, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function forwardCents(ExpiryRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 63)))
        }
    }

    function setForwardCents(ExpiryRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 63)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function aE12(ExpiryRecord p) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(192, mload(add(p, 67)))
        }
    }

    function setAE12(ExpiryRecord p, int256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 67)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function bE12(ExpiryRecord p) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(192, mload(add(p, 75)))
        }
    }

    function setBE12(ExpiryRecord p, int256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 75)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function rhoE12(ExpiryRecord p) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(192, mload(add(p, 83)))
        }
    }

    function setRhoE12(ExpiryRecord p, int256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 83)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function mE12(ExpiryRecord p) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(192, mload(add(p, 91)))
        }
    }

    function setME12(ExpiryRecord p, int256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 91)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function sigmaE12(ExpiryRecord p) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(192, mload(add(p, 99)))
        }
    }

    function setSigmaE12(ExpiryRecord p, int256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 99)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }
}

type WithdrawalRecord is uint256;

using WithdrawalRecordFields for WithdrawalRecord global;

library WithdrawalRecordFields {
    function recipient(WithdrawalRecord p) internal pure returns (address value) {
        assembly ("memory-safe") {
            value := shr(96, mload(add(p, 0)))
        }
    }

    function setRecipient(WithdrawalRecord p, address value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 0)
            mstore(q, or(shl(96, value), and(mload(q), 0xffffffffffffffffffffffff)))
        }
    }

    function total(WithdrawalRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(192, mload(add(p, 20)))
        }
    }

    function setTotal(WithdrawalRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 20)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }
}

type OracleRecord is uint256;

using OracleRecordFields for OracleRecord global;

library OracleRecordFields {
    function quorum(OracleRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 0)))
        }
    }

    function setQuorum(OracleRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 0)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function publisherCount(OracleRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 1)))
        }
    }

    function setPublisherCount(OracleRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 1)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function publisher(OracleRecord p, uint256 i) internal pure returns (address value) {
        assembly ("memory-safe") {
            value := shr(96, mload(add(add(p, 2), mul(i, 20))))
        }
    }

    function setPublisher(OracleRecord p, uint256 i, address value) internal pure {
        assembly ("memory-safe") {
            let q := add(add(p, 2), mul(i, 20))
            mstore(q, or(shl(96, value), and(mload(q), 0xffffffffffffffffffffffff)))
        }
    }

    function publishersAt(OracleRecord p, uint256 i) internal pure returns (uint256 start) {
        assembly ("memory-safe") {
            start := add(add(p, 2), mul(i, 20))
        }
    }
}

type ParametersRecord is uint256;

using ParametersRecordFields for ParametersRecord global;

library ParametersRecordFields {
    function version(ParametersRecord p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 0)))
        }
    }

    function setVersion(ParametersRecord p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 0)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function value(ParametersRecord p, uint256 i) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(192, mload(add(add(p, 4), mul(i, 8))))
        }
    }

    function setValue(ParametersRecord p, uint256 i, int256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(add(p, 4), mul(i, 8))
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function valuesAt(ParametersRecord p, uint256 i) internal pure returns (uint256 start) {
        assembly ("memory-safe") {
            start := add(add(p, 4), mul(i, 8))
        }
    }
}

type Registers is uint256;

using RegistersFields for Registers global;

library RegistersFields {
    function phase(Registers p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 0)))
        }
    }

    function setPhase(Registers p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 0)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function stopped(Registers p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 1)))
        }
    }

    function setStopped(Registers p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 1)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function offset(Registers p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 2)))
        }
    }

    function setOffset(Registers p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 2)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function inboxNext(Registers p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(240, mload(add(p, 6)))
        }
    }

    function setInboxNext(Registers p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 6)
            mstore(q, or(shl(240, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function charged(Registers p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 8)))
        }
    }

    function setCharged(Registers p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 8)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function outcome(Registers p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(240, mload(add(p, 12)))
        }
    }

    function setOutcome(Registers p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 12)
            mstore(q, or(shl(240, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function savedRoot(Registers p) internal pure returns (bytes32 value) {
        assembly ("memory-safe") {
            value := mload(add(p, 14))
        }
    }

    function setSavedRoot(Registers p, bytes32 value) internal pure {
        assembly ("memory-safe") {
            mstore(add(p, 14), value)
        }
    }

    function account(Registers p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 46)))
        }
    }

    function setAccount(Registers p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 46)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function instrument(Registers p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 50)))
        }
    }

    function setInstrument(Registers p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 50)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function side(Registers p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 54)))
        }
    }

    function setSide(Registers p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 54)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function timeInForce(Registers p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 55)))
        }
    }

    function setTimeInForce(Registers p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 55)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function priceCents(Registers p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 56)))
        }
    }

    function setPriceCents(Registers p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 56)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function quantityE4(Registers p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 60)))
        }
    }

    function setQuantityE4(Registers p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 60)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function attempts(Registers p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 64)))
        }
    }

    function setAttempts(Registers p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 64)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function pages(Registers p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 65)))
        }
    }

    function setPages(Registers p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 65)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function filled(Registers p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 66)))
        }
    }

    function setFilled(Registers p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 66)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function counterparty(Registers p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 67)))
        }
    }

    function setCounterparty(Registers p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 67)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function amount(Registers p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(192, mload(add(p, 71)))
        }
    }

    function setAmount(Registers p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 71)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function sharePpm(Registers p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 79)))
        }
    }

    function setSharePpm(Registers p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 79)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function limit(Registers p) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(192, mload(add(p, 83)))
        }
    }

    function setLimit(Registers p, int256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 83)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function initialBefore(Registers p) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(128, mload(add(p, 91)))
        }
    }

    function setInitialBefore(Registers p, int256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 91)
            mstore(q, or(shl(128, value), and(mload(q), 0xffffffffffffffffffffffffffffffff)))
        }
    }

    function maintenanceBefore(Registers p) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(128, mload(add(p, 107)))
        }
    }

    function setMaintenanceBefore(Registers p, int256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 107)
            mstore(q, or(shl(128, value), and(mload(q), 0xffffffffffffffffffffffffffffffff)))
        }
    }

    function equityBefore(Registers p) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(128, mload(add(p, 123)))
        }
    }

    function setEquityBefore(Registers p, int256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 123)
            mstore(q, or(shl(128, value), and(mload(q), 0xffffffffffffffffffffffffffffffff)))
        }
    }

    function makerBefore(Registers p) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(128, mload(add(p, 139)))
        }
    }

    function setMakerBefore(Registers p, int256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 139)
            mstore(q, or(shl(128, value), and(mload(q), 0xffffffffffffffffffffffffffffffff)))
        }
    }

    function marginAccount(Registers p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 155)))
        }
    }

    function setMarginAccount(Registers p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 155)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function marginModel(Registers p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 159)))
        }
    }

    function setMarginModel(Registers p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 159)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function marginThen(Registers p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 160)))
        }
    }

    function setMarginThen(Registers p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 160)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function marginItem(Registers p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 161)))
        }
    }

    function setMarginItem(Registers p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 161)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function worst(Registers p) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(128, mload(add(p, 162)))
        }
    }

    function setWorst(Registers p, int256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 162)
            mstore(q, or(shl(128, value), and(mload(q), 0xffffffffffffffffffffffffffffffff)))
        }
    }

    function priced(Registers p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 178)))
        }
    }

    function setPriced(Registers p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 178)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function initial(Registers p) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(128, mload(add(p, 179)))
        }
    }

    function setInitial(Registers p, int256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 179)
            mstore(q, or(shl(128, value), and(mload(q), 0xffffffffffffffffffffffffffffffff)))
        }
    }

    function maintenance(Registers p) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(128, mload(add(p, 195)))
        }
    }

    function setMaintenance(Registers p, int256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 195)
            mstore(q, or(shl(128, value), and(mload(q), 0xffffffffffffffffffffffffffffffff)))
        }
    }

    function equity(Registers p) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(128, mload(add(p, 211)))
        }
    }

    function setEquity(Registers p, int256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 211)
            mstore(q, or(shl(128, value), and(mload(q), 0xffffffffffffffffffffffffffffffff)))
        }
    }
}

type Header is uint256;

using HeaderFields for Header global;

library HeaderFields {
    function version(Header p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 0)))
        }
    }

    function setVersion(Header p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 0)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function chainId(Header p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(192, mload(add(p, 1)))
        }
    }

    function setChainId(Header p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 1)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function rollup(Header p) internal pure returns (address value) {
        assembly ("memory-safe") {
            value := shr(96, mload(add(p, 9)))
        }
    }

    function setRollup(Header p, address value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 9)
            mstore(q, or(shl(96, value), and(mload(q), 0xffffffffffffffffffffffff)))
        }
    }

    function verifier(Header p) internal pure returns (address value) {
        assembly ("memory-safe") {
            value := shr(96, mload(add(p, 29)))
        }
    }

    function setVerifier(Header p, address value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 29)
            mstore(q, or(shl(96, value), and(mload(q), 0xffffffffffffffffffffffff)))
        }
    }

    function number(Header p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(192, mload(add(p, 49)))
        }
    }

    function setNumber(Header p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 49)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function parentHash(Header p) internal pure returns (bytes32 value) {
        assembly ("memory-safe") {
            value := mload(add(p, 57))
        }
    }

    function setParentHash(Header p, bytes32 value) internal pure {
        assembly ("memory-safe") {
            mstore(add(p, 57), value)
        }
    }

    function dataHash(Header p) internal pure returns (bytes32 value) {
        assembly ("memory-safe") {
            value := mload(add(p, 89))
        }
    }

    function setDataHash(Header p, bytes32 value) internal pure {
        assembly ("memory-safe") {
            mstore(add(p, 89), value)
        }
    }

    function dataLength(Header p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 121)))
        }
    }

    function setDataLength(Header p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 121)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function inboxFrom(Header p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(192, mload(add(p, 125)))
        }
    }

    function setInboxFrom(Header p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 125)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function inboxTo(Header p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(192, mload(add(p, 133)))
        }
    }

    function setInboxTo(Header p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 133)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function inboxHash(Header p) internal pure returns (bytes32 value) {
        assembly ("memory-safe") {
            value := mload(add(p, 141))
        }
    }

    function setInboxHash(Header p, bytes32 value) internal pure {
        assembly ("memory-safe") {
            mstore(add(p, 141), value)
        }
    }

    function timeSec(Header p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(192, mload(add(p, 173)))
        }
    }

    function setTimeSec(Header p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 173)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }
}

type InboxItem is uint256;

using InboxItemFields for InboxItem global;

library InboxItemFields {
    function kind(InboxItem p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 0)))
        }
    }

    function setKind(InboxItem p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 0)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function sender(InboxItem p) internal pure returns (address value) {
        assembly ("memory-safe") {
            value := shr(96, mload(add(p, 1)))
        }
    }

    function setSender(InboxItem p, address value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 1)
            mstore(q, or(shl(96, value), and(mload(q), 0xffffffffffffffffffffffff)))
        }
    }

    function account(InboxItem p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 21)))
        }
    }

    function setAccount(InboxItem p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 21)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function amount(InboxItem p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(192, mload(add(p, 25)))
        }
    }

    function setAmount(InboxItem p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 25)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function timeSec(InboxItem p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(192, mload(add(p, 33)))
        }
    }

    function setTimeSec(InboxItem p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 33)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }
}

type SignedOperation is uint256;

using SignedOperationFields for SignedOperation global;

library SignedOperationFields {
    function key(SignedOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 1)))
        }
    }

    function setKey(SignedOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 1)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function nonce(SignedOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(208, mload(add(p, 5)))
        }
    }

    function setNonce(SignedOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 5)
            mstore(q, or(shl(208, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function expiresAtSec(SignedOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 11)))
        }
    }

    function setExpiresAtSec(SignedOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 11)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }
}

type AdvanceTimeOperation is uint256;

using AdvanceTimeOperationFields for AdvanceTimeOperation global;

library AdvanceTimeOperationFields {
    function timeSec(AdvanceTimeOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(192, mload(add(p, 1)))
        }
    }

    function setTimeSec(AdvanceTimeOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 1)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }
}

type PlaceOrderOperation is uint256;

using PlaceOrderOperationFields for PlaceOrderOperation global;

library PlaceOrderOperationFields {
    function key(PlaceOrderOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 1)))
        }
    }

    function setKey(PlaceOrderOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 1)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function nonce(PlaceOrderOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(208, mload(add(p, 5)))
        }
    }

    function setNonce(PlaceOrderOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 5)
            mstore(q, or(shl(208, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function expiresAtSec(PlaceOrderOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 11)))
        }
    }

    function setExpiresAtSec(PlaceOrderOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 11)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function instrument(PlaceOrderOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 15)))
        }
    }

    function setInstrument(PlaceOrderOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 15)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function side(PlaceOrderOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 19)))
        }
    }

    function setSide(PlaceOrderOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 19)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function timeInForce(PlaceOrderOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 20)))
        }
    }

    function setTimeInForce(PlaceOrderOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 20)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function priceCents(PlaceOrderOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 21)))
        }
    }

    function setPriceCents(PlaceOrderOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 21)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function quantityE4(PlaceOrderOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 25)))
        }
    }

    function setQuantityE4(PlaceOrderOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 25)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function signatureAt(PlaceOrderOperation p) internal pure returns (uint256 start) {
        assembly ("memory-safe") {
            start := add(p, 29)
        }
    }
}

type CancelOrderOperation is uint256;

using CancelOrderOperationFields for CancelOrderOperation global;

library CancelOrderOperationFields {
    function key(CancelOrderOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 1)))
        }
    }

    function setKey(CancelOrderOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 1)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function nonce(CancelOrderOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(208, mload(add(p, 5)))
        }
    }

    function setNonce(CancelOrderOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 5)
            mstore(q, or(shl(208, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function expiresAtSec(CancelOrderOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 11)))
        }
    }

    function setExpiresAtSec(CancelOrderOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 11)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function order(CancelOrderOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 15)))
        }
    }

    function setOrder(CancelOrderOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 15)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function generation(CancelOrderOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 19)))
        }
    }

    function setGeneration(CancelOrderOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 19)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function signatureAt(CancelOrderOperation p) internal pure returns (uint256 start) {
        assembly ("memory-safe") {
            start := add(p, 23)
        }
    }
}

type CancelAllOperation is uint256;

using CancelAllOperationFields for CancelAllOperation global;

library CancelAllOperationFields {
    function key(CancelAllOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 1)))
        }
    }

    function setKey(CancelAllOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 1)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function nonce(CancelAllOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(208, mload(add(p, 5)))
        }
    }

    function setNonce(CancelAllOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 5)
            mstore(q, or(shl(208, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function expiresAtSec(CancelAllOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 11)))
        }
    }

    function setExpiresAtSec(CancelAllOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 11)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function signatureAt(CancelAllOperation p) internal pure returns (uint256 start) {
        assembly ("memory-safe") {
            start := add(p, 15)
        }
    }
}

type TransferOperation is uint256;

using TransferOperationFields for TransferOperation global;

library TransferOperationFields {
    function key(TransferOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 1)))
        }
    }

    function setKey(TransferOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 1)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function nonce(TransferOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(208, mload(add(p, 5)))
        }
    }

    function setNonce(TransferOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 5)
            mstore(q, or(shl(208, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function expiresAtSec(TransferOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 11)))
        }
    }

    function setExpiresAtSec(TransferOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 11)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function toAccount(TransferOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 15)))
        }
    }

    function setToAccount(TransferOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 15)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function amount(TransferOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(192, mload(add(p, 19)))
        }
    }

    function setAmount(TransferOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 19)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function signatureAt(TransferOperation p) internal pure returns (uint256 start) {
        assembly ("memory-safe") {
            start := add(p, 27)
        }
    }
}

type WithdrawOperation is uint256;

using WithdrawOperationFields for WithdrawOperation global;

library WithdrawOperationFields {
    function key(WithdrawOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 1)))
        }
    }

    function setKey(WithdrawOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 1)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function nonce(WithdrawOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(208, mload(add(p, 5)))
        }
    }

    function setNonce(WithdrawOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 5)
            mstore(q, or(shl(208, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function expiresAtSec(WithdrawOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 11)))
        }
    }

    function setExpiresAtSec(WithdrawOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 11)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function amount(WithdrawOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(192, mload(add(p, 15)))
        }
    }

    function setAmount(WithdrawOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 15)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function signatureAt(WithdrawOperation p) internal pure returns (uint256 start) {
        assembly ("memory-safe") {
            start := add(p, 23)
        }
    }
}

type SetSessionKeyOperation is uint256;

using SetSessionKeyOperationFields for SetSessionKeyOperation global;

library SetSessionKeyOperationFields {
    function key(SetSessionKeyOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 1)))
        }
    }

    function setKey(SetSessionKeyOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 1)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function nonce(SetSessionKeyOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(208, mload(add(p, 5)))
        }
    }

    function setNonce(SetSessionKeyOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 5)
            mstore(q, or(shl(208, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function expiresAtSec(SetSessionKeyOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 11)))
        }
    }

    function setExpiresAtSec(SetSessionKeyOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 11)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function slot(SetSessionKeyOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 15)))
        }
    }

    function setSlot(SetSessionKeyOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 15)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function signer(SetSessionKeyOperation p) internal pure returns (address value) {
        assembly ("memory-safe") {
            value := shr(96, mload(add(p, 16)))
        }
    }

    function setSigner(SetSessionKeyOperation p, address value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 16)
            mstore(q, or(shl(96, value), and(mload(q), 0xffffffffffffffffffffffff)))
        }
    }

    function keyExpiresAtSec(SetSessionKeyOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 36)))
        }
    }

    function setKeyExpiresAtSec(SetSessionKeyOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 36)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function scope(SetSessionKeyOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 40)))
        }
    }

    function setScope(SetSessionKeyOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 40)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function signatureAt(SetSessionKeyOperation p) internal pure returns (uint256 start) {
        assembly ("memory-safe") {
            start := add(p, 41)
        }
    }
}

type ListInstrumentOperation is uint256;

using ListInstrumentOperationFields for ListInstrumentOperation global;

library ListInstrumentOperationFields {
    function underlying(ListInstrumentOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 1)))
        }
    }

    function setUnderlying(ListInstrumentOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 1)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function day(ListInstrumentOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(240, mload(add(p, 2)))
        }
    }

    function setDay(ListInstrumentOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 2)
            mstore(q, or(shl(240, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function strikeCents(ListInstrumentOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 4)))
        }
    }

    function setStrikeCents(ListInstrumentOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 4)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function put(ListInstrumentOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 8)))
        }
    }

    function setPut(ListInstrumentOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 8)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }
}

type PublishPricesOperation is uint256;

using PublishPricesOperationFields for PublishPricesOperation global;

library PublishPricesOperationFields {
    function underlying(PublishPricesOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 1)))
        }
    }

    function setUnderlying(PublishPricesOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 1)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function count(PublishPricesOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 2)))
        }
    }

    function setCount(PublishPricesOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 2)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }
}

type PublishPricesEntry is uint256;

using PublishPricesEntryFields for PublishPricesEntry global;

library PublishPricesEntryFields {
    function publisher(PublishPricesEntry p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 0)))
        }
    }

    function setPublisher(PublishPricesEntry p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 0)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function priceCents(PublishPricesEntry p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 1)))
        }
    }

    function setPriceCents(PublishPricesEntry p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 1)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function confidenceE4(PublishPricesEntry p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(240, mload(add(p, 5)))
        }
    }

    function setConfidenceE4(PublishPricesEntry p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 5)
            mstore(q, or(shl(240, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function timeSec(PublishPricesEntry p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 7)))
        }
    }

    function setTimeSec(PublishPricesEntry p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 7)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function signatureAt(PublishPricesEntry p) internal pure returns (uint256 start) {
        assembly ("memory-safe") {
            start := add(p, 11)
        }
    }
}

type SettleExpiryOperation is uint256;

using SettleExpiryOperationFields for SettleExpiryOperation global;

library SettleExpiryOperationFields {
    function underlying(SettleExpiryOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 1)))
        }
    }

    function setUnderlying(SettleExpiryOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 1)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function day(SettleExpiryOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(240, mload(add(p, 2)))
        }
    }

    function setDay(SettleExpiryOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 2)
            mstore(q, or(shl(240, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function count(SettleExpiryOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 4)))
        }
    }

    function setCount(SettleExpiryOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 4)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }
}

type SettleExpiryEntry is uint256;

using SettleExpiryEntryFields for SettleExpiryEntry global;

library SettleExpiryEntryFields {
    function publisher(SettleExpiryEntry p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 0)))
        }
    }

    function setPublisher(SettleExpiryEntry p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 0)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function priceCents(SettleExpiryEntry p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 1)))
        }
    }

    function setPriceCents(SettleExpiryEntry p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 1)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function signatureAt(SettleExpiryEntry p) internal pure returns (uint256 start) {
        assembly ("memory-safe") {
            start := add(p, 5)
        }
    }
}

type SettleAccountOperation is uint256;

using SettleAccountOperationFields for SettleAccountOperation global;

library SettleAccountOperationFields {
    function account(SettleAccountOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 1)))
        }
    }

    function setAccount(SettleAccountOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 1)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function underlying(SettleAccountOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 5)))
        }
    }

    function setUnderlying(SettleAccountOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 5)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function day(SettleAccountOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(240, mload(add(p, 6)))
        }
    }

    function setDay(SettleAccountOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 6)
            mstore(q, or(shl(240, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }
}

type SweepExpiredOperation is uint256;

using SweepExpiredOperationFields for SweepExpiredOperation global;

library SweepExpiredOperationFields {
    function instrument(SweepExpiredOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 1)))
        }
    }

    function setInstrument(SweepExpiredOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 1)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }
}

type PublishSurfaceOperation is uint256;

using PublishSurfaceOperationFields for PublishSurfaceOperation global;

library PublishSurfaceOperationFields {
    function underlying(PublishSurfaceOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 1)))
        }
    }

    function setUnderlying(PublishSurfaceOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 1)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function day(PublishSurfaceOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(240, mload(add(p, 2)))
        }
    }

    function setDay(PublishSurfaceOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 2)
            mstore(q, or(shl(240, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function timeSec(PublishSurfaceOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 4)))
        }
    }

    function setTimeSec(PublishSurfaceOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 4)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function basisCents(PublishSurfaceOperation p) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(192, mload(add(p, 8)))
        }
    }

    function setBasisCents(PublishSurfaceOperation p, int256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 8)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function rateE9(PublishSurfaceOperation p) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(192, mload(add(p, 16)))
        }
    }

    function setRateE9(PublishSurfaceOperation p, int256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 16)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function forwardConfidenceE4(PublishSurfaceOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(240, mload(add(p, 24)))
        }
    }

    function setForwardConfidenceE4(PublishSurfaceOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 24)
            mstore(q, or(shl(240, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function rateConfidenceE4(PublishSurfaceOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(240, mload(add(p, 26)))
        }
    }

    function setRateConfidenceE4(PublishSurfaceOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 26)
            mstore(q, or(shl(240, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function volConfidenceE4(PublishSurfaceOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(240, mload(add(p, 28)))
        }
    }

    function setVolConfidenceE4(PublishSurfaceOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 28)
            mstore(q, or(shl(240, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function forwardCents(PublishSurfaceOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 30)))
        }
    }

    function setForwardCents(PublishSurfaceOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 30)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function aE12(PublishSurfaceOperation p) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(192, mload(add(p, 34)))
        }
    }

    function setAE12(PublishSurfaceOperation p, int256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 34)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function bE12(PublishSurfaceOperation p) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(192, mload(add(p, 42)))
        }
    }

    function setBE12(PublishSurfaceOperation p, int256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 42)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function rhoE12(PublishSurfaceOperation p) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(192, mload(add(p, 50)))
        }
    }

    function setRhoE12(PublishSurfaceOperation p, int256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 50)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function mE12(PublishSurfaceOperation p) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(192, mload(add(p, 58)))
        }
    }

    function setME12(PublishSurfaceOperation p, int256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 58)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function sigmaE12(PublishSurfaceOperation p) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(192, mload(add(p, 66)))
        }
    }

    function setSigmaE12(PublishSurfaceOperation p, int256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 66)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function count(PublishSurfaceOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 74)))
        }
    }

    function setCount(PublishSurfaceOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 74)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }
}

type PublishSurfaceEntry is uint256;

using PublishSurfaceEntryFields for PublishSurfaceEntry global;

library PublishSurfaceEntryFields {
    function publisher(PublishSurfaceEntry p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 0)))
        }
    }

    function setPublisher(PublishSurfaceEntry p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 0)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function signatureAt(PublishSurfaceEntry p) internal pure returns (uint256 start) {
        assembly ("memory-safe") {
            start := add(p, 1)
        }
    }
}

type SetMarginModelOperation is uint256;

using SetMarginModelOperationFields for SetMarginModelOperation global;

library SetMarginModelOperationFields {
    function key(SetMarginModelOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 1)))
        }
    }

    function setKey(SetMarginModelOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 1)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function nonce(SetMarginModelOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(208, mload(add(p, 5)))
        }
    }

    function setNonce(SetMarginModelOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 5)
            mstore(q, or(shl(208, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function expiresAtSec(SetMarginModelOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 11)))
        }
    }

    function setExpiresAtSec(SetMarginModelOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 11)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function model(SetMarginModelOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 15)))
        }
    }

    function setModel(SetMarginModelOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 15)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function signatureAt(SetMarginModelOperation p) internal pure returns (uint256 start) {
        assembly ("memory-safe") {
            start := add(p, 16)
        }
    }
}

type LiquidateOperation is uint256;

using LiquidateOperationFields for LiquidateOperation global;

library LiquidateOperationFields {
    function account(LiquidateOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 1)))
        }
    }

    function setAccount(LiquidateOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 1)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }
}

type BidOperation is uint256;

using BidOperationFields for BidOperation global;

library BidOperationFields {
    function key(BidOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 1)))
        }
    }

    function setKey(BidOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 1)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function nonce(BidOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(208, mload(add(p, 5)))
        }
    }

    function setNonce(BidOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 5)
            mstore(q, or(shl(208, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function expiresAtSec(BidOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 11)))
        }
    }

    function setExpiresAtSec(BidOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 11)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function account(BidOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 15)))
        }
    }

    function setAccount(BidOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 15)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function sharePpm(BidOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 19)))
        }
    }

    function setSharePpm(BidOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 19)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function limit(BidOperation p) internal pure returns (int256 value) {
        assembly ("memory-safe") {
            value := sar(192, mload(add(p, 23)))
        }
    }

    function setLimit(BidOperation p, int256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 23)
            mstore(q, or(shl(192, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function revision(BidOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 31)))
        }
    }

    function setRevision(BidOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 31)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function signatureAt(BidOperation p) internal pure returns (uint256 start) {
        assembly ("memory-safe") {
            start := add(p, 35)
        }
    }
}

type CloseOutOperation is uint256;

using CloseOutOperationFields for CloseOutOperation global;

library CloseOutOperationFields {
    function account(CloseOutOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(p, 1)))
        }
    }

    function setAccount(CloseOutOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 1)
            mstore(q, or(shl(224, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function underlying(CloseOutOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(248, mload(add(p, 5)))
        }
    }

    function setUnderlying(CloseOutOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 5)
            mstore(q, or(shl(248, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }

    function day(CloseOutOperation p) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(240, mload(add(p, 6)))
        }
    }

    function setDay(CloseOutOperation p, uint256 value) internal pure {
        assembly ("memory-safe") {
            let q := add(p, 6)
            mstore(q, or(shl(240, value), and(mload(q), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)))
        }
    }
}
