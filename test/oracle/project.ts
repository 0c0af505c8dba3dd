/** The logical state in the record layouts of SPEC §3, by key. */
import { STATE } from '../../protocol/layout.ts';
import { encode, type Values } from './bytes.ts';
import type { IdStack } from './ids.ts';
import { nameHashOf } from './naiveNames.ts';
import {
  type Account,
  codeOf,
  type Expiry,
  expiryKey,
  type NaiveState,
  type Order,
  positiveCash,
  totalPool,
} from './naiveState.ts';

type Put = (kind: string, index: bigint, values: Values) => void;

export function project(state: NaiveState): Map<number, Uint8Array> {
  const records = new Map<number, Uint8Array>();
  const put: Put = (kind, index, values) => {
    const { kind: number, fields } = STATE[kind];
    records.set(number * 2 ** 28 + Number(index), encode(fields, values));
  };
  putGlobals(state, put);
  for (const [id, account] of state.accounts) putAccount(state, put, id, account);
  for (const [id, { burned, ...key }] of state.keys) {
    const { signer, expiresAtSec, scope, nonceBase } = key;
    const nonceWords = wordsOf(burned).map((word) => ({ word }));
    put('key', id, { signer, expiresAtSec, scope, nonceBase, nonceWords });
  }
  const books = booksOf(state);
  putInstruments(state, books, put);
  putBook(state, books, put);
  for (const [id, price] of state.underlyings) put('underlying', id, { ...price });
  for (const [id, withdrawal] of state.withdrawals) put('withdrawal', id, { ...withdrawal });
  put('oracle', 0n, {
    quorum: state.quorum,
    publisherCount: BigInt(state.publishers.length),
    publishers: state.publishers.map((signer) => ({ signer })),
  });
  put('parameters', 0n, {
    version: state.parametersVersion,
    values: state.parameters.map((value) => ({ value })),
  });
  return records;
}

const topOf = ({ free }: IdStack): bigint => free.at(-1) ?? 0n;

function putGlobals(state: NaiveState, put: Put): void {
  const { timeSec, printTimeSec, vault, insurance, socialized, ids } = state;
  put('globals', 0n, {
    timeSec,
    accountCount: BigInt(state.accounts.size),
    instrumentCount: BigInt(state.instruments.size),
    levelCount: ids.levels.count,
    levelFree: topOf(ids.levels),
    orderCount: ids.orders.count,
    orderFree: topOf(ids.orders),
    vault,
    insurance,
    positiveCash: positiveCash(state),
    pool: totalPool(state),
    socialized,
    printTimeSec,
  });
}

function putAccount(state: NaiveState, put: Put, id: bigint, account: Account): void {
  const { owner, cash, marginModel, revision, auctionStartSec, insolvent, reserved } = account;
  const orders = state.orders.filter((order) => order.account === id);
  const newest = orders.at(-1);
  const positions = [...account.positions].map(([instrument, amount]) => ({
    code: codeOf(state.instruments.get(instrument)!),
    amount,
  }));
  positions.sort((a, b) => (a.code < b.code ? -1 : 1));
  put('account', id, {
    owner,
    cash,
    marginModel,
    revision,
    auctionStartSec,
    insolvent,
    reserved,
    orderCount: BigInt(orders.length),
    orderHead: newest === undefined ? 0n : state.ids.orderId(newest),
    positionCount: BigInt(positions.length),
    positions,
  });
}

/** Four words of 256 bits: bit n mod 1024 for nonce n. */
function wordsOf(burned: ReadonlySet<bigint>): bigint[] {
  const words = [0n, 0n, 0n, 0n];
  for (const nonce of burned) words[Number((nonce % 1024n) / 256n)] |= 1n << (nonce % 256n);
  return words;
}

