/** Liars in concert: each has an entry of its own, none duels another, and they answer at once or at the last second. */
import { type Abi, encodeFunctionData, type Hex } from 'viem';

import { rollupAbi } from '../../contracts/generated/abi.ts';
import type { DisputeViews } from './views.ts';
import { toHex } from '../../prover/hex.ts';
import { entryId } from '../../prover/l1/readGame.ts';
import { Random } from '../../scripts/market/random.ts';
import type { Player, Rig } from '../prover/rig.ts';
import { type Blocks, SLOT_SEC, TIP_WEI } from './blocks.ts';
import type { RivalLie } from './lies.ts';

export const PACES = ['at once', 'at the last second'] as const;
export type Pace = (typeof PACES)[number];

export interface Terms {
  readonly parent: Hex;
  readonly batchHash: Hex;
  readonly bond: bigint;
  /** g and V, in seconds. */
  readonly graceSec: number;
  readonly periodSec: number;
  readonly rounds: number;
  readonly arityLog2: number;
}

interface Rival {
  readonly index: number;
  readonly player: Player;
  readonly lie: RivalLie;
  readonly entry: Hex;
  duel: Duel | undefined;
  hasEntered: boolean;
  isAlive: boolean;
}

type Duel = DisputeViews['duel'] & { readonly id: Hex; readonly side: 0 | 1 };

const MOVE_GAS = 1_000_000n;
/** Calls are named at run time, so their types are not those of the literal. */
const ABI: Abi = rollupAbi;

export class Rivals {
  readonly #rig: Rig;
  readonly #blocks: Blocks;
  readonly #terms: Terms;
  readonly #pace: Pace;
  readonly #random: Random;
  readonly #rivals: Rival[];
  readonly #nonces = new Map<Hex, number>();
  /** One reveal serves every history with that node: two liars of noise may share it. */
  readonly #revealed = new Set<string>();
  /** Part of what is left of a clock that goes into a round, by duel and level. */
  readonly #parts = new Map<string, number>();
  #claimedAt = 0;
  #openedAt = 0;

