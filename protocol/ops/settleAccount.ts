import type { SettleAccount } from '../generated/codec.ts';
import { encodeTerms, isPut, STRIKE_SPAN, strikeOfCode } from '../instrument.ts';
import type { Machine } from '../machine.ts';
import { firstNotBelow, removePositions } from '../margin/positions.ts';
import { addCash } from '../money.ts';
import { MAX_MONEY, UNDERLYINGS } from '../params.ts';
import { settlementPayoff } from '../payoff.ts';
import { ACCEPTED, CODE } from '../rejections.ts';
import { expiryIndex, type State } from '../state.ts';

/**
 * Pays out an account's positions of a settled expiry, by anyone. What losers pay goes through the expiry's pool,
 * and a winner waits until the pool can pay it, so the pool is never below zero: SPEC §10.
 */
export function settleAccount(machine: Machine, operation: SettleAccount): number {
  const { state } = machine;
  const { account, underlying, day } = operation;
  if (underlying >= UNDERLYINGS.length) return CODE.unknownUnderlying;
  if (account === 0 || account > state.globals.accountCount()) return CODE.unknownAccount;
  const expiry = expiryIndex(underlying, day);
  if (state.expiries.settled(expiry) === 0) return CODE.notSettled;

  const { from, to, payoff: exact } = settlementOf(state, { account, underlying, day });
  if (from === to) return CODE.nothingToSettle;
  if (exact > BigInt(state.expiries.pool(expiry))) return CODE.poolShort;
  if (BigInt(state.globals.pool()) - exact > BigInt(MAX_MONEY)) return CODE.ledgerLimit;
  const payoff = Number(exact);
  if (!addCash(state, account, payoff)) return CODE.ledgerLimit;
  state.expiries.setPool(expiry, state.expiries.pool(expiry) - payoff);
  state.globals.setPool(state.globals.pool() - payoff);
  removePositions(state, { account, from, to });
  coverShortfall(state, account);
  return ACCEPTED;
}

/** An account's positions of a settled expiry, [from, to), and what they pay it. */
export function settlementOf(
  state: State,
  { account, underlying, day }: SettleAccount,
): { from: number; to: number; payoff: bigint } {
  const count = state.accounts.positionCount(account);
  const code = encodeTerms({ underlying, day, strikeCents: 0, put: false });
  const from = firstNotBelow(state, { account, code, count });
  const to = firstNotBelow(state, { account, code: code + STRIKE_SPAN, count });
  const price = state.expiries.settlementCents(expiryIndex(underlying, day));
  return { from, to, payoff: sumPayoffs(state, { account, from, to, price }) };
}

/** Signed payoff of the positions [from, to) at the settlement price. */
function sumPayoffs(
  state: State,
  { account, from, to, price }: Record<'account' | 'from' | 'to' | 'price', number>,
): bigint {
  const { accounts } = state;
  let sum = 0n;
  for (let i = from; i < to; i++) {
    const code = accounts.positionCode(account, i);
    const terms = { put: isPut(code), strike: BigInt(strikeOfCode(code)) };
    sum += BigInt(accounts.positionAmount(account, i)) * settlementPayoff(terms, BigInt(price));
  }
  return sum;
}

/** An account that has nothing left but debt is made whole from insurance, as far as that goes. */
function coverShortfall(state: State, account: number): void {
  const cash = state.accounts.cash(account);
  if (cash >= 0 || state.accounts.positionCount(account) > 0) return;
  const insurance = state.globals.insurance();
  const paid = Math.min(insurance, -cash);
  state.globals.setInsurance(insurance - paid);
  addCash(state, account, paid);
}
