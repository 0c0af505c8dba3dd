/** Batches that fill L1's limit: one as busy as a good day's, one that makes as many steps and as much gas as it can. */
import { domainOf } from '../../protocol/authenticate.ts';
import { BUY, SELL } from '../../protocol/book/levels.ts';
import { GTC, IOC } from '../../protocol/book/match.ts';
import {
  encodeCancelOrder,
  encodePlaceOrder,
  type Header,
  OPERATION_BY_KIND,
} from '../../protocol/generated/codec.ts';
import { itemsPerPage } from '../../protocol/margin/evaluate.ts';
import { marginParameters } from '../../protocol/margin/parameters.ts';
import {
  MAX_BATCH_BYTES,
  MAX_EXPIRIES,
  MAX_MATCH_ATTEMPTS,
  MAX_POSITIONS,
  MODEL_PORTFOLIO,
  MODEL_STANDARD,
  TRACE_STEPS,
} from '../../protocol/params.ts';
import { inboxReserve } from '../../protocol/step.ts';
import { keyIndex, type State } from '../../protocol/state.ts';
import { Random } from '../../scripts/market/random.ts';
import { signOperation, type Signer } from '../../test/fixtures/sign.ts';
import { type Instrument, Market } from './market.ts';

export type BatchKind = 'busy' | 'worst';

export interface FullBatch {
  /** Before it. */
  readonly state: State;
  /** The operations, signed for a rollup. */
  sign(header: Pick<Header, 'chainId' | 'rollup'>): Uint8Array[];
}

interface Unsigned {
  readonly operation: Uint8Array;
  readonly signer: Signer;
  readonly nameHash: Uint8Array | null;
}

const LOT_E4 = 100;
/** Above all nonces that were used to make the state. */
const FIRST_NONCE = 5_000;
const PLACE_ORDER = OPERATION_BY_KIND[3];
const CANCEL_ORDER = OPERATION_BY_KIND[4];
/** So many orders take up the steps that a trace has. */
export const MOST_ORDERS = Math.floor((TRACE_STEPS - inboxReserve(0)) / PLACE_ORDER.steps);
/** What orders leave of the bytes goes to cancels. */
const CANCELS = Math.floor(
  (MAX_BATCH_BYTES - MOST_ORDERS * PLACE_ORDER.bytes) / CANCEL_ORDER.bytes,
);

export interface BatchOptions {
  readonly kind: BatchKind;
  readonly seed?: number;
  /** Share of a full batch, for tests. */
  readonly share?: number;
}

export function makeBatch({ kind, seed = 1, share = 1 }: BatchOptions): FullBatch {
  const orders = Math.max(1, Math.floor(MOST_ORDERS * share));
  const cancels = Math.max(1, Math.floor(CANCELS * share));
  const random = new Random(seed);
  const maker = kind === 'busy' ? busyOrders(random) : worstOrders();
  const writer = new BatchWriter(maker.market);
  maker.market.closeHouse();
  for (let i = 0; i < orders; i++) writer.place(maker.taker(i), maker.order(i));
  for (let i = 0; i < cancels; i++) writer.cancel(maker.spare(i));
  return {
    state: maker.market.state,
    sign: (header) => writer.sign(header),
  };
}

/** What an order of the batch is and whom it meets. */
interface Meeting {
  readonly instrument: Instrument;
  readonly side: number;
  /** Accounts whose orders it takes, one lot each. */
  readonly makers: readonly number[];
}

interface Orders {
  readonly market: Market;
  taker(i: number): number;
  order(i: number): Meeting;
  /** Account of an order that is cancelled. */
  spare(i: number): number;
}

/** Eight expiries; both margin models; a fifth rests, the others take one to twelve makers. */
function busyOrders(random: Random): Orders {
  const market = new Market({ expiries: 8, strikes: 8 });
  const all = market.instruments.flat();
  const accounts = Array.from({ length: 128 }, (_, i) =>
    market.open({
      model: i % 2 === 0 ? MODEL_STANDARD : MODEL_PORTFOLIO,
      holds: shuffled(random, all).slice(0, 4 + random.below(29)),
      buys: random.below(2) === 0,
    }),
  );
  return {
    market,
    taker: () => random.pick(accounts),
    order: () => {
      const taking = random.below(5) > 0;
      const makers = taking ? 1 + Math.floor(12 * random.next() ** 3) : 0;
      const instrument = random.pick(all);
      return {
        instrument,
        // All takers of an instrument are on one side, so that they meet whom they are meant to.
        side: instrument.id % 2 === 0 ? BUY : SELL,
        makers: Array.from({ length: makers }, () => random.pick(accounts)),
      };
    },
    spare: () => random.pick(accounts),
  };
}

