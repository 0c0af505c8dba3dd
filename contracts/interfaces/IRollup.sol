// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IRollup
/// @notice Batches, claims about the roots after them, and which of these are settled.
/// @dev Batches are immutable input that no dispute touches. Claims form a tree below the settled tip: a claim on batch
/// n builds on a claim on batch n - 1. A false claim takes all claims below it along; its batch stands.
interface IRollup {
    /// @notice What a deployment fixes for ever.
    /// @param token The collateral, 6 decimals.
    /// @param timelock The only one to change margin parameters and the verifier of later batches.
    /// @param guardian Who may stop claiming for a challenge period; the zero address for nobody.
    /// @param feeds L1's price feeds by underlying (see IReferenceFeed), 0 where there is none.
    /// @param verifier The state transition of the first batches.
    /// @param genesisRoot The state root before batch 1.
    /// @param genesis What that state is made of, told in an event so that L1 is all a prover needs: time u64, quorum u8,
    /// publishers 20 bytes each.
    /// @param poster Who posts batches; names its successor itself.
    /// @param freezePeriod Seconds without a post of the poster after which anybody may post.
    /// @param forceDeadline Seconds until an inbox item must be in a batch, at most one hour.
    /// @param censorshipBudget A, in seconds.
    /// @param grace g, in seconds.
    /// @param bond B, in wei.
    /// @param pathBond In wei, at least `bond`, which the first claimant's own entry takes of it.
    /// @param gasPriceCap In wei.
    /// @param rounds Rounds of dissection: 3 in production.
    /// @param arityLog2 log2 of the children of a round: 6 in production.
    struct Parameters {
        address token;
        address timelock;
        address guardian;
        address[] feeds;
        address verifier;
        bytes32 genesisRoot;
        bytes genesis;
        address poster;
        uint64 freezePeriod;
        uint64 forceDeadline;
        uint64 censorshipBudget;
        uint64 grace;
        uint128 bond;
        uint128 pathBond;
        uint128 gasPriceCap;
        uint8 rounds;
        uint8 arityLog2;
    }

    /// @notice What is kept of a batch.
    /// @param hash keccak256 of its header.
    /// @param verifier The state transition it is disputed with.
    /// @param time The header's time, in seconds.
    struct Batch {
        bytes32 hash;
        address verifier;
        uint64 time;
    }

    /// @notice The statement that a batch on top of a parent claim ends in a root.
    /// @param parent The claim it builds on.
    /// @param root The state root after its batch.
    /// @param number Its batch.
    /// @param epoch The epoch of the parent's contest it was made in.
    /// @param path The path whose bond backs it, or 0 where an entry alone does.
    /// @param settled Whether it is decided and true.
    /// @param voided Whether it is known to be void.
    struct Claim {
        bytes32 parent;
        bytes32 root;
        uint64 number;
        uint32 epoch;
        uint64 path;
        bool settled;
        bool voided;
    }

    /// @notice One bond behind a chain of claims.
    /// @param owner Who pays and extends it.
    /// @param bond In wei; 0 once closed, staked on an entry, or forfeited.
    /// @param tip Its last claim.
    struct Path {
        address owner;
        uint128 bond;
        bytes32 tip;
    }

    /// @notice The state before batch 1; its root is `genesisRoot`, which whoever builds it compares.
    event Genesis(bytes genesis);

    /// @notice A batch was posted; its data is in the input of this transaction, whose recipient is this contract.
    event BatchPosted(uint64 indexed number, bytes32 indexed batchHash, bytes header);

    /// @notice The poster named its successor.
    event PosterRotated(address indexed previous, address indexed next);

    /// @notice The poster is back after a freeze.
    event PosterResumed(address indexed poster);

    /// @notice Batches posted from now on are disputed with another state transition.
    event VerifierChanged(address indexed previous, address indexed next);

    /// @notice Nobody claims before this time, in seconds.
    event ClaimsPaused(uint64 until);

    /// @notice A claim was made, or came to be because its entry won (path 0).
    event Claimed(
        bytes32 indexed claim,
        bytes32 indexed parent,
        uint64 indexed number,
        bytes32 root,
        uint32 epoch,
        uint64 path
    );

    /// @notice A path began with a bond.
    event PathOpened(uint64 indexed path, address indexed owner);

    /// @notice A path ended and its bond went back.
    event PathClosed(uint64 indexed path, address indexed owner);

    /// @notice A claim is true; withdrawals against its root are paid from now on.
    event Settled(bytes32 indexed claim, uint64 indexed number, bytes32 root);

