/** One loop: read L1, decide, act. DISPUTE "Honest client". */
import { setImmediate as yieldTurn, setTimeout as sleep } from 'node:timers/promises';

import { formatEther, type Hex } from 'viem';

import { moneyOf } from '../../protocol/derive.ts';
import { messageOf, ProverError } from '../errors.ts';
import { type ContestMove, type ContestState, type Game, moveKey } from '../game/game.ts';
import { Histories } from '../game/histories.ts';
import { Responder, type SentMove } from '../game/responder.ts';
import { decide, type Decision, type Player } from '../game/solver.ts';
import { callOf, type Evidence } from '../game/trace.ts';
import { toHex, ZERO_HASH } from '../hex.ts';
import { type Deployment, type Head, L1 } from '../l1/client.ts';
import { readGame } from '../l1/readGame.ts';
import { findFirstBlock, readGenesis } from '../l1/readGenesis.ts';
import { fetchVerifierCode } from '../l1/verifierCode.ts';
import type { ProverEvent, ProverOptions } from '../options.ts';
import type { DisputeStatus, ProverStatus } from '../status.ts';
import { encodeState } from '../store/snapshot.ts';
import { openStore, type Store, type StoredEvent } from '../store/store.ts';
import { Chronicle } from './chronicle.ts';
import { Derivation } from './derivation.ts';
import { follow } from './follower.ts';
import { moveWords, statusWords } from './words.ts';

const SNAPSHOT_EVERY_BATCHES = 32;
/** Batches run before other work has a turn. */
const BATCHES_A_TURN = 64;
/** Seconds after which a prover settles what nobody disputed; the sequencer does it sooner. */
const SETTLE_PATIENCE_SEC = 60;
/** Without a good turn for so long it is not healthy. */
const STALE_MS = 60_000;

/** Problems that make it unhealthy until somebody has looked. */
const ALARMS = ['bug', 'history', 'turn'];

/** An endpoint that stays behind for so long has lost those blocks for good. */
const LAG_PATIENCE_MS = 5_000;

/** What is known once L1 was reached. */
interface Connection {
  readonly deployment: Deployment;
  readonly firstBlock: number;
  readonly histories: Histories;
  readonly responder: Responder | undefined;
  chronicle: Chronicle;
  live: Derivation;
  /** Follows the settled batches, for withdrawal proofs. */
  settled: Derivation;
}

export class Prover {
  readonly l1: L1;
  readonly store: Store;
  readonly #options: ProverOptions;
  readonly #finished = new Set<Hex>();
  readonly #paidDuels = new Set<Hex>();
  readonly #told = new Set<string>();
  readonly #problems = new Map<string, string>();
  readonly moveCounts = new Map<string, number>();
  #connection: Connection | undefined;
  #head: Head | undefined;
  #game: Game | undefined;
  #decision: Decision = { moves: [], wanted: [] };
  #balance = 0n;
  #lastGoodMs = 0;
  #lagSinceMs = 0;
  #stopping = new AbortController();
  #loop: Promise<void> | undefined;

  constructor(options: ProverOptions) {
    this.#options = options;
    this.l1 = new L1(options);
    this.store = openStore(options.dataDir);
  }

  get connection(): Connection | undefined {
    return this.#connection;
  }

  /** Reaches L1 if it can now; throws what nobody can mend by waiting. */
  async connect(): Promise<void> {
    try {
      await this.#connect();
    } catch (error) {
      if (error instanceof ProverError && error.kind !== 'fatal') this.#note('l1', error.message);
      else throw error;
    }
  }

  run(): void {
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#connection?.histories.stop();
    await this.#loop;
    this.store.close();
  }

