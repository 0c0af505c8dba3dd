import type { SettleAccount } from '../generated/codec.ts';
import type { Machine } from '../machine.ts';
import { positionsOf, removePositions } from '../margin/positions.ts';
import { settledValue } from '../margin/settled.ts';
import { addCash } from '../money.ts';
import { MAX_MONEY, UNDERLYINGS } from '../params.ts';
import { ACCEPTED, CODE } from '../rejections.ts';
import { expiryIndex, type State } from '../state.ts';

/**
 * Pays out an account's positions of a settled expiry, or of one that was closed out, by anyone. What losers pay goes through the expiry's pool,
 * and a winner waits until the pool can pay it, so the pool is never below zero: SPEC §10.
 */
export function settleAccount(machine: Machine, operation: SettleAccount): number {
  const { state } = machine;
  const { account, underlying, day } = operation;
  if (underlying >= UNDERLYINGS.length) return CODE.unknownUnderlying;
  if (account === 0 || account > state.globals.accountCount()) return CODE.unknownAccount;
  const expiry = expiryIndex(underlying, day);
  if (state.expiries.settled(expiry) === 0) return CODE.notSettled;

  const { from, to } = positionsOf(state, operation);
  if (from === to) return CODE.nothingToSettle;
  const exact = settledValue(state, { account, from, to });
  if (exact > BigInt(state.expiries.pool(expiry))) return CODE.poolShort;
  if (BigInt(state.globals.pool()) - exact > BigInt(MAX_MONEY)) return CODE.ledgerLimit;
  const payoff = Number(exact);
  if (!addCash(state, account, payoff)) return CODE.ledgerLimit;
  state.expiries.setPool(expiry, state.expiries.pool(expiry) - payoff);
  state.globals.setPool(state.globals.pool() - payoff);
  removePositions(state, { account, from, to });
  state.accounts.setRevision(account, state.accounts.revision(account) + 1);
  coverShortfall(state, account);
  return ACCEPTED;
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
