/** Puts a sequencer together and takes it apart. */
import { setTimeout as sleep } from 'node:timers/promises';

import { bytesToHex, hexToBytes } from 'viem';

import { rollupAbi } from '../contracts/generated/abi.ts';
import { equalBytes, keccak256 } from '../protocol/hash.ts';
import { OPERATION_BY_KIND, PLACE_ORDER_KIND } from '../protocol/generated/codec.ts';
import { addressOfKey } from '../protocol/signatures.ts';
import { domainSeparator } from '../protocol/typedData.ts';
import { SignaturePool } from './admission/signatures.ts';
import type { ApiContext, Health } from './api/context.ts';
import { buildServer, OutcomeUnknown } from './api/server.ts';
import { StateIndex } from './api/views.ts';
import { Jobs } from './batcher/jobs.ts';
import { RollupSender } from './batcher/rollup.ts';
import { completeSettings } from './config.ts';
import { type Answer, Engine, type StoredBatch } from './engine/engine.ts';
import { Housekeeping } from './engine/housekeeping.ts';
import { signReceipts } from './engine/receipts.ts';
import type { Recorded } from './engine/recorded.ts';
import { recover } from './engine/recover.ts';
import { packState } from './engine/tables.ts';
import { OperationalError, shortMessage } from './errors.ts';
import { Journal } from './journal/journal.ts';
import { connectL1, type L1 } from './l1/contracts.ts';
import { readGenesis } from './l1/genesis.ts';
import { type Heads, Watcher } from './l1/watcher.ts';
import { Metrics } from './metrics.ts';
import type { Sequencer, SequencerOptions } from './options.ts';
import { Refusal } from './rejections.ts';
import { Batches, type Snapshot } from './store/batches.ts';
import { openPool, persist } from './store/pool.ts';
import { ReadModel } from './store/readModel.ts';

const HOUSEKEEPING_MS = 1_000;
const ENSURE_JOBS_MS = 2_000;
/** A reorganisation of L1 may take claims back. */
const CHECK_CLAIMS_MS = 30_000;
/** Cancels may wait where nothing else may. */
const CANCEL_QUEUE_FACTOR = 2;
const READ_MODEL_WAITING_MAX = 200_000;
const STOP_MS_MAX = 20_000;

/**
 * Starts a sequencer: recovers what it acknowledged, then serves.
 * @throws OperationalError `fatal` where journal, genesis or L1 contradict each other
 */
export async function startSequencer(options: SequencerOptions): Promise<Sequencer> {
  const cleanup: (() => unknown)[] = [];
  try {
    return await start(options, cleanup);
  } catch (error) {
    for (const undo of cleanup.toReversed()) await Promise.resolve(undo()).catch(() => {});
    throw error;
  }
}