  async #run(): Promise<void> {
    const { pollMs = 1000 } = this.#options;
    while (!this.#stopping.signal.aborted) {
      let pauseMs = pollMs;
      try {
        await this.#connect();
        if (await this.#turn()) pauseMs = 0;
        this.#lastGoodMs = Date.now();
        this.#clear('l1');
        this.#clear('turn');
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        pauseMs = Math.max(pollMs, 1000);
        this.#failed(error);
      }
      await sleep(pauseMs, undefined, { signal: this.#stopping.signal }).catch(() => {});
    }
  }

  #failed(error: unknown): void {
    const kind = error instanceof ProverError ? error.kind : 'bug';
    this.#note(kind === 'bug' ? 'turn' : 'l1', messageOf(error));
    const level = kind === 'retry' || kind === 'reset' ? 'warn' : 'error';
    const fields = kind === 'bug' ? { kind, stack: (error as Error).stack } : { kind };
    this.#options.log?.[level](fields, messageOf(error));
    if (kind === 'fatal' || kind === 'bug') this.#emit({ type: 'alarm', words: messageOf(error) });
  }

  /** @returns whether the next turn is due at once */
  async #turn(): Promise<boolean> {
    const connection = this.#connection!;
    const waits = this.#lagSinceMs === 0 || Date.now() - this.#lagSinceMs < LAG_PATIENCE_MS;
    const synced = await follow({ ...connection, l1: this.l1, store: this.store, waits });
    if (synced.type === 'lagging') {
      this.#lagSinceMs ||= Date.now();
      this.#note('lag', `the L1 endpoint went back to block ${synced.head.number}; waiting for it`);
      return false;
    }
    this.#lagSinceMs = 0;
    this.#clear('lag');
    if (synced.type === 'rewound') {
      this.#options.log?.warn({ block: synced.to }, `L1 went back to block ${synced.to}`);
      this.#startAfresh(connection);
      return true;
    }
    const fresh = synced.events.flatMap(({ events }) => events);
    for (const event of fresh) this.#tell(event, connection);
    this.#head = synced.head;
    const isBehind = await this.#derive(connection);
    this.#followSettled(connection);
    if (isBehind) return true;
    return this.#play(connection, synced.head);
  }

