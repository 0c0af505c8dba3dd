/** Makers who quote what the market shows, and takers who trade against them, through the SDK like anybody else. */
import { parseInstrumentName } from '../../protocol/instrument.ts';
import type { Client, OrderRequest, PlacedOrder } from '../../sdk/types.ts';
import { TenorError } from '../../sdk/TenorError.ts';
import type { Random } from '../market/random.ts';

export interface Trader {
  readonly name: string;
  readonly account: number;
  readonly client: Client;
}

/** Somebody who trades one underlying, as portfolio margin wants it, or all of them. */
export interface Role {
  readonly trader: Trader;
  readonly underlying: number | null;
}

export interface Quote {
  /** `BTC-26JUN26-60000-C` */
  readonly instrument: string;
  readonly bidCents: number | null;
  readonly askCents: number | null;
}

export interface TradingFigures {
  orders: number;
  cancels: number;
  fills: number;
  rejected: number;
}

const QUOTE_UNITS = [0.5, 1, 1.5];
const TAKE_UNITS = [0.1, 0.2, 0.5];
/** Contracts of a unit, by underlying: about the same money. */
const UNIT_CONTRACTS = [1, 30];

export class Traders {
  readonly figures: TradingFigures = { orders: 0, cancels: 0, fills: 0, rejected: 0 };
  readonly #makers: readonly Role[];
  readonly #takers: readonly Role[];
  readonly #random: Random;

  constructor(options: { makers: readonly Role[]; takers: readonly Role[]; random: Random }) {
    this.#makers = options.makers;
    this.#takers = options.takers;
    this.#random = options.random;
  }

  /** Every maker takes its quotes back and quotes anew; then the takers trade. */
  async round(quotes: readonly Quote[], takes: number): Promise<void> {
    await Promise.all(this.#makers.map(async (maker) => this.#requote(maker, quotes)));
    for (let i = 0; i < takes; i++) {
      const taker = this.#random.pick(this.#takers);
      const own = quotesFor(taker, quotes);
      if (own.length > 0) await this.#take(taker.trader, this.#random.pick(own));
    }
  }

  /** Instruments that anybody holds. */
  async positions(): Promise<string[]> {
    const accounts = await Promise.all(
      [...this.#makers, ...this.#takers].map(async ({ trader }) => trader.client.account()),
    );
    return accounts.flatMap(({ positions }) => positions.map(({ instrument }) => instrument));
  }

  /** @returns contracts that were filled; null where the order was rejected */
  async place(trader: Trader, order: OrderRequest): Promise<number | null> {
    this.figures.orders += 1;
    try {
      const placed: PlacedOrder = await trader.client.placeOrder(order);
      this.figures.fills += placed.fills.length;
      return placed.fills.reduce((sum, { quantity }) => sum + Number(quantity), 0);
    } catch (error) {
      if (!(error instanceof TenorError)) throw error;
      this.figures.rejected += 1;
      return null;
    }
  }

  async #requote(maker: Role, quotes: readonly Quote[]): Promise<void> {
    const { trader } = maker;
    await trader.client.cancelAll();
    this.figures.cancels += 1;
    const sides = quotesFor(maker, quotes).flatMap(({ instrument, bidCents, askCents }) => [
      ...(bidCents === null ? [] : [{ instrument, side: 'buy' as const, cents: bidCents }]),
      ...(askCents === null ? [] : [{ instrument, side: 'sell' as const, cents: askCents }]),
    ]);
    await Promise.all(
      sides.map(async ({ instrument, side, cents }) =>
        this.place(trader, {
          instrument,
          side,
          price: usd(cents),
          timeInForce: 'POST' as const,
          quantity: contracts(instrument, this.#random.pick(QUOTE_UNITS)),
        }),
      ),
    );
  }

  async #take(trader: Trader, { instrument, bidCents, askCents }: Quote): Promise<void> {
    const buys = bidCents === null || (askCents !== null && this.#random.next() < 0.6);
    const cents = buys ? askCents : bidCents;
    if (cents === null) return;
    await this.place(trader, {
      instrument,
      side: buys ? 'buy' : 'sell',
      price: usd(cents),
      quantity: contracts(instrument, this.#random.pick(TAKE_UNITS)),
      timeInForce: 'IOC',
    });
  }
}

function quotesFor({ underlying }: Role, quotes: readonly Quote[]): readonly Quote[] {
  if (underlying === null) return quotes;
  return quotes.filter(
    ({ instrument }) => parseInstrumentName(instrument)!.underlying === underlying,
  );
}

function contracts(instrument: string, units: number): string {
  return String(units * UNIT_CONTRACTS[parseInstrumentName(instrument)!.underlying]);
}

export function usd(cents: number): string {
  return (cents / 100).toFixed(2);
}
