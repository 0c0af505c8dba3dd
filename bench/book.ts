/** The book alone: the same flow through ours and through nodejs-order-book, in the same run. */
import { OrderBook, Side } from 'nodejs-order-book';
import { bestLevel, BUY, crosses } from '../protocol/book/levels.ts';
import { removeOrder, restOrder } from '../protocol/book/orders.ts';
import { Machine } from '../protocol/machine.ts';
import { State } from '../protocol/state.ts';
import { testHeader, trustingSignatures } from '../test/fixtures/exchange.ts';
import { type FlowStep, makeFlow } from './flow.ts';

const INSTRUMENT = 1;
const ACCOUNTS = 256;

export interface BookFigures {
  readonly operationsPerSec: number;
  readonly peerOperationsPerSec: number;
  readonly ratio: number;
  readonly resting: number;
  readonly peerResting: number;
}

export function benchBook({
  resting,
  steps = 400_000,
}: {
  resting: number;
  steps?: number;
}): BookFigures {
  const warm = 10 * resting;
  const flow = makeFlow(warm + steps, resting);
  const ours = new OurBook(flow.length + 2);
  const peer = new PeerBook(flow.length + 2);
  const operationsPerSec = rate(flow, ours, warm);
  const peerOperationsPerSec = rate(flow, peer, warm);
  return {
    operationsPerSec,
    peerOperationsPerSec,
    ratio: operationsPerSec / peerOperationsPerSec,
    resting: ours.resting,
    peerResting: peer.resting,
  };
}

interface Book {
  readonly resting: number;
  apply(step: FlowStep): void;
}

function rate(flow: readonly FlowStep[], book: Book, warm: number): number {
  for (let i = 0; i < warm; i++) book.apply(flow[i]);
  const startMs = performance.now();
  for (let i = warm; i < flow.length; i++) book.apply(flow[i]);
  return ((flow.length - warm) / (performance.now() - startMs)) * 1000;
}

/** The protocol's book functions on a state, without accounts' money and margin. */
class OurBook implements Book {
  readonly #machine = new Machine({
    state: new State(),
    input: { header: testHeader(), data: new Uint8Array(0), inbox: [] },
    signatures: trustingSignatures,
    events: { removed: ({ order }) => this.#forget(order) },
  });
  /** Order id by flow id and back; 0 where there is none. */
  readonly #orderOf: Uint32Array;
  readonly #flowOf: Uint32Array;
  resting = 0;

  constructor(flowIds: number) {
    this.#orderOf = new Uint32Array(flowIds);
    this.#flowOf = new Uint32Array(flowIds);
  }

  apply(step: FlowStep): void {
    const machine = this.#machine;
    if (step.kind === 'cancel') {
      const order = this.#orderOf[step.id];
      if (order !== 0) removeOrder(machine, order, 'cancelled');
    } else {
      const left = this.#trade(step);
      if (left > 0 && !step.aggressive) this.#rest(step, left);
    }
    machine.state.journal.savepoint();
  }

  #trade({ side, ticks, lots }: FlowStep & { kind: 'place' }): number {
    const { state } = this.#machine;
    const opposite = { instrument: INSTRUMENT, side: 1 - side };
    let left = lots;
    while (left > 0) {
      const level = bestLevel(state, opposite);
      if (level === 0 || !crosses(side, ticks, state.levels.priceCents(level))) break;
      const maker = state.levels.head(level);
      const resting = state.orders.quantityE4(maker);
      const filled = Math.min(left, resting);
      left -= filled;
      if (filled === resting) removeOrder(this.#machine, maker, 'filled');
      else state.orders.setQuantityE4(maker, resting - filled);
    }
    return left;
  }

  #rest({ id, side, ticks }: FlowStep & { kind: 'place' }, left: number): void {
    const order = restOrder(this.#machine, {
      account: 1 + (id % ACCOUNTS),
      instrument: INSTRUMENT,
      side,
      priceCents: ticks,
      quantityE4: left,
    });
    this.#orderOf[id] = order;
    this.#flowOf[order] = id;
    this.resting += 1;
  }

  #forget(order: number): void {
    this.#orderOf[this.#flowOf[order]] = 0;
    this.resting -= 1;
  }
}

class PeerBook implements Book {
  readonly #book = new OrderBook();
  /** Made beforehand: turning numbers into strings is not the peer's work. */
  readonly #names: readonly string[];

  constructor(flowIds: number) {
    this.#names = Array.from({ length: flowIds }, (_, id) => String(id));
  }

  get resting(): number {
    return this.#names.filter((name) => this.#book.order(name) !== undefined).length;
  }

  apply(step: FlowStep): void {
    const id = this.#names[step.id];
    if (step.kind === 'cancel') {
      this.#book.cancel(id);
      return;
    }
    const side = step.side === BUY ? Side.BUY : Side.SELL;
    const timeInForce = (step.aggressive ? 'IOC' : 'GTC') as never;
    this.#book.limit({ id, side, size: step.lots, price: step.ticks, timeInForce });
  }
}
