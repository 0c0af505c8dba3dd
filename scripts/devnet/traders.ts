/** Makers who quote what the market shows, and takers who trade against them, through the SDK like anybody else. */
import type { Client, PlacedOrder } from '../../sdk/types.ts';
import { TenorError } from '../../sdk/TenorError.ts';
import type { Quote } from '../market/market.ts';
import type { Random } from '../market/random.ts';

export interface Trader {
  readonly name: string;
  readonly account: number;
  readonly client: Client;
}

export interface TradingFigures {
  orders: number;
  cancels: number;
  fills: number;
  rejected: number;
}

const QUOTE_CONTRACTS = ['0.5', '1', '1.5'];
const TAKE_CONTRACTS = ['0.1', '0.2', '0.5'];

export class Traders {
  readonly figures: TradingFigures = { orders: 0, cancels: 0, fills: 0, rejected: 0 };
  readonly #makers: readonly Trader[];
  readonly #takers: readonly Trader[];
  readonly #random: Random;

  constructor(options: { makers: readonly Trader[]; takers: readonly Trader[]; random: Random }) {
    this.#makers = options.makers;
    this.#takers = options.takers;
    this.#random = options.random;
  }

  /** Every maker takes its quotes back and quotes anew; then the takers trade. */
  async round(quotes: readonly Quote[], takes: number): Promise<void> {
    if (quotes.length === 0) return;
    await Promise.all(this.#makers.map(async (maker) => this.#requote(maker, quotes)));
    for (let i = 0; i < takes; i++) {
      await this.#take(this.#random.pick(this.#takers), this.#random.pick(quotes));
    }
  }

  /** Instruments that anybody holds. */
  async positions(): Promise<string[]> {
    const accounts = await Promise.all(
      [...this.#makers, ...this.#takers].map(async ({ client }) => client.account()),
    );
    return accounts.flatMap(({ positions }) => positions.map(({ instrument }) => instrument));
  }

  /** @param amount USDC */
  async withdraw(account: number, amount: string): Promise<void> {
    const trader = this.#takers.find((taker) => taker.account === account);
    await trader!.client.withdraw(amount);
  }

  async #requote(maker: Trader, quotes: readonly Quote[]): Promise<void> {
    await maker.client.cancelAll();
    this.figures.cancels += 1;
    const sides = quotes.flatMap(({ instrument, bidCents, askCents }) => [
      ...(bidCents === null ? [] : [{ instrument, side: 'buy' as const, cents: bidCents }]),
      ...(askCents === null ? [] : [{ instrument, side: 'sell' as const, cents: askCents }]),
    ]);
    await Promise.all(
      sides.map(async ({ instrument, side, cents }) =>
        this.#place(maker, {
          instrument,
          side,
          price: usd(cents),
          quantity: this.#random.pick(QUOTE_CONTRACTS),
          timeInForce: 'POST',
        }),
      ),
    );
  }

  async #take(taker: Trader, { instrument, bidCents, askCents }: Quote): Promise<void> {
    const buys = bidCents === null || (askCents !== null && this.#random.next() < 0.6);
    const cents = buys ? askCents : bidCents;
    if (cents === null) return;
    await this.#place(taker, {
      instrument,
      side: buys ? 'buy' : 'sell',
      price: usd(cents),
      quantity: this.#random.pick(TAKE_CONTRACTS),
      timeInForce: 'IOC',
    });
  }

  async #place(trader: Trader, order: Parameters<Client['placeOrder']>[0]): Promise<void> {
    this.figures.orders += 1;
    try {
      const placed: PlacedOrder = await trader.client.placeOrder(order);
      this.figures.fills += placed.fills.length;
    } catch (error) {
      if (!(error instanceof TenorError)) throw error;
      this.figures.rejected += 1;
    }
  }
}

function usd(cents: number): string {
  return (cents / 100).toFixed(2);
}
