// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Bridge} from "../bridge/Bridge.sol";
import {Entries} from "../dispute/Entries.sol";
import {Moves} from "../dispute/Moves.sol";
import {Batches} from "./Batches.sol";
import {Claims} from "./Claims.sol";

/// @title Rollup
/// @dev Nobody owns it. It deploys the bridge, which deploys the inbox: three contracts that know each other by
/// immutables, from one transaction.
contract Rollup is Claims {
    constructor(
        Parameters memory p
    )
        Batches(
            address(new Bridge(p.token, p.timelock, p.feeds)),
            p.verifier,
            p.poster,
            p.freezePeriod,
            p.forceDeadline
        )
        Entries(p.censorshipBudget, p.grace, p.bond, p.rounds, p.arityLog2)
        Moves(p.gasPriceCap)
        Claims(p.genesisRoot, p.pathBond)
    {
        emit Genesis(p.genesis);
    }
}
