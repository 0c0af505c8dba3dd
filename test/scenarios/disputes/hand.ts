/** Histories played by hand: for what no honest prover and no liar of test/actors would do, and for exact seconds. */
import { decodeFunctionData, type Hex } from 'viem';
import { expect } from 'vitest';

import { rollupAbi } from '../../../contracts/generated/abi.ts';
import { decodeHeader } from '../../../protocol/generated/codec.ts';
import { genesisState } from '../../../protocol/genesis.ts';
import { concat, keccak256 } from '../../../protocol/hash.ts';
import { finalState, hashBatch } from '../../../protocol/batch.ts';
import type { BatchInput } from '../../../protocol/machine.ts';
import type { RecordedStep } from '../../../protocol/witness.ts';
import { HistoryTree } from '../../../prover/game/historyTree.ts';
import { recordStep } from '../../../prover/game/replay.ts';
import { toBytes, toHex } from '../../../prover/hex.ts';
import { decodeState, encodeState } from '../../../prover/store/snapshot.ts';
import type { LieInput } from '../../actors/liar.ts';
import { type Lie, runLie } from '../../actors/lie.ts';
import { loadMutant } from '../../actors/mutant.ts';
import type { Rig } from '../../prover/rig.ts';
import type { Stage } from '../../prover/stage.ts';
import { type Call, send } from './call.ts';

const DEPTH = 18;
const ROUNDS = 3;
const ARITY_LOG2 = 6;
/** What the batch after genesis does, and what an honest machine makes of it. */
export async function truthOf({ rig }: Stage): Promise<LieInput> {
  const input = await inputOfBatch(rig);
  const state = encodeState(genesisState(rig.genesis));
  return { state, input, truth: runLie({ state, input, modules: await loadMutant() }) };
}

async function inputOfBatch(rig: Rig): Promise<BatchInput> {
  const [posted] = await rig.client.getContractEvents({
    address: rig.rollup,
    abi: rollupAbi,
    eventName: 'BatchPosted',
    fromBlock: 0n,
  });
  const header = decodeHeader(toBytes(posted.args.header!));
  const { input } = await rig.client.getTransaction({ hash: posted.transactionHash });
  const { args } = decodeFunctionData({ abi: rollupAbi, data: input });
  const data = toBytes((args as readonly Hex[])[1]);
  return { header, data, inbox: (await rig.items()).slice(0, header.inboxTo) };
}

/** True leaves up to one, noise from there on, then the final state of a root that is false. */
export function lieFrom({ truth, input }: LieInput, index: number, name = index): Lie {
  const root = keccak256(concat(truth.root, Uint8Array.of(name >> 8, name)));
  const noise = [0, 1, 2].map((i) => keccak256(concat(root, Uint8Array.of(i))));
  const end = finalState(root, hashBatch(input.header));
  return { root, leaves: concat(truth.leaves.subarray(0, 32 * index), ...noise, end) };
}

/** A history that is played by hand. */
export interface Hand {
  readonly player: number;
  readonly root: Hex;
  readonly tree: HistoryTree;
  readonly entry: Hex;
}

export async function handOf({ rig }: Stage, player: number, lie: Lie): Promise<Hand> {
  const tree = new HistoryTree(lie.leaves, DEPTH);
  const root = toHex(lie.root);
  const parent = await rig.genesisClaim();
  const entry = await rig.read<Hex>('entryId', [parent, 0, root, toHex(tree.root)]);
  return { player, root, tree, entry };
}

export async function claim(stage: Stage, { player, root }: Hand): Promise<void> {
  const { rig } = stage;
  await rig.claim(rig.players[player], { parent: await rig.genesisClaim(), root });
}

/** The true root, claimed by one who does nothing else. */
export async function claimTrue(stage: Stage, player: number): Promise<void> {
  await claim(stage, await handOf(stage, player, (await truthOf(stage)).truth));
}

export async function expectAlive(
  { rig }: Stage,
  { alive, dead }: { alive: readonly Hand[]; dead: readonly Hand[] },
): Promise<void> {
  const lives = async ({ entry }: Hand) =>
    (await rig.read<{ alive: boolean }>('entry', [entry])).alive;
  expect(await Promise.all(alive.map(lives))).toEqual(alive.map(() => true));
  expect(await Promise.all(dead.map(lives))).toEqual(dead.map(() => false));
}

