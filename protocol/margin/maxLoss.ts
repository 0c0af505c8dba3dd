/**
 * Max-loss margin: an account must hold the worst settlement payoff of each expiry by itself, and for calls that
 * no long call covers a multiple of the index. SPEC §8.2; the max-loss term is the one of standard margin.
 */
import {
  dayOfExpiry,
  expiryOfCode,
  expirySec,
  firstCode,
  STRIKE_SPAN,
  underlyingOfExpiry,
} from '../instrument.ts';
import { MAX_GROSS, MAX_MONEY, MAX_POSITIONS } from '../params.ts';
import { expiryIndex, type State } from '../state.ts';

/**
 * Cash the account must hold, in 10^-6 USD, rounded up; MAX_MONEY where Σ |amount| × max(highest strike, index) passes
 * MAX_GROSS, which keeps every sum here exact. An expiry whose settlement price is fixed counts at its payoff, a gain as nothing.
 * @param nakedShift NAKED_INITIAL_SHIFT or NAKED_MAINTENANCE_SHIFT
 */
export function requirement(state: State, account: number, nakedShift: number): number {
  const count = state.accounts.positionCount(account);
  let total = 0;
  let gross = 0;
  for (let from = 0; from < count; ) {
    const group = readGroup(state, { account, from, count });
    gross += group.gross;
    total +=
      group.settlementCents === 0 ? group.worstLoss + naked(group, nakedShift) : group.settledLoss;
    from = group.to;
  }
  return gross > MAX_GROSS ? MAX_MONEY : total;
}

interface Group {
  /** End of the positions of this expiry. */
  readonly to: number;
  readonly settlementCents: number;
  readonly gross: number;
  /** max(0, −min f(Z)) over Z in {0, strikes}. */
  readonly worstLoss: number;
  /** Calls short beyond all long calls, × index. */
  readonly nakedNotional: number;
  /** max(0, −f(settlement price)). */
  readonly settledLoss: number;
}

/** Strikes and amounts that `readGroup` has read; meaningless between two calls. */
const strikes = new Float64Array(MAX_POSITIONS);
const amounts = new Float64Array(MAX_POSITIONS);

/**
 * One pass over the positions of one expiry, in strike order. f is linear between strikes:
 * f(0) = Σ puts a·K with slope −Σ puts a, and each strike passed adds its amount to the slope.
 */
function readGroup(
  state: State,
  { account, from, count }: { account: number; from: number; count: number },
): Group {
  const { accounts } = state;
  const expiry = expiryOfCode(accounts.positionCode(account, from));
  const underlying = underlyingOfExpiry(expiry);
  const settlementCents = settlementPrice(state, expiry);
  const indexCents = state.underlyings.indexCents(underlying);
  const referenceCents = settlementCents === 0 ? indexCents : settlementCents;

  const base = firstCode(expiry);
  let absolute = 0;
  let lastStrike = 0;
  let settled = 0;
  let payoff = 0;
  let putAmount = 0;
  let callAmount = 0;
  let to = from;
  for (; to < count; to++) {
    // COST: subtracting is several times cheaper here than the remainder of a double.
    const rest = accounts.positionCode(account, to) - base;
    if (rest >= STRIKE_SPAN) break;
    const amount = accounts.positionAmount(account, to);
    const strike = Math.floor(rest / 2);
    const put = rest !== strike * 2;
    strikes[to] = strike;
    amounts[to] = amount;
    absolute += Math.abs(amount);
    lastStrike = strike;
    if (put) {
      payoff += amount * strike;
      putAmount += amount;
      settled += amount * Math.max(strike - settlementCents, 0);
    } else {
      callAmount += amount;
      settled += amount * Math.max(settlementCents - strike, 0);
    }
  }

  let worst = Math.min(payoff, 0);
  let slope = -putAmount;
  let passed = 0;
  for (let i = from; i < to; i++) {
    const strike = strikes[i];
    payoff += slope * (strike - passed);
    worst = Math.min(worst, payoff);
    slope += amounts[i];
    passed = strike;
  }
  return {
    to,
    settlementCents,
    gross: absolute * Math.max(lastStrike, referenceCents),
    worstLoss: -worst,
    nakedNotional: Math.max(-callAmount, 0) * indexCents,
    settledLoss: Math.max(-settled, 0),
  };
}

function naked({ nakedNotional }: Group, shift: number): number {
  return nakedNotional + Math.ceil(nakedNotional / 2 ** shift);
}

/** The fixed settlement price of an expiry that has come, else 0. */
function settlementPrice(state: State, expiry: number): number {
  const day = dayOfExpiry(expiry);
  if (state.globals.timeSec() < expirySec(day)) return 0;
  return state.expiries.settlementCents(expiryIndex(underlyingOfExpiry(expiry), day));
}
