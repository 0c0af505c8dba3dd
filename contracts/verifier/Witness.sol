// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    CONSUME_INBOX_KIND,
    HEADER_BYTES,
    INBOX_ITEM_BYTES,
    PHASE_NEXT,
    recordBytes,
    REGISTERS_BYTES
} from "../generated/Layout.sol";
import {CHUNK_BYTES, INDEX_BITS, MAX_OPERATION_BYTES} from "../generated/Params.sol";
import {Header, InboxItem, Registers} from "../generated/Records.sol";
import {hashState} from "./Batch.sol";
import {allocate, hashBytes, loadUint, loadWord, storeWord} from "./Bytes.sol";
import {BatchInput, Machine} from "./Machine.sol";
import {hashLeaves, multiproofRoot} from "./Merkle.sol";
import {State} from "./State.sol";

/// @dev header ‖ root ‖ registers ‖ input ‖ hint ‖ leaf count ‖ leaves ‖ siblings. SPEC §4.4.
uint256 constant ROOT_OFFSET = HEADER_BYTES;
uint256 constant REGISTERS_OFFSET = ROOT_OFFSET + 32;
uint256 constant INPUT_OFFSET = REGISTERS_OFFSET + REGISTERS_BYTES;

/// @dev Bits of the byte that says which input follows it.
uint256 constant READS_DATA = 1;
uint256 constant READS_INBOX = 2;

/// @notice What the step's end needs again: the batch, the root, and the siblings that lead to it.
/// @dev `nodes` is room for the Merkle pass.
struct Proof {
    bytes32 batchHash;
    bytes32 root;
    uint256 siblings;
    uint256 nodes;
}

/// @notice The witness opens another state.
error WrongPreState(bytes32 received, bytes32 expected);
/// @notice The leaves and siblings do not prove under the root.
error WrongRoot(bytes32 received, bytes32 expected);
/// @notice The parts do not end where the witness does.
error WrongWitnessSize(uint256 received, uint256 expected);
/// @notice Leaves come by ascending key, each once.
error LeavesMisordered(uint256 previous, uint256 key);
/// @notice The step reads other input than the witness brings.
error WrongInputFlags(uint256 received, uint256 expected);
error WrongDataHash(bytes32 received, bytes32 expected);
error WrongChunkHash(bytes32 received, bytes32 expected);
error WrongInboxHash(bytes32 received, bytes32 expected);
error WrongItemHash(bytes32 received, bytes32 expected);

/// @notice The machine that a witness opens, everything in it proven under `pre`.
function openWitness(
    bytes32 pre,
    bytes calldata witness
) pure returns (Machine memory machine, Proof memory proof) {
    uint256 start = copyWitness(witness);
    machine.input.header = Header.wrap(start);
    machine.registers = Registers.wrap(start + REGISTERS_OFFSET);
    proof.batchHash = hashBytes(start, HEADER_BYTES);
    proof.root = loadWord(start + ROOT_OFFSET);
    // INVARIANT: the state is the one that the step starts from.
    bytes32 received = hashState(proof.root, machine.registers, proof.batchHash);
    if (received != pre) revert WrongPreState(received, pre);

    uint256 cursor = openInput(machine, start + INPUT_OFFSET);
    machine.hint = loadUint(cursor, 4);
    proof.siblings = openLeaves(machine.state, cursor + 4);
    proof.nodes = allocate((machine.state.count + 1) * 64);
    (bytes32 root, uint256 end) = rootOf(machine.state, proof);
    // INVARIANT: every record is in the tree under the root, and nothing is left over.
    if (root != proof.root) revert WrongRoot(root, proof.root);
    if (end != start + witness.length) revert WrongWitnessSize(witness.length, end - start);
}

/// @notice The state hash after the step.
function closeWitness(Machine memory machine, Proof memory proof) pure returns (bytes32 post) {
    bytes32 root = proof.root;
    if (!machine.onlyReads) (root, ) = rootOf(machine.state, proof);
    if (machine.aborted) root = machine.abortedTo;
    if (machine.saved) machine.registers.setSavedRoot(root);
    return hashState(root, machine.registers, proof.batchHash);
}

/// @dev One spare word behind it, because fields are read as whole words.
function copyWitness(bytes calldata witness) pure returns (uint256 start) {
    start = allocate(witness.length + 32);
    assembly ("memory-safe") {
        calldatacopy(start, witness.offset, witness.length)
    }
}

