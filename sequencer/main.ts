/** Puts a sequencer together and takes it apart. */
import { setTimeout as sleep } from 'node:timers/promises';

import { bytesToHex, hexToBytes } from 'viem';

import { addressOfKey } from '../protocol/signatures.ts';
import type { State } from '../protocol/state.ts';
import { domainSeparator } from '../protocol/typedData.ts';
import { Admission } from './admission/admission.ts';
import { SignaturePool } from './admission/signatures.ts';
import { AuctionIndex } from './api/auctions.ts';
import type { ApiContext, Health } from './api/context.ts';
import { buildServer } from './api/server.ts';
import { StateIndex } from './api/views.ts';
import { Chores } from './batcher/chores.ts';
import { Jobs } from './batcher/jobs.ts';
import { RollupSender } from './batcher/rollup.ts';
import { Unposted } from './batcher/unposted.ts';
import { completeSettings } from './config.ts';
import { Engine, type StoredBatch } from './engine/engine.ts';
import { type Chore, Housekeeping, keepHouse } from './engine/housekeeping.ts';
import { Listing } from './engine/listing.ts';
import { signReceipts } from './engine/receipts.ts';
import { recover } from './engine/recover.ts';
import { shortMessage } from './errors.ts';
import { HealthWatch } from './health.ts';
import { Journal } from './journal/journal.ts';
import { connectL1 } from './l1/contracts.ts';
import { type Heads, Watcher } from './l1/watcher.ts';
import { MarginPool } from './margin/marginPool.ts';
import { Metrics } from './metrics.ts';
import type { Sequencer, SequencerOptions, Settings } from './options.ts';
import { checkChain, findStart, postedBatch, snapshotOf } from './startingPoint.ts';
import { Batches } from './store/batches.ts';
import { openPool, persist } from './store/pool.ts';
import { ReadModel } from './store/readModel.ts';
import { followVerifier } from './verifiers.ts';

const STOP_MS_MAX = 20_000;

/**
 * Starts a sequencer: recovers what it acknowledged, then serves.
 * @throws OperationalError `fatal` where journal, genesis or L1 contradict each other
 */
export async function startSequencer(options: SequencerOptions): Promise<Sequencer> {
  const opened: (() => unknown)[] = [];
  try {
    return await start(options, (close) => void opened.push(close));
  } catch (error) {
    for (const close of opened.toReversed()) await Promise.resolve(close()).catch(() => {});
    throw error;
  }
}

