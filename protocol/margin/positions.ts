/** An account's positions: sorted by instrument code, none zero. SPEC §8.1. */
import { MAX_EXPIRIES, MAX_POSITIONS, UNDERLYINGS } from '../params.ts';
import { ACCEPTED, CODE } from '../rejections.ts';
import { decodeTerms, encodeTerms, expiryOfCode, STRIKE_SPAN } from '../instrument.ts';
import type { State } from '../state.ts';

/**
 * Adds `delta` contracts (10^-4) of an instrument.
 * @returns ACCEPTED, or a 2xxx code with nothing changed
 */
export function addPosition(
  state: State,
  { account, code, delta }: { account: number; code: number; delta: number },
): number {
  const { accounts } = state;
  const count = accounts.positionCount(account);
  const at = firstNotBelow(state, { account, code, count });
  const held = at < count && accounts.positionCode(account, at) === code;
  const amount = (held ? accounts.positionAmount(account, at) : 0) + delta;
  if (Math.abs(amount) > UNDERLYINGS[decodeTerms(code).underlying].maxPositionE4) {
    return CODE.positionLimit;
  }
  if (held && amount !== 0) accounts.setPositionAmount(account, at, amount);
  else if (held) removePositions(state, { account, from: at, to: at + 1 });
  else return insert(state, { account, at, code, amount, count });
  return ACCEPTED;
}

/** Index of the first position whose code is not below `code`. */
export function firstNotBelow(
  state: State,
  { account, code, count }: { account: number; code: number; count: number },
): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (state.accounts.positionCode(account, middle) < code) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** An account's positions of an expiry, [from, to). */
export function positionsOf(
  state: State,
  { account, underlying, day }: Record<'account' | 'underlying' | 'day', number>,
): { from: number; to: number } {
  const count = state.accounts.positionCount(account);
  const code = encodeTerms({ underlying, day, strikeCents: 0, put: false });
  return {
    from: firstNotBelow(state, { account, code, count }),
    to: firstNotBelow(state, { account, code: code + STRIKE_SPAN, count }),
  };
}

/** Removes the positions [from, to). */
export function removePositions(
  state: State,
  { account, from, to }: { account: number; from: number; to: number },
): void {
  const { accounts } = state;
  const count = accounts.positionCount(account);
  for (let i = to; i < count; i++) {
    accounts.setPositionCode(account, i - to + from, accounts.positionCode(account, i));
    accounts.setPositionAmount(account, i - to + from, accounts.positionAmount(account, i));
  }
  for (let i = count - (to - from); i < count; i++) {
    accounts.setPositionCode(account, i, 0);
    accounts.setPositionAmount(account, i, 0);
  }
  accounts.setPositionCount(account, count - (to - from));
}

function insert(
  state: State,
  {
    account,
    at,
    code,
    amount,
    count,
  }: Record<'account' | 'at' | 'code' | 'amount' | 'count', number>,
): number {
  const { accounts } = state;
  if (count === MAX_POSITIONS || opensExpiryTooMany(state, { account, code, count, at })) {
    return CODE.tooManyPositions;
  }
  for (let i = count; i > at; i--) {
    accounts.setPositionCode(account, i, accounts.positionCode(account, i - 1));
    accounts.setPositionAmount(account, i, accounts.positionAmount(account, i - 1));
  }
  accounts.setPositionCode(account, at, code);
  accounts.setPositionAmount(account, at, amount);
  accounts.setPositionCount(account, count + 1);
  return ACCEPTED;
}

function opensExpiryTooMany(
  state: State,
  { account, code, count, at }: Record<'account' | 'code' | 'count' | 'at', number>,
): boolean {
  if (count < MAX_EXPIRIES) return false;
  const expiry = expiryOfCode(code);
  const expiryAt = (i: number): number => expiryOfCode(state.accounts.positionCode(account, i));
  if (at < count && expiryAt(at) === expiry) return false;
  if (at > 0 && expiryAt(at - 1) === expiry) return false;
  let expiries = 0;
  for (let i = 0; i < count; i++) if (i === 0 || expiryAt(i) !== expiryAt(i - 1)) expiries += 1;
  return expiries >= MAX_EXPIRIES;
}
