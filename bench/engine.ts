/** The engine: authentication, matching, fees, margin of both sides, batches and, apart, signatures and roots. */
import { domainOf } from '../protocol/authenticate.ts';
import {
  encodeCancelOrder,
  encodePlaceOrder,
  encodePublishPrices,
  PUBLISH_PRICES_KIND,
} from '../protocol/generated/codec.ts';
import { expirySec } from '../protocol/instrument.ts';
import type { MarginFilter } from '../protocol/margin/evaluate.ts';
import { StateTree } from '../protocol/merkle.ts';
import { FULL_CONFIDENCE_E4, MODEL_STANDARD } from '../protocol/params.ts';
import { ACCEPTED, CODE } from '../protocol/rejections.ts';
import { recoverAddress } from '../protocol/signatures.ts';
import { signedDigests } from '../protocol/signed.ts';
import { keyIndex, type State } from '../protocol/state.ts';
import { black76 } from '../scripts/market/black76.ts';
import { Exchange, START_DAY, START_SEC } from '../test/fixtures/exchange.ts';
import { nameSigners, signerOf, signOperation } from '../test/fixtures/sign.ts';
import { Executor } from '../sequencer/engine/executor.ts';
import { createMarginFilter } from '../sequencer/engine/filter.ts';
import { type FlowStep, makeFlow } from './flow.ts';

const ACCOUNTS = 256;
/** Calls and puts of eight strikes on each day ahead. */
const DAYS_AHEAD = [7, 14, 28, 56];
const STRIKES = 8;
const INSTRUMENTS = DAYS_AHEAD.length * STRIKES * 2;
const INDEX_CENTS = 6_000_000;
/** Operations between two prints of the index, each a second after the one before. */
const PRINT_EVERY = 5_000;
const TICK_CENTS = 100;
const USD = 1_000_000;

export interface EngineOptions {
  readonly model?: number;
  /** Whether margins are looked at in floats first. */
  readonly filtered?: boolean;
  /** Of each account. With little some orders fail on margin once dozens of positions are held. */
  readonly cashUsd?: number;
  /** Every account trades every instrument; otherwise one of the first 16, which is the lightest load. */
  readonly spread?: boolean;
  readonly warm?: number;
  readonly steps?: number;
  /** Operations of the flow's end that are run with a check of every signature on the engine's own core. */
  readonly signed?: number;
}

export interface EngineFigures {
  readonly operationsPerSec: number;
  readonly ordersPerSec: number;
  /** Of processor time, garbage collection and compiler threads included: a busy machine changes it less. */
  readonly ordersPerCpuSec: number;
  readonly batches: number;
  readonly accepted: number;
  readonly marginRejections: number;
  readonly fills: number;
  readonly positionsPerAccount: number;
  readonly resting: number;
  readonly filter: Tally;
}

export interface SignedEngineFigures extends EngineFigures {
  readonly withSignaturesPerSec: number;
  readonly signatureChecksPerSec: number;
  readonly rootsPerSec: number;
  readonly dirtyPerRoot: number;
}

/** With signatures and roots as well. */
export function benchSignedEngine(signed = 20_000): SignedEngineFigures {
  const engine = openEngine({ spread: false });
  const flow = runFlow(engine, { signed });
  return {
    ...flow,
    signatureChecksPerSec: benchSignatures(),
    ...benchRoots(engine.executor),
  };
}

export function benchEngine(options: EngineOptions = {}): EngineFigures {
  return runFlow(openEngine(options), options);
}

