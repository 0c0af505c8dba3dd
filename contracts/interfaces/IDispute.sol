// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IDispute
/// @notice Entries, duels and bonds: which of several rival roots after one batch is the true one.
/// @dev A *history* is the Merkle root over the 2^(rounds · arityLog2) states after each step of a batch. An *entry*
/// stakes a bond on one history, and every pair of entries of a contest may duel at once: the leftmost difference is
/// dissected to one step, which is executed. All times are seconds of L1 time. Moves need `now <=` their bound and
/// timeouts `now >` it, so that of a proof and a timeout exactly one is possible. `parent` is the id of the claim that
/// the rivals build on; it names the contest.
interface IDispute {
    /// @notice Everything that rivals over one parent claim share.
    /// @param firstRoot The root of the first claim of this epoch.
    /// @param firstClaimant Who made it; enters it once without a bond.
    /// @param firstClaimedAt t0, or 0 while nobody has claimed in this epoch.
    /// @param openedAt tOpen: when an entry with another root opened the dispute, or 0.
    /// @param closedAt When the contest was decided or its parent became void, or 0.
    /// @param epoch How many times all rivals fell and everything started afresh.
    /// @param livingEntries Entries alive in this epoch.
    /// @param livingRoots Distinct roots among them.
    /// @param livingRootsXor XOR of these roots: with one left, that root.
    /// @param pot What dead entries and void paths left, in wei.
    /// @param killed Bonds that ever fell into this contest, refunds to movers included, in wei.
    struct Contest {
        bytes32 firstRoot;
        bytes32 livingRootsXor;
        address firstClaimant;
        uint32 epoch;
        uint64 firstClaimedAt;
        uint64 openedAt;
        uint64 closedAt;
        uint32 livingEntries;
        uint32 livingRoots;
        uint128 pot;
        uint128 killed;
    }

    /// @notice An identity that duels.
    /// @param parent The contest.
    /// @param root The state root it ends in.
    /// @param history The Merkle root of its states.
    /// @param sponsor Who gets the bond back and the reward.
    /// @param clock Seconds it may spend beyond the grace in each duel.
    /// @param alive Whether no duel killed it.
    /// @param paidOut Whether the sponsor was credited.
    struct Entry {
        bytes32 parent;
        bytes32 root;
        bytes32 history;
        address sponsor;
        uint64 clock;
        bool alive;
        bool paidOut;
    }

    /// @notice Two entries and the place where they first differ, as far as it is known.
    /// @param entries Their ids, the smaller one is side 0.
    /// @param nodes The nodes of the two histories that differ at `level`; leaves at the last level.
    /// @param clocks Seconds each side has left.
    /// @param since When the present round began.
    /// @param index The nodes' position in their level; of the leaves, the step's index.
    /// @param level Rounds played.
    struct Duel {
        bytes32[2] entries;
        bytes32[2] nodes;
        uint64[2] clocks;
        uint64 since;
        uint32 index;
        uint8 level;
    }

    /// @notice The first entry with another root than the first claim's opened the dispute.
    event DisputeOpened(bytes32 indexed parent, uint32 epoch);

    /// @notice An entry was made. `clock` in seconds.
    event Entered(
        bytes32 indexed entry,
        bytes32 indexed parent,
        bytes32 root,
        bytes32 history,
        address sponsor,
        uint64 clock
    );

    /// @notice A duel began; `x < y`.
    event DuelStarted(bytes32 indexed duel, bytes32 indexed x, bytes32 indexed y);

    /// @notice The children of a history's node became known, for every duel of that history.
    event Revealed(
        bytes32 indexed node,
        uint8 indexed level,
        bytes32 indexed duel,
        bytes32[] children
    );

    /// @notice A duel went one level down to the leftmost difference. `index` counts nodes of `level`.
    event Advanced(bytes32 indexed duel, uint8 level, uint32 index, bytes32[2] nodes);

    /// @notice The disputed step was executed, or its remembered result was used.
    event Stepped(bytes32 indexed duel, bytes32 indexed pre, bytes32 post);

    /// @notice An entry fell in a duel.
    event Died(bytes32 indexed entry, bytes32 indexed duel, bytes32 indexed parent);

    /// @notice A move will be refunded by the side it was made against. `side`: 0, 1, or 2 for a move of either.
    event MoveCredited(bytes32 indexed duel, address indexed mover, uint8 side, uint256 amount);

