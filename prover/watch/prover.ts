/** One loop: read L1, decide, act. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { Hex } from 'viem';

import { moneyOf } from '../../protocol/derive.ts';
import { messageOf, ProverError } from '../errors.ts';
import type { Decision } from '../game/solver.ts';
import { type Head, L1 } from '../l1/client.ts';
import type { SeenGame } from '../l1/readGame.ts';
import type { ProverOptions } from '../options.ts';
import { Costs } from '../report/costs.ts';
import type { ProverStatus } from '../status.ts';
import { type Lock, lockFolder } from '../store/lock.ts';
import { openStore, type Store } from '../store/store.ts';
import { type Connection, type Context, openConnection, startAfresh } from './connection.ts';
import { Deriver } from './deriving.ts';
import { follow } from './follower.ts';
import { decideAt, sendMoves, tellPause, tryVerifier, wantHistories } from './play.ts';
import { Reporter } from './report.ts';
import { openResponder, tellEvent, tellLies } from './story.ts';
import { Teller } from './teller.ts';

/** What fails less often than this passes by itself: L1 moved on between two questions. */
const FAILURES_QUIET = 3;
/** An endpoint that stays behind for so long has lost those blocks for good. */
const LAG_PATIENCE_MS = 5_000;

export class Prover implements Context {
  readonly l1: L1;
  readonly store: Store;
  readonly options: ProverOptions;
  readonly teller: Teller;
  readonly costs = new Costs();
  readonly #reporter = new Reporter(this);
  readonly #deriver: Deriver;
  #connection: Connection | undefined;
  #head: Head | undefined;
  #game: SeenGame | undefined;
  #decision: Decision = { moves: [], wanted: [] };
  #balance = 0n;
  #lastGoodMs = 0;
  #lagSinceMs = 0;
  /** Turns that failed, one after the other. */
  #failures = 0;
  #stopping = new AbortController();
  #loop: Promise<void> | undefined;
  readonly #ended = Promise.withResolvers<ProverError>();
  readonly #lock: Lock;

  constructor(options: ProverOptions) {
    this.options = options;
    this.teller = new Teller(options);
    this.l1 = new L1(options);
    this.#lock = lockFolder(options.dataDir);
    this.store = openStore(options.dataDir);
    this.#deriver = new Deriver(this);
  }

  get ended(): Promise<ProverError> {
    return this.#ended.promise;
  }

  get connection(): Connection | undefined {
    return this.#connection;
  }

