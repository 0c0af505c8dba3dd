/** The rules of DISPUTE.md over one parent claim, small and in memory, for random games against the solver. */
import { assert } from '../../protocol/assert.ts';
import { concat, keccak256 } from '../../protocol/hash.ts';
import type {
  ContestState,
  DuelState,
  EntryState,
  Game,
  Move,
  Rules,
  Side,
} from '../../prover/game/game.ts';
import { HistoryTree } from '../../prover/game/historyTree.ts';
import { toHex } from '../../prover/hex.ts';
import type { Hex } from 'viem';

export const PARENT: Hex = `0x${'11'.repeat(32)}`;

/** States are numbers; the last one names the root. */
export interface Player {
  readonly name: string;
  readonly account: Hex;
  readonly root: Hex;
  readonly states: readonly number[];
  readonly tree: HistoryTree;
}

export function playerOf(name: string, states: readonly number[], depth: number): Player {
  const tree = new HistoryTree(concat(...states.map(leafOf)), depth);
  const account: Hex = `0x${Buffer.from(name.padEnd(20, '_')).toString('hex')}`;
  return { name, account, states, tree, root: rootOf(states.at(-1)!) };
}

export function leafOf(state: number): Uint8Array {
  return keccak256(Uint8Array.of(state >> 8, state));
}

export function rootOf(finalState: number): Hex {
  return toHex(leafOf(finalState + 10_000));
}

interface ModelEntry extends Omit<EntryState, 'alive' | 'paidOut'> {
  alive: boolean;
  paidOut: boolean;
  readonly player: Player;
  readonly clock: number;
}

interface Duel {
  id: Hex;
  entries: [Hex, Hex];
  nodes: [Hex, Hex];
  clocks: [number, number];
  since: number;
  index: number;
  level: number;
}

/** What the contracts refuse. */
export class Refused extends Error {}

export class GameModel {
  readonly rules: Rules;
  readonly #truth: readonly number[];
  now = 1_000;
  firstRoot: Hex | undefined;
  firstClaimedAt = 0;
  openedAt = 0;
  closedAt = 0;
  settledRoot: Hex | undefined;
  readonly entries: ModelEntry[] = [];
  readonly duels: Duel[] = [];
  readonly #revealed = new Map<string, number>();
  /** Which duel ended whom. */
  readonly deaths: { name: string; by: string }[] = [];

  constructor(rules: Rules, truth: readonly number[]) {
    this.rules = rules;
    this.#truth = truth;
  }

  viewOf(player: Player): Game {
    const contest: ContestState = {
      parent: PARENT,
      number: 1,
      batchHash: PARENT,
      epoch: 0,
      firstRoot: this.firstRoot ?? `0x${'00'.repeat(32)}`,
      firstClaimedAt: this.firstClaimedAt,
      openedAt: this.openedAt,
      closedAt: this.closedAt,
      entries: this.entries,
      duels: this.duels.map((duel) => this.#duelState(duel)),
      livingEntries: this.entries.filter(({ alive }) => alive).length,
      truth: player.root,
      history: toHex(player.tree.root),
      voidable: [],
    };
    const settledTip = this.closedAt === 0 ? PARENT : toHex(leafOf(1));
    return { nowSec: this.now, settledTip, contests: [contest], owed: 0n, closable: [] };
  }

  claim(player: Player): void {
    this.#expect(this.firstClaimedAt === 0, 'there is a first claim');
    this.firstRoot = player.root;
    this.firstClaimedAt = this.now;
  }

  /** Plays a solver's move by the rules. */
  play(move: Move, player: Player): void {
    this.#expect(this.closedAt === 0 || move.type !== 'enter', 'the contest is closed');
    switch (move.type) {
      case 'claim':
        return this.claim(player);
      case 'enter':
        return this.#enter(player);
      case 'duel':
        return this.#duel(move.x, move.y);
      case 'reveal':
        return this.#reveal(this.#living(move.duel), move.side);
      case 'advance':
        return this.#advance(this.#living(move.duel));
      case 'step':
        return this.#step(this.#living(move.duel));
      case 'timeout':
        return this.#timeout(this.#living(move.duel));
      case 'settle':
        return this.#settle();
      case 'payOut':
        return this.#payOut(this.#entry(move.entry));
      default:
        throw new Refused(`no such move here: ${move.type}`);
    }
  }

  #enter(player: Player): void {
    const history = toHex(player.tree.root);
    this.#expect(this.firstClaimedAt !== 0, 'nobody has claimed');
    this.#expect(!this.entries.some((entry) => entry.history === history), 'the entry exists');
    const isFirst = player.root === this.firstRoot;
    this.#expect(!isFirst || this.openedAt !== 0, 'no dispute is open');
    const due = isFirst ? this.openedAt : this.firstClaimedAt;
    this.#expect(this.now <= due + this.rules.periodSec, 'too late to enter');
    if (this.openedAt === 0) this.openedAt = this.now;
    this.entries.push({
      id: toHex(keccak256(player.tree.root)),
      root: player.root,
      history,
      sponsor: player.account,
      alive: true,
      paidOut: false,
      player,
      clock: Math.min(this.rules.budgetSec, this.rules.periodSec - (this.now - due)),
    });
  }