  async #play(connection: Connection, head: Head): Promise<boolean> {
    const { responder, chronicle, deployment, histories } = connection;
    const mined = (await responder?.tend()) ?? 0;
    const game = await readGame(this.l1, {
      head,
      deployment,
      chronicle,
      nowSec: await this.l1.nextTimeSec(head),
      rootOf: (number) => this.store.root(number),
      batchHashOf: (number) => this.store.batchHash(number),
      historyOf: (number) => this.#historyRoot(connection, number),
      claims: this.#options.claims === true && responder !== undefined,
      account: responder?.account.address,
      finished: this.#finished,
      paidDuels: this.#paidDuels,
    });
    await this.l1.confirm(head);
    this.#game = game;
    this.#decision = decide(game, this.#player(connection));
    this.#tellLies(connection, game);
    if (responder === undefined) return false;
    this.#balance = await responder.balance();
    if (this.#balance < deployment.bond) {
      this.#note(
        'bond',
        `the account holds less than a bond of ${formatEther(deployment.bond)} ETH`,
      );
    } else this.#clear('bond');
    for (const number of this.#decision.wanted) {
      histories.want(this.store.batchId(number)!);
    }
    const sent = await this.#send(connection, head);
    return mined > 0 || sent;
  }

  async #send(connection: Connection, head: Head): Promise<boolean> {
    const responder = connection.responder!;
    const moves = this.#decision.moves.filter((move) => responder.isFree(move));
    let sent = false;
    const faults: unknown[] = [];
    for (const move of runningDuelsFirst(moves)) {
      if (this.#stopping.signal.aborted) return false;
      try {
        const call = callOf(move, this.#evidence(connection, move));
        if (call === undefined) continue;
        sent = (await responder.send(move, { call, head })) || sent;
      } catch (error) {
        faults.push(error);
      }
    }
    if (faults.length > 0) throw faults[0];
    return sent;
  }

  #evidence(connection: Connection, { number }: ContestMove): Evidence {
    const { histories, responder, chronicle, deployment } = connection;
    const batchHash = this.store.batchHash(number) ?? ZERO_HASH;
    return {
      history: histories.get({ number, batchHash })?.tree,
      arityLog2: deployment.arityLog2,
      sponsor: responder!.account.address,
      childrenOf: (level, node) => chronicle.childrenOf(level, node),
      stepAt: (index) => histories.step({ number, batchHash, index }),
    };
  }

  #player({ deployment, responder }: Connection): Player {
    return {
      rules: deployment,
      account: responder?.account.address ?? '0x',
      claims: this.#options.claims === true && responder !== undefined,
      patienceSec: SETTLE_PATIENCE_SEC,
    };
  }

  #historyRoot({ histories }: Connection, number: number): Hex | undefined {
    const batchHash = this.store.batchHash(number);
    const history = batchHash === undefined ? undefined : histories.get({ number, batchHash });
    if (history === undefined) return undefined;
    // INVARIANT: no bond is staked on a root that the bytecode does not end in.
    if (history.root !== this.store.root(number)) {
      this.#alarm(
        `the bytecode ends batch ${number} in ${history.root}, TypeScript in another root`,
      );
      return undefined;
    }
    return toHex(history.tree.root);
  }

  /** Runs new batches. @returns whether more are waiting */
  async #derive(connection: Connection): Promise<boolean> {
    const { live } = connection;
    for (let i = 0; i < BATCHES_A_TURN; i++) {
      const derived = live.advance();
      if (derived === undefined) return false;
      const { number, batchHash, root, bytes, ms, moneyDifference } = derived;
      this.store.setRoot(number, { batchHash, root: live.tree.root });
      if (number % SNAPSHOT_EVERY_BATCHES === 0) {
        this.store.addSnapshot(number, { batchHash, state: live.encode() });
      }
      if (moneyDifference !== 0n) {
        this.#alarm(`money is not conserved after batch ${number}: off by ${moneyDifference}`);
      }
      this.#options.log?.info({ number, root, bytes, ms }, `derived batch ${number}`);
      this.#emit({ type: 'batch', number, root, bytes });
      await yieldTurn();
    }
    return true;
  }

  /** Behind the live state by a challenge period; every batch is run once more for it. */
  #followSettled(connection: Connection): void {
    const { chronicle, settled } = connection;
    const number = chronicle.settled.at(-1)?.number ?? 0;
    for (let i = 0; i < BATCHES_A_TURN && settled.number < number; i++) settled.advance();
    const root = chronicle.settled.at(-1)?.root;
    if (settled.number === number && root !== undefined && settled.root !== root) {
      this.#alarm(`L1 settled ${root} after batch ${number}; the true root is ${settled.root}`);
    }
  }

  /** Tells the story and takes an event in. */
  #tell(event: StoredEvent, connection: Connection): void {
    const { chronicle } = connection;
    chronicle.add(event);
    if (event.name === 'Settled') {
      const { number, root } = chronicle.settled.at(-1)!;
      if (number > 0) this.#emit({ type: 'settled', number, root });
      this.#prune(connection);
    }
    if (event.name === 'Died') this.#tellDeath(event.args as unknown as Death, connection);
  }

  #tellDeath(
    { entry, duel, parent }: Death,
    { chronicle, histories, deployment }: Connection,
  ): void {
    const number =
      1 + (parent === deployment.genesisClaim ? 0 : chronicle.claims.get(parent)!.number);
    const position = chronicle.positions.get(duel);
    if (!chronicle.stepped.has(duel)) return this.#emit({ type: 'rivalFell', number, entry });
    const step = position?.index ?? 0;
    const batchHash = this.store.batchHash(number) ?? ZERO_HASH;
    histories.recorded({ number, batchHash, index: step }).then(
      ({ phase, kind }) => this.#emit({ type: 'rivalFell', number, entry, step, phase, kind }),
      () => this.#emit({ type: 'rivalFell', number, entry, step }),
    );
  }

  #tellLies({ chronicle }: Connection, { contests }: Game): void {
    for (const { parent, number, truth, epoch, closedAt } of contests) {
      if (closedAt !== 0) continue;
      const roots = [...chronicle.claimsOn(parent), ...chronicle.entriesOn(parent)];
      for (const { root } of roots) {
        const key = `lie:${parent}:${epoch}:${root}`;
        if (root === truth || this.#told.has(key)) continue;
        this.#told.add(key);
        this.#options.log?.warn({ number, root, truth }, `batch ${number} has a false claim`);
        this.#emit({ type: 'falseClaim', number, claimed: root, root: truth });
      }
    }
  }

  #startAfresh(connection: Connection): void {
    connection.chronicle = readChronicle(this.store);
    connection.responder?.reset();
    this.#finished.clear();
    this.#paidDuels.clear();
    if (connection.live.isOrphaned()) connection.live = new Derivation(this.store);
    if (connection.settled.isOrphaned()) {
      connection.settled = new Derivation(
        this.store,
        connection.chronicle.settled.at(-1)?.number ?? 0,
      );
    }
  }

  /** Keeps what duels that go on may need; nothing is known of them before the first look at the game. */
  #prune({ chronicle, histories }: Connection): void {
    if (this.#game === undefined) return;
    const settled = chronicle.settled.at(-1)?.number ?? 0;
    const open = this.#game.contests.map(({ number }) => number);
    const oldest = Math.min(settled, ...open);
    this.store.pruneSnapshots(Math.max(0, oldest - 1));
    histories.forget((number) => number >= oldest);
  }

  async #connect(): Promise<void> {
    if (this.#connection !== undefined) return;
    const deployment = await this.l1.deployment();
    this.#checkStore(deployment);
    const firstBlock = Number(this.store.meta('firstBlock') ?? (await findFirstBlock(this.l1)));
    if (this.store.snapshot(0) === undefined) {
      const given = this.#options.genesis;
      const state = await readGenesis(this.l1, { deployment, firstBlock, given });
      this.store.transaction(() => {
        this.store.setMeta('deployment', deploymentName(deployment));
        this.store.setMeta('genesisRoot', deployment.genesisRoot);
        this.store.setMeta('firstBlock', String(firstBlock));
        this.store.addSnapshot(0, { batchHash: deployment.genesisHash, state: encodeState(state) });
      });
    }
    const chronicle = readChronicle(this.store);
    this.#connection = {
      deployment,
      firstBlock,
      histories: this.#openHistories(deployment),
      responder: this.#openResponder(deployment),
      chronicle,
      live: new Derivation(this.store),
      settled: new Derivation(this.store, chronicle.settled.at(-1)?.number ?? 0),
    };
  }

  #checkStore(deployment: Deployment): void {
    const stored = this.store.meta('deployment');
    if (stored === undefined || stored === deploymentName(deployment)) return;
    throw new ProverError('fatal', {
      doing: `opening ${this.store.path}`,
      message: `it belongs to another rollup (${stored})`,
    });
  }

  #openHistories(deployment: Deployment): Histories {
    const { chainId, rounds, arityLog2 } = deployment;
    return new Histories({
      dataDir: this.#options.dataDir,
      depth: rounds * arityLog2,
      chainId,
      codes: (verifier) => fetchVerifierCode(this.l1, verifier),
      onDone: ({ number, steps, ms }) => {
        this.#clear('history');
        const words = `computed the history of batch ${number}: ${steps} steps`;
        this.#options.log?.info({ number, steps, ms }, words);
        this.#emit({ type: 'history', number, steps, ms });
      },
      onFailed: ({ number, message }) =>
        this.#alarm(`batch ${number} is not staked on, its history failed: ${message}`, 'history'),
    });
  }

  #openResponder(deployment: Deployment): Responder | undefined {
    const { key, watchOnly = false, log } = this.#options;
    if (key === undefined || watchOnly) return undefined;
    return new Responder({
      l1: this.l1,
      deployment,
      key,
      events: {
        mined: (sent) => this.#tellMove(sent),
        refused: (move, reason) => {
          if (move.type === 'payMoves') this.#paidDuels.add(move.duel);
          log?.info({ move: moveKey(move), reason }, `L1 refuses to ${moveWords(move)}: ${reason}`);
        },
        poor: (move, missing) =>
          this.#note('poor', `${missing} wei are missing to ${moveWords(move)}`),
      },
    });
  }

  #tellMove({ move, hash, receipt }: SentMove): void {
    const words = moveWords(move);
    const gas = receipt.gasUsed;
    if (receipt.status === 'reverted') {
      this.#options.log?.info({ hash, gas }, `another was first to ${words}`);
      return;
    }
    this.#clear('poor');
    if (move.type === 'payMoves') this.#paidDuels.add(move.duel);
    this.moveCounts.set(move.type, (this.moveCounts.get(move.type) ?? 0) + 1);
    this.#options.log?.info({ hash, gas: gas.toString() }, words);
    this.#emit({ type: 'move', move: move.type, number: move.number, hash, gas, words });
  }

  status(): ProverStatus {
    const connection = this.#connection;
    const game = this.#game;
    const responder = connection?.responder;
    const status = {
      healthy:
        Date.now() - this.#lastGoodMs < STALE_MS &&
        !ALARMS.some((name) => this.#problems.has(name)),
      rollup: this.l1.rollup,
      mode: modeOf(this.#options, responder),
      l1Block: this.#head?.number ?? 0,
      posted: connection === undefined ? 0 : this.store.lastBatch(),
      derived: connection?.live.number ?? 0,
      settled: connection?.chronicle.settled.at(-1)?.number ?? 0,
      root: connection?.live.root ?? ZERO_HASH,
      disputes: game === undefined ? [] : this.#disputes(game),
      ...(responder === undefined
        ? {}
        : {
            account: {
              address: responder.account.address,
              balance: this.#balance.toString(),
              owed: (game?.owed ?? 0n).toString(),
            },
          }),
      problems: [...this.#problems.values()],
    };
    return { words: statusWords(status), ...status };
  }

  #disputes({ contests }: Game): DisputeStatus[] {
    const { chronicle, deployment } = this.#connection!;
    return contests.flatMap((contest) => {
      if (contest.closedAt !== 0) return [];
      const rivals = [...chronicle.claimsOn(contest.parent), ...contest.entries];
      const falseRoots = [...new Set(rivals.map(({ root }) => root))].filter(
        (root) => root !== contest.truth,
      );
      if (falseRoots.length === 0 && contest.openedAt === 0) return [];
      const { number, parent, truth } = contest;
      return [
        {
          number,
          parent,
          root: truth,
          falseRoots,
          duels: duelStatuses(contest, deployment),
          nextMoves: this.#nextMoves(number),
        },
      ];
    });
  }

  #nextMoves(number: number): string[] {
    if (this.#connection?.responder === undefined) return [];
    const { moves, wanted } = this.#decision;
    if (wanted.includes(number)) return ['compute the history with the deployed bytecode'];
    return moves.filter((move) => move.number === number).map(moveWords);
  }

  /** Money of the live state and the head it was read at. */
  money(): ReturnType<typeof moneyOf> | undefined {
    return this.#connection === undefined ? undefined : moneyOf(this.#connection.live.state);
  }

  /** Says what a person must look at, once. */
  #alarm(words: string, name = 'bug'): void {
    const isNew = this.#problems.get(name) !== words;
    this.#problems.set(name, words);
    if (!isNew) return;
    this.#options.log?.error({}, words);
    this.#emit({ type: 'alarm', words });
  }

  #note(name: string, words: string): void {
    this.#problems.set(name, words);
  }

  #clear(name: string): void {
    this.#problems.delete(name);
  }

  #emit(event: ProverEvent): void {
    this.#options.onEvent?.(event);
  }
}