/** Every order takes 32 makers and all the margin pages that the rules allow, each as full as it can be. */
function worstOrders(): Orders {
  const market = new Market({ expiries: MAX_EXPIRIES, strikes: MAX_POSITIONS / MAX_EXPIRIES });
  // First one strike of every expiry, then the next.
  const all = market.instruments[0].flatMap((_, strike) =>
    market.instruments.map((expiry) => expiry[strike]),
  );
  const [onePage, twoPages] = [1, 2].map((pages) => mostPositions(market.state, pages));
  const open = (count: number, buys: boolean): number =>
    market.open({ model: MODEL_PORTFOLIO, holds: all.slice(0, count), buys });
  const takers = Array.from({ length: 8 }, () => open(MAX_POSITIONS, true));
  const makers = Array.from({ length: 128 }, (_, i) =>
    open(i % 2 === 0 ? onePage : twoPages, false),
  );
  // INVARIANT: all hold it, so that no position is added or closed and the pages stay as they are.
  const traded = all.slice(0, onePage);
  return {
    market,
    taker: (i) => takers[i % takers.length],
    order: (i) => ({
      instrument: traded[i % traded.length],
      side: BUY,
      makers: Array.from(
        { length: MAX_MATCH_ATTEMPTS },
        (_, k) => makers[(i * MAX_MATCH_ATTEMPTS + k) % makers.length],
      ),
    }),
    spare: (i) => makers[i % makers.length],
  };
}

/** The most positions whose margin takes so many pages. */
function mostPositions(state: State, pages: number): number {
  const items = marginParameters(state).portfolio.scenarios.length + 1;
  let count = MAX_POSITIONS;
  while (Math.ceil(items / itemsPerPage(count)) > pages) count -= 1;
  return count;
}

/** Puts the makers' orders into the book now and what meets them into the batch. */
class BatchWriter {
  readonly #market: Market;
  readonly #operations: Unsigned[] = [];
  readonly #nonces = new Map<number, number>();
  readonly #groups = new Map<number, number>();

  constructor(market: Market) {
    this.#market = market;
  }

  /** The makers of each order are a level further away than those of the one before it. */
  place(taker: number, { instrument, side, makers }: Meeting): void {
    const group = this.#groups.get(instrument.id) ?? 0;
    this.#groups.set(instrument.id, group + 1);
    const away = (makers.length === 0 ? -1 : 1) * (side === BUY ? 1 : -1);
    const priceCents = Math.max(100, instrument.priceCents + away * (2 + group) * 100);
    const terms = { instrument: instrument.id, priceCents };
    for (const maker of makers) {
      this.#market.rest(maker, { ...terms, side: 1 - side, quantityE4: LOT_E4 });
    }
    const operation = encodePlaceOrder({
      ...this.#head(taker),
      ...terms,
      side,
      timeInForce: makers.length === 0 ? GTC : IOC,
      quantityE4: Math.max(makers.length, 1) * LOT_E4,
    });
    this.#add(taker, operation, this.#market.state.instruments.nameHash(instrument.id));
  }

  /** Cancels an order far from the market. */
  cancel(account: number): void {
    const { state, instruments } = this.#market;
    const [{ id }] = instruments[0];
    const order = this.#market.rest(account, {
      instrument: id,
      side: id % 2 === 0 ? SELL : BUY,
      priceCents: id % 2 === 0 ? 10_000_000 : 100,
      quantityE4: LOT_E4,
    });
    const generation = state.orders.generation(order);
    this.#add(account, encodeCancelOrder({ ...this.#head(account), order, generation }), null);
  }

  sign(header: Pick<Header, 'chainId' | 'rollup'>): Uint8Array[] {
    const domain = domainOf(header as Header);
    return this.#operations.map(({ operation, signer, nameHash }) =>
      signOperation(operation, [signer], { domain, nameHash }),
    );
  }

  #add(account: number, operation: Uint8Array, nameHash: Uint8Array | null): void {
    this.#operations.push({ operation, signer: this.#market.exchange.owner(account), nameHash });
  }

  #head(account: number) {
    const nonce = this.#nonces.get(account) ?? FIRST_NONCE;
    this.#nonces.set(account, nonce + 1);
    const key = keyIndex(account, 0);
    return { key, nonce, expiresAtSec: 2 ** 32 - 1, signature: new Uint8Array(64) };
  }
}

function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}
