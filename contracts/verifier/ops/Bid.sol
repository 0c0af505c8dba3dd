// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PHASE_BID, PHASE_BID_CHECKED, PHASE_BIDDER_CHECKED} from "../../generated/Layout.sol";
import {MODEL_PORTFOLIO, SCOPE_TRADE, WHOLE_PPM} from "../../generated/Params.sol";
import {AccountRecord, BidOperation, GlobalsRecord, Registers} from "../../generated/Records.sol";
import {
    ACCEPTED,
    ACCOUNT_CHANGED,
    AUCTION_OVER,
    BAD_MARGIN_MODEL,
    BAD_SHARE,
    BID_LIMIT,
    BID_TOO_SMALL,
    INITIAL_MARGIN,
    LEDGER_LIMIT,
    LIQUIDATION_HALTED,
    NO_AUCTION,
    PRICES_MISSING,
    SAME_ACCOUNT,
    UNDER_AUCTION,
    UNKNOWN_ACCOUNT
} from "../../generated/Rejections.sol";
import {BID_TYPE_HASH} from "../../generated/Types.sol";
import {
    AuctionedAccount,
    AuctionParams,
    bidCost,
    bidPrice,
    bufferMargin,
    discount,
    insolventOffer,
    insolventPayout,
    largestShare,
    Offer
} from "../Auction.sol";
import {accountOfKey, authenticate, slotOfKey} from "../Authenticate.sol";
import {Machine} from "../Machine.sol";
import {holdsOneUnderlying} from "../margin/Check.sol";
import {demandMargin, LIQUIDATABLE, UNPRICED} from "../margin/Evaluate.sol";
import {MONEY, moneyDown, moneyUp} from "../margin/Feeds.sol";
import {auctionParams} from "../margin/Parameters.sol";
import {addPosition} from "../margin/Positions.sol";
import {max, min, mulDown, WAD} from "../maths/Wad.sol";
import {addCash, isLedgerFigure} from "../Money.sol";
import {State} from "../State.sol";
import {
    auctionStanding,
    closeAuction,
    elapsedSec,
    marginOf,
    SOLVENT,
    Standing
} from "./Liquidate.sol";

/// @notice Takes a share of an account under auction, at the auction's price, into the bidder's account. SPEC §11.
function bid(Machine memory machine) pure returns (uint256) {
    BidOperation operation = BidOperation.wrap(machine.input.operation);
    if (!isLedgerFigure(operation.limit())) return BID_LIMIT;
    uint256 code = authenticate(machine, operation.signatureAt(), SCOPE_TRADE, hashBid);
    if (code != ACCEPTED) return code;
    uint256 account = operation.account();
    uint256 bidder = accountOfKey(operation.key());
    code = checkBid(machine.state, operation, account, bidder);
    if (code != ACCEPTED) return code;
    Registers registers = machine.registers;
    registers.setAccount(account);
    registers.setCounterparty(bidder);
    registers.setSharePpm(operation.sharePpm());
    registers.setLimit(operation.limit());
    machine.keep();
    demandMargin(machine, account, PHASE_BID);
    return ACCEPTED;
}

function checkBid(
    State memory state,
    BidOperation operation,
    uint256 account,
    uint256 bidder
) pure returns (uint256) {
    if (account == 0 || account > state.globals().accountCount()) return UNKNOWN_ACCOUNT;
    if (account == bidder) return SAME_ACCOUNT;
    if (state.account(bidder).auctionStartSec() != 0) return UNDER_AUCTION;
    AccountRecord record = state.account(account);
    if (record.auctionStartSec() == 0) return NO_AUCTION;
    if (operation.sharePpm() == 0 || operation.sharePpm() > WHOLE_PPM) return BAD_SHARE;
    return record.revision() == operation.revision() ? ACCEPTED : ACCOUNT_CHANGED;
}

/// @notice Phase `bid`: the account's margin is known; the share changes hands.
function bidStep(Machine memory machine) pure {
    Registers registers = machine.registers;
    uint256 taken = takeShare(machine);
    if (taken != ACCEPTED) return machine.abort(taken);
    registers.setEquityBefore(registers.equity());
    registers.setMaintenanceBefore(registers.maintenance());
    // What is left of the account has the shape that it had, so one bid does not refuse the next.
    AccountRecord bidder = machine.state.account(registers.counterparty());
    bidder.setRevision(bidder.revision() + 1);
    demandMargin(machine, registers.account(), PHASE_BID_CHECKED);
}

function takeShare(Machine memory machine) pure returns (uint256) {
    State memory state = machine.state;
    Registers registers = machine.registers;
    uint256 account = registers.account();
    uint256 bidder = registers.counterparty();
    AuctionedAccount memory margin = marginOf(registers);
    if (registers.priced() != LIQUIDATABLE) return LIQUIDATION_HALTED;
    if (auctionStanding(state, account, margin) != Standing.Runs) return AUCTION_OVER;
    bool isSolvent = state.account(account).insolvent() == SOLVENT;
    Terms memory terms = isSolvent ? price(machine, margin) : payout(machine, margin);
    if (terms.price > registers.limit()) return BID_LIMIT;
    registers.setFilled(terms.endsAuction ? 1 : 0);
    AccountRecord record = state.account(account);
    int256 cash = mulDown(terms.share, record.cash() - int256(record.reserved()));
    uint256 moved = movePositions(record, state.account(bidder), terms.share);
    if (moved != ACCEPTED) return moved;
    bool isPortfolio = state.account(bidder).marginModel() == MODEL_PORTFOLIO;
    if (isPortfolio && !holdsOneUnderlying(state, bidder)) return BAD_MARGIN_MODEL;
    return settleBid(state, account, bidder, cash, terms.price);
}