    /// @notice All rivals fell; anybody may claim on the parent afresh.
    event EpochVoided(bytes32 indexed parent, uint32 epoch);

    /// @notice A path's bond stands behind an entry from now on.
    event PathStaked(uint64 indexed path, bytes32 indexed entry);

    /// @notice A path's bond fell into a pot.
    event PathForfeited(uint64 indexed path, uint128 bond);

    /// @notice A claim is recorded as void.
    event ClaimVoided(bytes32 indexed claim);

    /// @notice Batches are posted by an account without code, directly, so that their data is a transaction's input.
    error NotDirectCall(address sender, address origin);

    /// @notice Only the poster, until it was away for the freeze period.
    error NotPoster(address received, address expected);

    /// @notice The poster was not away for the freeze period.
    error NotFrozen(uint256 received, uint64 earliest);

    /// @notice The poster has come back once since it posted last.
    error AlreadyResumed(address poster);

    /// @notice Only the timelock.
    error NotTimelock(address received, address expected);

    /// @notice Only the guardian.
    error NotGuardian(address received, address expected);

    /// @notice A verifier is a contract.
    error NotContract(address received);

    /// @notice The guardian stopped claiming until this time.
    error ClaimsArePaused(uint64 until);

    /// @notice The batch was made for another place in the chain of batches.
    error WrongParent(bytes32 received, bytes32 expected);

    /// @notice A batch's time lies between its parent's and L1's.
    error TimeGoesBack(uint64 received, uint64 earliest);

    /// @notice A batch's time lies between its parent's and L1's.
    error TimeAheadOfL1(uint64 received, uint256 latest);

    /// @notice The inbox holds other items than the poster saw.
    error WrongInboxHash(bytes32 received, bytes32 expected);

    /// @notice A batch takes items forward, at most 64.
    error WrongInboxRange(uint64 from, uint64 to);

    /// @notice An item past its deadline is not in the batch.
    error ItemOverdue(uint64 index, uint256 deadline);

    /// @notice More data than a batch carries.
    error DataTooLong(uint256 received, uint256 maximum);

    /// @notice A forced operation may wait an hour at most.
    error DeadlineTooLong(uint64 received, uint64 maximum);

    /// @notice A poster must be somebody.
    error ZeroAddress();

    /// @notice The batch is not posted.
    error BatchNotPosted(uint64 number);

    /// @notice The claim was made for another batch.
    error WrongBatch(bytes32 received, bytes32 expected);

    /// @notice No such claim.
    error ClaimNotFound(bytes32 claim);

    /// @notice The claim exists; build on it, it costs nothing to agree.
    error ClaimExists(bytes32 claim);

    /// @notice The claim is void, or its contest is decided.
    error ClaimNotLive(bytes32 claim);

    /// @notice Nothing says that the claim is void.
    error ClaimNotVoid(bytes32 claim);

    /// @notice Settlement goes on at the settled tip.
    error NotSettledTip(bytes32 received, bytes32 expected);

    /// @notice Rivals with different roots are alive.
    error StillDisputed(bytes32 parent, uint256 roots);

    /// @notice The path's last claim is not settled.
    error PathNotSettled(uint64 path);

    /// @notice The path has no bond: never opened, closed, staked on an entry, or forfeited.
    error NoPathBond(uint64 path);

    /// @notice Posts the next batch. Only the poster, unless it was away for the freeze period.
    /// @dev The header is `abi.encodePacked(uint8 version, uint64 chainId, address rollup, address verifier,
    /// uint64 number, bytes32 parentHash, bytes32 dataHash, uint32 dataLength, uint64 inboxFrom, uint64 inboxTo,
    /// bytes32 inboxHash, uint64 time)`: 181 bytes. Only direct calls of accounts without code: derivation reads the
    /// data from the transaction's input, which a call through a contract could hide.
    /// @param parentHash The hash of the batch before.
    /// @param data At most 120,000 bytes.
    /// @param inboxTo One past the last inbox item taken; the first is the first that was not taken before.
    /// @param inboxHash The hash of the items as the poster saw them, a guard against reorganisations of L1.
    /// @param time Seconds; not before the parent's, not after this block's.
    function postBatch(
        bytes32 parentHash,
        bytes calldata data,
        uint64 inboxTo,
        bytes32 inboxHash,
        uint64 time
    ) external returns (uint64 number, bytes32 batchHash);

    /// @notice Hands the poster's role on. Only the poster.
    function rotatePoster(address next) external;

    /// @notice Says that the poster is back: others no longer post, for another freeze period. Only the poster, when it was
    /// away for the freeze period, once until it posts again.
    function resumePosting() external;