    /// @notice `account` may collect `amount` wei more.
    event Owed(address indexed account, uint256 amount);

    /// @notice The rest of a pot was destroyed.
    event Burned(bytes32 indexed parent, uint256 amount);

    /// @notice A constructor parameter outside its range.
    error WrongParameter(uint256 received, uint256 expected);

    /// @notice The payment that came with a call is not the one it takes.
    error WrongPayment(uint256 received, uint256 expected);

    /// @notice Nobody has claimed on this parent in this epoch.
    error NoClaim(bytes32 parent);

    /// @notice The contest is decided.
    error ContestClosed(bytes32 parent, uint64 closedAt);

    /// @notice The contest is not decided yet.
    error ContestOpen(bytes32 parent);

    /// @notice The first claim's root can be entered once a rival has entered another.
    error DisputeNotOpen(bytes32 parent);

    /// @notice The move came after its bound.
    error TooLate(uint256 received, uint256 latest);

    /// @notice The move came before its time.
    error TooEarly(uint256 received, uint256 earliest);

    /// @notice This identity was used already, by anybody.
    error EntryExists(bytes32 entry);

    /// @notice The pair duels already, or did.
    error DuelExists(bytes32 duel);

    /// @notice No such duel.
    error NoDuel(bytes32 duel);

    /// @notice The entry fell, or never was.
    error EntryNotAlive(bytes32 entry);

    /// @notice The two entries are one, or rivals over different parents.
    error NotRivals(bytes32 x, bytes32 y);

    /// @notice A side is 0 or 1.
    error WrongSide(uint8 received);

    /// @notice The dissection is over: the step is next.
    error AtLeaves(bytes32 duel);

    /// @notice The dissection is not over.
    error NotAtLeaves(bytes32 duel, uint8 level);

    /// @notice As many children as the arity.
    error WrongChildren(uint256 received, uint256 expected);

    /// @notice A hash that does not open what it should.
    error WrongNode(bytes32 received, bytes32 expected);

    /// @notice The children of this node are known.
    error AlreadyRevealed(uint8 level, bytes32 node);

    /// @notice The children of this node are not known.
    error NotRevealed(uint8 level, bytes32 node);

    /// @notice The side has used more seconds than its clock has.
    error ClockExpired(uint256 used, uint64 clock);

    /// @notice Neither side's move is paid: both live, both fell, or it was paid already.
    error NothingToPay(bytes32 duel);

    /// @notice No side of the duel is late.
    error NobodyIsLate(bytes32 duel);

    /// @notice The entry's sponsor was credited already.
    error AlreadyPaidOut(bytes32 entry);

    /// @notice The caller is owed nothing.
    error NothingOwed(address account);

    /// @notice The receiver refused the payment.
    error PaymentRefused(address account, uint256 amount);

    /// @notice Stakes a history. Anybody, for any sponsor.
    /// @dev Takes BOND, or the bond of its path for the first claimant's own entry of its root. With another root than the
    /// first claim's: until t0 + V; opens the dispute. With the first root: once open and until tOpen + V. The later it
    /// comes the less clock it gets: min(A, what is left of its window). A second identical entry is refused: strangers
    /// play the same honest entry together.
    /// @param parent The claim that is built on: settled tip or live.
    /// @param root The state root after the batch.
    /// @param history The Merkle root of the states.
    /// @param proof Proves that the last leaf of `history` is the final state of `root`; leaf level first.
    /// @param sponsor Who gets bond and reward. Warning: never derived from the caller.
    /// @return entry The entry's id.
    function enter(
        bytes32 parent,
        bytes32 root,
        bytes32 history,
        bytes32[] calldata proof,
        address sponsor
    ) external payable returns (bytes32 entry);

    /// @notice Starts the duel of two living rivals. Anybody, once per pair.
    /// @return duel_ The duel's id.
    function duel(bytes32 x, bytes32 y) external returns (bytes32 duel_);

    /// @notice Makes the children of a side's node known.
    /// @dev Serves every duel of that history; children of a node that was revealed are in its `Revealed` event.
    /// @param side 0 or 1.
    /// @param children As many as the arity; their Merkle root is the node.
    function reveal(bytes32 duel_, uint8 side, bytes32[] calldata children) external;

    /// @notice Charges the clocks and goes down to the leftmost difference. Both nodes revealed, neither side late.
    /// @param children0 The children of side 0's node.
    /// @param children1 The children of side 1's node.
    function advance(
        bytes32 duel_,
        bytes32[] calldata children0,
        bytes32[] calldata children1
    ) external;

