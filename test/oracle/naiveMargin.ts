/** SPEC §8: the payoff is evaluated at zero, and at every strike. */
import { UNDERLYINGS } from '../../protocol/params.ts';
import {
  abs,
  type Account,
  demand,
  demandFigures,
  divideUp,
  expiryKey,
  expiryOf,
  indexOf,
  type Instrument,
  max,
  MAX_FIGURE,
  min,
  type NaiveState,
  positiveCash,
  sum,
} from './naiveState.ts';

interface Position {
  readonly instrument: Instrument;
  readonly amount: bigint;
}

export type MarginKind = 'initial' | 'maintenance';

export function payoffOf({ put, strikeCents }: Instrument, priceCents: bigint): bigint {
  return max(0n, put ? strikeCents - priceCents : priceCents - strikeCents);
}

export function payoffAt(positions: readonly Position[], priceCents: bigint): bigint {
  return sum(positions.map((p) => p.amount * payoffOf(p.instrument, priceCents)));
}

/** The account's positions by (underlying, day). */
export function positionsByExpiry(state: NaiveState, account: Account): Map<bigint, Position[]> {
  const groups = new Map<bigint, Position[]>();
  for (const [id, amount] of account.positions) {
    const instrument = state.instruments.get(id)!;
    const key = expiryKey(instrument.underlying, instrument.day);
    groups.set(key, [...(groups.get(key) ?? []), { instrument, amount }]);
  }
  return groups;
}

/** SPEC §8.2 */
export function requirementOf(state: NaiveState, account: Account, kind: MarginKind): bigint {
  const groups = [...positionsByExpiry(state, account).values()];
  if (sum(groups.map((group) => grossOf(state, group))) > 2n ** 51n) return MAX_FIGURE;
  return sum(groups.map((group) => requirementOfExpiry(state, group, kind)));
}

function grossOf(state: NaiveState, group: readonly Position[]): bigint {
  const { instrument } = group[0];
  const price =
    expiryOf(state, instrument).settlementCents ?? indexOf(state, instrument.underlying);
  const highest = group.map((p) => p.instrument.strikeCents).reduce(max, price);
  return sum(group.map((p) => abs(p.amount))) * highest;
}

function requirementOfExpiry(
  state: NaiveState,
  group: readonly Position[],
  kind: MarginKind,
): bigint {
  const { instrument } = group[0];
  const { settlementCents } = expiryOf(state, instrument);
  if (settlementCents !== null) return max(0n, -payoffAt(group, settlementCents));
  const prices = [0n, ...group.map((p) => p.instrument.strikeCents)];
  const worst = prices.map((price) => payoffAt(group, price)).reduce(min);
  const calls = sum(group.filter((p) => !p.instrument.put).map((p) => p.amount));
  const naked = max(0n, -calls) * indexOf(state, instrument.underlying);
  return max(0n, -worst) + naked + divideUp(naked, kind === 'initial' ? 4n : 8n);
}

/** What §8.3 compares with: cash less the initial requirement. */
export function excessOf(state: NaiveState, account: Account): bigint {
  return account.cash - requirementOf(state, account, 'initial');
}

/** SPEC §8.3 */
export function passes(state: NaiveState, after: Account, excessBefore: bigint): boolean {
  const excess = excessOf(state, after);
  if (excess >= 0n) return true;
  return after.cash >= requirementOf(state, after, 'maintenance') && excess >= excessBefore;
}

export interface Trade {
  readonly instrument: bigint;
  /** 0 buy, 1 sell. */
  readonly side: bigint;
  readonly priceCents: bigint;
  readonly quantityE4: bigint;
  readonly fee: bigint;
}

/** SPEC §8.1: the account after a trade. Rejects what cannot be held: 2003, 2004, 2005. */
export function tradeOf(state: NaiveState, id: bigint, trade: Trade): Account {
  const account = state.accounts.get(id)!;
  const terms = state.instruments.get(trade.instrument)!;
  const sign = trade.side === 0n ? 1n : -1n;
  const amount = (account.positions.get(trade.instrument) ?? 0n) + sign * trade.quantityE4;
  demand(abs(amount) <= BigInt(UNDERLYINGS[Number(terms.underlying)].maxPositionE4), 2003);
  const positions = new Map(account.positions);
  if (amount === 0n) positions.delete(trade.instrument);
  else positions.set(trade.instrument, amount);
  const cash = account.cash - sign * trade.priceCents * trade.quantityE4 - trade.fee;
  const after = { ...account, positions, cash };
  demand(positions.size <= 128 && positionsByExpiry(state, after).size <= 32, 2004);
  demandFigures(cash, positiveCash(state) - max(0n, account.cash) + max(0n, cash));
  return after;
}

/** SPEC §7.5 */
export function feeOf(state: NaiveState, trade: Omit<Trade, 'fee'>, ratePpm: bigint): bigint {
  const { underlying } = state.instruments.get(trade.instrument)!;
  const notional = indexOf(state, underlying) * trade.quantityE4;
  return min(
    divideUp(notional * ratePpm, 1_000_000n),
    divideUp(trade.priceCents * trade.quantityE4, 8n),
  );
}