async function start(options: SequencerOptions, cleanup: (() => unknown)[]): Promise<Sequencer> {
  const settings = completeSettings(options.settings);
  const log = options.log ?? (() => {});
  const on = options.on ?? {};
  const stopping = new AbortController();
  const metrics = new Metrics();
  const l1 = await connectL1({ ...options, privateKey: options.posterKey });
  const rollup = hexToBytes(l1.addresses.rollup);
  const verifier = hexToBytes(l1.addresses.verifier);
  const domain = domainSeparator({ chainId: l1.chainId, rollup });
  const receiptKey = hexToBytes(options.receiptKey ?? options.posterKey);
  const receipts = { domain, privateKey: receiptKey };

  let started = false;
  let words: string | null = null;
  const tellHealth = (next: string | null) => {
    if (next === words) return;
    log(next === null ? 'L1 and PostgreSQL are back: acknowledging again' : next);
    words = next;
    on.health?.(next);
  };
  const trouble = (): string | null =>
    (journal.trouble === null ? null : `PostgreSQL is gone: ${journal.trouble}`) ??
    (watcher.trouble === null ? null : `L1 is gone: ${watcher.trouble}`);
  const checkHealth = () => {
    const found = trouble();
    tellHealth(found);
    if (found !== null) engine.refuseQueue(new Refusal('unhealthy', found));
    else engine.wake();
  };

  const journal = await Journal.open({
    databaseUrl: options.databaseUrl,
    schema: settings.schema,
    chainId: l1.chainId,
    rollup,
    onHealth: () => started && checkHealth(),
  });
  cleanup.push(() => journal.close());
  const pool = openPool(options.databaseUrl, log);
  cleanup.push(() => pool.end());
  const batches = new Batches({ pool, schema: settings.schema });
  const readModel = await ReadModel.open({ pool, schema: settings.schema, log });
  cleanup.push(() => readModel.stop());
  const keep = <T>(work: () => Promise<T>) => persist(work, { signal: stopping.signal, log });

  const start = await findStart({ options, l1, batches, readModel });
  let lastStored = start.batch;
  const sizes = await batches.sizesAfter(await postedBatch(l1));
  const store = async (batch: StoredBatch) => {
    await keep(() => batches.add(batch));
    sizes.set(batch.number, batch.input.data.length);
    lastStored = batch.number;
    if (batch.snapshot !== null) await keep(() => batches.addSnapshot(snapshotOf(batch)));
  };
  const recovered = await recover({
    start,
    chainId: l1.chainId,
    rollup,
    verifier,
    runs: journal.runsAfter(start.batch),
    knownRoots: await batches.rootsAfter(start.batch),
    replayed: (operations) => readModel.feed(operations),
    store,
  });
  cleanup.push(() => recovered.roots.stop());
  log(
    `recovered batch ${recovered.executor.number} at operation ${recovered.executor.nextSeq - 1} ` +
      `(${recovered.replayedOperations} replayed after the snapshot of batch ${start.batch})`,
  );

  let postingTrouble: string | null = null;
  const countOperations = (operations: readonly Recorded[]) => {
    for (const { operation, executed } of operations) {
      const { name } = OPERATION_BY_KIND[operation[0]!]!;
      metrics.operations.inc({ kind: name, outcome: String(executed.outcome) });
      if (executed.effects.fills.length > 0) metrics.fills.inc(executed.effects.fills.length);
    }
  };
  const engine: Engine = new Engine({
    executor: recovered.executor,
    openedFrom: recovered.openedFrom,
    commit: async (runs) => {
      const end = metrics.commitSeconds.startTimer();
      await journal.append(runs);
      end();
    },
    roots: (sealed, what) => recovered.roots.seal(sealed, what),
    store: async (batch) => {
      await store(batch);
      on.sealed?.({
        number: batch.number,
        operations: batch.input.operations,
        orders: batch.orders,
        bytes: batch.input.data.length,
        inboxItems: batch.input.inbox.length,
        root: bytesToHex(batch.root),
      });
      void ensureJobs();
    },
    committed: (operations) => {
      countOperations(operations);
      readModel.feed(operations);
    },
    trouble,
    receipts,
    nowMs: () => performance.now(),
    settings,
    failed: (error) => {
      log(
        `the engine stopped: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      on.failed?.(error);
    },
  });

  const sender = new RollupSender({ l1, batches, on });
  const jobs = await Jobs.start({
    databaseUrl: options.databaseUrl,
    schema: `${settings.schema}_jobs`,
    redisUrl: options.redisUrl,
    sender,
    claims: settings.claims,
    log,
    onHealth: (next) => (postingTrouble = next),
  });
  cleanup.push(() => jobs.stop());

  let heads: Heads | null = null;
  let ensuredAtMs = -Infinity;
  let claimsCheckedAtMs = -Infinity;
  let isEnsuring = false;
  /** Asks for what L1 lacks; a job that is there already is not doubled. */
  const ensureJobs = async (): Promise<void> => {
    if (stopping.signal.aborted || heads === null || isEnsuring) return;
    isEnsuring = true;
    ensuredAtMs = performance.now();
    try {
      if (heads.posted < lastStored) await jobs.add('post', lastStored);
      if (!settings.claims) return;
      if (heads.posted > heads.settled) {
        const isOld = performance.now() - claimsCheckedAtMs > CHECK_CLAIMS_MS;
        if (isOld || sender.claimedTo < heads.posted) await jobs.add('claim', heads.posted);
        if (isOld) claimsCheckedAtMs = performance.now();
        if (await settlementIsDue(l1, heads)) await jobs.add('settle', heads.settled + 1);
      }
    } catch (error) {
      if (!stopping.signal.aborted && trouble() === null) log(`jobs: ${shortMessage(error)}`);
    } finally {
      isEnsuring = false;
    }
  };
  const watcher: Watcher = new Watcher({
    l1,
    pollMs: settings.l1PollMs,
    staleMs: settings.l1StaleMs,
    inboxNext: recovered.executor.inboxNext,
    onHeads: (next) => {
      heads = next;
      for (const number of sizes.keys()) if (number <= next.posted) sizes.delete(number);
      engine.setHead(next.timeSec);
      if (performance.now() - ensuredAtMs > ENSURE_JOBS_MS) void ensureJobs();
    },
    onInbox: (items) => engine.addInbox(items),
    onHealth: () => started && checkHealth(),
  });
  await checkChain({ l1, batches, lastStored });
  await watcher.start();
  cleanup.push(() => watcher.stop());
  const healthTimer = setInterval(checkHealth, 500);
  healthTimer.unref();
  cleanup.push(() => clearInterval(healthTimer));

  const signatures = new SignaturePool({ domain, threads: settings.signatureThreads });
  cleanup.push(() => signatures.stop());
  const unpostedBytes = () =>
    sizes.values().reduce((sum, size) => sum + size, engine.executor.bytes);

  const refuse = (refusal: Refusal): never => {
    metrics.refusals.inc({ reason: refusal.refusal });
    throw refusal;
  };
  const admit = async (
    operation: Uint8Array,
    { isCancel }: { isCancel: boolean },
  ): Promise<Answer> => {
    if (stopping.signal.aborted) refuse(new Refusal('stopping'));
    if (engine.failure !== null) refuse(new Refusal('unhealthy', 'the engine has stopped'));
    const found = trouble();
    if (found !== null) refuse(new Refusal('unhealthy', found));
    const queueMax = settings.queueMax * (isCancel ? CANCEL_QUEUE_FACTOR : 1);
    if (engine.queued >= queueMax) refuse(new Refusal('queueFull'));
    if (!isCancel) {
      if (unpostedBytes() >= settings.unpostedBytesMax) refuse(new Refusal('unpostedFull'));
      if (readModel.waiting > READ_MODEL_WAITING_MAX) refuse(new Refusal('queueFull'));
    }
    const nameHash = nameHashOf(engine, operation);
    const answer = engine.submit(operation, signatures.recover(operation, nameHash));
    return within(answer, settings.ackTimeoutMs, () => {
      metrics.refusals.inc({ reason: 'outcomeUnknown' });
      return new OutcomeUnknown(keccak256(operation));
    });
  };

  const housekeeping = new Housekeeping(engine.state);
  const keepHouse = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await sleep(HOUSEKEEPING_MS, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted || trouble() !== null) continue;
      const due = housekeeping.due().map((operation) => admit(operation, { isCancel: false }));
      await Promise.allSettled(due);
    }
  };
  const house = settings.housekeeping ? keepHouse() : Promise.resolve();

  const health = (): Health => ({
    acknowledging: trouble() === null && engine.failure === null && !stopping.signal.aborted,
    l1: watcher.trouble,
    database: journal.trouble,
    posting: postingTrouble,
  });
  const context: ApiContext = {
    settings,
    chainId: l1.chainId,
    addresses: l1.addresses,
    receiptSigner: bytesToHex(addressOfKey(receiptKey)),
    state: engine.state,
    index: new StateIndex(engine.state),
    batches,
    readModel,
    registry: metrics.registry,
    heads: () => heads,
    health,
    progress: () => ({
      seq: engine.executor.nextSeq - 1,
      batch: engine.executor.number,
      batchBytes: engine.executor.bytes,
      queued: engine.queued,
      unpostedBytes: unpostedBytes(),
    }),
    admit,
    signReceipt: (terms) => signReceipts([terms], receipts)[0]!,
  };
  registerGauges(metrics, context);
  const app = await buildServer(context, log);
  const url = await app.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 0 });
  started = true;
  checkHealth();
  log(`sequencer serves ${url}`);

  let ended: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    // What was taken in is finished first: requests under way get their acknowledgement.
    const closing = app.close();
    await Promise.race([closing, sleep(STOP_MS_MAX, undefined, { ref: false })]);
    stopping.abort();
    await Promise.race([engine.drain(), sleep(STOP_MS_MAX, undefined, { ref: false })]);
    await house;
    await watcher.stop();
    clearInterval(healthTimer);
    await jobs.stop();
    await Promise.race([readModel.settled(), sleep(STOP_MS_MAX, undefined, { ref: false })]);
    readModel.stop();
    await signatures.stop();
    await recovered.roots.stop();
    await journal.close();
    await Promise.race([pool.end(), sleep(STOP_MS_MAX, undefined, { ref: false })]);
  };
  return { url, stop: () => (ended ??= stop()) };
}

/** The latest snapshot that the read model can be brought up to date from, else genesis. */
async function findStart(parts: {
  options: SequencerOptions;
  l1: L1;
  batches: Batches;
  readModel: ReadModel;
}): Promise<Snapshot> {
  const { options, l1, batches, readModel } = parts;
  const genesis = await readGenesis(l1, options.genesis);
  const snapshot = await batches.latestSnapshot(readModel.seq);
  if (snapshot !== null) return snapshot;
  return {
    batch: 0,
    nextSeq: 1,
    inboxNext: 0,
    timeSec: genesis.timeSec,
    hash: genesis.hash,
    root: genesis.root,
    tables: packState(genesis.state),
  };
}

function snapshotOf({ number, hash, root, snapshot, input }: StoredBatch): Snapshot {
  return {
    batch: number,
    nextSeq: input.firstSeq + input.operations,
    inboxNext: input.inboxFrom + input.inbox.length,
    timeSec: input.timeSec,
    hash,
    root,
    tables: snapshot!,
  };
}

async function postedBatch(l1: L1): Promise<number> {
  const read = { address: l1.addresses.rollup, abi: rollupAbi } as const;
  return Number(await l1.public.readContract({ ...read, functionName: 'tipNumber' }));
}

/** INVARIANT: L1 never holds a batch that the journal does not. */
async function checkChain(parts: { l1: L1; batches: Batches; lastStored: number }): Promise<void> {
  const { l1, batches, lastStored } = parts;
  const read = { address: l1.addresses.rollup, abi: rollupAbi } as const;
  const tip = await postedBatch(l1);
  if (tip > lastStored) {
    throw new OperationalError(
      'fatal',
      `L1 holds batch ${tip}, the journal ends at batch ${lastStored}: is this its database?`,
    );
  }
  if (tip === 0) return;
  const ours = await batches.get(tip);
  const theirs = await l1.public.readContract({
    ...read,
    functionName: 'batchOf',
    args: [BigInt(tip)],
  });
  if (ours === null || !equalBytes(ours.hash, hexToBytes(theirs.hash))) {
    throw new OperationalError('fatal', `L1 holds another batch ${tip} than the journal`);
  }
}

async function settlementIsDue(l1: L1, { settledClaim, timeSec }: Heads): Promise<boolean> {
  const read = { address: l1.addresses.rollup, abi: rollupAbi } as const;
  const [{ firstClaimedAt }, period] = await Promise.all([
    l1.public.readContract({ ...read, functionName: 'contest', args: [settledClaim] }),
    l1.public.readContract({ ...read, functionName: 'CHALLENGE_PERIOD' }),
  ]);
  return firstClaimedAt !== 0n && BigInt(timeSec) > firstClaimedAt + period;
}

/** What an order's digest needs of the state. */
function nameHashOf({ state }: Engine, operation: Uint8Array): Uint8Array | null {
  if (operation[0] !== PLACE_ORDER_KIND) return null;
  const instrument = new DataView(operation.buffer, operation.byteOffset).getUint32(15);
  if (instrument === 0 || instrument > state.globals.instrumentCount()) return null;
  return state.instruments.nameHash(instrument);
}

async function within<T>(work: Promise<T>, ms: number, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), ms);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function registerGauges(metrics: Metrics, { progress, heads, readModel }: ApiContext): void {
  metrics.gauge('seq', 'Last operation executed', () => progress().seq);
  metrics.gauge('batch', 'The open batch', () => progress().batch);
  metrics.gauge('batch_bytes', 'Bytes in the open batch', () => progress().batchBytes);
  metrics.gauge('queued', 'Operations waiting', () => progress().queued);
  metrics.gauge('unposted_bytes', 'Bytes that L1 does not hold', () => progress().unpostedBytes);
  metrics.gauge('posted_batch', 'Last batch on L1', () => heads()?.posted ?? 0);
  metrics.gauge('settled_batch', 'Last settled batch', () => heads()?.settled ?? 0);
  metrics.gauge('read_model_waiting', 'Operations not in the read model', () => readModel.waiting);
}
