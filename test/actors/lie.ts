/** False histories of one batch, from the same input as the true one. */
import { concat } from '../../protocol/hash.ts';
import type { BatchInput } from '../../protocol/machine.ts';
import { recoverSignatures } from '../../protocol/signatures.ts';
import { decodeState } from '../../prover/store/snapshot.ts';
import type { ProtocolModules } from './mutant.ts';

export interface Lie {
  /** State root that the liar claims. */
  readonly root: Uint8Array;
  /** State after each step, up to the first final one. */
  readonly leaves: Uint8Array;
}

export interface LieSource {
  /** The true state before the batch, as `encodeState` writes it. */
  readonly state: Uint8Array;
  readonly input: BatchInput;
  /** Protocol modules that run the batch; another copy than the prover's. */
  readonly modules: ProtocolModules;
  /** Changes the machine after the step of an index: registers, or the state under it. */
  readonly tamper?: (step: { readonly index: number; readonly machine: LiarMachine }) => void;
}

export type LiarMachine = InstanceType<ProtocolModules['Machine']>;

/** Steps after which a machine that a lie keeps from halting is given up. */
const STEPS_MAX = 2 ** 18;

/** Runs the batch by the liar's machine. @throws where the lie breaks the machine */
export function runLie({ state: bytes, input, modules, tamper }: LieSource): Lie {
  const { Machine, PHASE, State, StateTree, StepRecorder } = modules;
  const state = decodeState(bytes, new State());
  const machine = new Machine({ state, input, signatures: recoverSignatures });
  const recorder = new StepRecorder(machine, new StateTree(state));
  const leaves: Uint8Array[] = [];
  let root = recorder.root;
  for (let index = 0; machine.registers.phase !== PHASE.halted; index++) {
    if (index === STEPS_MAX) throw new Error('the lie does not halt');
    const step = recorder.step();
    leaves.push(step.post);
    root = step.root;
    // The next step records the change with its own writes; its leaf is the first false one.
    tamper?.({ index, machine });
  }
  return { root, leaves: concat(...leaves) };
}
