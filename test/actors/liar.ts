/**
 * Adversaries. A liar claims a false root of one batch and plays its false history with every move that the rules
 * leave it; a silent one stops after entering; one of garbage enters leaves that no machine passes through.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import type { Hex } from 'viem';

import { finalState, hashBatch } from '../../protocol/batch.ts';
import { concat, keccak256 } from '../../protocol/hash.ts';
import type { BatchInput } from '../../protocol/machine.ts';
import type { ContestMove } from '../../prover/game/game.ts';
import { HistoryTree } from '../../prover/game/historyTree.ts';
import { inputAt, recordStep, stateAfter } from '../../prover/game/replay.ts';
import { Responder, type SentMove } from '../../prover/send/responder.ts';
import { decide } from '../../prover/game/solver.ts';
import { callOf, type Evidence } from '../../prover/game/trace.ts';
import { toBytes, toHex } from '../../prover/hex.ts';
import { type Deployment, type Head, L1 } from '../../prover/l1/client.ts';
import { readDeployment } from '../../prover/l1/deployment.ts';
import { readGame } from '../../prover/l1/readGame.ts';
import { findFirstBlock, readGenesis } from '../../prover/l1/readGenesis.ts';
import type { Genesis } from '../../protocol/genesis.ts';
import type { State } from '../../protocol/state.ts';
import { encodeState } from '../../prover/store/snapshot.ts';
import { openStore, type Store } from '../../prover/store/store.ts';
import { Chronicle } from '../../prover/watch/chronicle.ts';
import { Derivation } from '../../prover/watch/derivation.ts';
import { follow } from '../../prover/watch/follower.ts';
import { type Lie, type LiarMachine, runLie } from './lie.ts';
import { loadMutant, type ProtocolModules } from './mutant.ts';

export type Lying =
  /** Runs the batch by a mutated protocol: `loadMutant`. */
  | { readonly type: 'mutant'; readonly modules: ProtocolModules }
  /** Runs the true protocol and changes the machine after a step. */
  | {
      readonly type: 'tamper';
      readonly tamper: (step: { readonly index: number; readonly machine: LiarMachine }) => void;
    }
  /** Claims a root and answers with a history of noise that ends in it. */
  | { readonly type: 'garbage'; readonly root?: Hex; readonly steps?: number }
  /** The true root by a history that is false from a step on. */
  | { readonly type: 'rightRootWrongHistory'; readonly from: number }
  /** A history that somebody has made; it runs nothing itself. */
  | { readonly type: 'ready'; readonly lie: Lie }
  /** Makes the history from the true one. */
  | { readonly type: 'custom'; readonly make: (truth: LieInput) => Lie | Promise<Lie> };

export interface LieInput {
  /** State before the batch, `encodeState`. */
  readonly state: Uint8Array;
  readonly input: BatchInput;
  /** What an honest machine does. */
  readonly truth: Lie;
}

export interface LiarOptions {
  readonly l1: string;
  readonly rollup: Hex;
  readonly key: Hex;
  /** A folder of its own. */
  readonly dataDir: string;
  /** L1 tells it, where its deployment does. */
  readonly genesis?: Genesis;
  /** Before batch 1, where that is no genesis. */
  readonly state?: State;
  /** The batch to lie about: this one, or the next that is posted. */
  readonly batch?: number;
  readonly lying: Lying;
  /** Plays on after entering, or which of its moves it makes. Default: all. */
  readonly plays?: boolean | ((move: ContestMove) => boolean);
  /** Claims first; otherwise only enters where somebody else has claimed. Default: yes. */
  readonly claims?: boolean;
  readonly pollMs?: number;
  readonly onMove?: (sent: SentMove) => void;
}

export interface Liar {
  readonly address: Hex;
  /** The batch, the root claimed and the entry's history, once they are known. */
  lie(): { readonly number: number; readonly root: Hex; readonly history: Hex } | undefined;
  moves(): readonly SentMove[];
  /** Why it gave up, if it did. */
  failure(): Error | undefined;
  stop(): Promise<void>;
}

const LOOK_MS = 500;

export async function startLiar(options: LiarOptions): Promise<Liar> {
  const actor = new LyingClaimant(options);
  await actor.connect();
  actor.run();
  return actor;
}

