// SPDX-License-Identifier: MIT
// Written by scripts/generate.ts from protocol/. Do not edit.
pragma solidity 0.8.37;

uint256 constant GLOBALS_RECORD_KIND = 0;
uint256 constant GLOBALS_RECORD_BYTES = 80;
uint256 constant ACCOUNT_RECORD_KIND = 1;
uint256 constant ACCOUNT_RECORD_BYTES = 2105;
uint256 constant KEY_RECORD_KIND = 2;
uint256 constant KEY_RECORD_BYTES = 159;
uint256 constant INSTRUMENT_RECORD_KIND = 3;
uint256 constant INSTRUMENT_RECORD_BYTES = 52;
uint256 constant LEVEL_RECORD_KIND = 4;
uint256 constant LEVEL_RECORD_BYTES = 25;
uint256 constant ORDER_RECORD_KIND = 5;
uint256 constant ORDER_RECORD_BYTES = 32;
uint256 constant UNDERLYING_RECORD_KIND = 6;
uint256 constant UNDERLYING_RECORD_BYTES = 27;
uint256 constant EXPIRY_RECORD_KIND = 7;
uint256 constant EXPIRY_RECORD_BYTES = 103;
uint256 constant WITHDRAWAL_RECORD_KIND = 8;
uint256 constant WITHDRAWAL_RECORD_BYTES = 28;
uint256 constant ORACLE_RECORD_KIND = 9;
uint256 constant ORACLE_RECORD_BYTES = 322;
uint256 constant PARAMETERS_RECORD_KIND = 10;
uint256 constant PARAMETERS_RECORD_BYTES = 1428;

error UnknownRecordKind(uint256 kind);

/// @dev Sixteen bits a kind.
uint256 constant RECORD_SIZES = 0x0000000000000000000005940142001c0067001b002000190034009f08390050;

function recordBytes(uint256 kind) pure returns (uint256 size) {
    size = (RECORD_SIZES >> (kind * 16)) & 0xffff;
    if (size == 0) revert UnknownRecordKind(kind);
}

