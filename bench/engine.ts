/** The engine: authentication, matching, fees, margin of both sides, batches and, apart, signatures and roots. */
import { domainOf } from '../protocol/authenticate.ts';
import { encodeCancelOrder, encodePlaceOrder } from '../protocol/generated/codec.ts';
import { StateTree } from '../protocol/merkle.ts';
import { recoverAddress } from '../protocol/signatures.ts';
import { signedDigests } from '../protocol/signed.ts';
import { keyIndex } from '../protocol/state.ts';
import { Exchange } from '../test/fixtures/exchange.ts';
import { nameSigners, signerOf, signOperation } from '../test/fixtures/sign.ts';
import { Executor } from '../sequencer/engine/executor.ts';
import { type FlowStep, makeFlow } from './flow.ts';

const ACCOUNTS = 256;
const INSTRUMENTS = 16;
const MIDDLE_TICKS_CENTS = 100;
const USD = 1_000_000;

export interface EngineFigures {
  readonly operationsPerSec: number;
  readonly withSignaturesPerSec: number;
  readonly signatureChecksPerSec: number;
  readonly batches: number;
  readonly accepted: number;
  readonly resting: number;
  readonly rootsPerSec: number;
  readonly dirtyPerRoot: number;
}

/** @param signed operations of the flow's end that are run with a check of every signature on the engine's own core */
export function benchEngine({
  warm = 100_000,
  steps = 300_000,
  signed = 20_000,
} = {}): EngineFigures {
  const { executor, encode, sign } = openEngine();
  const flow = makeFlow(warm + steps + signed);
  const operations = flow.map(encode);
  const run = (from: number, to: number): { accepted: number; batches: number } => {
    let accepted = 0;
    let batches = 0;
    for (let i = from; i < to; i++) {
      const { operation, signers, id } = operations[i];
      if (!executor.fits(operation[0], operation.length)) {
        executor.seal();
        batches += 1;
      }
      const { outcome, effects } = executor.execute(operation, signers);
      if (outcome === 0) accepted += 1;
      const rested = effects.rested[0];
      if (rested !== undefined) resting.set(id, rested.order, rested.generation);
    }
    return { accepted, batches };
  };
  const resting = cancelTargets(operations);
  run(0, warm);
  const startMs = performance.now();
  const { accepted, batches } = run(warm, warm + steps);
  const operationsPerSec = (steps / (performance.now() - startMs)) * 1000;
  let signedMs = 0;
  for (let i = warm + steps; i < flow.length; i++) {
    const { operation, id } = sign(operations[i]);
    if (!executor.fits(operation[0], operation.length)) executor.seal();
    const fromMs = performance.now();
    const { effects } = executor.execute(operation, null);
    signedMs += performance.now() - fromMs;
    const rested = effects.rested[0];
    if (rested !== undefined) resting.set(id, rested.order, rested.generation);
  }
  return {
    operationsPerSec,
    signatureChecksPerSec: benchSignatures(),
    withSignaturesPerSec: (signed / signedMs) * 1000,
    batches,
    accepted,
    resting: executor.state.globals.orderCount(),
    ...benchRoots(executor),
  };
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

/** An exchange with funded accounts and listed options, handed to the sequencer's executor. */
function openEngine(): {
  executor: Executor;
  encode: (step: FlowStep) => Prepared;
  /** Puts a real signature in the place of the signer's name. */
  sign: (prepared: Prepared) => Prepared;
} {
  const exchange = new Exchange();
  for (let i = 0; i < ACCOUNTS; i++) exchange.open(20_000_000 * USD);
  exchange.print(0, 6_000_000, 6_000_000);
  for (let i = 0; i < INSTRUMENTS; i++) exchange.list({ strikeCents: 5_000_000 + i * 100_000 });
  const { chainId, rollup, verifier } = exchange.machine.input.header;
  const timeSec = exchange.state.globals.timeSec();
  const executor = new Executor({
    state: exchange.state,
    place: { chainId, rollup, verifier, number: 1, inboxNext: 0, parentTimeSec: timeSec, seq: 1 },
  });
  executor.headTimeSec = timeSec;
  const nonces = new Float64Array(ACCOUNTS + 1);
  const encode = (step: FlowStep): Prepared => {
    const account = 1 + (step.id % ACCOUNTS);
    const instrument = 1 + (step.id % INSTRUMENTS);
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
            priceCents: step.ticks * MIDDLE_TICKS_CENTS,
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
  return { executor, encode, sign };
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
