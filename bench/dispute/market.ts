/** The state before a full batch: accounts that hold options, and a book full of the orders that the batch meets. */
import { BUY, SELL } from '../../protocol/book/levels.ts';
import { GTC, IOC } from '../../protocol/book/match.ts';
import { expirySec } from '../../protocol/instrument.ts';
import { MODEL_PORTFOLIO } from '../../protocol/params.ts';
import { ACCEPTED } from '../../protocol/rejections.ts';
import type { State } from '../../protocol/state.ts';
import { normalizedPrice } from '../../publisher/fit/black76.ts';
import { createMarginFilter } from '../../sequencer/engine/filter.ts';
import { Exchange, START_DAY, START_SEC } from '../../test/fixtures/exchange.ts';

const INDEX_CENTS = 6_000_000;
const TICK_CENTS = 100;
const YEAR_SEC = 31_536_000;
const USD = 1_000_000;
/** 1 BTC, in 10^-4: what an account buys or sells of an option before the batch. */
const HELD_E4 = 10_000;
const HOUSE_E4 = 8_000_000;
const HOUSE_USD = 4_000_000_000;
const ACCOUNT_USD = 20_000_000;

export interface Instrument {
  readonly id: number;
  /** About its fair price. */
  readonly priceCents: number;
}

/** Instruments by expiry and account that took part in the making of the state. */
export class Market {
  readonly exchange: Exchange;
  /** By expiry, then by strike. */
  readonly instruments: readonly (readonly Instrument[])[];
  readonly #house: number;

  constructor({ expiries, strikes }: { expiries: number; strikes: number }) {
    const exchange = new Exchange({ filter: createMarginFilter() });
    this.exchange = exchange;
    exchange.print(0, INDEX_CENTS, INDEX_CENTS);
    this.instruments = Array.from({ length: expiries }, (_, i) =>
      listExpiry(exchange, { day: START_DAY + 7 + 5 * i, strikes }),
    );
    this.#house = this.#openHouse();
  }

  get state(): State {
    return this.exchange.state;
  }

  /** An account with money and, of each instrument, what it bought or else sold. */
  open({
    model,
    holds,
    buys,
  }: {
    model: number;
    holds: readonly Instrument[];
    buys: boolean;
  }): number {
    const { exchange } = this;
    const account = exchange.open(ACCOUNT_USD * USD);
    if (model === MODEL_PORTFOLIO) expect(exchange.setMarginModel(account, model));
    for (const { id, priceCents } of holds) {
      const order = { instrument: id, timeInForce: IOC, quantityE4: HELD_E4 };
      const away = (buys ? 1 : -1) * TICK_CENTS;
      const side = buys ? BUY : SELL;
      expect(exchange.placeOrder(account, { ...order, side, priceCents: priceCents + away }));
    }
    return account;
  }

  /** Takes the house's orders out of the book, so that only what rests from then on is met. */
  closeHouse(): void {
    expect(this.exchange.cancelAll(this.#house));
  }

  /** @returns the order's id */
  rest(
    account: number,
    order: { instrument: number; side: number; priceCents: number; quantityE4: number },
  ): number {
    expect(this.exchange.placeOrder(account, { ...order, timeInForce: GTC }));
    return this.state.accounts.orderHead(account);
  }

  /** Quotes every instrument on both sides and takes whatever comes. */
  #openHouse(): number {
    const { exchange } = this;
    const house = exchange.open(HOUSE_USD * USD);
    for (const { id, priceCents } of this.instruments.flat()) {
      const order = { instrument: id, timeInForce: GTC, quantityE4: HOUSE_E4 };
      for (const side of [BUY, SELL]) {
        const away = (side === SELL ? 1 : -1) * TICK_CENTS;
        expect(exchange.placeOrder(house, { ...order, side, priceCents: priceCents + away }));
      }
    }
    return house;
  }
}

/** Strikes about the money, calls above and puts below, on a smile. */
function listExpiry(
  exchange: Exchange,
  { day, strikes }: { day: number; strikes: number },
): Instrument[] {
  const years = (expirySec(day) - START_SEC) / YEAR_SEC;
  exchange.surface({
    day,
    aE12: Math.round(0.2 * years * 1e12),
    bE12: Math.round(0.3 * years * 1e12),
    rhoE12: -300_000_000_000,
    mE12: 20_000_000_000,
    sigmaE12: 150_000_000_000,
  });
  return Array.from({ length: strikes }, (_, i) => {
    const strikeCents = 5_400_000 + Math.floor((1_200_000 * i) / strikes / 50_000) * 50_000;
    const put = strikeCents < INDEX_CENTS;
    const k = Math.log(strikeCents / INDEX_CENTS);
    const dollars = (INDEX_CENTS / 100) * normalizedPrice({ k, v: 0.5 * Math.sqrt(years), put });
    const id = exchange.list({ day, strikeCents, put });
    return { id, priceCents: (2 + Math.round(dollars)) * TICK_CENTS };
  });
}

function expect(outcome: number): void {
  if (outcome !== ACCEPTED) throw new Error(`an operation was rejected: ${outcome}`);
}