    /// @notice Names the state transition of batches posted from now on; those posted keep theirs. Only the timelock.
    /// @dev Warning: the one change that can alter what is true, so everybody must have had the time to leave.
    function changeVerifier(address next) external;

    /// @notice Stops `claim`, and nothing else, for CHALLENGE_PERIOD. Only the guardian, and not before three challenge
    /// periods have passed since the last pause ended.
    function pauseClaims() external;

    /// @notice Claims that the batch after `parent`'s ends in `root`.
    /// @dev Free for the owner of the path whose tip is `parent`; anybody else opens a new path with PATH_BOND. The first
    /// claim on a parent starts its challenge period. An honest claimant watches it: once a rival root is entered, the
    /// claim falls unless somebody enters its history within V.
    /// @param parent The settled tip or a live claim.
    /// @param batchHash The batch the claim is about, a guard against reorganisations of L1.
    /// @param root The state root after it.
    /// @return id The claim's id.
    function claim(
        bytes32 parent,
        bytes32 batchHash,
        bytes32 root
    ) external payable returns (bytes32 id);

    /// @notice Decides the contest over the settled tip, V after its first claim.
    /// @dev One root left among the living entries, and the first claim's while it needs no entry or can still be
    /// entered: settled. None: the epoch is void and anybody may claim afresh. Unless the first root won, the bond of the
    /// first claim's path falls into the pot.
    /// @param parent The settled tip.
    function settle(bytes32 parent) external;

    /// @notice Records that a claim is void and forfeits its path's bond to its contest's pot.
    /// @dev A claim is void if its contest was decided for another, its epoch ended, or its parent is recorded as void:
    /// down a chain of claims it is called from the top. An entry of a void contest is paid out like a survivor.
    function voidClaim(bytes32 id) external;

    /// @notice Credits the bond of a path whose last claim is settled to its owner.
    function closePath(uint64 path) external;

    /// @notice Whether a claim is void as far as its own parent shows.
    function isVoid(bytes32 id) external view returns (bool);

    /// @notice Whether a state root was settled, ever. The genesis root is.
    function isSettledRoot(bytes32 root) external view returns (bool);

    /// @notice The last settled claim.
    function settledTip() external view returns (bytes32);

    /// @notice The state root of the last settled claim.
    function settledRoot() external view returns (bytes32);

    /// @notice The batch of the last settled claim.
    function settledBatch() external view returns (uint64);

    /// @notice What `claim` takes from an account now: 0 to extend its own path, otherwise PATH_BOND.
    function bondToClaim(bytes32 parent, address account) external view returns (uint128);

    /// @notice A claim, all zero if there is none.
    function claimOf(bytes32 id) external view returns (Claim memory);

    /// @notice The id of a claim.
    function claimId(
        bytes32 parent,
        uint32 epoch,
        bytes32 batchHash,
        bytes32 root
    ) external pure returns (bytes32);

    /// @notice A path, all zero if there is none; the first is 1.
    function pathOf(uint64 path) external view returns (Path memory);

    /// @notice A posted batch, all zero if there is none; 0 is genesis.
    function batchOf(uint64 number) external view returns (Batch memory);

    /// @notice The number of the last posted batch.
    function tipNumber() external view returns (uint64);

    /// @notice The first inbox item that no batch took.
    function inboxNext() external view returns (uint64);

    /// @notice Who posts.
    function poster() external view returns (address);

    /// @notice When the poster last posted (at first: the deployment). Posts of others do not count.
    function posterSeenAt() external view returns (uint64);

    /// @notice The hash of batch 0: `keccak256(abi.encodePacked("tenor genesis", uint64 chainId, address rollup))`.
    function GENESIS_HASH() external view returns (bytes32);

    /// @notice The claim that everything builds on.
    function GENESIS_CLAIM() external view returns (bytes32);

    /// @notice The state transition of batches posted now.
    function verifier() external view returns (address);

    /// @notice When claiming may go on, in seconds; in the past if it may.
    function pausedUntil() external view returns (uint64);

    /// @notice Who may stop claiming for a while.
    function GUARDIAN() external view returns (address);

    /// @notice Who changes margin parameters and the verifier.
    function TIMELOCK() external view returns (address);

    /// @notice The queue of deposits and forced operations.
    function INBOX() external view returns (address);

    /// @notice The holder of the collateral.
    function BRIDGE() external view returns (address);

    /// @notice Seconds.
    function FREEZE_PERIOD() external view returns (uint64);

    /// @notice Seconds.
    function FORCE_DEADLINE() external view returns (uint64);

    /// @notice In wei.
    function PATH_BOND() external view returns (uint128);
}
