/** The loop around the executor: read, decide, act. It executes ahead of the journal and acknowledges behind it. */
import {
  OPERATION_BY_KIND,
  PLACE_ORDER_KIND,
  encodeInboxItem,
  type InboxItem,
} from '../../protocol/generated/codec.ts';
import { concat, keccak256 } from '../../protocol/hash.ts';
import { KEY_SLOTS } from '../../protocol/params.ts';
import type { State } from '../../protocol/state.ts';
import { OperationalError } from '../errors.ts';
import { encodeOutcomes, type Run } from '../journal/run.ts';
import { decide, type EngineView } from './decide.ts';
import type { Executed, Executor, SealedInput } from './executor.ts';
import { type Recorded, recorded, SIGNED } from './recorded.ts';
import { type Receipt, signReceipts } from './receipts.ts';
import type { SealedBatch } from './replica.ts';
import { type Changed, takeChanged } from './tables.ts';

export interface Answer {
  readonly executed: Executed;
  /** Null where the operation wrote nothing and is in no batch. */
  readonly receipt: Receipt | null;
}

export interface StoredBatch extends SealedBatch {
  readonly input: SealedInput;
  readonly orders: number;
}

export interface EngineParts {
  readonly executor: Executor;
  /** Run of the open batch that recovery found: where the journal goes on. */
  readonly openedFrom: { readonly bytes: number; readonly orders: number };
  readonly commit: (runs: readonly Run[]) => Promise<void>;
  readonly roots: (
    sealed: SealedInput,
    options: { changed: readonly Changed[]; snapshot: boolean },
  ) => Promise<SealedBatch>;
  /** Stores a batch whose seal is in the journal; called in order. */
  readonly store: (batch: StoredBatch) => Promise<void>;
  /** Sees every operation right after it ran, before it is in the journal. */
  readonly executed?: (operation: Recorded) => void;
  /** Sees every operation once it is in the journal, in order. */
  readonly committed: (operations: readonly Recorded[]) => void;
  /** Null while L1 and the journal can be relied on. */
  readonly trouble: () => string | null;
  readonly receipts: { readonly domain: Uint8Array; readonly privateKey: Uint8Array };
  readonly nowMs: () => number;
  readonly settings: {
    readonly sealAfterMs: number;
    readonly sealBytes: number;
    readonly snapshotEveryBatches: number;
  };
  /** The engine has stopped for good. */
  readonly failed: (error: unknown) => void;
}

interface Waiting {
  readonly operation: Uint8Array;
  /** Null until the signature check is done. */
  signers: readonly (Uint8Array | null)[] | null;
  readonly answer: PromiseWithResolvers<Answer>;
}

interface Unacknowledged {
  readonly recorded: Recorded;
  readonly answer: PromiseWithResolvers<Answer> | null;
}

const SLICE_MS = 4;
const SLICE_OPERATIONS = 64;
const UNCOMMITTED_MAX = 20_000;
const SEALED_WAITING_MAX = 8;
const CONSUME_INBOX = Uint8Array.of(1);
const TIME_BYTES = 9;

export class Engine {
  readonly #parts: EngineParts;
  readonly #executor: Executor;
  readonly #queue: Waiting[] = [];
  #queueAt = 0;
  readonly #inbox: InboxItem[] = [];

  // What is executed and not yet handed to the journal.
  #runs: Run[] = [];
  #unacknowledged: Unacknowledged[] = [];
  #outcomes: number[] = [];
  #items: InboxItem[] = [];
  #runFrom: number;
  #runSeq: number;