  #duel(x: Hex, y: Hex): void {
    const [a, b] = x < y ? [x, y] : [y, x];
    const [side0, side1] = [this.#entry(a), this.#entry(b)];
    this.#expect(side0.alive && side1.alive && a !== b, 'both must live');
    const id = toHex(keccak256(Buffer.from(a + b)));
    this.#expect(!this.duels.some((duel) => duel.id === id), 'the duel exists');
    this.duels.push({
      id,
      entries: [a, b],
      nodes: [side0.history, side1.history],
      clocks: [side0.clock, side1.clock],
      since: this.now,
      index: 0,
      level: 0,
    });
  }

  #reveal(duel: Duel, side: Side): void {
    this.#expect(duel.level < this.rules.rounds, 'at the leaves');
    const key = `${duel.level}:${duel.nodes[side]}`;
    this.#expect(!this.#revealed.has(key), 'revealed already');
    this.#expect(this.usedSec(duel, side) <= duel.clocks[side], 'late');
    this.#revealed.set(key, this.now);
  }

  #advance(duel: Duel): void {
    this.#expect(duel.level < this.rules.rounds, 'at the leaves');
    for (const side of [0, 1] as const) {
      this.#expect(this.#revealed.has(`${duel.level}:${duel.nodes[side]}`), 'not revealed');
      this.#expect(this.usedSec(duel, side) <= duel.clocks[side], 'late');
    }
    duel.clocks = [duel.clocks[0] - this.usedSec(duel, 0), duel.clocks[1] - this.usedSec(duel, 1)];
    const { level, index } = duel;
    const { arityLog2 } = this.rules;
    const [ours, theirs] = duel.entries.map((id) =>
      this.#entry(id).player.tree.children({ level, index, arityLog2 }).map(toHex),
    ) as [Hex[], Hex[]];
    const child = ours.findIndex((node, i) => node !== theirs[i]);
    assert(child >= 0, 'different nodes have different children');
    duel.nodes = [ours[child], theirs[child]];
    duel.index = index * 2 ** arityLog2 + child;
    duel.level += 1;
    duel.since = this.now;
  }

  #step(duel: Duel): void {
    this.#expect(duel.level === this.rules.rounds, 'not at the leaves');
    this.#expect(this.now <= duel.since + this.rules.periodSec, 'too late to step');
    const { index } = duel;
    const { tree } = this.#entry(duel.entries[0]).player;
    const isTrue =
      index === 0 || toHex(tree.leaf(index - 1)) === toHex(leafOf(this.#stateAt(index - 1)));
    // Where both left the truth before, no witness opens their state.
    this.#expect(isTrue, 'nobody can execute this step');
    const post = toHex(leafOf(this.#stateAt(index)));
    duel.entries.forEach((id, side) => {
      if (duel.nodes[side] !== post) this.#kill(id, 'step');
    });
  }

  #timeout(duel: Duel): void {
    const isAtLeaves = duel.level === this.rules.rounds;
    const late = [0, 1].map((side) =>
      isAtLeaves
        ? this.now > duel.since + this.rules.periodSec
        : this.usedSec(duel, side as Side) > duel.clocks[side as Side],
    );
    this.#expect(late.includes(true), 'nobody is late');
    late.forEach((isLate, side) => {
      if (isLate) this.#kill(duel.entries[side as Side], 'time');
    });
  }

  #settle(): void {
    this.#expect(this.closedAt === 0, 'settled already');
    this.#expect(this.firstClaimedAt !== 0, 'no claim');
    this.#expect(this.now > this.firstClaimedAt + this.rules.periodSec, 'too early');
    const roots = new Set(this.entries.filter(({ alive }) => alive).map(({ root }) => root));
    const isBare = this.openedAt === 0 || this.now <= this.openedAt + this.rules.periodSec;
    if (isBare) roots.add(this.firstRoot!);
    this.#expect(roots.size <= 1, 'still disputed');
    this.closedAt = this.now;
    this.settledRoot = [...roots][0];
  }

  #payOut(entry: ModelEntry): void {
    const living = this.entries.filter(({ alive }) => alive).length;
    this.#expect(this.closedAt !== 0 && entry.alive && !entry.paidOut, 'nothing to pay');
    const isOver = this.now > this.closedAt + this.rules.payoutDelaySec;
    this.#expect(living === 1 || isOver, 'duels may go on');
    entry.paidOut = true;
  }

  usedSec(duel: Duel, side: Side): number {
    const end = this.#revealed.get(`${duel.level}:${duel.nodes[side]}`) ?? this.now;
    return Math.max(0, Math.max(end, duel.since) - duel.since - this.rules.graceSec);
  }

  #stateAt(index: number): number {
    return this.#truth[Math.min(index, this.#truth.length - 1)];
  }

  #duelState(duel: Duel): DuelState {
    const revealedAt = duel.nodes.map((node) => this.#revealed.get(`${duel.level}:${node}`) ?? 0);
    return { ...duel, revealedAt: [revealedAt[0], revealedAt[1]], hasUnpaidMoves: false };
  }

  #living(id: Hex): Duel {
    const duel = this.duels.find((known) => known.id === id);
    if (duel === undefined) throw new Refused('no such duel');
    this.#expect(
      duel.entries.every((entry) => this.#entry(entry).alive),
      'a side has fallen',
    );
    return duel;
  }

  #entry(id: Hex) {
    const entry = this.entries.find((known) => known.id === id);
    if (entry === undefined) throw new Refused('no such entry');
    return entry;
  }

  #kill(id: Hex, by: string): void {
    const entry = this.#entry(id);
    entry.alive = false;
    this.deaths.push({ name: entry.player.name, by });
  }

  #expect(holds: boolean, what: string): void {
    if (!holds) throw new Refused(what);
  }
}
