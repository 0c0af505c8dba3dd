// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PHASE_CANCEL_ALL, PHASE_LIQUIDATE} from "../../generated/Layout.sol";
import {
    AccountRecord,
    GlobalsRecord,
    LiquidateOperation,
    Registers
} from "../../generated/Records.sol";
import {
    ACCEPTED,
    AUCTION_RUNNING,
    LEDGER_LIMIT,
    LIQUIDATION_HALTED,
    NOT_LIQUIDATABLE,
    UNKNOWN_ACCOUNT
} from "../../generated/Rejections.sol";
import {AuctionedAccount, AuctionParams, bufferMargin, liquidationFee} from "../Auction.sol";
import {Machine} from "../Machine.sol";
import {demandMargin, LIQUIDATABLE} from "../margin/Evaluate.sol";
import {MONEY, moneyUp} from "../margin/Feeds.sol";
import {auctionParams} from "../margin/Parameters.sol";
import {lastResumedSec} from "../Market.sol";
import {addCash, isLedgerFigure} from "../Money.sol";
import {State} from "../State.sol";

/// @dev Kinds of auctions, in the account's `insolvent`: a bidder pays; insurance pays; insurance pays because no bidder did.
uint256 constant SOLVENT = 0;
uint256 constant INSOLVENT = 1;
uint256 constant RAN_OUT = 2;

/// @dev An auction goes on, is over (for good, or to start anew), or has run its time without healing the account.
enum Standing {
    Runs,
    Restart,
    Sunk
}

/// @notice Brings the auction of an account up to date, by anyone: starts it, ends it, starts it anew. SPEC §11.
function liquidate(Machine memory machine) pure returns (uint256) {
    uint256 account = LiquidateOperation.wrap(machine.input.operation).account();
    if (account == 0 || account > machine.state.globals().accountCount()) return UNKNOWN_ACCOUNT;
    return startLiquidation(machine, account);
}

/// @notice Also the forced operation's entry.
function startLiquidation(Machine memory machine, uint256 account) pure returns (uint256) {
    machine.registers.setAccount(account);
    demandMargin(machine, account, PHASE_LIQUIDATE);
    return ACCEPTED;
}

/// @notice Phase `liquidate`. An account whose auction starts loses its resting orders, so that nothing but bids changes it.
function liquidateStep(Machine memory machine) pure {
    uint256 outcome = updateAuction(machine);
    bool hasOrders = machine.state.account(machine.registers.account()).orderHead() != 0;
    if (outcome == ACCEPTED && hasOrders) machine.enter(PHASE_CANCEL_ALL);
    else machine.finish(outcome);
}

function updateAuction(Machine memory machine) pure returns (uint256) {
    State memory state = machine.state;
    Registers registers = machine.registers;
    uint256 account = registers.account();
    if (registers.priced() != LIQUIDATABLE) return LIQUIDATION_HALTED;
    AuctionedAccount memory margin = marginOf(registers);
    if (state.account(account).auctionStartSec() == 0) {
        return margin.maintenance < 0 ? openAuction(state, account, margin) : NOT_LIQUIDATABLE;
    }
    Standing standing = auctionStanding(state, account, margin);
    if (standing == Standing.Runs) return AUCTION_RUNNING;
    bool isShort = margin.maintenance < 0;
    if (isShort && standing == Standing.Restart) return openAuction(state, account, margin);
    if (isShort) setClock(state, account, RAN_OUT);
    else closeAuction(state, account);
    return ACCEPTED;
}

/// @notice The margin that was worked out last, as the auction takes it.
function marginOf(Registers registers) pure returns (AuctionedAccount memory) {
    return
        AuctionedAccount({markToMarket: registers.equity(), maintenance: registers.maintenance()});
}

function auctionStanding(
    State memory state,
    uint256 accountId,
    AuctionedAccount memory margin
) pure returns (Standing) {
    AccountRecord account = state.account(accountId);
    uint256 kind = account.insolvent();
    if (kind != SOLVENT) {
        bool isHealed = margin.maintenance >= 0 || (kind == INSOLVENT && margin.markToMarket > 0);
        return isHealed ? Standing.Restart : Standing.Runs;
    }
    AuctionParams memory params = auctionParams(state);
    int256 equity = margin.markToMarket;
    if (bufferMargin(margin, params) >= 0 || equity < 0) return Standing.Restart;
    if (int256(account.reserved()) * MONEY >= equity) return Standing.Restart;
    bool isOver = elapsedSec(state, accountId) >= params.fastSec + params.slowSec;
    return isOver ? Standing.Sunk : Standing.Runs;
}

/// @notice Seconds of the prints since the auction started, or since prints came back: nobody can bid while they are away.
function elapsedSec(State memory state, uint256 account) pure returns (uint256) {
    uint256 startSec = state.account(account).auctionStartSec();
    uint256 resumedAt = lastResumedSec(state);
    return state.globals().printTimeSec() - (resumedAt > startSec ? resumedAt : startSec);
}

/// @notice A solvent account pays the fee on the share that may be taken at once.
function openAuction(
    State memory state,
    uint256 account,
    AuctionedAccount memory margin
) pure returns (uint256) {
    bool isSolvent = margin.markToMarket > 0;
    if (isSolvent) {
        int256 fee = moneyUp(liquidationFee(margin, auctionParams(state)));
        if (!isLedgerFigure(fee) || !addCash(state, account, -fee)) return LEDGER_LIMIT;
        GlobalsRecord globals = state.globals();
        globals.setInsurance(globals.insurance() + uint256(fee));
    }
    setClock(state, account, isSolvent ? SOLVENT : INSOLVENT);
    return ACCEPTED;
}

function setClock(State memory state, uint256 accountId, uint256 kind) pure {
    AccountRecord account = state.account(accountId);
    account.setAuctionStartSec(state.globals().printTimeSec());
    account.setInsolvent(kind);
    account.setReserved(0);
}

function closeAuction(State memory state, uint256 accountId) pure {
    AccountRecord account = state.account(accountId);
    account.setAuctionStartSec(0);
    account.setInsolvent(0);
    account.setReserved(0);
}