  #committing: Promise<void> | null = null;
  #committingCount = 0;
  #committedSeals = Promise.withResolvers<void>();
  #sealing: Promise<void> = Promise.resolve();
  #sealedWaiting = 0;
  #orders: number;
  #openedAtMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #isScheduled = false;
  #isStopped = false;
  #failure: unknown = null;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#executor = parts.executor;
    this.#runFrom = parts.openedFrom.bytes;
    this.#runSeq = parts.executor.nextSeq;
    this.#orders = parts.openedFrom.orders;
    this.#openedAtMs = parts.nowMs();
  }

  /** Live state, ahead of the journal by what is uncommitted. Read it, never write. */
  get state(): State {
    return this.#executor.state;
  }

  get executor(): Pick<Executor, 'number' | 'bytes' | 'nextSeq' | 'operations' | 'inboxNext'> {
    return this.#executor;
  }

  get queued(): number {
    return this.#queue.length - this.#queueAt;
  }

  get failure(): unknown {
    return this.#failure;
  }

  /** First inbox item not handed to `addInbox` yet. */
  get inboxKnown(): number {
    return this.#executor.inboxNext + this.#inbox.length;
  }

  /** Queues an operation. Its place is kept while its signers are looked for. */
  submit(operation: Uint8Array, signers: Promise<readonly (Uint8Array | null)[]>): Promise<Answer> {
    const waiting: Waiting = { operation, signers: null, answer: Promise.withResolvers() };
    this.#queue.push(waiting);
    signers.then(
      (found) => {
        waiting.signers = found;
        this.wake();
      },
      (error: unknown) => {
        waiting.signers = [];
        this.#remove(waiting);
        waiting.answer.reject(error);
        this.wake();
      },
    );
    return waiting.answer.promise;
  }

  /** L1's head moved. */
  setHead(timeSec: number): void {
    this.#executor.headTimeSec = timeSec;
    this.wake();
  }

  /** Finalized items, in order, from `inboxKnown` on. */
  addInbox(items: readonly InboxItem[]): void {
    this.#inbox.push(...items);
    if (items.length > 0) this.wake();
  }

  wake(): void {
    if (this.#isScheduled || this.#isStopped || this.#failure !== null) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      if (!this.#isStopped) this.#guard(() => this.#slice());
    });
  }

  /** Refuses what waits in the queue; used when the sequencer cannot acknowledge. */
  refuseQueue(error: Error): void {
    for (const { answer } of this.#queue.splice(this.#queueAt)) answer.reject(error);
  }

  /** Works off the queue and stops: everything executed is journaled and acknowledged, every sealed batch stored. */
  async drain(): Promise<void> {
    while (this.queued > 0 && this.#failure === null && this.#parts.trouble() === null) {
      this.wake();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.refuseQueue(new OperationalError('retry', 'the sequencer is stopping'));
    this.#commit();
    while (this.#committing !== null) await this.#committing;
    await this.#sealing;
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (this.#failure !== null) return;
    this.#failure = error;
    clearTimeout(this.#timer);
    this.refuseQueue(new OperationalError('fatal', 'the engine has stopped', error));
    for (const { answer } of this.#unacknowledged) answer?.reject(error);
    this.#parts.failed(error);
  }

  /** Works for a moment, then lets the network be heard. */
  #slice(): void {
    const endMs = performance.now() + SLICE_MS;
    for (;;) {
      for (let i = 0; i < SLICE_OPERATIONS; i++) {
        if (!this.#act()) {
          this.#commit();
          return;
        }
      }
      if (performance.now() >= endMs) break;
    }
    this.#commit();
    this.wake();
  }

  /** @returns whether there may be more to do at once */
  #act(): boolean {
    switch (decide(this.#view())) {
      case 'seal':
        this.#seal();
        return true;
      case 'advanceTime':
        this.#advanceTime();
        return true;
      case 'takeInbox':
        this.#takeInbox();
        return true;
      case 'execute':
        this.#execute();
        return true;
      case 'wait':
      default:
        this.#wakeToSeal();
        return false;
    }
  }

  #view(): EngineView {
    const executor = this.#executor;
    const next = this.#queue[this.#queueAt];
    const hasNext = next !== undefined && next.signers !== null;
    return {
      trouble: this.#parts.trouble(),
      nowMs: this.#parts.nowMs(),
      batch: {
        operations: executor.worth,
        bytes: executor.bytes,
        openedAtMs: this.#openedAtMs,
        canTakeInbox: executor.canTakeInbox,
        timeIsBehind: executor.timeIsBehind && (!hasNext || this.#mayChange(next)),
        fitsNext: !hasNext || executor.fits(next.operation[0], next.operation.length + TIME_BYTES),
      },
      inboxWaiting: this.#inbox.length,
      hasNext,
      uncommitted: this.#unacknowledged.length + this.#committingCount,
      sealedWaiting: this.#sealedWaiting,
      limits: {
        sealAfterMs: this.#parts.settings.sealAfterMs,
        sealBytes: this.#parts.settings.sealBytes,
        uncommittedMax: UNCOMMITTED_MAX,
        sealedWaitingMax: SEALED_WAITING_MAX,
      },
    };
  }

  /** False where the operation is signed by nobody who could: no time is moved for it. */
  #mayChange({ operation, signers }: Waiting): boolean {
    if (!SIGNED.has(OPERATION_BY_KIND[operation[0]].name)) return true;
    const signer = signers?.[0] ?? null;
    const key = new DataView(operation.buffer, operation.byteOffset).getUint32(1);
    const { globals, keys } = this.state;
    if (signer === null || Math.floor(key / KEY_SLOTS) > globals.accountCount()) return false;
    return keys.signerEquals(key, signer);
  }

  #execute(): void {
    const { operation, signers, answer } = this.#takeNext();
    const executed = this.#executor.execute(operation, signers);
    if (executed.seq === 0) answer.resolve({ executed, receipt: null });
    else this.#record({ executed, operation, item: null, answer });
  }

  #advanceTime(): void {
    const executor = this.#executor;
    const executed = executor.advanceTime();
    const operation = executor.dataFrom(executor.bytes - TIME_BYTES);
    this.#record({ executed, operation, item: null, answer: null });
  }

  #takeInbox(): void {
    const item = this.#inbox.shift()!;
    const executed = this.#executor.takeInbox(item);
    this.#items.push(item);
    this.#record({ executed, operation: CONSUME_INBOX, item, answer: null });
  }

  #record(
    done: Omit<Recorded, 'timeSec' | 'account' | 'auctions'> & Pick<Unacknowledged, 'answer'>,
  ): void {
    const { executed, operation, answer } = done;
    if (this.#executor.worth === 1) this.#openedAtMs = this.#parts.nowMs();
    if (operation[0] === PLACE_ORDER_KIND) this.#orders += 1;
    this.#outcomes.push(executed.outcome);
    const seen = recorded(this.state, done);
    this.#unacknowledged.push({ recorded: seen, answer });
    this.#parts.executed?.(seen);
  }

  #seal(): void {
    const orders = this.#orders;
    const { number } = this.#executor;
    const data = this.#executor.dataFrom(this.#runFrom);
    const sealed = this.#executor.seal();
    this.#endRun({ number, data, sealTimeSec: sealed.timeSec });
    this.#runFrom = 0;
    this.#orders = 0;
    this.#sealedWaiting += 1;
    const root = this.#parts.roots(sealed, {
      changed: takeChanged(this.state),
      snapshot: number % this.#parts.settings.snapshotEveryBatches === 0,
    });
    const isCommitted = this.#committedSeals.promise;
    this.#sealing = this.#sealing.then(async () => {
      try {
        const batch = await root;
        await isCommitted;
        await this.#parts.store({ ...batch, input: sealed, orders });
        this.#sealedWaiting -= 1;
        this.wake();
      } catch (error) {
        this.#fail(error);
      }
    });
  }

  #endRun(run: { number: number; data: Uint8Array; sealTimeSec: number | null }): void {
    this.#runs.push({
      batch: run.number,
      firstSeq: this.#runSeq,
      count: this.#outcomes.length,
      data: run.data,
      outcomes: encodeOutcomes(this.#outcomes),
      inbox: concat(...this.#items.map(encodeInboxItem)),
      sealTimeSec: run.sealTimeSec,
    });
    this.#runSeq += this.#outcomes.length;
    this.#outcomes = [];
    this.#items = [];
  }

  /** Group commit: whatever has gathered while the last group was written is the next. */
  #commit(): void {
    if (this.#committing !== null || this.#failure !== null) return;
    const executor = this.#executor;
    if (this.#outcomes.length > 0) {
      const data = executor.dataFrom(this.#runFrom);
      this.#runFrom = executor.bytes;
      this.#endRun({ number: executor.number, data, sealTimeSec: null });
    }
    if (this.#runs.length === 0) return;
    const runs = this.#runs;
    const group = this.#unacknowledged;
    const seals = this.#committedSeals;
    this.#runs = [];
    this.#unacknowledged = [];
    this.#committedSeals = Promise.withResolvers();
    this.#committingCount = group.length;
    this.#committing = this.#parts
      .commit(runs)
      .then(() => {
        this.#committingCount = 0;
        seals.resolve();
        this.#acknowledge(group);
      })
      .catch((error: unknown) => {
        seals.promise.catch(() => {});
        seals.reject(error);
        for (const { answer } of group) answer?.reject(error);
        this.#fail(error);
      })
      .finally(() => {
        this.#committing = null;
        this.#guard(() => this.#commit());
        this.wake();
      });
  }

  #acknowledge(group: readonly Unacknowledged[]): void {
    const awaited = group.filter(({ answer }) => answer !== null);
    const terms = awaited.map(({ recorded: { executed, operation } }) => ({
      seq: executed.seq,
      batch: executed.batch,
      index: executed.index,
      outcome: executed.outcome,
      hash: keccak256(operation),
    }));
    const receipts = signReceipts(terms, this.#parts.receipts);
    awaited.forEach(({ recorded, answer }, i) =>
      answer?.resolve({ executed: recorded.executed, receipt: receipts[i] }),
    );
    this.#parts.committed(group.map(({ recorded }) => recorded));
  }

  #takeNext(): Waiting {
    const next = this.#queue[this.#queueAt];
    this.#queueAt += 1;
    if (this.#queueAt >= 1024) {
      this.#queue.splice(0, this.#queueAt);
      this.#queueAt = 0;
    }
    return next;
  }

  #remove(waiting: Waiting): void {
    const at = this.#queue.indexOf(waiting, this.#queueAt);
    if (at >= 0) this.#queue.splice(at, 1);
  }

  #wakeToSeal(): void {
    if (this.#executor.worth === 0) return;
    const dueMs = this.#openedAtMs + this.#parts.settings.sealAfterMs - this.#parts.nowMs();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wake(), Math.max(dueMs, 20));
  }
}