interface Death {
  readonly entry: Hex;
  readonly duel: Hex;
  readonly parent: Hex;
}

function readChronicle(store: Store): Chronicle {
  const chronicle = new Chronicle();
  for (const event of store.events()) chronicle.add(event);
  return chronicle;
}

function deploymentName({ chainId, rollup, genesisHash }: Deployment): string {
  return `${chainId}:${rollup.toLowerCase()}:${genesisHash}`;
}

function modeOf(
  { claims = false }: ProverOptions,
  responder: Responder | undefined,
): ProverStatus['mode'] {
  if (responder === undefined) return 'watches only';
  return claims ? 'defends and claims' : 'defends';
}

function duelStatuses(
  { duels, history, entries }: ContestState,
  { rounds }: Deployment,
): DisputeStatus['duels'] {
  const ours = entries.find((entry) => entry.history === history);
  if (ours === undefined) return [];
  return duels.flatMap((duel) => {
    const side = duel.entries.indexOf(ours.id);
    const isAlive = duel.entries.every((id) =>
      entries.some((entry) => entry.id === id && entry.alive),
    );
    if (side < 0 || !isAlive) return [];
    return [
      {
        duel: duel.id,
        rival: duel.entries[1 - side],
        round: duel.level,
        rounds,
        clocks: { ours: duel.clocks[side], rival: duel.clocks[1 - side] },
      },
    ];
  });
}

/** What stakes a new bond waits for what defends the bonds already at stake. */
function runningDuelsFirst(moves: readonly ContestMove[]): ContestMove[] {
  const stakes = ({ type }: ContestMove): number => (type === 'enter' || type === 'claim' ? 1 : 0);
  return moves.toSorted((a, b) => stakes(a) - stakes(b));
}
