/** The margin rule of everything that changes an account: SPEC §8.4. */
import { addCash } from '../money.ts';
import { MODEL_PORTFOLIO } from '../params.ts';
import { ACCEPTED, CODE } from '../rejections.ts';
import type { State } from '../state.ts';
import { addPosition } from './positions.ts';
import { underlyingOfCode } from '../instrument.ts';

export interface Judged {
  readonly initial: bigint;
  readonly maintenance: bigint;
}

/** Initial margin holds, or maintenance margin holds and initial margin has not fallen. */
export function passes({ initial, maintenance }: Judged, initialBefore: bigint): boolean {
  return initial >= 0n || (maintenance >= 0n && initial >= initialBefore);
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
  if (!suitsModel(state, account, code)) return CODE.badMarginModel;
  const added = addPosition(state, { account, code, delta: amount });
  if (added !== ACCEPTED) return added;
  if (addCash(state, account, money)) return ACCEPTED;
  addPosition(state, { account, code, delta: -amount });
  return CODE.ledgerLimit;
}

export function undoFill(state: State, { account, code, amount, money }: AccountFill): void {
  addPosition(state, { account, code, delta: -amount });
  addCash(state, account, -money);
}

/** A portfolio account holds one underlying. */
function suitsModel(state: State, account: number, code: number): boolean {
  return (
    state.accounts.marginModel(account) !== MODEL_PORTFOLIO ||
    state.accounts.positionCount(account) === 0 ||
    underlyingOfCode(state.accounts.positionCode(account, 0)) === underlyingOfCode(code)
  );
}

/** Positions are sorted, so the first and the last tell. */
export function holdsOneUnderlying(state: State, account: number): boolean {
  const count = state.accounts.positionCount(account);
  if (count === 0) return true;
  const at = (i: number): number => underlyingOfCode(state.accounts.positionCode(account, i));
  return at(0) === at(count - 1);
}
