// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Entries} from "./Entries.sol";

/// @notice What moves cost their senders, and who pays: the side that falls, out of its bond.
abstract contract Moves is Entries {
    /// @param against0 Wei that side 0 pays if it falls.
    /// @param against1 Wei that side 1 pays if it falls.
    /// @param count Credits of the duel: a dozen at most, one for each possible move.
    struct Ledger {
        uint96 against0;
        uint96 against1;
        uint32 count;
    }

    /// @param amount Wei that nobody has paid yet.
    /// @param side For whom the move was made.
    struct Credit {
        address mover;
        uint88 amount;
        uint8 side;
    }

    /// @dev A move for whichever side survives.
    uint8 internal constant EITHER_SIDE = 2;

    /// @dev COST: taking a fallen side's bond.
    uint256 private constant FALL_GAS = 50_000;

    /// @dev COST: paying one credit.
    uint256 private constant PAY_GAS = 8_000;

    /// @dev COST: 21,000 for the transaction, 30,000 to record the credit.
    uint256 private constant MOVE_GAS = 51_000;

    /// @dev COST: at most 16 for a byte of calldata.
    uint256 private constant CALLDATA_GAS = 16;

    /// @dev A bond pays for one duel at once and for the others through the pot.
    uint128 private constant DUELS_PER_BOND = 4;

    uint256 public constant DUEL_GAS = 12_000_000;

    uint128 public immutable GAS_PRICE_CAP;

    uint128 private immutable _MAX_REFUND;

    mapping(bytes32 duel => Ledger) private _ledgers;
    mapping(bytes32 duel => mapping(uint256 index => Credit)) private _credits;

    constructor(uint128 gasPriceCap) {
        // INVARIANT: a quarter of a bond covers what a duel costs the other side.
        uint256 minBond = DUELS_PER_BOND * DUEL_GAS * gasPriceCap;
        if (BOND < minBond) revert WrongParameter(BOND, minBond);
        // INVARIANT: amounts of a duel fit 88 bits.
        uint256 maxBond = uint256(type(uint88).max) * DUELS_PER_BOND;
        if (BOND > maxBond) revert WrongParameter(BOND, maxBond);
        GAS_PRICE_CAP = gasPriceCap;
        _MAX_REFUND = BOND / DUELS_PER_BOND;
    }

    /// @dev What ending a duel costs after its credit is recorded.
    function _gasToEnd(bytes32 duel_) internal view returns (uint256) {
        return FALL_GAS + PAY_GAS * _ledgers[duel_].count;
    }

    /// @param gas Spent by the move itself.
    /// @param calldataBytes What the move needs, not what was sent: padding earns nothing.
    function _credit(bytes32 duel_, uint8 side, uint256 gas, uint256 calldataBytes) internal {
        Ledger storage self = _ledgers[duel_];
        uint256 price = tx.gasprice < GAS_PRICE_CAP ? tx.gasprice : GAS_PRICE_CAP;
        uint256 cost = (gas + MOVE_GAS + calldataBytes * CALLDATA_GAS) * price;
        uint256 room = _room(self, side);
        // SAFETY: at most a quarter of a bond, which fits.
        uint88 amount = uint88(cost < room ? cost : room);
        if (side != 0) self.against0 += amount;
        if (side != 1) self.against1 += amount;
        _credits[duel_][self.count++] = Credit({mover: msg.sender, amount: amount, side: side});
        emit MoveCredited(duel_, msg.sender, side, amount);
    }

    /// @dev Pays the moves against a side that fell. What is paid is forgotten, so nothing is paid twice.
    function _payCredits(
        bytes32 duel_,
        uint8 fallen,
        uint256 budget
    ) internal returns (uint256 spent) {
        uint256 count = _ledgers[duel_].count;
        for (uint256 i; i < count && spent < budget; ++i) {
            Credit storage credit = _credits[duel_][i];
            if (credit.side == fallen) continue;
            uint256 left = budget - spent;
            uint88 amount = credit.amount < left ? credit.amount : uint88(left);
            credit.amount -= amount;
            spent += amount;
            _owe(credit.mover, amount);
        }
    }

    /// @dev Takes a fallen side's bond: its part for this duel goes to the movers at once, the rest stays in the pot.
    function _slash(bytes32 duel_, uint8 side, bytes32 id) internal {
        bytes32 parent = _entries[id].parent;
        _addToPot(parent, BOND);
        _takeFromPot(parent, _payCredits(duel_, side, _MAX_REFUND));
    }

    function _room(Ledger storage self, uint8 side) private view returns (uint256) {
        if (side == 0) return _MAX_REFUND - self.against1;
        if (side == 1) return _MAX_REFUND - self.against0;
        return _MAX_REFUND - (self.against0 > self.against1 ? self.against0 : self.against1);
    }
}