uint256 constant REGISTERS_BYTES = 227;
uint256 constant REGISTERS_PHASE_OFFSET = 0;
uint256 constant REGISTERS_STOPPED_OFFSET = 1;
uint256 constant REGISTERS_OFFSET_OFFSET = 2;
uint256 constant REGISTERS_INBOX_NEXT_OFFSET = 6;
uint256 constant REGISTERS_CHARGED_OFFSET = 8;
uint256 constant REGISTERS_OUTCOME_OFFSET = 12;
uint256 constant REGISTERS_SAVED_ROOT_OFFSET = 14;
uint256 constant REGISTERS_ACCOUNT_OFFSET = 46;
uint256 constant REGISTERS_INSTRUMENT_OFFSET = 50;
uint256 constant REGISTERS_SIDE_OFFSET = 54;
uint256 constant REGISTERS_TIME_IN_FORCE_OFFSET = 55;
uint256 constant REGISTERS_PRICE_CENTS_OFFSET = 56;
uint256 constant REGISTERS_QUANTITY_E4_OFFSET = 60;
uint256 constant REGISTERS_ATTEMPTS_OFFSET = 64;
uint256 constant REGISTERS_PAGES_OFFSET = 65;
uint256 constant REGISTERS_FILLED_OFFSET = 66;
uint256 constant REGISTERS_COUNTERPARTY_OFFSET = 67;
uint256 constant REGISTERS_AMOUNT_OFFSET = 71;
uint256 constant REGISTERS_SHARE_PPM_OFFSET = 79;
uint256 constant REGISTERS_LIMIT_OFFSET = 83;
uint256 constant REGISTERS_INITIAL_BEFORE_OFFSET = 91;
uint256 constant REGISTERS_MAINTENANCE_BEFORE_OFFSET = 107;
uint256 constant REGISTERS_EQUITY_BEFORE_OFFSET = 123;
uint256 constant REGISTERS_MAKER_BEFORE_OFFSET = 139;
uint256 constant REGISTERS_MARGIN_ACCOUNT_OFFSET = 155;
uint256 constant REGISTERS_MARGIN_MODEL_OFFSET = 159;
uint256 constant REGISTERS_MARGIN_THEN_OFFSET = 160;
uint256 constant REGISTERS_MARGIN_ITEM_OFFSET = 161;
uint256 constant REGISTERS_WORST_OFFSET = 162;
uint256 constant REGISTERS_PRICED_OFFSET = 178;
uint256 constant REGISTERS_INITIAL_OFFSET = 179;
uint256 constant REGISTERS_MAINTENANCE_OFFSET = 195;
uint256 constant REGISTERS_EQUITY_OFFSET = 211;
uint256 constant HEADER_BYTES = 181;
uint256 constant HEADER_VERSION_OFFSET = 0;
uint256 constant HEADER_CHAIN_ID_OFFSET = 1;
uint256 constant HEADER_ROLLUP_OFFSET = 9;
uint256 constant HEADER_VERIFIER_OFFSET = 29;
uint256 constant HEADER_NUMBER_OFFSET = 49;
uint256 constant HEADER_PARENT_HASH_OFFSET = 57;
uint256 constant HEADER_DATA_HASH_OFFSET = 89;
uint256 constant HEADER_DATA_LENGTH_OFFSET = 121;
uint256 constant HEADER_INBOX_FROM_OFFSET = 125;
uint256 constant HEADER_INBOX_TO_OFFSET = 133;
uint256 constant HEADER_INBOX_HASH_OFFSET = 141;
uint256 constant HEADER_TIME_SEC_OFFSET = 173;
uint256 constant INBOX_ITEM_BYTES = 41;
uint256 constant INBOX_ITEM_KIND_OFFSET = 0;
uint256 constant INBOX_ITEM_SENDER_OFFSET = 1;
uint256 constant INBOX_ITEM_ACCOUNT_OFFSET = 21;
uint256 constant INBOX_ITEM_AMOUNT_OFFSET = 25;
uint256 constant INBOX_ITEM_TIME_SEC_OFFSET = 33;

uint256 constant PHASE_NEXT = 0;
uint256 constant PHASE_MATCH = 1;
uint256 constant PHASE_REST = 2;
uint256 constant PHASE_CANCEL_ALL = 3;
uint256 constant PHASE_SWEEP = 4;
uint256 constant PHASE_MARGIN = 5;
uint256 constant PHASE_ALONE = 6;
uint256 constant PHASE_ALONE_CHECKED = 7;
uint256 constant PHASE_MAKER = 8;
uint256 constant PHASE_FILL = 9;
uint256 constant PHASE_PAY = 10;
uint256 constant PHASE_MODEL = 11;
uint256 constant PHASE_LIQUIDATE = 12;
uint256 constant PHASE_BID = 13;
uint256 constant PHASE_BID_CHECKED = 14;
uint256 constant PHASE_BIDDER_CHECKED = 15;
uint256 constant PHASE_HALTED = 255;

