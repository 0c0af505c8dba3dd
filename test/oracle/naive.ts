/**
 * The reference implementation of docs/spec.md: the simplest code that follows the text, with BigInt throughout.
 * It is the oracle that protocol/ is compared with.
 */
import { OPERATIONS } from '../../protocol/layout.ts';
import { decode, type Decoded, sizeOf } from './bytes.ts';
import { Ids } from './ids.ts';
import { consumeItem, type NaiveInboxItem } from './naiveInbox.ts';
import { operate } from './naiveOperations.ts';
import { naiveDefaults } from './naiveParameters.ts';
import type { Hex, NaiveState } from './naiveState.ts';
import type { Domain } from './naiveTypedData.ts';

/** As `Signatures` of the protocol: the address in hex that signed, or null. */
export type Recover = (digest: () => Uint8Array, signature: Hex) => Hex | null;

export interface NaiveBatch {
  readonly domain: Domain;
  readonly headerTimeSec: bigint;
  readonly data: Uint8Array;
  readonly inbox: readonly NaiveInboxItem[];
}

/** An operation as read from the data. */
export interface DecodedOperation {
  readonly name: string;
  readonly values: Decoded;
  readonly entries: readonly Decoded[];
  readonly sizeBytes: number;
  readonly steps: number;
}

export interface NaiveOutcome {
  readonly name: string;
  readonly outcome: bigint;
}

export function naiveGenesis(genesis: {
  readonly timeSec: bigint;
  readonly publishers: readonly Hex[];
  readonly quorum: bigint;
}): NaiveState {
  return {
    ...genesis,
    printTimeSec: 0n,
    vault: 0n,
    insurance: 0n,
    socialized: 0n,
    accounts: new Map(),
    keys: new Map(),
    instruments: new Map(),
    orders: [],
    arrivals: 0n,
    underlyings: new Map(),
    expiries: new Map(),
    withdrawals: new Map(),
    parametersVersion: 1n,
    parameters: naiveDefaults(),
    ids: new Ids(),
    judge: null,
  };
}

/** SPEC §4.2: null for what sets `stopped`, but for the charge. */
export function readOperation(data: Uint8Array): DecodedOperation | null {
  const found = Object.entries(OPERATIONS).find(([, { kind }]) => kind === data[0]);
  if (found === undefined) return null;
  const [name, { fields, entry, steps }] = found;
  const headBytes = 1 + sizeOf(fields);
  if (data.length < headBytes) return null;
  const values = decode(fields, data.subarray(1));
  const count = entry === undefined ? 0 : Number(values.int('count'));
  const entryBytes = entry === undefined ? 0 : sizeOf(entry);
  const sizeBytes = headBytes + count * entryBytes;
  if (data.length < sizeBytes || sizeBytes > 1984) return null;
  const entries = Array.from({ length: count }, (_, i) =>
    decode(entry!, data.subarray(headBytes + i * entryBytes)),
  );
  return { name, values, entries, sizeBytes, steps };
}

/** Runs a batch to its end. @returns the outcome of every operation and inbox item, in order */
export function runNaiveBatch(
  state: NaiveState,
  batch: NaiveBatch,
  recover: Recover,
): NaiveOutcome[] {
  const outcomes: NaiveOutcome[] = [];
  const pending = [...batch.inbox];
  const run = (name: string, rule: () => bigint): void => {
    state.judge?.turn();
    const outcome = rule();
    state.judge?.compare(name, outcome);
    outcomes.push({ name, outcome });
  };
  let rest = batch.data;
  let charged = 0;
  while (rest.length > 0) {
    const operation = readOperation(rest);
    if (operation === null) break;
    if (charged + operation.steps + 137 * batch.inbox.length + 2 > 2 ** 18) break;
    charged += operation.steps;
    rest = rest.subarray(operation.sizeBytes);
    run(operation.name, () => operate({ state, batch, recover, pending }, operation));
  }
  for (const item of pending) run('inbox item', () => consumeItem(state, item));
  return outcomes;
}
