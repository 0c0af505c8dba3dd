// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PHASE_MODEL} from "../../generated/Layout.sol";
import {MODEL_PORTFOLIO, SCOPE_ALL} from "../../generated/Params.sol";
import {Registers, SetMarginModelOperation} from "../../generated/Records.sol";
import {
    ACCEPTED,
    BAD_MARGIN_MODEL,
    INITIAL_MARGIN,
    PRICES_MISSING,
    UNDER_AUCTION
} from "../../generated/Rejections.sol";
import {marginModelHash, SET_MARGIN_MODEL_TYPE_HASH} from "../../generated/Types.sol";
import {accountOfKey, authenticate, slotOfKey} from "../Authenticate.sol";
import {Machine} from "../Machine.sol";
import {holdsOneUnderlying} from "../margin/Check.sol";
import {demandMarginBy, UNPRICED} from "../margin/Evaluate.sol";

/// @notice Changes how an account is margined, where its initial margin holds under the new model.
function setMarginModel(Machine memory machine) pure returns (uint256) {
    SetMarginModelOperation operation = SetMarginModelOperation.wrap(machine.input.operation);
    uint256 model = operation.model();
    if (model > MODEL_PORTFOLIO) return BAD_MARGIN_MODEL;
    uint256 code = authenticate(machine, operation.signatureAt(), SCOPE_ALL, hashSetMarginModel);
    if (code != ACCEPTED) return code;
    uint256 account = accountOfKey(operation.key());
    if (machine.state.account(account).auctionStartSec() != 0) return UNDER_AUCTION;
    if (model == MODEL_PORTFOLIO && !holdsOneUnderlying(machine.state, account)) {
        return BAD_MARGIN_MODEL;
    }
    machine.registers.setAccount(account);
    demandMarginBy(machine, account, PHASE_MODEL, model);
    return ACCEPTED;
}

/// @notice Phase `model`.
function modelStep(Machine memory machine) pure {
    Registers registers = machine.registers;
    if (registers.priced() == UNPRICED) return machine.finish(PRICES_MISSING);
    if (registers.initial() < 0) return machine.finish(INITIAL_MARGIN);
    machine.state.account(registers.account()).setMarginModel(registers.marginModel());
    machine.finish(ACCEPTED);
}

function hashSetMarginModel(Machine memory machine) pure returns (bytes32) {
    SetMarginModelOperation operation = SetMarginModelOperation.wrap(machine.input.operation);
    return
        keccak256(
            abi.encode(
                SET_MARGIN_MODEL_TYPE_HASH,
                accountOfKey(operation.key()),
                slotOfKey(operation.key()),
                operation.nonce(),
                operation.expiresAtSec(),
                marginModelHash(operation.model())
            )
        );
}
