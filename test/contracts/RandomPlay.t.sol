// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDispute} from "../../contracts/interfaces/IDispute.sol";
import {RollupTest} from "./toy/RollupTest.sol";
import {Tree} from "./toy/Tree.sol";

/// @notice Games from a seed: an honest player that is censored up to A, against rivals that lie, stall and collude.
contract RandomPlayTest is RollupTest {
    uint256 private constant MAX_WAIT = G / 4;

    struct Rival {
        uint256 from;
        bytes32 root;
        uint256 entersAt;
        uint256 eagerness;
        bytes32 id;
    }

    uint256 private seed;
    uint256 private claimedAt;
    uint256 private censored;
    uint256 private censorship;
    bool private isSaving;
    bytes32 private mine;
    Rival[] private rivals;
    bytes32[] private duels;

    /// forge-config: default.fuzz.runs = 100
    function testFuzz_honestPlayerNeverLoses(uint256 seed_) external conserved {
        seed = seed_;
        claimedAt = block.timestamp;
        censorship = _random(4);
        isSaving = _random(2) == 0;
        if (_random(2) == 0) {
            claim(HONEST, genesis, TRUTH);
        } else {
            claim(LIAR, genesis, LIE);
        }
        _inviteRivals(1 + _random(4));
        while (rollup.settledTip() == genesis) this.tick();

        assertEq(rollup.settledRoot(), TRUTH, "the true root settles");
        assertTrue(mine == 0 || isAlive(mine), "the honest entry lives");
        uint256 bound = claimedAt + A + censored + 7 * G;
        assertTrue(block.timestamp <= bound, "inside the bound");
        _closeBooks();
    }

    /// @dev External, so that the memory of a tick is free after it.
    function tick() external {
        uint256 wait = 1 + _random(MAX_WAIT);
        pass(wait);
        for (uint256 i; i < rivals.length; ++i) _playRival(rivals[i]);
        _playColluders();
        // Rivals move first in every block.
        if (_isCensored(wait)) {
            censored += wait;
        } else {
            _playHonest();
        }
    }

    /// @dev The censor leaves the honest player out while the budget lasts; it may save it for the duels.
    function _isCensored(uint256 wait) private returns (bool) {
        if (censored + wait > A || (isSaving && duels.length == 0)) return false;
        return _random(3) < censorship;
    }

    function _inviteRivals(uint256 count) private {
        bytes32[3] memory roots = [LIE, LIE_2, TRUTH];
        for (uint256 i; i < count; ++i) {
            rivals.push(
                Rival({
                    from: _random(LEAVES - 1),
                    root: roots[_random(3)],
                    entersAt: block.timestamp + _random(V),
                    eagerness: _random(4),
                    id: 0
                })
            );
        }
    }

    function _playRival(Rival storage rival) private {
        if (rival.id != 0 || block.timestamp < rival.entersAt) return;
        IDispute.Contest memory contest = rollup.contest(genesis);
        bool isFirst = rival.root == contest.firstRoot;
        if (isFirst && contest.openedAt == 0) return;
        uint256 due = isFirst ? contest.openedAt : contest.firstClaimedAt;
        if (block.timestamp > due + V) return;
        bytes32[] memory leaves = lyingLeaves(genesis, rival.from, rival.root, uint256(rival.root));
        bytes32 id = rollup.entryId(genesis, 0, rival.root, Tree.root(leaves));
        if (rollup.entry(id).parent != 0) return;
        rival.id = enter(LIAR_2, genesis, rival.root, leaves);
    }

    /// @dev Rivals reveal when they feel like it, hurry a duel on, and duel each other to burn clocks and identities.
    function _playColluders() private {
        for (uint256 i; i < duels.length; ++i) {
            for (uint8 side; side < 2; ++side) {
                if (_random(4) < _eagerness(duels[i], side)) _tryReveal(LIAR_2, duels[i], side);
            }
            if (_random(2) == 0) _tryAdvance(LIAR_2, duels[i]);
        }
        if (rivals.length < 2 || _random(8) != 0) return;
        _tryDuel(LIAR_2, rivals[0].id, rivals[1].id);
    }

    /// @dev The honest client: enter where it must, duel all, make every move that can be made.
    function _playHonest() private {
        IDispute.Contest memory contest = rollup.contest(genesis);
        bool mustEnter = contest.firstRoot != TRUTH || contest.openedAt != 0;
        if (mine == 0 && mustEnter) mine = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        for (uint256 i; i < rivals.length; ++i) _tryDuel(HONEST, mine, rivals[i].id);
        for (uint256 i; i < duels.length; ++i) _playDuel(duels[i]);
        if (block.timestamp <= claimedAt + V) return;
        vm.prank(HONEST);
        try rollup.settle(genesis) {} catch {}
    }

    function _playDuel(bytes32 d) private {
        while (_isOn(d) && rollup.duelOf(d).level < ROUNDS) {
            for (uint8 side; side < 2; ++side) {
                if (rollup.duelOf(d).entries[side] == mine) _tryReveal(HONEST, d, side);
            }
            vm.prank(HONEST);
            try rollup.timeout(d) {
                continue;
            } catch {}
            if (!_tryAdvance(HONEST, d)) return;
        }
        if (!_isOn(d)) return;
        if (!_tryStep(d)) {
            vm.prank(HONEST);
            try rollup.timeout(d) {} catch {}
        }
    }

    function _tryStep(bytes32 d) private returns (bool) {
        try this.stepAsHonest(d) {
            return true;
        } catch {
            return false;
        }
    }

    function stepAsHonest(bytes32 d) external {
        step(HONEST, d);
    }

    function _tryDuel(address who, bytes32 x, bytes32 y) private {
        if (x == y || !isAlive(x) || !isAlive(y)) return;
        if (rollup.duelOf(rollup.duelId(x, y)).since != 0) return;
        duels.push(duel(who, x, y));
    }

    function _tryAdvance(address who, bytes32 d) private returns (bool) {
        IDispute.Duel memory state = rollup.duelOf(d);
        if (!_isOn(d) || state.level == ROUNDS) return false;
        if (!_isRevealed(d, 0) || !_isRevealed(d, 1)) return false;
        for (uint8 side; side < 2; ++side) {
            if (rollup.used(d, side) > state.clocks[side]) return false;
        }
        advance(who, d);
        return true;
    }

    function _tryReveal(address who, bytes32 d, uint8 side) private {
        IDispute.Duel memory state = rollup.duelOf(d);
        if (!_isOn(d) || state.level == ROUNDS || _isRevealed(d, side)) return;
        if (rollup.used(d, side) <= state.clocks[side]) reveal(who, d, side);
    }

    function _isRevealed(bytes32 d, uint8 side) private view returns (bool) {
        IDispute.Duel memory state = rollup.duelOf(d);
        return rollup.revealedAt(state.level, state.nodes[side]) != 0;
    }

    function _isOn(bytes32 d) private view returns (bool) {
        IDispute.Duel memory state = rollup.duelOf(d);
        return isAlive(state.entries[0]) && isAlive(state.entries[1]);
    }

    function _eagerness(bytes32 d, uint8 side) private view returns (uint256) {
        bytes32 id = rollup.duelOf(d).entries[side];
        for (uint256 i; i < rivals.length; ++i) {
            if (rivals[i].id == id) return rivals[i].eagerness;
        }
        return 0;
    }

    /// @dev Takes everything out that anybody is due, in the worst order for the honest player.
    function _closeBooks() private {
        pass(6 * V);
        for (uint256 i; i < duels.length; ++i) {
            try rollup.payMoves(duels[i]) {} catch {}
        }
        for (uint256 i; i < rivals.length; ++i) {
            if (rivals[i].id != 0 && isAlive(rivals[i].id)) rollup.payOut(rivals[i].id);
        }
        if (mine != 0) rollup.payOut(mine);
        rollup.burn(genesis);
        assertTrue(mine == 0 || rollup.entry(mine).paidOut, "paid");
    }

    function _random(uint256 bound) private returns (uint256) {
        seed = uint256(keccak256(abi.encode(seed)));
        return seed % bound;
    }
}
