/** One chain run twice, by protocol/ and by the reference implementation, and compared after every batch. */
import { hashBatch, hashData, hashInbox } from '../../protocol/batch.ts';
import { moneyOf } from '../../protocol/derive.ts';
import type { Header, InboxItem } from '../../protocol/generated/codec.ts';
import { genesisState } from '../../protocol/genesis.ts';
import { OPERATIONS, STATE } from '../../protocol/layout.ts';
import {
  type BatchInput,
  Machine,
  PHASE,
  type Signatures,
  type TakenShare,
} from '../../protocol/machine.ts';
import { StateTree } from '../../protocol/merkle.ts';
import type { State } from '../../protocol/state.ts';
import { step } from '../../protocol/step.ts';
import { sizeOf } from './bytes.ts';
import { Disagreement, Judge, type MachineMargin, type MachineRun } from './judge.ts';
import { type NaiveOutcome, naiveGenesis, type Recover, runNaiveBatch } from './naive.ts';
import { naiveRoot } from './naiveMerkle.ts';
import type { NaiveInboxItem } from './naiveInbox.ts';
import { type Hex, moneyDifference, type NaiveState } from './naiveState.ts';
import type { Domain } from './naiveTypedData.ts';
import { project } from './project.ts';

export interface Pair {
  readonly naive: NaiveState;
  readonly state: State;
  readonly tree: StateTree;
  readonly domain: Domain;
  readonly judge: Judge;
  batches: number;
  inboxItems: number;
  parentHash: Uint8Array;
}

export interface PairBatch {
  readonly headerTimeSec: bigint;
  readonly data: Uint8Array;
  readonly inbox: readonly NaiveInboxItem[];
}

const bytesOf = (hex: Hex): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const hexOf = (bytes: Uint8Array): Hex => Buffer.from(bytes).toString('hex');

export const DOMAIN: Domain = { chainId: 31_337n, rollup: 'c0'.repeat(20) };

export function createPair(genesis: {
  readonly timeSec: number;
  readonly publishers: readonly Hex[];
  readonly quorum: number;
}): Pair {
  const { timeSec, quorum, publishers } = genesis;
  const state = genesisState({ timeSec, quorum, publishers: publishers.map(bytesOf) });
  const judge = new Judge();
  const naive = naiveGenesis({ timeSec: BigInt(timeSec), quorum: BigInt(quorum), publishers });
  return {
    naive: { ...naive, judge },
    judge,
    state,
    tree: new StateTree(state),
    domain: DOMAIN,
    batches: 0,
    inboxItems: 0,
    parentHash: new Uint8Array(32),
  };
}

/** A signature of the tests: the signer ‖ the digest ‖ zeros. It tells every digest that differs. */
export function stubSignature(signer: Hex, digest: Uint8Array): Hex {
  return signer + hexOf(digest) + '00'.repeat(12);
}

const recoverHex: Recover = (digest, signature) =>
  signature.slice(40, 104) === hexOf(digest()) ? signature.slice(0, 40) : null;

const recoverBytes: Signatures = {
  recover(digest, signature) {
    const hash = digest();
    for (let i = 0; i < 32; i++) if (signature[20 + i] !== hash[i]) return null;
    return signature.slice(0, 20);
  },
};

/** @returns the outcomes that both agree on */
export function runPair(pair: Pair, batch: PairBatch): NaiveOutcome[] {
  const { naive, state, tree, domain, judge } = pair;
  const runs = runProtocol(pair, batch);
  judge.begin(runs);
  let expected: NaiveOutcome[];
  try {
    expected = runNaiveBatch(naive, { domain, ...batch }, recoverHex);
  } catch (error) {
    if (!(error instanceof Disagreement)) throw error;
    throw new Disagreement(`operation ${judge.operation}: ${error.message}`, { cause: error });
  }
  if (expected.length !== runs.length) {
    throw new Disagreement(`operations: naive ${expected.length}, protocol ${runs.length}`);
  }
  const records = project(naive);
  if (hexOf(tree.update()) !== hexOf(naiveRoot(records))) {
    throw new Disagreement(`state roots differ\n${differences(state, records).join('\n')}`);
  }
  const money = [moneyOf(state).difference, moneyDifference(naive)];
  if (money.some((difference) => difference !== 0n)) {
    throw new Disagreement(`money does not add up: protocol ${money[0]}, naive ${money[1]}`);
  }
  return expected;
}

/** As `runBatch`, watching the registers. @returns what came of each operation and inbox item */
function runProtocol(pair: Pair, batch: PairBatch): MachineRun[] {
  const inbox = batch.inbox.map((item) => ({
    kind: Number(item.kind),
    sender: bytesOf(item.sender),
    account: Number(item.account),
    amount: Number(item.amount),
    timeSec: Number(batch.headerTimeSec),
  }));
  const header = headerOf(pair, batch, inbox);
  pair.batches += 1;
  pair.inboxItems += inbox.length;
  pair.parentHash = hashBatch(header);
  pair.state.journal.savepoint();
  return watch(pair.state, { header, data: batch.data, inbox });
}

