/** The model's honest player is the real client: in every state both have something to do or neither, and the same. */
import type { Hex } from 'viem';
import { describe, expect, it } from 'vitest';

import type { ContestMove, ContestState, DuelState, Game } from '../../prover/game/game.ts';
import { decide as decideReally, type Player } from '../../prover/game/solver.ts';
import { isVoid, tipPlace } from './claims.ts';
import { configOf, garbage, rival, truth } from './configs.ts';
import { duelName, type Names } from './contractCall.ts';
import { revealedAt } from './duels.ts';
import { livingIn } from './entries.ts';
import { explore } from './explore.ts';
import {
  claimHash,
  entryHash,
  hashesOf,
  nodeHash,
  NO_HASH,
  parentHash,
  rootHash,
} from './hashes.ts';
import { decide, isDue, playsAt } from './honest.ts';
import type { Move, Play } from './moves.ts';
import { HONEST, payoutDelayOf, periodOf } from './rules.ts';

const ACCOUNTS: readonly Hex[] = [`0x${'a1'.repeat(20)}`, `0x${'b2'.repeat(20)}`];
const GENESIS: Hex = `0x${'11'.repeat(32)}`;
/** Of the states, one in so many is compared. */
const SAMPLED = 16;
const BATCHES: readonly Hex[] = [`0x${'22'.repeat(32)}`, `0x${'33'.repeat(32)}`];

function playerOf({ config: { rules } }: Names): Player {
  return {
    rules: {
      periodSec: periodOf(rules),
      budgetSec: rules.budget,
      graceSec: rules.grace,
      payoutDelaySec: payoutDelayOf(rules),
      rounds: rules.rounds,
      arityLog2: Math.log2(rules.arity),
    },
    account: ACCOUNTS[HONEST],
    claims: true,
    patienceSec: 0,
  };
}

/** What the real client would see on L1. */
function gameOf(names: Names): Game {
  const { config, state, hashes } = names;
  const at: Play = { config, state, by: HONEST };
  const tip = tipPlace(state);
  const closable = state.paths.flatMap(({ owner, bond, tip: last }, id) => {
    return owner === HONEST && bond !== 0 && state.claims[last].settled ? [BigInt(id + 1)] : [];
  });
  const places = state.contests.map((_, place) => place).filter((place) => playsAt(at, place));
  const settledTip = tip < 0 ? NO_HASH : parentHash(hashes, tip);
  return {
    nowSec: state.now,
    settledTip,
    contests: places.map((it) => contestOf(names, it)),
    owed: 0n,
    closable,
  };
}

function contestOf(names: Names, place: number): ContestState {
  const { config, state, hashes } = names;
  const { tree } = config;
  const contest = state.contests[place];
  const isHere = (history: number) => tree.histories[history].place === place;
  const entries = state.entries.flatMap((it, history) => {
    if (it === undefined || !isHere(history)) return [];
    const { alive, paidOut } = it;
    const root = rootHash(tree.histories[history].root, place);
    const id = entryHash(hashes, tree, state, history);
    const top = nodeHash(hashes, history, { depth: 0, index: 0 });
    return [{ id, root, history: top, sponsor: ACCOUNTS[it.sponsor], alive, paidOut }];
  });
  const voidable = state.claims.filter((it) => {
    return it.place === place && !it.voided && it.path >= 0 && isVoid(state, it);
  });
  return {
    parent: parentHash(hashes, place),
    number: place + 1,
    batchHash: BATCHES[place],
    epoch: contest.epoch,
    firstRoot: contest.firstRoot < 0 ? NO_HASH : rootHash(contest.firstRoot, place),
    firstClaimedAt: contest.firstClaimedAt,
    openedAt: contest.openedAt,
    closedAt: contest.closedAt,
    entries,
    duels: state.duels.flatMap((it, id) =>
      it !== undefined && isHere(tree.pairs[id][0]) ? [duelOf(names, id)] : [],
    ),
    livingEntries: livingIn({ config, state, by: HONEST }, place),
    truth: rootHash(0, place),
    history: nodeHash(hashes, tree.honest[place], { depth: 0, index: 0 }),
    voidable: voidable.map((claim) => claimHash(hashes, claim)),
  };
}

