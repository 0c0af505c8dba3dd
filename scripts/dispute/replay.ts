/** The disputed step of a duel, executed here: by TypeScript and by the deployed bytecode, beside what L1 said. */
import type { Hex } from 'viem';

import { CONSUME_INBOX_KIND, encodeRegisters } from '../../protocol/generated/codec.ts';
import type { InboxItem } from '../../protocol/generated/codec.ts';
import { REGISTERS } from '../../protocol/layout.ts';
import { type BatchInput, Machine, PHASE } from '../../protocol/machine.ts';
import { StateTree } from '../../protocol/merkle.ts';
import { INDEX_BITS } from '../../protocol/params.ts';
import { recoverSignatures } from '../../protocol/signatures.ts';
import type { State } from '../../protocol/state.ts';
import { type RecordedStep, StepRecorder } from '../../protocol/witness.ts';
import { openBytecode } from '../../prover/game/bytecode.ts';
import { inputAt, stateAfter } from '../../prover/game/replay.ts';
import { toHex } from '../../prover/hex.ts';
import { fetchVerifierCode } from '../../prover/l1/verifierCode.ts';
import type { Store } from '../../prover/store/store.ts';
import type { DuelView } from './contests.ts';
import {
  type Change,
  changesOf,
  type Operation,
  readFields,
  readOperation,
  recordOfKind,
} from './fields.ts';
import type { OnL1, Source } from './source.ts';
import { withBatches } from './source.ts';

export type InboxView = Omit<InboxItem, 'sender'> & { readonly sender: Hex };

export interface Replay {
  readonly duel: Hex;
  readonly batch: number;
  readonly index: number;
  /** Phase of the machine in which the step begins. */
  readonly phase: string;
  /** The operation under way; null where the batch is at its end, or where its bytes are none. */
  readonly operation: Operation | null;
  readonly inboxItem: InboxView | null;
  readonly pre: Hex;
  readonly post: {
    readonly typescript: Hex;
    readonly bytecode: Hex | null;
    readonly l1: Hex | null;
  };
  /** The bytecode's words where it refuses the witness. */
  readonly refused: string | null;
  readonly registers: readonly Change[];
  readonly records: readonly (Change & { readonly record: string; readonly id: number })[];
  /** The leaf that each side staked for the state after the step. */
  readonly sides: readonly { readonly entry: Hex; readonly leaf: Hex; readonly isRight: boolean }[];
  readonly witnessBytes: number;
  /** Of the transaction that executed it on L1; null where nobody has. */
  readonly gas: number | null;
  /** Whether everything computed here is the same, and the same as on L1 if it was executed there. */
  readonly agrees: boolean;
}

/** @throws Error where the duel has no step to execute yet, or never will */
export async function replayDuel(
  source: Source,
  { duel, gas }: { duel: DuelView; gas: number | null },
): Promise<Replay> {
  const { on, chronicle } = source;
  if (on === undefined) throw new Error('replay executes the deployed bytecode: give --l1 too');
  const { leaves, index } = await leavesOf(on, duel);
  const stepped = chronicle.duelEvents.find(
    ({ name, args }) => name === 'Stepped' && args['duel'] === duel.id,
  );
  const said = (stepped?.args['post'] ?? null) as Hex | null;
  return withBatches({ store: source.store, on }, async (store) => {
    const { step, operation, inboxItem, before, records } = record(store, { ...duel, index });
    const executed = await executeStep(on, { step, verifier: store.batchId(duel.batch)!.verifier });
    const typescript = toHex(step.post);
    const post = { typescript, bytecode: executed.post, l1: said };
    return {
      duel: duel.id,
      batch: duel.batch,
      index,
      phase: phaseName(step.phase),
      operation,
      inboxItem,
      pre: toHex(step.pre),
      post,
      refused: executed.refused,
      registers: changesOf(before, readFields(REGISTERS, encodeRegisters(step.registers))),
      records,
      sides: duel.sides.map(({ entry }, side) => ({
        entry,
        leaf: leaves[side],
        isRight: leaves[side] === executed.post,
      })),
      witnessBytes: step.witness.length,
      gas: stepped === undefined ? null : gas,
      agrees: executed.post === typescript && (said === null || said === typescript),
    };
  });
}