function runFlow(
  engine: OpenEngine,
  { warm = 100_000, steps = 300_000, signed = 0 }: EngineOptions,
): EngineFigures & { withSignaturesPerSec: number } {
  const { executor, encode, sign, print, tally } = engine;
  const flow = makeFlow(warm + steps + signed);
  const operations = flow.map(encode);
  const resting = cancelTargets(operations);
  const counts = { accepted: 0, batches: 0, marginRejections: 0, fills: 0 };
  const execute = ({ operation, signers, id }: Prepared, isSigned: boolean): void => {
    if (!executor.fits(operation[0], operation.length)) {
      executor.seal();
      counts.batches += 1;
    }
    const { outcome, effects } = executor.execute(operation, isSigned ? null : signers);
    if (outcome === ACCEPTED) counts.accepted += 1;
    if (outcome === CODE.initialMargin) counts.marginRejections += 1;
    counts.fills += effects.fills.length;
    const rested = effects.rested[0];
    if (rested !== undefined) resting.set(id, rested.order, rested.generation);
  };
  const run = (from: number, to: number): void => {
    for (let i = from; i < to; i++) {
      if (i % PRINT_EVERY === 0) print();
      execute(operations[i], false);
    }
  };
  run(0, warm);
  Object.assign(counts, { accepted: 0, batches: 0, marginRejections: 0, fills: 0 });
  Object.assign(tally, { asked: 0, unknown: 0, fails: 0 });
  const startMs = performance.now();
  const startCpu = process.cpuUsage();
  run(warm, warm + steps);
  const spentSec = (performance.now() - startMs) / 1000;
  const cpu = process.cpuUsage(startCpu);
  const orders = flow.slice(warm, warm + steps).filter(({ kind }) => kind === 'place').length;
  const figures = { ...counts, filter: { ...tally } };
  let signedMs = 0;
  for (let i = warm + steps; i < flow.length; i++) {
    const prepared = sign(operations[i]);
    const fromMs = performance.now();
    execute(prepared, true);
    signedMs += performance.now() - fromMs;
  }
  return {
    ...figures,
    operationsPerSec: steps / spentSec,
    ordersPerSec: orders / spentSec,
    ordersPerCpuSec: orders / ((cpu.user + cpu.system) / 1_000_000),
    withSignaturesPerSec: (signed / signedMs) * 1000,
    positionsPerAccount: positionsPerAccount(executor.state),
    resting: executor.state.globals.orderCount(),
  };
}

/** Answers of the filter. */
export interface Tally {
  asked: number;
  unknown: number;
  /** Initial margin surely negative, maintenance margin not surely. */
  fails: number;
}

function positionsPerAccount({ accounts }: State): number {
  let positions = 0;
  for (let account = 1; account <= ACCOUNTS; account++)
    positions += accounts.positionCount(account);
  return positions / ACCOUNTS;
}

/** Recovery with the digest, as an admission thread does it. */
function benchSignatures(count = 20_000): number {
  const header = new Exchange().machine.input.header;
  const domain = domainOf(header);
  const nameHash = new Uint8Array(32).fill(3);
  const operation = signOperation(
    encodePlaceOrder({
      ...head(1, 0),
      instrument: 1,
      side: 0,
      timeInForce: 0,
      priceCents: 100,
      quantityE4: 100,
    }),
    [signerOf('owner 1')],
    { domain, nameHash },
  );
  const startMs = performance.now();
  for (let i = 0; i < count; i++) {
    const [{ digest, signature }] = signedDigests(operation, { domain, nameHash }) as [
      { digest: Uint8Array; signature: Uint8Array },
    ];
    if (recoverAddress(digest, signature) === null) throw new Error('the signature is good');
  }
  return (count / (performance.now() - startMs)) * 1000;
}

/** Root updates after a batch's worth of operations: 1,000 dirty leaves. */
function benchRoots(executor: Executor): { rootsPerSec: number; dirtyPerRoot: number } {
  const { state } = executor;
  const tree = new StateTree(state);
  const rounds = 50;
  const dirtyPerRoot = 1000;
  let spentMs = 0;
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < dirtyPerRoot; i++) {
      const order = 1 + ((round * 7919 + i * 31) % state.globals.orderCount());
      state.orders.setQuantityE4(order, state.orders.quantityE4(order));
    }
    state.journal.savepoint();
    const startMs = performance.now();
    tree.update();
    spentMs += performance.now() - startMs;
  }
  return { rootsPerSec: (rounds / spentMs) * 1000, dirtyPerRoot };
}

interface Prepared {
  readonly operation: Uint8Array;
  readonly signers: readonly Uint8Array[];
  readonly id: number;
  readonly account: number;
  readonly instrument: number;
  readonly cancels: number | null;
}

interface OpenEngine {
  readonly executor: Executor;
  readonly encode: (step: FlowStep) => Prepared;
  /** Puts a real signature in the place of the signer's name. */
  readonly sign: (prepared: Prepared) => Prepared;
  /** Moves time on by a second and the index by a dollar or so. */
  readonly print: () => void;
  readonly tally: Tally;
}