/** With its sides as L1 orders them. */
function duelOf(names: Names, id: number): DuelState {
  const { config, state, hashes } = names;
  const { tree } = config;
  const at: Play = { config, state, by: HONEST };
  const { id: name, isSwapped } = duelName(names, id);
  const ordered = <T>(of: (side: 0 | 1) => T): [T, T] =>
    isSwapped ? [of(1), of(0)] : [of(0), of(1)];
  const { level, index, since, clocks } = state.duels[id]!;
  const depth = level * Math.log2(tree.arity);
  const { closedAt } = state.contests[tree.histories[tree.pairs[id][0]].place];
  return {
    id: name,
    entries: ordered((side) => entryHash(hashes, tree, state, tree.pairs[id][side])),
    nodes: ordered((side) => nodeHash(hashes, tree.pairs[id][side], { depth, index })),
    clocks: ordered((side) => clocks[side]),
    since,
    index,
    level,
    revealedAt: ordered((side) => (level === tree.rounds ? 0 : revealedAt(at, id, side))),
    hasUnpaidMoves: closedAt !== 0 && isDue(at, id),
  };
}

/** What a move is about, in one line. */
function keyOf(names: Names, move: Move): string {
  const { config, hashes, state } = names;
  switch (move.type) {
    case 'duel':
      return [
        'duel',
        ...config.tree.pairs[move.duel].map((it) => entryHash(hashes, config.tree, state, it)),
      ]
        .toSorted()
        .join();
    case 'reveal':
    case 'advance':
    case 'step':
    case 'timeout':
    case 'payMoves':
      return [move.type, duelName(names, move.duel).id].join();
    case 'payOut':
      return ['payOut', entryHash(hashes, config.tree, state, move.history)].join();
    case 'voidClaim':
      return ['voidClaim', claimHash(hashes, state.claims[move.claim])].join();
    case 'closePath':
      return ['closePath', move.path + 1].join();
    case 'claim':
    case 'settle':
      return [move.type, parentHash(hashes, move.place)].join();
    default:
      return move.type;
  }
}

function keyOfReal(move: ContestMove): string {
  switch (move.type) {
    case 'duel':
      return ['duel', move.x, move.y].toSorted().join();
    case 'reveal':
    case 'advance':
    case 'step':
    case 'timeout':
    case 'payMoves':
      return [move.type, move.duel].join();
    case 'payOut':
      return ['payOut', move.entry].join();
    case 'voidClaim':
      return ['voidClaim', move.claim].join();
    case 'closePath':
      return ['closePath', move.path].join();
    case 'claim':
    case 'settle':
      return [move.type, move.parent].join();
    default:
      return move.type;
  }
}

describe('decide', { timeout: 120_000 }, () => {
  it.each([
    configOf({
      name: 'a lie',
      money: true,
      rivals: [rival(1, truth(1))],
      adversary: { interrupts: true },
    }),
    configOf({
      name: 'a false history of the true root',
      money: true,
      rules: { rounds: 2 },
      rivals: [rival(0, garbage(1), truth(2), truth(2))],
      adversary: { steals: false, interrupts: true, mostClaims: 2, claims: [[0, 1]] },
    }),
  ])('$name: the model plays what the real client plays', (config) => {
    const hashes = hashesOf(config.tree, GENESIS, BATCHES);
    const types = new Set<string>();
    let count = 0;
    explore(config, {
      onState: (state) => {
        if (count++ % SAMPLED !== 0) return;
        const names = { config, hashes, state };
        const ours = decide(config, state);
        const moves = decideReally(gameOf(names), playerOf(names)).moves;
        // The real client asks an empty pot too, and is refused.
        const isPotEmpty = state.contests[0].pot === 0;
        const theirs = moves
          .filter(({ type }) => !(isPotEmpty && type === 'payMoves'))
          .map(keyOfReal);
        if (ours !== undefined) types.add(ours.type);
        const isSame =
          ours === undefined ? theirs.length === 0 : theirs.includes(keyOf(names, ours));
        expect({ isSame, ours, theirs }).toMatchObject({ isSame: true });
      },
    });
    expect(types.size).toBeGreaterThan(9);
  });
});
