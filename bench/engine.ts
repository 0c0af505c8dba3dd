/** The engine: authentication, matching, fees, margin of both sides, batches and, apart, signatures and roots. */
import { domainOf } from '../protocol/authenticate.ts';
import { encodePlaceOrder } from '../protocol/generated/codec.ts';
import { StateTree } from '../protocol/merkle.ts';
import { ACCEPTED, CODE } from '../protocol/rejections.ts';
import { recoverAddress } from '../protocol/signatures.ts';
import { signedDigests } from '../protocol/signed.ts';
import type { State } from '../protocol/state.ts';
import type { Executor } from '../sequencer/engine/executor.ts';
import { Exchange } from '../test/fixtures/exchange.ts';
import { signerOf, signOperation } from '../test/fixtures/sign.ts';
import { type FlowStep, makeFlow } from './flow.ts';
import {
  ACCOUNTS,
  type FilterAnswers,
  head,
  type MarketOptions,
  type OpenEngine,
  openEngine,
  type Prepared,
} from './openEngine.ts';

/** Operations between two prints of the index, each a second after the one before. */
const PRINT_EVERY = 5_000;

export interface EngineOptions extends MarketOptions {
  /** Whether margins are looked at in floats first; the warm-up always does. */
  readonly filtered?: boolean;
  readonly warm?: number;
  readonly steps?: number;
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
  /** Null where it was off. */
  readonly filter: FilterAnswers | null;
}

export interface SignedEngineFigures extends EngineFigures {
  readonly withSignaturesPerSec: number;
  readonly signatureChecksPerSec: number;
  readonly rootsPerSec: number;
  readonly dirtyPerRoot: number;
}

/** With signatures and roots as well, on the lightest load. */
export function benchSignedEngine({
  warm = 100_000,
  steps = 300_000,
  signed = 20_000,
} = {}): SignedEngineFigures {
  const engine = openEngine({ spread: false });
  const flow = new FlowRun(engine, warm + steps + signed);
  const figures = measure(engine, flow, { warm, steps });
  return {
    ...figures,
    withSignaturesPerSec: flow.runSigned(warm + steps),
    signatureChecksPerSec: benchSignatures(),
    ...benchRoots(engine.executor),
  };
}

export function benchEngine(options: EngineOptions = {}): EngineFigures {
  const { warm = 100_000, steps = 300_000, filtered = true } = options;
  const engine = openEngine(options);
  return measure(engine, new FlowRun(engine, warm + steps), { warm, steps, filtered });
}

function measure(
  { executor, tally }: OpenEngine,
  flow: FlowRun,
  { warm, steps, filtered = true }: { warm: number; steps: number; filtered?: boolean },
): EngineFigures {
  flow.run(0, warm);
  Object.assign(flow.counts, { accepted: 0, batches: 0, marginRejections: 0, fills: 0 });
  Object.assign(tally, { asked: 0, unknown: 0, fails: 0, isOff: !filtered });
  const startMs = performance.now();
  const startCpu = process.cpuUsage();
  flow.run(warm, warm + steps);
  const spentSec = (performance.now() - startMs) / 1000;
  const cpu = process.cpuUsage(startCpu);
  const orders = flow.countOrders(warm, warm + steps);
  const { asked, unknown, fails } = tally;
  return {
    ...flow.counts,
    operationsPerSec: steps / spentSec,
    ordersPerSec: orders / spentSec,
    ordersPerCpuSec: orders / ((cpu.user + cpu.system) / 1_000_000),
    positionsPerAccount: positionsPerAccount(executor.state),
    resting: executor.state.globals.orderCount(),
    filter: filtered ? { asked, unknown, fails } : null,
  };
}

/** The flow as operations of an engine, from one to another. */
class FlowRun {
  readonly counts = { accepted: 0, batches: 0, marginRejections: 0, fills: 0 };
  readonly #engine: OpenEngine;
  readonly #flow: readonly FlowStep[];
  readonly #operations: readonly Prepared[];
  readonly #resting: ReturnType<typeof cancelTargets>;

  constructor(engine: OpenEngine, length: number) {
    this.#engine = engine;
    this.#flow = makeFlow(length);
    this.#operations = this.#flow.map(engine.encode);
    this.#resting = cancelTargets(this.#operations);
  }

  run(from: number, to: number): void {
    for (let i = from; i < to; i++) {
      if (i % PRINT_EVERY === 0) this.#engine.print();
      this.#execute(this.#operations[i], this.#operations[i].signers);
    }
  }

  /** With a check of every signature on the engine's own core. @returns operations a second */
  runSigned(from: number): number {
    let spentMs = 0;
    for (const operation of this.#operations.slice(from)) {
      const signed = this.#engine.sign(operation);
      const fromMs = performance.now();
      this.#execute(signed, null);
      spentMs += performance.now() - fromMs;
    }
    return ((this.#operations.length - from) / spentMs) * 1000;
  }

  countOrders(from: number, to: number): number {
    return this.#flow.slice(from, to).filter(({ kind }) => kind === 'place').length;
  }

  #execute({ operation, id }: Prepared, signers: readonly Uint8Array[] | null): void {
    const { counts } = this;
    const { executor } = this.#engine;
    if (!executor.fits(operation[0], operation.length)) {
      executor.seal();
      counts.batches += 1;
    }
    const { outcome, effects } = executor.execute(operation, signers);
    if (outcome === ACCEPTED) counts.accepted += 1;
    if (outcome === CODE.initialMargin) counts.marginRejections += 1;
    counts.fills += effects.fills.length;
    const rested = effects.rested[0];
    if (rested !== undefined) this.#resting.set(id, rested.order, rested.generation);
  }
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