async function leavesOf(
  { l1, head, deployment }: OnL1,
  duel: DuelView,
): Promise<{ leaves: readonly Hex[]; index: number }> {
  const { nodes, level, index } = await l1.read(head, 'duelOf', [duel.id]);
  if (level === deployment.rounds) return { leaves: nodes, index };
  const played = `${level} of ${deployment.rounds} rounds are played`;
  if (duel.state === 'dissection') {
    throw new Error(`duel ${duel.id.slice(0, 10)}… has not come to its step: ${played}`);
  }
  throw new Error(
    `duel ${duel.id.slice(0, 10)}… ended by time: ${played}, so no step was ever found`,
  );
}

interface Recorded {
  readonly step: RecordedStep;
  readonly operation: Operation | null;
  readonly inboxItem: InboxView | null;
  /** Registers. */
  readonly before: ReturnType<typeof readFields>;
  readonly records: Replay['records'];
}

function record(store: Store, { batch, index }: { batch: number; index: number }): Recorded {
  const state = stateAfter(store, batch - 1);
  const input = inputAt(store, batch);
  const machine = new Machine({ state, input, signatures: recoverSignatures });
  state.journal.savepoint();
  const recorder = new StepRecorder(machine, new StateTree(state));
  let started = { offset: 0, inboxNext: 0 };
  for (let at = 0; ; at++) {
    const { phase, offset, inboxNext, stopped } = machine.registers;
    if (phase === PHASE.next) started = { offset: stopped === 0 ? offset : Infinity, inboxNext };
    const before = readFields(REGISTERS, encodeRegisters(machine.registers));
    const step = recorder.step();
    const isPadding = phase === PHASE.halted;
    if (at < index && !isPadding) continue;
    const under = isPadding ? NO_OPERATION : operationAt(input, started);
    return { step, before, ...under, records: changedRecords(state, step) };
  }
}

const NO_OPERATION = { operation: null, inboxItem: null };

function operationAt(
  { data, header, inbox }: BatchInput,
  { offset, inboxNext }: { offset: number; inboxNext: number },
): Pick<Recorded, 'operation' | 'inboxItem'> {
  const hasData = offset < header.dataLength;
  const takesItem = inboxNext < inbox.length && (!hasData || data[offset] === CONSUME_INBOX_KIND);
  const operation = hasData ? (readOperation(data, offset) ?? null) : null;
  return { operation, inboxItem: takesItem ? inboxView(inbox[inboxNext]) : null };
}

function inboxView(item: InboxItem): InboxView {
  return { ...item, sender: toHex(item.sender) };
}

function changedRecords(state: State, { leaves }: RecordedStep): Replay['records'] {
  return [...leaves].flatMap(([key, before]) => {
    const kind = Math.floor(key / 2 ** INDEX_BITS);
    const id = key % 2 ** INDEX_BITS;
    const { name, fields } = recordOfKind(kind);
    const after = state.tables[kind].record(id);
    const changes = changesOf(readFields(fields, before), readFields(fields, after));
    return changes.map((change) => ({ record: name, id, ...change }));
  });
}

async function executeStep(
  { l1, deployment }: OnL1,
  { step, verifier }: { step: RecordedStep; verifier: Hex },
): Promise<{ post: Hex | null; refused: string | null }> {
  const codes = await fetchVerifierCode(l1, verifier);
  const { chainId } = deployment;
  const bytecode = await openBytecode({ codes, verifier, chainId, kind: 'edr', lanes: 1 });
  try {
    const [post] = await bytecode.runSteps([step]);
    return 'refused' in post
      ? { post: null, refused: post.refused }
      : { post: toHex(post), refused: null };
  } finally {
    await bytecode.close();
  }
}

function phaseName(phase: number): string {
  return Object.entries(PHASE).find(([, value]) => value === phase)?.[0] ?? `phase ${phase}`;
}
