/** The records that margins and prices are worked out from, copied: another thread goes on with them. */
import { expiryIndexOfCode } from '../../protocol/instrument.ts';
import { UNDERLYINGS } from '../../protocol/params.ts';
import type { State } from '../../protocol/state.ts';

export interface CapturedRecord {
  /** Place of the table in `State.tables`. */
  readonly table: number;
  readonly id: number;
  readonly record: Uint8Array;
}

/** Every captured account is loaded under this id. */
export const LOADED_ACCOUNT = 1;

/** Time, parameters, and the prints that options of these codes are priced with. */
export function captureMarket(state: State, codes: Iterable<number>): CapturedRecord[] {
  const expiries = new Set([...codes].map(expiryIndexOfCode));
  return [
    capture(state, state.globals, 0),
    capture(state, state.parameters, 0),
    ...UNDERLYINGS.map((_, id) => capture(state, state.underlyings, id)),
    ...[...expiries].map((id) => capture(state, state.expiries, id)),
  ];
}

/** @param account 0: an account that holds nothing */
export function captureAccount(state: State, account: number): CapturedRecord {
  return { ...capture(state, state.accounts, account), id: LOADED_ACCOUNT };
}

export function codesOf(state: State, account: number): number[] {
  const { accounts } = state;
  return Array.from({ length: accounts.positionCount(account) }, (_, i) =>
    accounts.positionCode(account, i),
  );
}

export function load(state: State, captured: readonly CapturedRecord[]): void {
  for (const { table, id, record } of captured) state.tables[table].load(id, record);
}

function capture(state: State, table: State['tables'][number], id: number): CapturedRecord {
  return { table: state.tables.indexOf(table), id, record: table.record(id) };
}