class LyingClaimant implements Liar {
  readonly #options: LiarOptions;
  readonly #l1: L1;
  readonly #store: Store;
  readonly #sent: SentMove[] = [];
  readonly #stopping = new AbortController();
  readonly #finished = new Set<Hex>();
  #chronicle = new Chronicle();
  #deployment!: Deployment;
  #firstBlock = 0;
  #responder!: Responder;
  #derivation!: Derivation;
  #lie: { number: number; root: Hex; tree: HistoryTree } | undefined;
  #failure: Error | undefined;
  #played: { readonly block: Hex; readonly atMs: number } | undefined;
  #loop: Promise<void> | undefined;

  constructor(options: LiarOptions) {
    this.#options = options;
    this.#l1 = new L1(options);
    this.#store = openStore(options.dataDir);
  }

  get address(): Hex {
    return this.#responder.account.address;
  }

  async connect(): Promise<void> {
    const { key, genesis, state: given } = this.#options;
    const deployment = await readDeployment(this.#l1);
    this.#deployment = deployment;
    this.#firstBlock = await findFirstBlock(this.#l1);
    const firstBlock = this.#firstBlock;
    const state =
      given ?? (await readGenesis(this.#l1, { deployment, firstBlock, given: genesis }));
    this.#store.setMeta('genesisRoot', deployment.genesisRoot);
    this.#store.addSnapshot(0, { batchHash: deployment.genesisHash, state: encodeState(state) });
    this.#derivation = new Derivation(this.#store);
    this.#responder = new Responder({
      l1: this.#l1,
      deployment,
      key,
      events: {
        mined: (sent) => {
          if (sent.receipt.status !== 'success') return;
          this.#sent.push(sent);
          this.#options.onMove?.(sent);
        },
        refused: () => {},
        poor: (_move, missing) => {
          this.#failure = new Error(`the liar lacks ${missing} wei`);
        },
      },
    });
  }

  run(): void {
    this.#loop = this.#run();
  }

  lie(): { number: number; root: Hex; history: Hex } | undefined {
    if (this.#lie === undefined) return undefined;
    const { number, root, tree } = this.#lie;
    return { number, root, history: toHex(tree.root) };
  }

  moves(): readonly SentMove[] {
    return this.#sent;
  }

  failure(): Error | undefined {
    return this.#failure;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
    this.#store.close();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await this.#turn();
      } catch (error) {
        if (!signal.aborted) this.#failure = error as Error;
      }
      await sleep(this.#options.pollMs ?? 100, undefined, { signal }).catch(() => {});
    }
  }

  async #turn(): Promise<void> {
    const deployment = this.#deployment;
    const synced = await follow({
      l1: this.#l1,
      store: this.#store,
      deployment,
      firstBlock: this.#firstBlock,
      waits: false,
    });
    if (synced.type !== 'current') {
      this.#responder.reset();
      this.#chronicle = new Chronicle();
      for (const event of this.#store.events()) this.#chronicle.add(event);
      return;
    }
    for (const { events } of synced.events) for (const event of events) this.#chronicle.add(event);
    await this.#derive();
    if (this.#lie === undefined || !this.#isDue(synced.head)) return;
    await this.#responder.tend(synced.head);
    await this.#play(synced.head);
  }

  /** COST: it looks again where nothing happened only for what time alone changes. */
  #isDue({ hash }: Head): boolean {
    const isDue = hash !== this.#played?.block || Date.now() - this.#played.atMs > LOOK_MS;
    if (isDue) this.#played = { block: hash, atMs: Date.now() };
    return isDue;
  }

  async #derive(): Promise<void> {
    const { lying, batch } = this.#options;
    if (lying.type === 'ready') return this.#takeReady(lying.lie, batch ?? 1);
    for (let from = this.#derivation.number; ; from = this.#derivation.number) {
      const before = this.#derivation.encode();
      const derived = this.#derivation.advance();
      if (derived === undefined) return;
      const { number, batchHash } = derived;
      this.#store.setRoot(number, { batchHash, root: this.#derivation.tree.root });
      const wanted = this.#options.batch ?? from + 1;
      if (this.#lie !== undefined || number !== wanted) continue;
      const lie = await this.#makeLie({ state: before, input: inputAt(this.#store, number) });
      const { rounds, arityLog2 } = this.#deployment;
      const tree = new HistoryTree(lie.leaves, rounds * arityLog2);
      this.#lie = { number, root: toHex(lie.root), tree };
    }
  }

  #takeReady(lie: Lie, number: number): void {
    if (this.#lie !== undefined || this.#store.batch(number) === undefined) return;
    const { rounds, arityLog2 } = this.#deployment;
    const tree = new HistoryTree(lie.leaves, rounds * arityLog2);
    this.#lie = { number, root: toHex(lie.root), tree };
  }

  async #makeLie({ state, input }: Pick<LieInput, 'state' | 'input'>): Promise<Lie> {
    const { lying } = this.#options;
    if (lying.type === 'mutant') return runLie({ state, input, modules: lying.modules });
    if (lying.type === 'garbage') return garbageLie(input, lying);
    const modules = await loadMutant();
    switch (lying.type) {
      case 'tamper':
        return runLie({ state, input, modules, tamper: lying.tamper });
      case 'rightRootWrongHistory': {
        const truth = runLie({ state, input, modules });
        return { root: truth.root, leaves: noiseFrom(truth.leaves, lying.from) };
      }
      case 'ready':
        return lying.lie;
      case 'custom':
      default:
        return lying.make({ state, input, truth: runLie({ state, input, modules }) });
    }
  }

