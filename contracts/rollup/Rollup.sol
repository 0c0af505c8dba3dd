// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Bridge} from "../bridge/Bridge.sol";
import {Entries} from "../dispute/Entries.sol";
import {Moves} from "../dispute/Moves.sol";
import {Batches} from "./Batches.sol";
import {Claims} from "./Claims.sol";
import {Pause} from "./Pause.sol";

/// @title Rollup
/// @dev Nobody owns it: the timelock names the verifier of later batches, the guardian delays claims, the poster orders
/// what is posted. It deploys the bridge, which deploys the inbox: three contracts that know each other by
/// immutables, from one transaction.
contract Rollup is Claims {
    constructor(
        Parameters memory p
    )
        Batches(
            address(new Bridge(p.token, p.timelock, p.feeds)),
            p.timelock,
            p.verifier,
            p.poster,
            p.freezePeriod,
            p.forceDeadline
        )
        Entries(p.censorshipBudget, p.grace, p.bond, p.rounds, p.arityLog2)
        Moves(p.gasPriceCap)
        Pause(p.guardian)
        Claims(p.genesisRoot, p.pathBond)
    {
        emit Genesis(p.genesis);
    }
}
