/** Cash that leaves an account: to another one of its owner, or out of the rollup. SPEC §5.5, §5.6. */
import { type Machine, PHASE } from '../machine.ts';
import { demandMargin, UNPRICED } from '../margin/evaluate.ts';
import { MONEY } from '../margin/feeds.ts';
import { addCash } from '../money.ts';
import { MAX_MONEY } from '../params.ts';
import { ACCEPTED, CODE } from '../rejections.ts';
import type { State } from '../state.ts';

/** @param toAccount 0: out of the rollup */
export function startPayment(
  machine: Machine,
  { account, toAccount, amount }: Record<'account' | 'toAccount' | 'amount', number>,
): number {
  const { state, registers } = machine;
  if (state.accounts.auctionStartSec(account) !== 0) return CODE.underAuction;
  if (amount > state.accounts.cash(account)) return CODE.insufficientCash;
  registers.account = account;
  registers.counterparty = toAccount;
  registers.amount = amount;
  demandMargin(machine, { account, goOn: PHASE.pay });
  return ACCEPTED;
}

/** Phase `pay`. Cash enters every margin one to one, so the margin afterwards is the margin now less the amount. */
export function payStep(machine: Machine): void {
  machine.finish(pay(machine));
}

function pay({ state, registers }: Machine): number {
  const { account, counterparty, amount, priced, initial } = registers;
  if (priced === UNPRICED) return CODE.pricesMissing;
  if (initial < BigInt(amount) * MONEY) return CODE.initialMargin;
  return counterparty === 0
    ? payOut(state, account, amount)
    : payAccount(state, { account, counterparty, amount });
}

function payAccount(
  state: State,
  { account, counterparty, amount }: Record<'account' | 'counterparty' | 'amount', number>,
): number {
  addCash(state, account, -amount);
  if (addCash(state, counterparty, amount)) return ACCEPTED;
  addCash(state, account, amount);
  return CODE.ledgerLimit;
}

function payOut(state: State, account: number, amount: number): number {
  const paid = payableDown(state, amount);
  const total = state.withdrawals.total(account) + paid;
  if (total > MAX_MONEY) return CODE.ledgerLimit;
  addCash(state, account, -amount);
  state.globals.setVault(state.globals.vault() - paid);
  state.globals.setSocialized(state.globals.socialized() + (amount - paid));
  state.withdrawals.setRecipient(account, state.accounts.owner(account));
  state.withdrawals.setTotal(account, total);
  return ACCEPTED;
}

/** floor(amount × φ), φ = min(1, vault / (positive cash + settlement pool)): DESIGN's shortfall rule. */
function payableDown(state: State, amount: number): number {
  const vault = state.globals.vault();
  const positiveCash = state.globals.positiveCash();
  const pool = state.globals.pool();
  if (vault >= positiveCash + pool) return amount;
  return Number((BigInt(amount) * BigInt(vault)) / (BigInt(positiveCash) + BigInt(pool)));
}
