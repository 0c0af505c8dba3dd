/** SPEC §8.1 and §7.5: what an account may hold, and what a trade costs. */
import { UNDERLYINGS } from '../../protocol/params.ts';
import { abs, demandFigures, divideUp, max, min } from './integers.ts';
import { positionsByExpiry, underlyingsOf } from './naiveHoldings.ts';
import { type Account, type NaiveState, positiveCash, priceOf } from './naiveState.ts';
import { demand } from './rejected.ts';

export interface Trade {
  readonly instrument: bigint;
  /** 0 buy, 1 sell. */
  readonly side: bigint;
  readonly priceCents: bigint;
  readonly quantityE4: bigint;
  readonly fee: bigint;
}

/** The account after a trade. Rejects what cannot be held: 2010, 2003, 2004, 2005. */
export function tradeOf(state: NaiveState, id: bigint, trade: Trade): Account {
  const account = state.accounts.get(id)!;
  const sign = trade.side === 0n ? 1n : -1n;
  const { underlying } = state.instruments.get(trade.instrument)!;
  const held = underlyingsOf(state, account);
  demand(account.marginModel === 0n || held.every((other) => other === underlying), 2010);
  const { positions } = withPosition(state, account, {
    instrument: trade.instrument,
    change: sign * trade.quantityE4,
  });
  const cash = account.cash - sign * trade.priceCents * trade.quantityE4 - trade.fee;
  demandCash(state, account, cash);
  return { ...account, positions, cash };
}

/** A portfolio account holds one underlying. */
export function suitsModel(state: NaiveState, account: Account): boolean {
  return account.marginModel === 0n || underlyingsOf(state, account).length <= 1;
}

/** Rejects what cannot be held: 2003, 2004. */
export function withPosition(
  state: NaiveState,
  account: Account,
  { instrument, change }: { instrument: bigint; change: bigint },
): Account {
  const { underlying } = state.instruments.get(instrument)!;
  const amount = (account.positions.get(instrument) ?? 0n) + change;
  demand(abs(amount) <= BigInt(UNDERLYINGS[Number(underlying)].maxPositionE4), 2003);
  const positions = new Map(account.positions);
  if (amount === 0n) positions.delete(instrument);
  else positions.set(instrument, amount);
  const after = { ...account, positions };
  demand(positions.size <= 128 && positionsByExpiry(state, after).size <= 32, 2004);
  return after;
}

/** SPEC §1: the account's cash may become this much, or 2005. */
export function demandCash(state: NaiveState, { cash: before }: Account, cash: bigint): void {
  demandFigures(cash, positiveCash(state) - max(0n, before) + max(0n, cash));
}

const RATES = {
  maker: { ppm: 100n, base: 0n },
  taker: { ppm: 300n, base: 0n },
  takerFirst: { ppm: 300n, base: 500_000n },
};

export function feeOf(
  state: NaiveState,
  trade: Omit<Trade, 'fee'>,
  payer: keyof typeof RATES,
): bigint {
  const { ppm, base } = RATES[payer];
  const { underlying } = state.instruments.get(trade.instrument)!;
  const notional = priceOf(state, underlying).indexCents * trade.quantityE4;
  const ofNotional = divideUp(notional * ppm, 1_000_000n);
  return min(ofNotional, divideUp(trade.priceCents * trade.quantityE4, 8n)) + base;
}
