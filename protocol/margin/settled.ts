/** What options of a settled expiry are worth, for good: SPEC §10.2. Every holder of one counts the same whole cents. */
import {
  dayOfExpiry,
  expiryIndexOfCode,
  expiryOfCode,
  isPut,
  strikeOfCode,
} from '../instrument.ts';
import { settlementPayoff } from '../payoff.ts';
import { volatility } from '../pricing/svi.ts';
import type { State } from '../state.ts';
import { CENTS, surfaceOf } from './feeds.ts';
import { markPrices } from './markPrices.ts';

/**
 * Signed value of an account's positions [from, to), which are those of one settled expiry, in 10^-6 USD. Long and
 * short of an option add up to exactly 0.
 */
export function settledValue(
  state: State,
  { account, from, to }: Record<'account' | 'from' | 'to', number>,
): bigint {
  if (from === to) return 0n;
  const { accounts } = state;
  const codes = Array.from({ length: to - from }, (_, i) =>
    accounts.positionCode(account, from + i),
  );
  return settledCents(state, codes).reduce(
    (sum, cents, i) => sum + BigInt(accounts.positionAmount(account, from + i)) * cents,
    0n,
  );
}

/** Cents for one contract of each of these options of one settled expiry. */
export function settledCents(state: State, codes: readonly number[]): bigint[] {
  const expiry = expiryIndexOfCode(codes[0]);
  const settlement = state.expiries.settlementCents(expiry);
  if (state.expiries.lifeSec(expiry) > 0) return closingMarks(state, { expiry, codes });
  return codes.map((code) =>
    settlementPayoff({ put: isPut(code), strike: BigInt(strikeOfCode(code)) }, BigInt(settlement)),
  );
}

/**
 * The marks of standard margin at the figures that the close-out fixed, rounded to the nearest cent, half up: neither side
 * of a trade is favoured, and deep in the money a mark is what the option would pay.
 */
function closingMarks(
  { expiries }: State,
  { expiry, codes }: { expiry: number; codes: readonly number[] },
): bigint[] {
  const surface = surfaceOf(expiries, { expiry, day: dayOfExpiry(expiryOfCode(codes[0])) });
  const marks = markPrices({
    sec: BigInt(expiries.lifeSec(expiry)),
    forward: BigInt(expiries.settlementCents(expiry)) * CENTS,
    options: codes.map((code) => {
      const strike = BigInt(strikeOfCode(code)) * CENTS;
      return { strike, put: isPut(code), vol: volatility(surface, strike) };
    }),
  });
  return marks.map((mark) => (mark + CENTS / 2n) / CENTS);
}