function putInstruments(state: NaiveState, books: Books, put: Put): void {
  const sorted = [...state.instruments].sort(([, a], [, b]) => (codeOf(a) < codeOf(b) ? -1 : 1));
  const byExpiry = new Map<bigint, bigint[]>();
  for (const [id, terms] of sorted) {
    const key = expiryKey(terms.underlying, terms.day);
    byExpiry.set(key, [...(byExpiry.get(key) ?? []), id]);
  }
  for (const ids of byExpiry.values()) {
    ids.forEach((id, i) => {
      const terms = state.instruments.get(id)!;
      put('instrument', id, {
        code: codeOf(terms),
        nameHash: nameHashOf(terms),
        bestBid: levelsOf(state, books, { instrument: id, side: 0n })[0]?.id ?? 0n,
        bestAsk: levelsOf(state, books, { instrument: id, side: 1n })[0]?.id ?? 0n,
        nextInExpiry: ids[i + 1] ?? 0n,
      });
    });
  }
  for (const key of new Set([...byExpiry.keys(), ...state.expiries.keys()])) {
    const expiry = state.expiries.get(key);
    const ids = byExpiry.get(key) ?? [];
    put('expiry', key, {
      ...expiryValues(expiry),
      instrumentHead: ids[0] ?? 0n,
      instrumentCount: BigInt(ids.length),
    });
  }
}

function expiryValues(expiry: Expiry | undefined): Values {
  if (expiry === undefined) return {};
  const { settlementCents, lifeSec, pool, windowSum, windowCoveredSec, surface } = expiry;
  const { timeSec: surfaceTimeSec = 0n, ...figures } = surface ?? {};
  return {
    settled: settlementCents === null ? 0n : 1n,
    settlementCents: settlementCents ?? 0n,
    lifeSec,
    pool,
    windowSum,
    windowCoveredSec,
    surfaceTimeSec,
    ...figures,
  };
}

interface Level {
  readonly id: bigint;
  readonly priceCents: bigint;
  /** First in, first out. */
  readonly orders: readonly Order[];
}

/** Orders by instrument, side and price, each in the order of arrival. */
type Books = ReadonlyMap<string, ReadonlyMap<bigint, readonly Order[]>>;

function booksOf(state: NaiveState): Books {
  const books = new Map<string, Map<bigint, Order[]>>();
  for (const order of state.orders) {
    const name = `${order.instrument}/${order.side}`;
    const byPrice = books.get(name) ?? new Map<bigint, Order[]>();
    books.set(name, byPrice);
    byPrice.set(order.priceCents, [...(byPrice.get(order.priceCents) ?? []), order]);
  }
  return books;
}

/** Best first. */
function levelsOf(
  state: NaiveState,
  books: Books,
  book: { instrument: bigint; side: bigint },
): Level[] {
  const byPrice = books.get(`${book.instrument}/${book.side}`) ?? [];
  const levels = [...byPrice].map(([priceCents, orders]) => ({
    id: state.ids.levelId({ ...book, priceCents }),
    priceCents,
    orders,
  }));
  levels.sort((a, b) => Number(a.priceCents - b.priceCents));
  return book.side === 0n ? levels.reverse() : levels;
}

function putBook(state: NaiveState, books: Books, put: Put): void {
  const { ids } = state;
  const idOf = (order: Order | undefined): bigint =>
    order === undefined ? 0n : ids.orderId(order);
  const byAccount = new Map<bigint, Order[]>();
  for (const order of state.orders) {
    byAccount.set(order.account, [...(byAccount.get(order.account) ?? []), order]);
  }
  for (const instrument of state.instruments.keys()) {
    for (const side of [0n, 1n]) {
      const levels = levelsOf(state, books, { instrument, side });
      levels.forEach(({ id, priceCents, orders }, i) => {
        put('level', id, {
          instrument,
          side,
          priceCents,
          better: levels[i - 1]?.id ?? 0n,
          worse: levels[i + 1]?.id ?? 0n,
          head: idOf(orders[0]),
          tail: idOf(orders.at(-1)),
        });
        orders.forEach((order, place) => {
          const own = byAccount.get(order.account)!;
          const age = own.indexOf(order);
          put('order', idOf(order), {
            account: order.account,
            level: id,
            quantityE4: order.quantityE4,
            generation: ids.generations.get(idOf(order))!,
            prev: idOf(orders[place - 1]),
            next: idOf(orders[place + 1]),
            accountPrev: idOf(own[age + 1]),
            accountNext: idOf(own[age - 1]),
          });
        });
      });
    }
  }
  ids.orders.free.forEach((id, i) => {
    put('order', id, { generation: ids.generations.get(id)!, next: ids.orders.free[i - 1] ?? 0n });
  });
  ids.levels.free.forEach((id, i) => {
    put('level', id, { worse: ids.levels.free[i - 1] ?? 0n });
  });
}