/** An exchange with funded accounts, listed options and surfaces, handed to the sequencer's executor. */
function openEngine(options: EngineOptions): OpenEngine {
  const { model = MODEL_STANDARD, filtered = true } = options;
  const { cashUsd = 1_000_000, spread = true } = options;
  const exchange = new Exchange();
  const middles: number[] = [];
  exchange.print(0, INDEX_CENTS, INDEX_CENTS);
  for (const ahead of DAYS_AHEAD) {
    const day = START_DAY + ahead;
    exchange.surface({ day });
    for (let i = 0; i < STRIKES; i++) {
      const strikeCents = 5_400_000 + i * 200_000;
      for (const put of [false, true]) {
        exchange.list({ day, strikeCents, put });
        middles.push(middleOf({ day, strikeCents, put }));
      }
    }
  }
  for (let i = 0; i < ACCOUNTS; i++) {
    const account = exchange.open(cashUsd * USD);
    if (model !== MODEL_STANDARD) exchange.setMarginModel(account, model);
  }
  const { chainId, rollup, verifier } = exchange.machine.input.header;
  const timeSec = exchange.state.globals.timeSec();
  const tally = { asked: 0, unknown: 0, fails: 0 };
  const executor = new Executor({
    state: exchange.state,
    filter: filtered ? countingFilter(tally) : undefined,
    place: { chainId, rollup, verifier, number: 1, inboxNext: 0, parentTimeSec: timeSec, seq: 1 },
  });
  executor.headTimeSec = timeSec;
  const nonces = new Float64Array(ACCOUNTS + 1);
  const encode = (step: FlowStep): Prepared => {
    const account = 1 + (step.id % ACCOUNTS);
    const instrument = spread
      ? 1 + ((step.id + Math.floor(step.id / ACCOUNTS)) % INSTRUMENTS)
      : 1 + (step.id % 16);
    const signers = [exchange.owner(account).address];
    const terms = head(account, nonces[account]++);
    const operation =
      step.kind === 'cancel'
        ? encodeCancelOrder({ ...terms, order: 0, generation: 0 })
        : encodePlaceOrder({
            ...terms,
            instrument,
            side: step.side,
            timeInForce: step.aggressive ? 1 : 0,
            priceCents: Math.max(
              middles[instrument - 1] + (step.ticks - 1000) * TICK_CENTS,
              TICK_CENTS,
            ),
            quantityE4: step.lots * 100,
          });
    return {
      operation: nameSigners(operation, [exchange.owner(account)]),
      signers,
      id: step.id,
      account,
      instrument,
      cancels: step.kind === 'cancel' ? step.id : null,
    };
  };
  const domain = domainOf(exchange.machine.input.header);
  const sign = (prepared: Prepared): Prepared => {
    const { operation, account, instrument } = prepared;
    const nameHash = exchange.state.instruments.nameHash(instrument);
    signOperation(operation, [exchange.owner(account)], { domain, nameHash });
    return prepared;
  };
  return { executor, encode, sign, print: () => printIndex(executor), tally };
}

/** About the mark, on the tick. */
function middleOf(terms: { day: number; strikeCents: number; put: boolean }): number {
  const years = (expirySec(terms.day) - START_SEC) / 31_536_000;
  const dollars = black76({
    forward: 60_000,
    strike: terms.strikeCents / 100,
    years,
    volatility: 0.6,
    put: terms.put,
  });
  return Math.max(Math.round(dollars), 1) * TICK_CENTS;
}

function printIndex(executor: Executor): void {
  executor.headTimeSec = executor.state.globals.timeSec() + 1;
  if (!executor.fits(PUBLISH_PRICES_KIND, 1000)) executor.seal();
  executor.advanceTime();
  const timeSec = executor.headTimeSec;
  const priceCents = INDEX_CENTS + ((timeSec * 7919) % 20_000);
  const signers = ['publisher 0', 'publisher 1'].map(signerOf);
  const entries = signers.map((_, publisher) => ({
    publisher,
    priceCents,
    confidenceE4: FULL_CONFIDENCE_E4,
    timeSec,
    signature: new Uint8Array(64),
  }));
  const operation = encodePublishPrices({ underlying: 0, entries });
  const { outcome } = executor.execute(
    operation,
    signers.map(({ address }) => address),
  );
  if (outcome !== ACCEPTED) throw new Error(`the print was rejected: ${outcome}`);
}

function countingFilter(tally: Tally): MarginFilter {
  const filter = createMarginFilter();
  return (state, account) => {
    const sign = filter(state, account);
    tally.asked += 1;
    if (sign === 'unknown') tally.unknown += 1;
    if (sign === 'fails') tally.fails += 1;
    return sign;
  };
}

/** Writes the id that an order came to rest under into the cancel that will name it. */
function cancelTargets(operations: readonly Prepared[]) {
  const cancelOf = new Map<number, Uint8Array>();
  for (const { cancels, operation } of operations)
    if (cancels !== null) cancelOf.set(cancels, operation);
  return {
    set(id: number, order: number, generation: number): void {
      const operation = cancelOf.get(id);
      if (operation === undefined) return;
      const view = new DataView(operation.buffer, operation.byteOffset);
      view.setUint32(15, order);
      view.setUint32(19, generation);
    },
  };
}

function head(account: number, nonce: number) {
  return {
    key: keyIndex(account, 0),
    nonce,
    expiresAtSec: 2 ** 32 - 1,
    signature: new Uint8Array(64),
  };
}