  /**
   * Reaches L1 if it can now; throws what nobody can mend by waiting.
   * @param waitSec gives up after so many seconds; absent: the loop goes on trying
   */
  async connect(waitSec?: number): Promise<void> {
    const endMs = Date.now() + 1000 * (waitSec ?? 0);
    for (;;) {
      try {
        return await this.#connect();
      } catch (error) {
        if (!(error instanceof ProverError) || error.kind === 'fatal') throw error;
        this.teller.alarm('unreachable', error.message);
        if (waitSec === undefined) return;
        const { doing, message } = error;
        if (Date.now() >= endMs) {
          throw new ProverError('fatal', { doing, message, exit: 'unreachable', cause: error });
        }
        await sleep(Math.min(1000, endMs - Date.now()));
      }
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
    this.#lock.release();
  }

  status(): ProverStatus {
    return this.#reporter.report({
      connection: this.#connection,
      head: this.#head,
      game: this.#game,
      decision: this.#decision,
      balance: this.#balance,
      costs: this.costs,
      lastGoodMs: this.#lastGoodMs,
    });
  }

  /** Money of the live state. */
  money(): ReturnType<typeof moneyOf> | undefined {
    return this.#connection === undefined ? undefined : moneyOf(this.#connection.live.state);
  }

  async #run(): Promise<void> {
    const { pollMs = 1000 } = this.options;
    while (!this.#stopping.signal.aborted) {
      let pauseMs = pollMs;
      try {
        await this.#connect();
        if (await this.#turn()) pauseMs = 0;
        this.#lastGoodMs = Date.now();
        this.#failures = 0;
        this.teller.clear('unreachable');
        this.teller.clear('bug');
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        if (error instanceof ProverError && error.kind === 'fatal')
          return this.#ended.resolve(error);
        pauseMs = Math.max(pollMs, 1000);
        this.#failures += 1;
        this.#failed(error);
      }
      this.#tellEndpoints();
      await sleep(pauseMs, undefined, { signal: this.#stopping.signal }).catch(() => {});
    }
  }

  /** Says which of several endpoints cannot be relied on. */
  #tellEndpoints(): void {
    const codes = [
      'endpointDown',
      'endpointLags',
      'endpointDisagrees',
      'endpointWrongChain',
    ] as const;
    if (this.l1.endpoints.length === 1) return;
    for (const code of codes) {
      const faulty = this.l1.endpoints.filter(({ lastingFault }) => lastingFault?.code === code);
      for (const { name, lastingFault } of faulty) {
        this.teller.alarm(code, lastingFault!.words, { about: name });
      }
      this.teller.clearOthers(code, new Set(faulty.map(({ name }) => name)));
    }
  }

  #failed(error: unknown): void {
    const kind = error instanceof ProverError ? error.kind : 'bug';
    if (kind === 'bug') this.teller.alarm('bug', messageOf(error), { stack: stackOf(error) });
    else if (this.#failures < FAILURES_QUIET) this.teller.log?.warn({ kind }, messageOf(error));
    else this.teller.alarm('unreachable', messageOf(error), { kind });
  }

  async #connect(): Promise<void> {
    if (this.#connection !== undefined) return;
    const { costs } = this;
    const paid = (duel: Hex): void => this.#connection?.paidDuels.add(duel);
    this.#connection = await openConnection(this, (deployment) =>
      openResponder(this, { deployment, costs, paid }),
    );
  }

  /** @returns whether the next turn is due at once */
  async #turn(): Promise<boolean> {
    const connection = this.#connection!;
    const head = await this.#follow(connection);
    if (typeof head === 'boolean') return head;
    this.#head = head;
    const isBehind = await this.#deriver.derive(connection);
    this.#deriver.followSettled(connection);
    return isBehind || this.#play(connection, head);
  }

  /** Takes in what L1 has to say. @returns its head, or whether the next look is due at once */
  async #follow(connection: Connection): Promise<Head | boolean> {
    const { l1, store, teller } = this;
    const waits = this.#lagSinceMs === 0 || Date.now() - this.#lagSinceMs < LAG_PATIENCE_MS;
    const synced = await follow({ ...connection, l1, store, waits });
    if (synced.type === 'lagging') {
      this.#lagSinceMs ||= Date.now();
      const words = `the L1 endpoint went back to block ${synced.head.number}; waiting for it`;
      teller.alarm('endpointLags', words);
      return false;
    }
    this.#lagSinceMs = 0;
    teller.clear('endpointLags');
    if (synced.type === 'rewound') {
      teller.log?.warn({ block: synced.to }, `L1 went back to block ${synced.to}`);
      startAfresh(connection, store);
      return true;
    }
    for (const { events } of synced.events) {
      for (const event of events) {
        connection.chronicle.add(event);
        tellEvent(event, { connection, store, teller });
        if (event.name === 'Settled') this.#prune(connection);
      }
    }
    return synced.head;
  }

  async #play(connection: Connection, head: Head): Promise<boolean> {
    const { responder } = connection;
    const mined = (await responder?.tend(head)) ?? 0;
    const { game, decision } = await decideAt(this, { connection, head });
    this.#game = game;
    this.#decision = decision;
    tellLies(game, { connection, store: this.store, teller: this.teller });
    tellPause(this, game);
    if (decision.wanted.length === 0) tryVerifier(this, connection);
    if (responder === undefined) return false;
    wantHistories(this, { connection, decision });
    this.#balance = await responder.balance(head);
    await responder.press(decision.moves, head);
    const { signal } = this.#stopping;
    const sent = await sendMoves(this, {
      connection,
      head,
      game,
      decision,
      balance: this.#balance,
      signal,
    });
    return mined > 0 || sent;
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
}

function stackOf(error: unknown): string | undefined {
  return error instanceof Error ? error.stack : undefined;
}
