import {
  AccountTable,
  ExpiryTable,
  GlobalsTable,
  InstrumentTable,
  KeyTable,
  LevelTable,
  OracleTable,
  OrderTable,
  ParametersTable,
  UnderlyingTable,
  WithdrawalTable,
} from './generated/records.ts';
import { PriceCache } from './margin/priceCache.ts';
import { KEY_SLOTS, MAX_UNDERLYINGS } from './params.ts';
import { Journal, type Table } from './table.ts';

/** The whole state of the rollup: SPEC §3. Nothing that a rule reads lies outside. */
export class State {
  readonly journal = new Journal();
  readonly globals = new GlobalsTable(this.journal);
  readonly accounts = new AccountTable(this.journal);
  readonly keys = new KeyTable(this.journal);
  readonly instruments = new InstrumentTable(this.journal);
  readonly levels = new LevelTable(this.journal);
  readonly orders = new OrderTable(this.journal);
  readonly underlyings = new UnderlyingTable(this.journal);
  readonly expiries = new ExpiryTable(this.journal);
  readonly withdrawals = new WithdrawalTable(this.journal);
  readonly oracle = new OracleTable(this.journal);
  readonly parameters = new ParametersTable(this.journal);

  /** Where levels were last seen, by book side and price: no part of the state, may be stale or missing. */
  readonly levelHints = new Map<number, number>();

  /** Prices that margin has worked out: no part of the state, checked before use. */
  readonly prices = new PriceCache();

  /** In the order of their kinds. */
  readonly tables: readonly Table[] = [
    this.globals,
    this.accounts,
    this.keys,
    this.instruments,
    this.levels,
    this.orders,
    this.underlyings,
    this.expiries,
    this.withdrawals,
    this.oracle,
    this.parameters,
  ];
}

/** Index of a signing key: the account and one of its eight slots. */
export function keyIndex(account: number, slot: number): number {
  return account * KEY_SLOTS + slot;
}

/** Index of the record of an (underlying, expiry day). */
export function expiryIndex(underlying: number, day: number): number {
  return day * MAX_UNDERLYINGS + underlying;
}