/// @param share × 10^-18 of the account.
/// @param price What the bidder pays, in 10^-6 USD; negative: what it receives from insurance.
struct Terms {
    int256 share;
    int256 price;
    bool endsAuction;
}

/// @notice Of a solvent account: the auction's price for at most the share that heals it.
function price(
    Machine memory machine,
    AuctionedAccount memory margin
) pure returns (Terms memory terms) {
    State memory state = machine.state;
    uint256 account = machine.registers.account();
    AuctionParams memory params = auctionParams(state);
    Offer memory offer = Offer({
        reserved: int256(state.account(account).reserved()) * MONEY,
        discount: discount(elapsedSec(state, account), params)
    });
    int256 largest = largestShare(margin, offer, params);
    int256 wanted = wantedShare(machine.registers);
    terms.share = min(wanted, largest);
    terms.price = moneyUp(bidCost(bidPrice(margin, offer), terms.share));
    terms.endsAuction = wanted >= largest;
}

/// @notice Of an insolvent account: what insurance pays for taking the share.
function payout(
    Machine memory machine,
    AuctionedAccount memory margin
) pure returns (Terms memory terms) {
    State memory state = machine.state;
    uint256 elapsed = elapsedSec(state, machine.registers.account());
    int256 offer = insolventOffer(margin, elapsed, auctionParams(state));
    terms.share = wantedShare(machine.registers);
    terms.price = -moneyDown(insolventPayout(offer, terms.share));
    terms.endsAuction = terms.share == WAD;
}

function wantedShare(Registers registers) pure returns (int256) {
    return int256(registers.sharePpm()) * (WAD / int256(WHOLE_PPM));
}

/// @notice Whole units, rounded down: fewer of what is owned and more of what is owed, so the account gains by rounding.
function movePositions(
    AccountRecord account,
    AccountRecord bidder,
    int256 share
) pure returns (uint256) {
    for (uint256 i = account.positionCount(); i > 0; --i) {
        uint256 code = account.positionCode(i - 1);
        int256 amount = mulDown(account.positionAmount(i - 1), share);
        if (amount == 0) continue;
        uint256 taken = addPosition(bidder, code, amount);
        if (taken != ACCEPTED) return taken;
        addPosition(account, code, -amount);
    }
    return ACCEPTED;
}

/// @notice Cash of the share and the price; what insurance cannot pay an insolvent account's bidder, all withdrawals share.
/// @param cash Of the share, in 10^-6 USD.
/// @param paid By the bidder or, below zero, to it by insurance.
function settleBid(
    State memory state,
    uint256 account,
    uint256 bidder,
    int256 cash,
    int256 paid
) pure returns (uint256) {
    int256 received = max(paid, 0);
    if (!addExactCash(state, account, received - cash)) return LEDGER_LIMIT;
    if (!addExactCash(state, bidder, cash - paid)) return LEDGER_LIMIT;
    AccountRecord record = state.account(account);
    int256 reserved = int256(record.reserved()) + received;
    if (!isLedgerFigure(reserved)) return LEDGER_LIMIT;
    record.setReserved(uint256(reserved));
    return payFromInsurance(state.globals(), max(-paid, 0));
}

function payFromInsurance(GlobalsRecord globals, int256 owed) pure returns (uint256) {
    int256 insurance = int256(globals.insurance());
    int256 insured = min(insurance, owed);
    int256 socialized = globals.socialized() - (owed - insured);
    if (!isLedgerFigure(socialized)) return LEDGER_LIMIT;
    globals.setInsurance(uint256(insurance - insured));
    globals.setSocialized(socialized);
    return ACCEPTED;
}

function addExactCash(State memory state, uint256 account, int256 delta) pure returns (bool) {
    return isLedgerFigure(delta) && addCash(state, account, delta);
}

/// @notice Phase `bidChecked`: the account must not be worse off, equity against requirement; is the auction over?
function bidCheckedStep(Machine memory machine) pure {
    Registers registers = machine.registers;
    int256 equity = registers.equity();
    int256 needed = equity - registers.maintenance();
    int256 equityBefore = registers.equityBefore();
    int256 neededBefore = equityBefore - registers.maintenanceBefore();
    if (equity * neededBefore < equityBefore * needed) return machine.abort(BID_TOO_SMALL);
    if (isOver(machine)) closeAuction(machine.state, registers.account());
    demandMargin(machine, registers.counterparty(), PHASE_BIDDER_CHECKED);
}

function isOver(Machine memory machine) pure returns (bool) {
    Registers registers = machine.registers;
    if (registers.filled() == 1) return true;
    bool isSolvent = machine.state.account(registers.account()).insolvent() == SOLVENT;
    if (!isSolvent) return registers.maintenance() >= 0;
    return bufferMargin(marginOf(registers), auctionParams(machine.state)) >= 0;
}

/// @notice Phase `bidderChecked`: the bidder needs its initial margin, as for a trade that adds risk.
function bidderCheckedStep(Machine memory machine) pure {
    Registers registers = machine.registers;
    if (registers.priced() == UNPRICED) machine.abort(PRICES_MISSING);
    else if (registers.initial() < 0) machine.abort(INITIAL_MARGIN);
    else machine.finish(ACCEPTED);
}

function hashBid(Machine memory machine) pure returns (bytes32) {
    BidOperation operation = BidOperation.wrap(machine.input.operation);
    return
        keccak256(
            abi.encode(
                BID_TYPE_HASH,
                accountOfKey(operation.key()),
                slotOfKey(operation.key()),
                operation.nonce(),
                operation.expiresAtSec(),
                operation.account(),
                operation.sharePpm(),
                operation.limit(),
                operation.revision()
            )
        );
}
