/** Counts what the exchange executes, operation by operation. */
import { OPERATION_BY_KIND } from '../../protocol/generated/codec.ts';
import { marginNow } from '../../protocol/margin/evaluate.ts';
import { moneyDown } from '../../protocol/margin/feeds.ts';
import { ACCEPTED } from '../../protocol/rejections.ts';
import type { State } from '../../protocol/state.ts';
import type { Recorded } from '../../sequencer/engine/recorded.ts';

/** An account that owed more than it had. Money in 10^-6 USD. */
export interface Shortfall {
  readonly account: number;
  readonly timeSec: number;
  /** By how much it was below zero, all positions marked or paid. */
  readonly amount: number;
  readonly by: 'settlement' | 'liquidation';
}

export interface Observed {
  readonly operations: number;
  /** By kind, those that were accepted. */
  readonly accepted: Readonly<Record<string, number>>;
  /** By code, those that are in batches all the same. */
  readonly rejected: Readonly<Record<string, number>>;
  readonly fills: number;
  /** Premiums of all fills, 10^-6 USD. */
  readonly premium: number;
  readonly fees: number;
  readonly auctions: Readonly<Record<'started' | 'insolvent' | 'bids' | 'closed', number>>;
  /** What insurance paid to bidders and for accounts, and what was left for all to share. */
  readonly insurancePaid: number;
  readonly shortfalls: readonly Shortfall[];
}

export class Observer {
  #operations = 0;
  readonly #accepted = new Map<string, number>();
  readonly #rejected = new Map<string, number>();
  #fills = 0;
  #premium = 0;
  #fees = 0;
  readonly #auctions = { started: 0, insolvent: 0, bids: 0, closed: 0 };
  readonly #shortfalls: Shortfall[] = [];
  #insurance = 0;
  #insurancePaid = 0;

  /** @param state as the operation left it */
  readonly executed = (operation: Recorded, state: State): void => {
    this.#operations += 1;
    const { outcome, effects } = operation.executed;
    const { name } = OPERATION_BY_KIND[operation.operation[0]];
    if (outcome === ACCEPTED) count(this.#accepted, name);
    else count(this.#rejected, String(outcome));
    for (const { priceCents, quantityE4, takerFee, makerFee } of effects.fills) {
      this.#fills += 1;
      this.#premium += priceCents * quantityE4;
      this.#fees += takerFee + makerFee;
    }
    for (const { event, account } of operation.auctions) {
      this.#auctions[event === 'bid' ? 'bids' : event] += 1;
      if (event === 'insolvent') this.#insolvent(state, account);
    }
    this.#watchInsurance(operation, state);
  };

  get observed(): Observed {
    return {
      operations: this.#operations,
      accepted: Object.fromEntries(this.#accepted),
      rejected: Object.fromEntries(this.#rejected),
      fills: this.#fills,
      premium: this.#premium,
      fees: this.#fees,
      auctions: { ...this.#auctions },
      insurancePaid: this.#insurancePaid,
      shortfalls: this.#shortfalls,
    };
  }

  #insolvent(state: State, account: number): void {
    const margin = marginNow(state, account);
    if (margin === null || margin.markToMarket >= 0n) return;
    const amount = Number(-moneyDown(margin.markToMarket));
    this.#shortfalls.push({ account, amount, timeSec: state.globals.timeSec(), by: 'liquidation' });
  }

  /** Insurance falls only by what it pays. What it lacks at a settlement stays on the account. */
  #watchInsurance({ operation, account, executed }: Recorded, state: State): void {
    const insurance = state.globals.insurance();
    const paid = Math.max(this.#insurance - insurance, 0);
    this.#insurance = insurance;
    this.#insurancePaid += paid;
    const { name } = OPERATION_BY_KIND[operation[0]];
    if (name !== 'settleAccount' || executed.outcome !== ACCEPTED) return;
    const isEmpty = state.accounts.positionCount(account) === 0;
    const amount = paid + (isEmpty ? Math.max(-state.accounts.cash(account), 0) : 0);
    if (amount === 0) return;
    this.#shortfalls.push({ account, amount, timeSec: state.globals.timeSec(), by: 'settlement' });
  }
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