/** @param onFailure takes what has to be closed if a later part does not start */
async function start(
  options: SequencerOptions,
  onFailure: (close: () => unknown) => void,
): Promise<Sequencer> {
  const settings = completeSettings(options.settings);
  const { log = () => {}, on = {} } = options;
  const stopping = new AbortController();
  const metrics = new Metrics();
  const l1 = await connectL1({ ...options, privateKey: options.posterKey });
  const place = {
    chainId: l1.chainId,
    rollup: hexToBytes(l1.addresses.rollup),
    verifier: hexToBytes(l1.addresses.verifier),
  };
  const domain = domainSeparator(place);
  const receipts = { domain, privateKey: hexToBytes(options.receiptKey ?? options.posterKey) };

  // What was: journal, stores, and the state they add up to.
  const journal = await Journal.open({ ...place, ...settings, databaseUrl: options.databaseUrl });
  onFailure(() => journal.close());
  const pool = openPool(options.databaseUrl, log);
  onFailure(() => pool.end());
  const batches = new Batches({ pool, schema: settings.schema });
  const readModel = await ReadModel.open({ pool, schema: settings.schema, log });
  onFailure(() => readModel.stop());
  const rehashed = await followVerifier({ l1, batches });
  if (rehashed > 0) log(`the verifier changed: hashed ${rehashed} batches anew`);
  const unposted = new Unposted(await batches.unpostedAfter(await postedBatch(l1)));
  const from = await findStart({
    l1,
    batches,
    genesis: options.genesis,
    readModelSeq: readModel.seq,
  });
  let lastStored = from.batch;
  const store = async (batch: StoredBatch): Promise<void> => {
    const { number, snapshot, input } = batch;
    const keep = async (work: () => Promise<void>) =>
      persist(work, { signal: stopping.signal, log });
    await keep(() => batches.add(batch));
    if (snapshot !== null) await keep(() => batches.addSnapshot(snapshotOf(batch)));
    unposted.sealed(number, { sizeBytes: input.data.length, timeSec: input.timeSec });
    lastStored = number;
  };
  const recovered = await recover({
    start: from,
    ...place,
    marginFilter: settings.marginFilter,
    runs: journal.runsAfter(from.batch),
    known: await batches.knownAfter(from.batch),
    replayed: (operations) => readModel.feed(operations),
    store,
  });
  onFailure(() => recovered.roots.stop());
  const { executor, roots, replayedOperations } = recovered;
  log(
    `recovered batch ${executor.number} at operation ${executor.nextSeq - 1} ` +
      `(${replayedOperations} replayed after the snapshot of batch ${from.batch})`,
  );
  await checkChain({ l1, batches, lastStored });

  const auctions = new AuctionIndex(executor.state);

  // What is: the engine, L1 and the jobs between them.
  const engine: Engine = new Engine({
    executor,
    openedFrom: recovered.openedFrom,
    commit: async (runs) => metrics.timeCommit(journal.append(runs)),
    roots: async (sealed, what) => roots.seal(sealed, what),
    store: async (batch) => {
      await store(batch);
      on.sealed?.(describeSealed(batch));
      chores.stored(batch.number);
    },
    executed: (operation) => on.executed?.(operation, engine.state),
    committed: (operations) => {
      metrics.count(operations);
      auctions.see(operations);
      readModel.feed(operations);
    },
    trouble: () => health.trouble,
    receipts,
    nowMs: () => performance.now(),
    settings,
    failed: (error) => {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      log(`the engine stopped: ${text}`);
      on.failed?.(error);
    },
  });
  let heads: Heads | null = null;
  const watcher = new Watcher({
    l1,
    pollMs: settings.l1PollMs,
    staleMs: settings.l1StaleMs,
    inboxNext: executor.inboxNext,
    onHeads: (next) => {
      heads = next;
      unposted.posted(next.posted);
      engine.setHead(next.timeSec);
      chores.seen(next);
    },
    onInbox: (items) => engine.addInbox(items),
  });
  const health = new HealthWatch({ journal, watcher, engine, log, on });
  const sender = new RollupSender({ l1, batches, settings, on });
  let posting: string | null = null;
  const jobs = await Jobs.start({
    databaseUrl: options.databaseUrl,
    schema: `${settings.schema}_jobs`,
    redisUrl: options.redisUrl,
    sender,
    claims: settings.claims,
    log,
    onHealth: (words) => (posting = words),
  });
  onFailure(() => jobs.stop());
  const chores = new Chores({ l1, jobs, sender, claims: settings.claims, log }, lastStored);
  await watcher.start();
  onFailure(() => watcher.stop());
  health.start();
  onFailure(() => health.stop());

  // Who asks: admission and the API.
  const signatures = new SignaturePool({ domain, threads: settings.signatureThreads });
  onFailure(() => signatures.stop());
  const margins = new MarginPool();
  onFailure(() => margins.stop());
  const unpostedBytes = () => unposted.bytes + engine.executor.bytes;
  const admission = new Admission({
    engine,
    signatures,
    settings,
    trouble: () => health.trouble,
    unpostedBytes,
    unpostedSec: () => unposted.ageSec(heads?.timeSec ?? 0),
    readModelWaiting: () => readModel.waiting,
    isStopping: () => stopping.signal.aborted,
    refused: (reason) => metrics.refusals.inc({ reason }),
  });
  const house = keepHouse(choresOf(engine.state, settings), {
    signal: stopping.signal,
    admit: async (operation) => admission.admit(operation, { isCancel: false }),
  });
  const context: ApiContext = {
    settings,
    chainId: l1.chainId,
    addresses: l1.addresses,
    receiptSigner: bytesToHex(addressOfKey(receipts.privateKey)),
    state: engine.state,
    index: new StateIndex(engine.state),
    auctions,
    margins,
    batches,
    readModel,
    registry: metrics.registry,
    heads: () => heads,
    health: (): Health => ({
      acknowledging: health.trouble === null && engine.failure === null && !stopping.signal.aborted,
      l1: watcher.trouble,
      database: journal.trouble,
      posting,
    }),
    progress: () => ({
      seq: engine.executor.nextSeq - 1,
      batch: engine.executor.number,
      batchBytes: engine.executor.bytes,
      queued: engine.queued,
      unpostedBytes: unpostedBytes(),
    }),
    admit: async (operation, kind) => admission.admit(operation, kind),
    signReceipt: (terms) => signReceipts([terms], receipts)[0],
  };
  metrics.watch(context);
  const app = await buildServer(context, log);
  const url = await app.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 0 });
  log(`sequencer serves ${url}`);

  const stop = async (): Promise<void> => {
    // Requests under way get their acknowledgement first.
    await atMost(app.close());
    stopping.abort();
    await atMost(engine.drain());
    await house;
    health.stop();
    await watcher.stop();
    await atMost(chores.stop());
    await jobs.stop();
    await atMost(readModel.settled());
    readModel.stop();
    await signatures.stop();
    await margins.stop();
    await roots.stop();
    await journal.close();
    await atMost(pool.end());
  };
  let ended: Promise<void> | null = null;
  return {
    url,
    state: engine.state,
    stop: async () => {
      ended ??= stop();
      await ended.catch((error: unknown) => log(`stopping: ${shortMessage(error)}`));
    },
  };
}

function choresOf(state: State, settings: Settings): Chore[] {
  const rule = {
    dailies: settings.listDailies,
    weeklies: settings.listWeeklies,
    monthlies: settings.listMonthlies,
    quarterlies: settings.listQuarterlies,
    strikesPerSide: settings.listStrikesPerSide,
    widthPercent: settings.listWidthPercent,
  };
  return [
    ...(settings.housekeeping ? [new Housekeeping(state)] : []),
    ...(settings.listing ? [new Listing(state, rule)] : []),
  ];
}

/** A part that waits for L1 or the database does not hold up the end for ever. */
async function atMost(work: PromiseLike<unknown>): Promise<void> {
  await Promise.race([work, sleep(STOP_MS_MAX, undefined, { ref: false })]);
}

function describeSealed({ number, input, orders, root }: StoredBatch) {
  return {
    number,
    operations: input.operations,
    orders,
    bytes: input.data.length,
    inboxItems: input.inbox.length,
    root: bytesToHex(root),
  };
}