    /// @notice Executes the disputed step; each side whose leaf is not its result falls. Until `since` + V.
    /// @dev A result is remembered by `pre`: the witness may then be empty. A revert changes nothing.
    /// @param pre The state before the step: the batch's initial state at index 0, else the leaf before.
    /// @param side 0 or 1, whose history `proof` is of. The difference is the leftmost, so both have the same leaf before
    /// it, but not the same siblings: each side knows its own.
    /// @param proof Proves `pre` at index - 1 of that history, leaf level first; empty at index 0.
    /// @param witness For the state transition.
    function step(
        bytes32 duel_,
        uint256 side,
        bytes32 pre,
        bytes32[] calldata proof,
        bytes calldata witness
    ) external;

    /// @notice Ends a duel by time: every late side falls; at the leaves both, after `since` + V.
    function timeout(bytes32 duel_) external;

    /// @notice Pays, out of the pot, the moves for a survivor against a side that another duel killed. In a closed
    /// contest; what the pot cannot pay yet stays due.
    function payMoves(bytes32 duel_) external;

    /// @notice Credits a survivor's sponsor: bond and its share of a tenth of the killed bonds.
    /// @dev In a decided contest; at once for the only survivor, otherwise after PAYOUT_DELAY. Warning: bonds that
    /// `voidClaim` brings in later do not raise the share, so void the losing claims first.
    function payOut(bytes32 entry) external;

    /// @notice Destroys what is left of a pot, V after the last payout could begin.
    function burn(bytes32 parent) external;

    /// @notice Sends the caller what it is owed.
    function collect() external returns (uint256 amount);

    /// @notice What an account may collect, in wei.
    function owed(address account) external view returns (uint256);

    /// @notice What `enter` takes from an account now: BOND, or 0 for the first claimant's own
    /// entry while its path has a bond to stake.
    function bondToEnter(
        bytes32 parent,
        bytes32 root,
        address account
    ) external view returns (uint128);

    /// @notice The contest over a parent claim.
    function contest(bytes32 parent) external view returns (Contest memory);

    /// @notice An entry, all zero if there is none.
    function entry(bytes32 id) external view returns (Entry memory);

    /// @notice A duel, all zero if there is none.
    function duelOf(bytes32 id) external view returns (Duel memory);

    /// @notice The id of an entry in the present or a past epoch.
    function entryId(
        bytes32 parent,
        uint32 epoch,
        bytes32 root,
        bytes32 history
    ) external pure returns (bytes32);

    /// @notice The id of the duel of two entries, in either order.
    function duelId(bytes32 x, bytes32 y) external pure returns (bytes32);

    /// @notice Seconds a side has used in the present round beyond the grace.
    function used(bytes32 duel_, uint8 side) external view returns (uint64);

    /// @notice When a node of a level was revealed, or 0.
    function revealedAt(uint8 level, bytes32 node) external view returns (uint64);

    /// @notice The remembered result of a step, or 0.
    function postOf(address verifier, bytes32 pre) external view returns (bytes32);

    /// @notice Living entries of an epoch with a root.
    function livingWithRoot(
        bytes32 parent,
        uint32 epoch,
        bytes32 root
    ) external view returns (uint32);

    /// @notice A: seconds of censorship a side is granted.
    function CENSORSHIP_BUDGET() external view returns (uint64);

    /// @notice g: seconds of every round that cost no clock.
    function GRACE() external view returns (uint64);

    /// @notice V = A + g: the challenge period.
    function CHALLENGE_PERIOD() external view returns (uint64);

    /// @notice Seconds after the decision until several survivors are paid out, longer than any duel: 4 V.
    function PAYOUT_DELAY() external view returns (uint64);

    /// @notice B: an entry's bond in wei, at least 4 × DUEL_GAS × GAS_PRICE_CAP.
    function BOND() external view returns (uint128);

    /// @notice The most that a unit of gas is refunded with, in wei.
    function GAS_PRICE_CAP() external view returns (uint128);

    /// @notice Gas of all moves of a duel with the dearest step, an upper bound.
    function DUEL_GAS() external view returns (uint256);

    /// @notice Rounds of dissection.
    function ROUNDS() external view returns (uint8);

    /// @notice log2 of the children of a round.
    function ARITY_LOG2() external view returns (uint8);
}
