/** An account as the margin models read it: SPEC §8.2. */
import {
  dayOfExpiry,
  expiryOfCode,
  isPut,
  strikeOfCode,
  underlyingOfExpiry,
} from '../instrument.ts';
import { isIndexFresh, mayLiquidate } from '../market.ts';
import { expiryIndex, type State } from '../state.ts';
import {
  CENTS,
  type ExpiryPrices,
  expiryPrices,
  indexConfidence,
  indexPrice,
  isAwaited,
  isPriced,
  LOTS,
  MONEY,
} from './feeds.ts';
import { settledValue } from './settled.ts';
import type { OptionPosition } from './types.ts';

/** The positions of one expiry, and what they need to be valued. */
export interface HeldExpiry {
  readonly underlying: number;
  readonly day: number;
  readonly options: readonly OptionPosition[];
  /** Instrument codes of the options. */
  readonly codes: readonly number[];
  readonly priced: boolean;
  /** Nobody is liquidated before the surface comes. */
  readonly awaited: boolean;
  readonly prices: ExpiryPrices;
}

export interface HeldAccount {
  /** Cash, and what settled expiries will pay or cost. */
  readonly cash: bigint;
  /** By underlying, then by expiry; without the settled ones. */
  readonly expiries: readonly HeldExpiry[];
  /** Options that need a price: not those that have their payoff. */
  readonly optionCount: number;
  /** The index of every underlying held is fresh. */
  readonly fresh: boolean;
}

/** COST: reads the records of the underlyings and expiries held, and no instrument. */
export function readAccount(state: State, account: number): HeldAccount {
  const { accounts } = state;
  const count = accounts.positionCount(account);
  const expiries: HeldExpiry[] = [];
  let cash = BigInt(accounts.cash(account)) * MONEY;
  let optionCount = 0;
  let fresh = true;
  for (let from = 0; from < count; ) {
    const expiry = expiryOfCode(accounts.positionCode(account, from));
    const to = endOfExpiry(state, { account, from, count });
    const terms = { underlying: underlyingOfExpiry(expiry), day: dayOfExpiry(expiry) };
    const index = expiryIndex(terms.underlying, terms.day);
    const isSettled = state.expiries.settled(index) === 1;
    if (!isSettled || state.expiries.lifeSec(index) > 0) optionCount += to - from;
    if (isSettled) {
      cash += settledValue(state, { account, from, to }) * MONEY;
    } else {
      fresh = fresh && isIndexFresh(state, terms.underlying);
      expiries.push({
        ...terms,
        ...optionsOf(state, { account, from, to }),
        priced: isPriced(state, terms),
        awaited: isAwaited(state, terms),
        prices: expiryPrices(state, terms),
      });
    }
    from = to;
  }
  return { cash, expiries, optionCount, fresh };
}

/** No underlying that the account holds forbids liquidation, and no surface is late. */
export function mayLiquidateAccount(state: State, { expiries }: HeldAccount): boolean {
  return expiries.every(({ underlying, awaited }) => !awaited && mayLiquidate(state, underlying));
}

export function underlyingPrices(
  state: State,
  underlying: number,
): { spot: bigint; spotConfidence: bigint } {
  return {
    spot: indexPrice(state, underlying),
    spotConfidence: indexConfidence(state, underlying),
  };
}

function endOfExpiry(
  state: State,
  { account, from, count }: Record<'account' | 'from' | 'count', number>,
): number {
  const expiry = expiryOfCode(state.accounts.positionCode(account, from));
  let to = from + 1;
  while (to < count && expiryOfCode(state.accounts.positionCode(account, to)) === expiry) to += 1;
  return to;
}

function optionsOf(
  state: State,
  { account, from, to }: Record<'account' | 'from' | 'to', number>,
): { options: OptionPosition[]; codes: number[] } {
  const codes = Array.from({ length: to - from }, (_, i) =>
    state.accounts.positionCode(account, from + i),
  );
  const options = codes.map((code, i) => ({
    strike: BigInt(strikeOfCode(code)) * CENTS,
    put: isPut(code),
    amount: BigInt(state.accounts.positionAmount(account, from + i)) * LOTS,
  }));
  return { options, codes };
}