/// @notice The root over the records as they are now. A step that touches none keeps the root.
function rootOf(State memory state, Proof memory proof) pure returns (bytes32 root, uint256 end) {
    if (state.count == 0) return (proof.root, proof.siblings);
    hashLeaves(state.table, state.count, proof.nodes);
    return multiproofRoot(proof.nodes, state.count, proof.siblings);
}

/// @notice Fills the table of the records. They stay where they lie.
/// @return cursor After the last leaf.
function openLeaves(State memory state, uint256 cursor) pure returns (uint256) {
    uint256 count = loadUint(cursor, 2);
    uint256 table = allocate(count * 32);
    (state.count, state.table) = (count, table);
    cursor += 2;
    uint256 previous;
    for (uint256 i; i < count; ++i) {
        uint256 key = loadUint(cursor, 4);
        if (i > 0 && key <= previous) revert LeavesMisordered(previous, key);
        storeWord(table + i * 32, (key << 32) | (cursor + 4));
        cursor += 4 + recordBytes(key >> INDEX_BITS);
        previous = key;
    }
    return cursor;
}

/// @notice Opens what a step of phase `next` reads: the data at the offset, the next inbox item.
/// @return cursor After the input.
function openInput(Machine memory machine, uint256 cursor) pure returns (uint256) {
    BatchInput memory input = machine.input;
    Registers registers = machine.registers;
    uint256 flags = loadUint(cursor, 1);
    cursor += 1;
    uint256 expected;
    if (registers.phase() == PHASE_NEXT) {
        uint256 offset = registers.offset();
        input.inboxCount = input.header.inboxTo() - input.header.inboxFrom();
        bool readsData = registers.stopped() == 0 && offset < input.header.dataLength();
        if (readsData && flags & READS_DATA != 0) {
            (input.operation, cursor) = openData(input.header, offset, cursor);
        }
        bool readsInbox =
            registers.inboxNext() < input.inboxCount &&
                (!readsData ||
                    (input.operation != 0 && loadUint(input.operation, 1) == CONSUME_INBOX_KIND));
        expected = (readsData ? READS_DATA : 0) + (readsInbox ? READS_INBOX : 0);
    }
    // INVARIANT: whether a step reads input is no choice of who steps.
    if (flags != expected) revert WrongInputFlags(flags, expected);
    if (flags & READS_INBOX != 0) {
        return openItem(input, registers.inboxNext(), cursor);
    }
    return cursor;
}

/// @notice The hashes of all chunks, then those chunks that the longest operation at the offset could lie in.
/// @return operation Address of the data at the offset.
/// @return end After the chunks.
function openData(
    Header header,
    uint256 offset,
    uint256 cursor
) pure returns (uint256 operation, uint256 end) {
    uint256 length = header.dataLength();
    uint256 hashes = cursor;
    uint256 hashesBytes = ((length + CHUNK_BYTES - 1) / CHUNK_BYTES) * 32;
    bytes32 received = hashBytes(hashes, hashesBytes);
    if (received != header.dataHash()) revert WrongDataHash(received, header.dataHash());

    uint256 chunk = offset / CHUNK_BYTES;
    end = hashes + hashesBytes;
    operation = end + (offset - chunk * CHUNK_BYTES);
    uint256 stop = min(offset + MAX_OPERATION_BYTES, length);
    for (; chunk * CHUNK_BYTES < stop; ++chunk) {
        uint256 size = min(CHUNK_BYTES, length - chunk * CHUNK_BYTES);
        received = hashBytes(end, size);
        bytes32 expected = loadWord(hashes + chunk * 32);
        if (received != expected) revert WrongChunkHash(received, expected);
        end += size;
    }
}

/// @notice The hashes of all items, then the one that is next.
/// @return end After the item.
function openItem(
    BatchInput memory input,
    uint256 next,
    uint256 hashes
) pure returns (uint256 end) {
    uint256 item = hashes + input.inboxCount * 32;
    bytes32 received = hashBytes(hashes, input.inboxCount * 32);
    bytes32 expected = input.header.inboxHash();
    if (received != expected) revert WrongInboxHash(received, expected);
    received = hashBytes(item, INBOX_ITEM_BYTES);
    expected = loadWord(hashes + next * 32);
    if (received != expected) revert WrongItemHash(received, expected);
    input.item = InboxItem.wrap(item);
    return item + INBOX_ITEM_BYTES;
}

function min(uint256 a, uint256 b) pure returns (uint256) {
    return a < b ? a : b;
}
