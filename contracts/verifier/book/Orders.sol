// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ORDER_RECORD_BYTES} from "../../generated/Layout.sol";
import {AccountRecord, GlobalsRecord, LevelRecord, OrderRecord} from "../../generated/Records.sol";
import {zeroBytes} from "../Bytes.sol";
import {Machine} from "../Machine.sol";
import {State} from "../State.sol";
import {levelAt, removeLevel} from "./Levels.sol";

struct NewOrder {
    uint256 account;
    uint256 instrument;
    uint256 side;
    uint256 priceCents;
    uint256 quantityE4;
}

/// @notice Puts an order last in its level and first in its account's list. SPEC §7.2.
function restOrder(Machine memory machine, NewOrder memory terms) pure {
    State memory state = machine.state;
    uint256 level = levelAt(machine, terms.instrument, terms.side, terms.priceCents);
    uint256 order = allocateOrder(state);
    OrderRecord record = state.order(order);
    record.setAccount(terms.account);
    record.setLevel(level);
    record.setQuantityE4(terms.quantityE4);
    appendToLevel(state, order, level);
    pushToAccount(state, order, terms.account);
}

function appendToLevel(State memory state, uint256 order, uint256 level) pure {
    LevelRecord record = state.level(level);
    uint256 last = record.tail();
    state.order(order).setPrev(last);
    if (last == 0) record.setHead(order);
    else state.order(last).setNext(order);
    record.setTail(order);
}

function pushToAccount(State memory state, uint256 order, uint256 account) pure {
    AccountRecord record = state.account(account);
    uint256 first = record.orderHead();
    state.order(order).setAccountNext(first);
    if (first != 0) state.order(first).setAccountPrev(order);
    record.setOrderHead(order);
    record.setOrderCount(record.orderCount() + 1);
}

/// @notice Unlinks an order from its level and its account; an emptied level goes too.
function removeOrder(Machine memory machine, uint256 order) pure {
    State memory state = machine.state;
    uint256 level = state.order(order).level();
    unlinkFromLevel(state, order, level);
    unlinkFromAccount(state, order);
    releaseOrder(state, order);
    if (state.level(level).head() == 0) removeLevel(state, level);
}

function unlinkFromLevel(State memory state, uint256 order, uint256 level) pure {
    uint256 prev = state.order(order).prev();
    uint256 next = state.order(order).next();
    if (prev == 0) state.level(level).setHead(next);
    else state.order(prev).setNext(next);
    if (next == 0) state.level(level).setTail(prev);
    else state.order(next).setPrev(prev);
}

function unlinkFromAccount(State memory state, uint256 order) pure {
    OrderRecord record = state.order(order);
    AccountRecord account = state.account(record.account());
    uint256 prev = record.accountPrev();
    uint256 next = record.accountNext();
    if (prev == 0) account.setOrderHead(next);
    else state.order(prev).setAccountNext(next);
    if (next != 0) state.order(next).setAccountPrev(prev);
    account.setOrderCount(account.orderCount() - 1);
}

function allocateOrder(State memory state) pure returns (uint256 order) {
    GlobalsRecord globals = state.globals();
    order = globals.orderFree();
    if (order != 0) {
        OrderRecord record = state.order(order);
        globals.setOrderFree(record.next());
        record.setNext(0);
    } else {
        order = globals.orderCount() + 1;
        globals.setOrderCount(order);
    }
}

/// @notice A free order keeps its link, in `next`, and its next generation, so that an old id names nothing.
function releaseOrder(State memory state, uint256 order) pure {
    GlobalsRecord globals = state.globals();
    OrderRecord record = state.order(order);
    // A generation has 32 bits; the field drops the carry.
    uint256 generation = record.generation() + 1;
    zeroBytes(OrderRecord.unwrap(record), ORDER_RECORD_BYTES);
    record.setGeneration(generation);
    record.setNext(globals.orderFree());
    globals.setOrderFree(order);
}
