/** Read-outs of the live state for people: names, decimal strings, hex. */
import { UNDERLYINGS } from '../../protocol/params.ts';
import {
  decodeTerms,
  expirySec,
  instrumentName,
  parseInstrumentName,
} from '../../protocol/instrument.ts';
import { bestLevel, BUY, SELL } from '../../protocol/book/levels.ts';
import { KEY_SLOTS, NONCE_WINDOW, NONCE_WORD } from '../../protocol/params.ts';
import { SOLVENT } from '../../protocol/ops/liquidate.ts';
import { expiryIndex, keyIndex, type State } from '../../protocol/state.ts';
import { MARGIN_MODELS, SIDES } from '../../protocol/typedData.ts';
import { formatAmount, formatPrice, formatQuantity } from '../admission/decimals.ts';
import { toHex } from '../admission/hex.ts';

const BOOK_DEPTH_MAX = 200;
const WORDS = NONCE_WINDOW / NONCE_WORD;

/** Ids by name and by owner, brought up to date when asked; the state only ever adds. */
export class StateIndex {
  readonly #state: State;
  readonly #instruments = new Map<string, number>();
  readonly #names: string[] = [''];
  readonly #owned = new Map<string, number[]>();
  #accounts = 0;

  constructor(state: State) {
    this.#state = state;
  }

  /** 0 where no such instrument is listed. */
  instrument(name: string): number {
    const known = this.#instruments.get(name);
    if (known !== undefined) return known;
    if (parseInstrumentName(name) === null) return 0;
    this.#readInstruments();
    return this.#instruments.get(name) ?? 0;
  }

  name(instrument: number): string {
    if (this.#names[instrument] === undefined) this.#readInstruments();
    return this.#names[instrument] ?? '';
  }

  accountsOf(owner: string): readonly number[] {
    const { globals, accounts } = this.#state;
    while (this.#accounts < globals.accountCount()) {
      this.#accounts += 1;
      const key = toHex(accounts.owner(this.#accounts));
      const owned = this.#owned.get(key);
      if (owned === undefined) this.#owned.set(key, [this.#accounts]);
      else owned.push(this.#accounts);
    }
    return this.#owned.get(owner.toLowerCase()) ?? [];
  }

  #readInstruments(): void {
    const { globals, instruments } = this.#state;
    for (let id = this.#names.length; id <= globals.instrumentCount(); id++) {
      const name = instrumentName(decodeTerms(instruments.code(id)));
      this.#names.push(name);
      this.#instruments.set(name, id);
    }
  }
}

export interface InstrumentView {
  instrument: string;
  id: string;
  underlying: string;
  expiresAt: string;
  strike: string;
  type: string;
  bestBid: string | null;
  bestAsk: string | null;
  settlementPrice: string | null;
}

export function viewInstrument(state: State, id: number): InstrumentView {
  const terms = decodeTerms(state.instruments.code(id));
  const expiry = expiryIndex(terms.underlying, terms.day);
  const best = (side: number) => {
    const level = bestLevel(state, { instrument: id, side });
    return level === 0 ? null : formatPrice(state.levels.priceCents(level));
  };
  return {
    instrument: instrumentName(terms),
    id: String(id),
    underlying: UNDERLYINGS[terms.underlying].symbol,
    expiresAt: String(expirySec(terms.day)),
    strike: formatPrice(terms.strikeCents),
    type: terms.put ? 'put' : 'call',
    bestBid: best(BUY),
    bestAsk: best(SELL),
    settlementPrice:
      state.expiries.settled(expiry) === 1
        ? formatPrice(state.expiries.settlementCents(expiry))
        : null,
  };
}

export interface LevelView {
  price: string;
  quantity: string;
  orders: number;
}

/** Price levels of both sides, best first. */
export function viewBook(
  state: State,
  instrument: number,
  depth: number,
): { bids: LevelView[]; asks: LevelView[] } {
  const side = (of: number): LevelView[] => {
    const levels: LevelView[] = [];
    let level = bestLevel(state, { instrument, side: of });
    for (; level !== 0 && levels.length < Math.min(depth, BOOK_DEPTH_MAX); ) {
      levels.push(viewLevel(state, level));
      level = state.levels.worse(level);
    }
    return levels;
  };
  return { bids: side(BUY), asks: side(SELL) };
}

function viewLevel(state: State, level: number): LevelView {
  let quantityE4 = 0;
  let orders = 0;
  for (let order = state.levels.head(level); order !== 0; order = state.orders.next(order)) {
    quantityE4 += state.orders.quantityE4(order);
    orders += 1;
  }
  return {
    price: formatPrice(state.levels.priceCents(level)),
    quantity: formatQuantity(quantityE4),
    orders,
  };
}

export function viewAccount(state: State, account: number) {
  const { accounts } = state;
  const count = accounts.positionCount(account);
  const positions = Array.from({ length: count }, (_, i) => ({
    instrument: instrumentName(decodeTerms(accounts.positionCode(account, i))),
    quantity: formatQuantity(accounts.positionAmount(account, i)),
  }));
  const keys = Array.from({ length: KEY_SLOTS }, (_, slot) => slot)
    .map((slot) => viewKey(state, account, slot))
    .filter((key) => key !== null);
  return {
    account: String(account),
    owner: toHex(accounts.owner(account)),
    cash: formatAmount(accounts.cash(account)),
    marginModel: MARGIN_MODELS[accounts.marginModel(account)],
    revision: String(accounts.revision(account)),
    auction: viewAuctionClock(state, account),
    withdrawn: formatAmount(state.withdrawals.total(account)),
    openOrders: accounts.orderCount(account),
    positions,
    keys,
  };
}

function viewAuctionClock({ accounts }: State, account: number) {
  const startedSec = accounts.auctionStartSec(account);
  if (startedSec === 0) return null;
  return {
    startedAt: String(startedSec),
    kind: accounts.insolvent(account) === SOLVENT ? 'solvent' : 'insolvent',
    reserved: formatAmount(accounts.reserved(account)),
  };
}

function viewKey(state: State, account: number, slot: number) {
  const key = keyIndex(account, slot);
  const signer = state.keys.signer(key);
  if (signer.every((byte) => byte === 0)) return null;
  return {
    key: String(slot),
    signer: toHex(signer),
    expiresAt: String(state.keys.expiresAtSec(key)),
    scope: String(state.keys.scope(key)),
    nextNonce: String(nextNonce(state, key)),
  };
}

/** One above the highest nonce used. */
export function nextNonce(state: State, key: number): number {
  const base = state.keys.nonceBase(key);
  for (let word = base / NONCE_WORD + WORDS - 1; word >= base / NONCE_WORD; word--) {
    const bits = state.keys.nonceWord(key, word % WORDS);
    const at = bits.findIndex((byte) => byte !== 0);
    if (at >= 0) return word * NONCE_WORD + (31 - at) * 8 + 32 - Math.clz32(bits[at]);
  }
  return base;
}

export function viewOpenOrders(state: State, index: StateIndex, account: number) {
  const open: {
    order: string;
    generation: string;
    instrument: string;
    side: string;
    price: string;
    quantity: string;
  }[] = [];
  let order = state.accounts.orderHead(account);
  for (; order !== 0; order = state.orders.accountNext(order)) {
    const level = state.orders.level(order);
    open.push({
      order: String(order),
      generation: String(state.orders.generation(order)),
      instrument: index.name(state.levels.instrument(level)),
      side: SIDES[state.levels.side(level)],
      price: formatPrice(state.levels.priceCents(level)),
      quantity: formatQuantity(state.orders.quantityE4(order)),
    });
  }
  return open;
}
