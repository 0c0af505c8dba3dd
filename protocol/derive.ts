/** Re-execution of a batch: SPEC §4. */
import type { Events } from './machine.ts';
import { type BatchInput, Machine, PHASE, type Signatures } from './machine.ts';
import type { State } from './state.ts';
import { step } from './step.ts';

/** Runs a batch to its end on a state. */
export function runBatch(options: {
  state: State;
  input: BatchInput;
  signatures: Signatures;
  events?: Events;
}): void {
  const machine = new Machine(options);
  options.state.journal.savepoint();
  while (machine.registers.phase !== PHASE.halted) step(machine);
}

/** Money of a state, in 10^-6 USD. `difference` is zero in every state that a batch can reach. SPEC §10.2. */
export function moneyOf(state: State): {
  vault: number;
  cash: bigint;
  positiveCash: bigint;
  difference: bigint;
} {
  let cash = 0n;
  let positiveCash = 0n;
  for (let account = 1; account <= state.globals.accountCount(); account++) {
    const held = BigInt(state.accounts.cash(account));
    cash += held;
    if (held > 0n) positiveCash += held;
  }
  const { globals } = state;
  const owed =
    cash + BigInt(globals.insurance()) + BigInt(globals.pool()) + BigInt(globals.socialized());
  return { vault: globals.vault(), cash, positiveCash, difference: BigInt(globals.vault()) - owed };
}
