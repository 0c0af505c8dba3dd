/** Accounts and orders that make a step expensive. */
import { BUY, SELL } from '../../../protocol/book/levels.ts';
import { GTC } from '../../../protocol/book/match.ts';
import { type Registers } from '../../../protocol/generated/codec.ts';
import { PHASE } from '../../../protocol/machine.ts';
import { decodeTerms, encodeTerms, expiryIndexOfCode } from '../../../protocol/instrument.ts';
import { DAY_SEC, MAX_POSITIONS, MODEL_PORTFOLIO } from '../../../protocol/params.ts';
import { expiryIndex } from '../../../protocol/state.ts';
import type { RecordedStep } from '../../../protocol/witness.ts';
import { BTC, INDEX_CENTS, TODAY, type Stage } from './stage.ts';

/** Full of positions, with money for all of them. */
export function fullAccount(stage: Stage, besides = stage.liveCall()): number {
  const account = stage.account();
  stage.fill(account, { besides });
  stage.state.accounts.setCash(account, 2 ** 46);
  return account;
}

/** Short 128 options of one expiry, with strikes from far below the index to above it, and no money. */
export function shortAccount(stage: Stage, { day }: { day: number }): number {
  const account = stage.account(1);
  const { accounts } = stage.state;
  for (let i = 0; i < MAX_POSITIONS; i++) {
    const terms = { underlying: BTC, day, strikeCents: 500_00 * (i + 1), put: i % 3 === 2 };
    accounts.setPositionCode(account, i, encodeTerms(terms));
    accounts.setPositionAmount(account, i, -100);
  }
  accounts.setPositionCount(account, MAX_POSITIONS);
  return account;
}

/** The same in an expiry that is closed out, or ready for it. */
export function closedAccount(stage: Stage, { settled }: { settled: number }): number {
  const day = TODAY + 12;
  const { expiries } = stage.state;
  const expiry = expiryIndex(BTC, day);
  stage.surface({ underlying: BTC, day });
  expiries.setSettled(expiry, settled);
  expiries.setSettlementCents(expiry, settled === 1 ? 60_000_00 : 0);
  expiries.setLifeSec(expiry, settled === 1 ? 12 * DAY_SEC : 0);
  return shortAccount(stage, { day });
}

/** Margins that let anything pass. */
export const judged = { priced: 1, initial: 2n ** 110n, maintenance: 2n ** 110n };

/**
 * Of positions in one underlying, as many as there may be or `count`.
 * @param from first item of the page
 * @param closes every so many-th expiry is closed out
 */
export function portfolioPage(
  stage: Stage,
  {
    from = 0,
    count = MAX_POSITIONS,
    closes = 0,
  }: { from?: number; count?: number; closes?: number },
): RecordedStep {
  const account = stage.account(2 ** 46);
  const instrument = stage.liveCall();
  stage.surface({ underlying: BTC, day: TODAY + 10 });
  stage.fill(account, { besides: instrument, holds: 5000, underlyings: 1, count });
  if (closes > 0) closeEvery(stage, account, closes);
  stage.state.accounts.setMarginModel(account, MODEL_PORTFOLIO);
  const margin = { marginAccount: account, marginModel: MODEL_PORTFOLIO, marginItem: from };
  return stage.record({ registers: { phase: PHASE.margin, ...margin, marginThen: PHASE.pay } });
}

function closeEvery(stage: Stage, account: number, nth: number): void {
  const { accounts, expiries } = stage.state;
  for (let i = 0; i < accounts.positionCount(account); i++) {
    const code = accounts.positionCode(account, i);
    const { day } = decodeTerms(code);
    // `fill` has one every twelve days.
    if ((day - TODAY) % (12 * nth) !== 0) continue;
    const expiry = expiryIndexOfCode(code);
    expiries.setSettled(expiry, 1);
    expiries.setSettlementCents(expiry, INDEX_CENTS[BTC]);
    expiries.setLifeSec(expiry, (day - TODAY) * DAY_SEC);
  }
}

export function taking(fields: Partial<Registers>): Partial<Registers> {
  const order = { side: BUY, timeInForce: GTC, priceCents: 2_000_00, quantityE4: 1000 };
  return {
    phase: PHASE.match,
    attempts: 3,
    filled: 1,
    savedRoot: new Uint8Array(32).fill(7),
    ...order,
    ...judged,
    ...fields,
  };
}

/** The only order of the best level, with a level behind it. */
export function bestOrder(
  stage: Stage,
  { instrument, account, quantityE4 }: { instrument: number; account: number; quantityE4: number },
): number {
  const side = SELL;
  const level = stage.level({ instrument, side, priceCents: 1_000_00 });
  const worse = stage.level({ instrument, side, priceCents: 1_500_00, better: level });
  stage.state.levels.setWorse(level, worse);
  stage.state.instruments.setBestAsk(instrument, level);
  return stage.lonelyOrder(account, level, quantityE4);
}

export function orderInOwnLevel(
  stage: Stage,
  account: number,
  { isBest }: { isBest: boolean },
): number {
  const instrument = stage.liveCall();
  const side = BUY;
  const better = isBest ? 0 : stage.level({ instrument, side, priceCents: 3_000_00 });
  const level = stage.level({ instrument, side, priceCents: 2_000_00, better });
  stage.state.levels.setWorse(
    level,
    stage.level({ instrument, side, priceCents: 1_000_00, better: level }),
  );
  return stage.lonelyOrder(account, level, 100);
}

/** Makes the orders the account's list. */
export function linkOfAccount(stage: Stage, ids: readonly number[]): void {
  const { accounts, orders } = stage.state;
  ids.forEach((id, i) => {
    orders.setAccountPrev(id, ids[i - 1] ?? 0);
    orders.setAccountNext(id, ids[i + 1] ?? 0);
  });
  accounts.setOrderHead(orders.account(ids[0]), ids[0]);
}
