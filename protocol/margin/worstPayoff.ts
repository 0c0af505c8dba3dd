import { DomainError } from '../maths/errors.ts';
import { min, WAD } from '../maths/wad.ts';
import type { OptionPosition } from './types.ts';

export interface WorstPayoff {
  /** min over Z in {0, strikes} of min(f(Z), 0), f(Z) = Σ amount × payoff at the settlement price Z; rounded down. */
  readonly loss: bigint;
  /** Signed contracts of all calls: below zero, f has no bound above the highest strike. */
  readonly callAmount: bigint;
}

/**
 * Worst settlement payoff of the options of one expiry, in units of 10^-18 USD. f is linear between strikes:
 * f(0) = Σ puts a·K with slope −Σ puts a, and each strike passed adds its amount to the slope.
 * @param options ordered by strike. COST: one pass
 * @throws DomainError out of that order
 */
export function worstPayoff(options: readonly OptionPosition[]): WorstPayoff {
  let payoff = 0n;
  let slope = 0n;
  let callAmount = 0n;
  for (const { strike, put, amount } of options) {
    if (put) {
      payoff += amount * strike;
      slope -= amount;
    } else {
      callAmount += amount;
    }
  }
  let worst = min(payoff, 0n);
  let passed = 0n;
  for (const { strike, amount } of options) {
    if (strike < passed) throw new DomainError('worstPayoff', strike);
    payoff += slope * (strike - passed);
    worst = min(worst, payoff);
    slope += amount;
    passed = strike;
  }
  return { loss: -((-worst + WAD - 1n) / WAD), callAmount };
}