  constructor(
    rig: Rig,
    {
      blocks,
      terms,
      pace,
      lies,
      players,
      seed,
    }: {
      blocks: Blocks;
      terms: Terms;
      pace: Pace;
      lies: readonly RivalLie[];
      players: readonly Player[];
      seed: number;
    },
  ) {
    this.#rig = rig;
    this.#blocks = blocks;
    this.#terms = terms;
    this.#pace = pace;
    this.#random = new Random(seed);
    const { parent } = terms;
    this.#rivals = lies.map((lie, index) => {
      const { root, tree } = lie;
      const entry = entryId({ parent, epoch: 0, root, history: toHex(tree.root) });
      const player = players[index];
      return { index, player, lie, entry, duel: undefined, hasEntered: false, isAlive: true };
    });
  }

  get addresses(): Hex[] {
    return this.#rivals.map(({ player }) => player.address.toLowerCase() as Hex);
  }

  get alive(): number {
    return this.#rivals.filter(({ isAlive }) => isAlive).length;
  }

  isSilent(entry: Hex): boolean {
    return this.#rivals.some((rival) => rival.entry === entry && rival.lie.isSilent);
  }

  get claimedAt(): number {
    return this.#claimedAt;
  }

  get openedAt(): number {
    return this.#openedAt;
  }

  /** Sends what has to be in the block of a slot. @returns how many transactions */
  async act(slotSec: number): Promise<number> {
    let sent = 0;
    for (const rival of this.#rivals) {
      const due = this.#dueSec(rival);
      if (due === undefined || due > slotSec) continue;
      await this.#move(rival);
      sent += 1;
    }
    return sent;
  }

  /** The slot of the next move, or of the next timeout against a rival that is silent. */
  nextSec(): number | undefined {
    const times = this.#rivals.flatMap((rival) => {
      const due = this.#dueSec(rival);
      const late = this.#lateSec(rival);
      return [due, late].filter((time) => time !== undefined);
    });
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Reads where the game stands, after a block. */
  async look(): Promise<void> {
    const { parent } = this.#terms;
    const contest = await this.#rig.read<DisputeViews['contest']>('contest', [parent]);
    this.#claimedAt = Number(contest.firstClaimedAt);
    this.#openedAt = Number(contest.openedAt);
    for (const { eventName, args } of this.#blocks.events) {
      if (eventName !== 'DuelStarted') continue;
      const { duel, x, y } = args as Record<string, Hex>;
      const rival = this.#rivals.find(({ entry }) => entry === x || entry === y);
      if (rival === undefined || rival.duel !== undefined) continue;
      rival.duel = { id: duel, side: rival.entry === x ? 0 : 1 } as Duel;
    }
    await Promise.all(this.#rivals.map((rival) => this.#lookAt(rival)));
  }

  async #lookAt(rival: Rival): Promise<void> {
    if (!rival.hasEntered || !rival.isAlive) return;
    const { alive } = await this.#rig.read<DisputeViews['entry']>('entry', [rival.entry]);
    rival.isAlive = alive;
    if (rival.duel === undefined) return;
    const duel = await this.#rig.read<DisputeViews['duel']>('duelOf', [rival.duel.id]);
    rival.duel = { ...rival.duel, ...duel };
  }

  /** The slot in which a rival moves next, if it will. */
  #dueSec({ index, lie, duel, hasEntered, isAlive }: Rival): number | undefined {
    if (!isAlive) return undefined;
    const nextSlot = this.#blocks.timeSec + SLOT_SEC;
    if (this.#claimedAt === 0) return index === 0 && !this.#hasSentClaim() ? nextSlot : undefined;
    if (!hasEntered) return this.#entrySec(index);
    if (lie.isSilent || duel === undefined || duel.level === this.#terms.rounds) return undefined;
    if (this.#revealed.has(nodeKey(duel))) return undefined;
    if (this.#pace === 'at once') return nextSlot;
    const allowed = this.#terms.graceSec + this.#partSec(duel);
    return Math.max(nextSlot, this.#blocks.slotUntil(Number(duel.since) + allowed));
  }

  /** The first claimant's own root can be entered once a rival opened the dispute. Half of the late ones come last. */
  #entrySec(index: number): number | undefined {
    const from = index === 0 ? this.#openedAt : this.#claimedAt;
    if (from === 0) return undefined;
    const nextSlot = this.#blocks.timeSec + SLOT_SEC;
    if (this.#pace === 'at once' || index % 2 === 1) return nextSlot;
    return Math.max(nextSlot, this.#blocks.slotUntil(from + this.#terms.periodSec));
  }

  /** Seconds beyond the grace that a rival takes for a round: some of its clock, in the last round all of it. */
  #partSec({ id, side, level, clocks }: Duel): number {
    const key = `${id}:${level}`;
    const part =
      this.#parts.get(key) ?? (level === this.#terms.rounds - 1 ? 1 : this.#random.next());
    this.#parts.set(key, part);
    return Math.floor(Number(clocks[side]) * part);
  }

  /** When a silent rival can be timed out. */
  #lateSec({ duel, lie, isAlive }: Rival): number | undefined {
    if (!isAlive || !lie.isSilent || duel === undefined || duel.since === undefined)
      return undefined;
    return Number(duel.since) + this.#terms.graceSec + Number(duel.clocks[duel.side]) + 1;
  }

  #hasSentClaim(): boolean {
    return this.#nonces.has(this.#rivals[0].player.address);
  }

  async #move(rival: Rival): Promise<void> {
    const { player, lie, duel } = rival;
    const { parent, batchHash, bond, rounds, arityLog2 } = this.#terms;
    if (this.#claimedAt === 0) {
      return this.#send(player, {
        name: 'claim',
        args: [parent, batchHash, lie.root],
        value: bond,
      });
    }
    if (!rival.hasEntered) {
      rival.hasEntered = true;
      const proof = lie.tree.proof(2 ** (rounds * arityLog2) - 1).map(toHex);
      const args = [parent, lie.root, toHex(lie.tree.root), proof, player.address];
      return this.#send(player, { name: 'enter', args, value: rival.index === 0 ? 0n : bond });
    }
    const { id, side, level, index } = duel!;
    this.#revealed.add(nodeKey(duel!));
    const children = lie.tree.children({ level, index, arityLog2 }).map(toHex);
    return this.#send(player, { name: 'reveal', args: [id, side, children], value: 0n });
  }

  async #send(
    { wallet, address }: Player,
    { name, args, value }: { name: string; args: readonly unknown[]; value: bigint },
  ): Promise<void> {
    const nonce = this.#nonces.get(address) ?? 0;
    this.#nonces.set(address, nonce + 1);
    const { baseFeePerGas } = await this.#rig.client.getBlock();
    await wallet.sendTransaction({
      to: this.#rig.rollup,
      data: encodeFunctionData({ abi: ABI, functionName: name, args }),
      value,
      nonce,
      gas: MOVE_GAS,
      maxPriorityFeePerGas: TIP_WEI,
      maxFeePerGas: 4n * baseFeePerGas! + TIP_WEI + 10n ** 11n,
    });
  }
}

function nodeKey({ level, nodes, side }: Duel): string {
  return `${level}:${nodes[side]}`;
}