  /** The honest client's own decisions, made in the belief that the lie is the truth. */
  async #play(head: Head): Promise<void> {
    const { plays = true, claims = true } = this.#options;
    const lie = this.#lie!;
    const history = toHex(lie.tree.root);
    const game = await readGame(this.#l1, {
      head,
      deployment: this.#deployment,
      chronicle: this.#chronicle,
      nowSec: await this.#l1.nextTimeSec(head),
      rootOf: (number) => (number === lie.number ? lie.root : this.#store.root(number)),
      batchHashOf: (number) => this.#store.batchHash(number),
      historyOf: (number) => (number === lie.number ? history : undefined),
      claims: true,
      account: this.address,
      finished: this.#finished,
      paidDuels: new Set(),
    });
    const { moves } = decide(game, {
      rules: this.#deployment,
      account: this.address,
      claims: true,
      patienceSec: 0,
    });
    await this.#responder.press(moves, head);
    for (const move of moves) {
      if (this.#stopping.signal.aborted) return;
      if (move.number !== lie.number || !this.#responder.isFree(move)) continue;
      if (move.type === 'claim' && !claims) continue;
      if (!isMade(move, plays)) continue;
      const call = callOf(move, this.#evidence(move));
      if (call !== undefined) await this.#responder.send(move, { call, head });
    }
  }

  #evidence({ number }: ContestMove): Evidence {
    return {
      history: this.#lie?.tree,
      arityLog2: this.#deployment.arityLog2,
      sponsor: this.address,
      childrenOf: (level, node) => this.#chronicle.childrenOf(level, node),
      // It cannot prove its own step, only the true one, which kills it: it leaves that to others.
      stepAt: (index) => {
        if (number === this.#lie?.number) return undefined;
        return recordStep({
          state: stateAfter(this.#store, number - 1),
          input: inputAt(this.#store, number),
          index,
        });
      },
    };
  }
}

function isMade(move: ContestMove, plays: Exclude<LiarOptions['plays'], undefined>): boolean {
  if (typeof plays === 'function') return plays(move);
  return plays || move.type === 'claim' || move.type === 'enter';
}

/** Noise that ends in the final state of a root. */
export function garbageLie(
  input: BatchInput,
  { root: claimed, steps = 1000 }: { root?: Hex; steps?: number },
): Lie {
  const root = claimed === undefined ? keccak256(Uint8Array.of(1)) : toBytes(claimed);
  const noise = Array.from({ length: steps - 1 }, (_, i) => keccak256(Uint8Array.of(i >> 8, i)));
  return { root, leaves: concat(...noise, finalState(root, hashBatch(input.header))) };
}

/** Noise from a step on, but for the last leaf. */
export function noiseFrom(leaves: Uint8Array, from: number): Uint8Array {
  const out = leaves.slice();
  for (let at = from * 32; at < out.length - 32; at += 32) {
    out.set(keccak256(out.subarray(at, at + 32)), at);
  }
  return out;
}