function watch(state: State, input: BatchInput): MachineRun[] {
  let taken: MachineRun['taken'] = null;
  const events = {
    taken: ({ share, price }: TakenShare) => (taken = { share, price: BigInt(price) }),
  };
  const machine = new Machine({ state, input, signatures: recoverBytes, events });
  const runs: MachineRun[] = [];
  let margins: MachineMargin[] = [];
  let insurance = state.globals.insurance();
  let ended = { offset: 0, inboxNext: 0 };
  let steps = 0;
  while (machine.registers.phase !== PHASE.halted) {
    const isMargin = machine.registers.phase === PHASE.margin;
    step(machine);
    steps += 1;
    const { phase, offset, inboxNext, outcome } = machine.registers;
    if (isMargin && phase !== PHASE.margin) margins.push(marginIn(machine));
    const isSame = offset === ended.offset && inboxNext === ended.inboxNext;
    if (phase !== PHASE.next || isSame) continue;
    const kind = offset === ended.offset ? null : input.data[ended.offset];
    demandCharge(steps, kind);
    const insuranceGain = BigInt(state.globals.insurance() - insurance);
    runs.push({ outcome, margins, insuranceGain, taken });
    insurance = state.globals.insurance();
    margins = [];
    taken = null;
    ended = { offset, inboxNext };
    steps = 0;
  }
  return runs;
}

/** SPEC §4.2: no operation takes more steps than it is charged. @param kind null for an inbox item */
function demandCharge(steps: number, kind: number | null): void {
  const operation = Object.entries(OPERATIONS).find(([, layout]) => layout.kind === kind);
  const [name, layout] = operation ?? ['inbox item', { steps: 0 }];
  const most = layout.steps + (kind === null || name === 'consumeInbox' ? INBOX_ITEM_STEPS : 0);
  if (steps > most) throw new Disagreement(`${name} took ${steps} steps, not ${most}`);
}

/** The marker's own step is one of them. */
const INBOX_ITEM_STEPS = 137;

const PRICED = ['missing', 'priced', 'liquidatable'] as const;

function marginIn({ registers }: Machine): MachineMargin {
  const { marginAccount, marginModel, priced, initial, maintenance, equity } = registers;
  return {
    account: BigInt(marginAccount),
    model: BigInt(marginModel),
    priced: PRICED[priced],
    initial,
    maintenance,
    equity,
  };
}

function headerOf(pair: Pair, batch: PairBatch, inbox: readonly InboxItem[]): Header {
  return {
    version: 1,
    chainId: Number(pair.domain.chainId),
    rollup: bytesOf(pair.domain.rollup),
    verifier: new Uint8Array(20),
    number: pair.batches + 1,
    parentHash: pair.parentHash,
    dataHash: hashData(batch.data),
    dataLength: batch.data.length,
    inboxFrom: pair.inboxItems,
    inboxTo: pair.inboxItems + inbox.length,
    inboxHash: hashInbox(inbox),
    timeSec: Number(batch.headerTimeSec),
  };
}

/** The fields that differ, for the reader of a failure. */
function differences(state: State, records: ReadonlyMap<number, Uint8Array>): string[] {
  const lines: string[] = [];
  for (const table of state.tables) {
    const { kind, recordBytes, name } = table.shape;
    const count = table.usedBytes().length / recordBytes;
    const named = [...records.keys()].map((key) => key - kind * 2 ** 28);
    const last = Math.max(count, ...named.filter((index) => index >= 0 && index < 2 ** 28));
    const zero = new Uint8Array(recordBytes);
    for (let id = 0; id <= last; id++) {
      const actual = table.record(id);
      const expected = records.get(kind * 2 ** 28 + id) ?? zero;
      if (hexOf(actual) === hexOf(expected)) continue;
      lines.push(`${name} ${id}: ${fieldDifferences(kind, expected, actual)}`);
      if (lines.length === 20) return lines;
    }
  }
  return lines;
}

/** Bytes in hex by field. */
function fieldDifferences(kind: number, naive: Uint8Array, protocol: Uint8Array): string {
  const { fields } = Object.values(STATE).find((record) => record.kind === kind)!;
  let at = 0;
  const lines: string[] = [];
  for (const [name, field] of Object.entries(fields)) {
    const size = sizeOf({ field });
    const [expected, actual] = [naive, protocol].map((bytes) => hexOf(bytes.slice(at, at + size)));
    if (expected !== actual) lines.push(`${name} naive ${expected} protocol ${actual}`);
    at += size;
  }
  return lines.join(', ');
}
