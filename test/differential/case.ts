/** A case: one operation on a random state, with all its steps and the witness of each. */
import { hashData, hashInbox } from '../../protocol/batch.ts';
import { OPERATION_BY_KIND, type Registers } from '../../protocol/generated/codec.ts';
import { concat } from '../../protocol/hash.ts';
import { initialRegisters, Machine, PHASE } from '../../protocol/machine.ts';
import { ACCEPTED, REJECTION_BY_CODE } from '../../protocol/rejections.ts';
import { recoverSignatures } from '../../protocol/signatures.ts';
import { type RecordedStep, StepRecorder } from '../../protocol/witness.ts';
import type { ItemFields, World } from './world.ts';

export interface Case {
  /** Absent where the data is at its end. */
  readonly operation?: Uint8Array;
  /** The data ends with the operation. */
  readonly isLast?: boolean;
  /** The inbox item that is next, if any. */
  readonly item?: ItemFields;
  readonly registers?: Partial<Registers>;
  /** The state was changed in ways that the rules do not allow; it is restored after the case. */
  readonly isPrepared?: boolean;
}

export interface CaseStep extends RecordedStep {
  /** Name of the phase in which the step began. */
  readonly phaseName: string;
  /** The operation's outcome, or where the step led. */
  readonly outcome: string;
}

export interface RecordedCase {
  readonly kind: string;
  readonly steps: readonly CaseStep[];
}

const PHASE_NAMES = new Map<number, string>(
  Object.entries(PHASE).map(([name, phase]) => [phase, name]),
);
const INBOX_NAMES = [
  'unknown',
  'deposit',
  'withdraw',
  'cancelAll',
  'reference',
  'parameter',
  'liquidate',
];
const NOTHING = new Uint8Array(0);

/** Runs the case to its end on the world's state. */
export function recordCase(world: World, given: Case): RecordedCase {
  const recorder = startCase(world, given);
  const { machine } = recorder;
  const steps: CaseStep[] = [];
  do {
    const { stopped } = machine.registers;
    const step = recorder.step();
    const outcome = outcomeOf(machine, { hasStopped: machine.registers.stopped !== stopped });
    steps.push({ ...step, phaseName: PHASE_NAMES.get(step.phase)!, outcome });
  } while (machine.registers.phase !== PHASE.next && machine.registers.phase !== PHASE.halted);
  return { kind: kindOf(given), steps };
}

/** A machine before the case, in the middle of a batch. */
export function startCase(world: World, given: Case): StepRecorder {
  const { random, state } = world;
  const operation = given.operation ?? NOTHING;
  const before = padding(world);
  const after = given.operation === undefined || given.isLast === true ? NOTHING : padding(world);
  const data = concat(before, operation, after);
  const consumed = randomItems(world, random.below(3));
  const coming =
    given.item === undefined ? [] : [given.item, ...randomItems(world, random.below(2))];
  const inbox = [...consumed, ...coming].map((item) => ({ ...item, timeSec: world.timeSec }));
  const inboxFrom = random.magnitude(1, 2 ** 40);
  const header = world.header({
    dataHash: hashData(data),
    dataLength: data.length,
    inboxFrom,
    inboxTo: inboxFrom + inbox.length,
    inboxHash: hashInbox(inbox),
  });

  state.journal.savepoint();
  const input = { header, data, inbox };
  const machine = new Machine({ state, input, signatures: recoverSignatures });
  machine.registers = {
    ...initialRegisters(),
    offset: before.length,
    inboxNext: consumed.length,
    charged: random.below(200_000),
    outcome: random.pick([ACCEPTED, ...REJECTION_BY_CODE.keys()]),
    ...given.registers,
  };
  return new StepRecorder(machine, world.tree);
}

function outcomeOf({ registers }: Machine, { hasStopped }: { hasStopped: boolean }): string {
  if (hasStopped) return 'stopped';
  if (registers.phase !== PHASE.next) return `→ ${PHASE_NAMES.get(registers.phase)}`;
  if (registers.outcome === ACCEPTED) return 'accepted';
  return REJECTION_BY_CODE.get(registers.outcome)!.name;
}

function kindOf({ operation, item, registers }: Case): string {
  const isAtEnd = operation === undefined || registers?.stopped === 1;
  const name = isAtEnd ? 'no data' : OPERATION_BY_KIND[operation[0]]?.name;
  if (name !== 'no data' && name !== 'consumeInbox') return name ?? 'unknown';
  return item === undefined ? name : `${name}: ${INBOX_NAMES[item.kind] ?? 'unknown'}`;
}

/** What stands around the operation in the batch: any bytes, mostly few, sometimes almost a whole batch. */
function padding({ random }: World): Uint8Array {
  if (random.chance(0.4)) return NOTHING;
  const length = random.chance(0.02) ? random.below(50_000) : random.below(2500);
  const block = random.bytes(64);
  return Uint8Array.from({ length }, (_, i) => block[(i * 7 + (i >> 6)) % 64]);
}

function randomItems({ random }: World, count: number): ItemFields[] {
  return Array.from({ length: count }, () => ({
    kind: random.below(8),
    sender: random.bytes(20),
    account: random.below(70),
    amount: random.magnitude(1, 2 ** 40),
  }));
}