export async function enterCall(
  { rig }: Stage,
  { player, root, tree }: Hand,
  { sponsor = player } = {},
): Promise<Call> {
  const parent = await rig.genesisClaim();
  const proof = tree.proof(2 ** DEPTH - 1).map(toHex);
  const value = await rig.read<bigint>('bondToEnter', [parent, root, rig.players[player].address]);
  const args = [parent, root, toHex(tree.root), proof, rig.players[sponsor].address];
  return { functionName: 'enter', args, value };
}

export async function enter(
  stage: Stage,
  hand: Hand,
  options: { sponsor?: number } = {},
): Promise<void> {
  await send(stage, hand.player, await enterCall(stage, hand, options));
}

export interface Duel {
  readonly id: Hex;
  /** By side. */
  readonly hands: readonly [Hand, Hand];
}

export interface DuelOf {
  readonly nodes: readonly [Hex, Hex];
  readonly clocks: readonly [bigint, bigint];
  readonly since: bigint;
  readonly index: number;
  readonly level: number;
}

/** The first claims, the second enters against it, the first enters too, and they duel. */
export async function meet(stage: Stage, first: Hand, second: Hand): Promise<Duel> {
  await claim(stage, first);
  await enter(stage, second);
  await enter(stage, first);
  return startDuel(stage, first, second);
}

export async function startDuel(stage: Stage, a: Hand, b: Hand): Promise<Duel> {
  await send(stage, a.player, { functionName: 'duel', args: [a.entry, b.entry] });
  return duelBetween(stage, a, b);
}

export async function duelBetween({ rig }: Stage, a: Hand, b: Hand): Promise<Duel> {
  const id = await rig.read<Hex>('duelId', [a.entry, b.entry]);
  return { id, hands: BigInt(a.entry) < BigInt(b.entry) ? [a, b] : [b, a] };
}

export function sideOf({ hands }: Duel, hand: Hand): 0 | 1 {
  return hands[0] === hand ? 0 : 1;
}

export async function readDuel({ rig }: Stage, { id }: Pick<Duel, 'id'>): Promise<DuelOf> {
  return rig.read<DuelOf>('duelOf', [id]);
}

export async function revealCall(stage: Stage, duel: Duel, hand: Hand): Promise<Call> {
  const args = [duel.id, sideOf(duel, hand), childrenOf(hand, await readDuel(stage, duel))];
  return { functionName: 'reveal', args };
}

export async function reveal(stage: Stage, duel: Duel, hand: Hand): Promise<void> {
  await send(stage, hand.player, await revealCall(stage, duel, hand));
}

export async function advanceCall(stage: Stage, duel: Duel): Promise<Call> {
  const at = await readDuel(stage, duel);
  const args = [duel.id, ...duel.hands.map((hand) => childrenOf(hand, at))];
  return { functionName: 'advance', args };
}

/** Both sides play to the disputed step, each paying its own moves. */
export async function dissect(stage: Stage, duel: Duel): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const { nodes, level } = await readDuel(stage, duel);
    for (const [side, hand] of duel.hands.entries()) {
      const known = await stage.rig.read<bigint>('revealedAt', [level, nodes[side]]);
      if (known === 0n) await reveal(stage, duel, hand);
    }
    await send(stage, duel.hands[0].player, await advanceCall(stage, duel));
  }
}

/** The disputed step as it truly is, proven by a hand's own history. */
export async function stepCall(
  stage: Stage,
  duel: Duel,
  {
    hand,
    by,
    witness,
    pre,
  }: {
    hand: Hand;
    by: LieInput;
    witness?: Uint8Array | undefined;
    pre?: Uint8Array | undefined;
  },
): Promise<Call> {
  const { index } = await readDuel(stage, duel);
  const step = stepOf(by, index);
  const proof = index === 0 ? [] : hand.tree.proof(index - 1).map(toHex);
  const args = [
    duel.id,
    BigInt(sideOf(duel, hand)),
    toHex(pre ?? step.pre),
    proof,
    toHex(witness ?? step.witness),
  ];
  return { functionName: 'step', args };
}

export function stepOf({ state, input }: LieInput, index: number): RecordedStep {
  return recordStep({ state: decodeState(state), input, index });
}

function childrenOf({ tree }: Hand, { level, index }: DuelOf): Hex[] {
  return tree.children({ level, index, arityLog2: ARITY_LOG2 }).map(toHex);
}