uint256 constant CONSUME_INBOX_KIND = 1;
uint256 constant CONSUME_INBOX_BYTES = 1;
uint256 constant CONSUME_INBOX_STEPS = 1;
uint256 constant ADVANCE_TIME_KIND = 2;
uint256 constant ADVANCE_TIME_BYTES = 9;
uint256 constant ADVANCE_TIME_STEPS = 1;
uint256 constant PLACE_ORDER_KIND = 3;
uint256 constant PLACE_ORDER_BYTES = 93;
uint256 constant PLACE_ORDER_STEPS = 212;
uint256 constant CANCEL_ORDER_KIND = 4;
uint256 constant CANCEL_ORDER_BYTES = 87;
uint256 constant CANCEL_ORDER_STEPS = 1;
uint256 constant CANCEL_ALL_KIND = 5;
uint256 constant CANCEL_ALL_BYTES = 79;
uint256 constant CANCEL_ALL_STEPS = 130;
uint256 constant TRANSFER_KIND = 6;
uint256 constant TRANSFER_BYTES = 91;
uint256 constant TRANSFER_STEPS = 7;
uint256 constant WITHDRAW_KIND = 7;
uint256 constant WITHDRAW_BYTES = 87;
uint256 constant WITHDRAW_STEPS = 7;
uint256 constant SET_SESSION_KEY_KIND = 8;
uint256 constant SET_SESSION_KEY_BYTES = 105;
uint256 constant SET_SESSION_KEY_STEPS = 1;
uint256 constant LIST_INSTRUMENT_KIND = 9;
uint256 constant LIST_INSTRUMENT_BYTES = 9;
uint256 constant LIST_INSTRUMENT_STEPS = 1;
uint256 constant PUBLISH_PRICES_KIND = 10;
uint256 constant PUBLISH_PRICES_BYTES = 3;
uint256 constant PUBLISH_PRICES_ENTRY_BYTES = 75;
uint256 constant PUBLISH_PRICES_STEPS = 1;
uint256 constant SETTLE_EXPIRY_KIND = 11;
uint256 constant SETTLE_EXPIRY_BYTES = 5;
uint256 constant SETTLE_EXPIRY_ENTRY_BYTES = 69;
uint256 constant SETTLE_EXPIRY_STEPS = 1;
uint256 constant SETTLE_ACCOUNT_KIND = 12;
uint256 constant SETTLE_ACCOUNT_BYTES = 8;
uint256 constant SETTLE_ACCOUNT_STEPS = 1;
uint256 constant SWEEP_EXPIRED_KIND = 13;
uint256 constant SWEEP_EXPIRED_BYTES = 5;
uint256 constant SWEEP_EXPIRED_STEPS = 18;
uint256 constant PUBLISH_SURFACE_KIND = 14;
uint256 constant PUBLISH_SURFACE_BYTES = 75;
uint256 constant PUBLISH_SURFACE_ENTRY_BYTES = 65;
uint256 constant PUBLISH_SURFACE_STEPS = 1;
uint256 constant SET_MARGIN_MODEL_KIND = 15;
uint256 constant SET_MARGIN_MODEL_BYTES = 80;
uint256 constant SET_MARGIN_MODEL_STEPS = 7;
uint256 constant LIQUIDATE_KIND = 16;
uint256 constant LIQUIDATE_BYTES = 5;
uint256 constant LIQUIDATE_STEPS = 137;
uint256 constant BID_KIND = 17;
uint256 constant BID_BYTES = 99;
uint256 constant BID_STEPS = 20;

/// @return fixedBytes the kind byte and the fields, 0 for an unknown kind
/// @return entryBytes size of a repeated entry, whose count is the last fixed byte
/// @return steps most steps the operation takes
function operationBounds(uint256 kind) pure returns (uint256 fixedBytes, uint256 entryBytes, uint256 steps) {
    if (kind == 1) return (1, 0, 1);
    if (kind == 2) return (9, 0, 1);
    if (kind == 3) return (93, 0, 212);
    if (kind == 4) return (87, 0, 1);
    if (kind == 5) return (79, 0, 130);
    if (kind == 6) return (91, 0, 7);
    if (kind == 7) return (87, 0, 7);
    if (kind == 8) return (105, 0, 1);
    if (kind == 9) return (9, 0, 1);
    if (kind == 10) return (3, 75, 1);
    if (kind == 11) return (5, 69, 1);
    if (kind == 12) return (8, 0, 1);
    if (kind == 13) return (5, 0, 18);
    if (kind == 14) return (75, 65, 1);
    if (kind == 15) return (80, 0, 7);
    if (kind == 16) return (5, 0, 137);
    if (kind == 17) return (99, 0, 20);
    return (0, 0, 0);
}
