/** One-line lies about the rules. Each changes one place of `protocol/` and ends the story's batch in another root. */
import { MATCHING } from './mutants/matching.ts';
import { AUTHENTICATION } from './mutants/authentication.ts';
import { MONEY } from './mutants/money.ts';
import { MARGIN } from './mutants/margin.ts';
import { LIQUIDATION } from './mutants/liquidation.ts';
import { CLOSING } from './mutants/closing.ts';
import { SETTLEMENT } from './mutants/settlement.ts';
import type { SolidityMutation } from './solidity.ts';

export interface Mutant {
  readonly lie: string;
  /** Below `protocol/`. */
  readonly file: string;
  /** Must occur exactly once. */
  readonly find: string;
  readonly replace: string;
  /** Where the lie must lose: phase before the step and, in phase `next`, the kind of the operation (0: none). */
  readonly phase: number;
  readonly operation?: string;
  /** The same line in the Solidity twin, for the lies that are shown to win where L1 tells them too. */
  readonly twin?: SolidityMutation;
}

export const MUTANTS: readonly Mutant[] = [
  ...MATCHING,
  ...AUTHENTICATION,
  ...MONEY,
  ...MARGIN,
  ...LIQUIDATION,
  ...SETTLEMENT,
  ...CLOSING,
];
