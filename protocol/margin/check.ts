/** The margin rule of every operation that changes an account: SPEC §8.3. */
import { requirement } from './maxLoss.ts';
import { addPosition } from './positions.ts';
import { addCash } from '../money.ts';
import { NAKED_INITIAL_SHIFT, NAKED_MAINTENANCE_SHIFT } from '../params.ts';
import { ACCEPTED, CODE } from '../rejections.ts';
import type { State } from '../state.ts';

export interface MarginBefore {
  readonly cash: number;
  readonly requirement: number;
}

export function initialRequirement(state: State, account: number): number {
  return requirement(state, account, NAKED_INITIAL_SHIFT);
}

export function maintenanceRequirement(state: State, account: number): number {
  return requirement(state, account, NAKED_MAINTENANCE_SHIFT);
}

export function holdsInitial(state: State, account: number): boolean {
  return state.accounts.cash(account) >= initialRequirement(state, account);
}

export function marginBefore(state: State, account: number): MarginBefore {
  return { cash: state.accounts.cash(account), requirement: initialRequirement(state, account) };
}

/** Initial margin holds, or maintenance holds and initial margin has not fallen. */
export function passes(state: State, account: number, before: () => MarginBefore): boolean {
  const cash = state.accounts.cash(account);
  const needed = initialRequirement(state, account);
  if (cash >= needed) return true;
  if (cash < maintenanceRequirement(state, account)) return false;
  const then = before();
  return cash - then.cash >= needed - then.requirement;
}

/** One side of a fill: contracts gained and money gained, fee included. */
export interface AccountFill {
  readonly account: number;
  readonly code: number;
  readonly amount: number;
  readonly money: number;
}

/** @returns ACCEPTED, or a 2xxx code with nothing changed */
export function applyFill(state: State, { account, code, amount, money }: AccountFill): number {
  const added = addPosition(state, { account, code, delta: amount });
  if (added !== ACCEPTED) return added;
  if (addCash(state, account, money)) return ACCEPTED;
  addPosition(state, { account, code, delta: -amount });
  return CODE.ledgerLimit;
}

function undoFill(state: State, { account, code, amount, money }: AccountFill): void {
  addPosition(state, { account, code, delta: -amount });
  addCash(state, account, -money);
}

/** Applies a fill if the account's margin passes with it; the margin before is read only if it matters. */
export function tryFill(state: State, fill: AccountFill): number {
  const code = applyFill(state, fill);
  if (code !== ACCEPTED) return code;
  const before = (): MarginBefore => {
    undoFill(state, fill);
    const margin = marginBefore(state, fill.account);
    applyFill(state, fill);
    return margin;
  };
  if (passes(state, fill.account, before)) return ACCEPTED;
  undoFill(state, fill);
  return CODE.initialMargin;
}

/** Would the fill pass? Changes nothing. */
export function checkFill(state: State, fill: AccountFill): number {
  const code = tryFill(state, fill);
  if (code === ACCEPTED) undoFill(state, fill);
  return code;
}
