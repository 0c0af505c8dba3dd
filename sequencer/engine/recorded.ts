import { OPERATION_BY_KIND, type InboxItem, decodeBid } from '../../protocol/generated/codec.ts';
import {
  INBOX_LIQUIDATE,
  INBOX_PARAMETER,
  INBOX_REFERENCE,
} from '../../protocol/ops/consumeInbox.ts';
import { SOLVENT } from '../../protocol/ops/liquidate.ts';
import { ACCEPTED } from '../../protocol/rejections.ts';
import { accountOfKey } from '../../protocol/signed.ts';
import type { State } from '../../protocol/state.ts';
import type { Executed } from './executor.ts';

/** An operation that is in the open batch or a later one: what read models are fed. */
export interface Recorded {
  readonly executed: Executed;
  readonly operation: Uint8Array;
  /** The inbox item that it took, if it took one. */
  readonly item: InboxItem | null;
  /** Whose it is, 0 if nobody's. */
  readonly account: number;
  /** The exchange's time after it. */
  readonly timeSec: number;
  /** What it did to auctions. */
  readonly auctions: readonly AuctionEvent[];
}

export interface AuctionEvent {
  readonly account: number;
  /** A start may be the second of an account that stayed below its margin; an auction may sink to the insolvent kind. */
  readonly event: 'started' | 'insolvent' | 'bid' | 'closed';
  /** 0 but for a bid. */
  readonly bidder: number;
  /** Of the account, × 10^-6, toward 0. */
  readonly sharePpm: number;
  /** 10^-6 USD that the bidder paid; below 0 what it was paid. */
  readonly price: number;
}

/** @param state right after the operation */
export function recorded(
  state: State,
  { executed, operation, item }: Pick<Recorded, 'executed' | 'operation' | 'item'>,
): Recorded {
  const account = item === null ? accountOfOperation(operation) : accountOfItem(state, item);
  const timeSec = state.globals.timeSec();
  const auctions = auctionEvents(state, { executed, operation, item });
  return { executed, operation, item, account, timeSec, auctions };
}

const UINT32_AT_1 = new Set(['settleAccount', 'closeOut', 'liquidate']);
/** Operations that a key of an account signs. */
export const SIGNED: ReadonlySet<string> = new Set([
  'placeOrder',
  'cancelOrder',
  'cancelAll',
  'transfer',
  'withdraw',
  'setSessionKey',
  'setMarginModel',
  'bid',
]);

function accountOfOperation(operation: Uint8Array): number {
  const { name } = OPERATION_BY_KIND[operation[0]];
  const isSigned = SIGNED.has(name);
  if (!isSigned && !UINT32_AT_1.has(name)) return 0;
  const first = uint32At1(operation);
  return isSigned ? accountOfKey(first) : first;
}

function uint32At1(operation: Uint8Array): number {
  return new DataView(operation.buffer, operation.byteOffset).getUint32(1);
}

/** A deposit for no account of its own has just opened the newest. */
function accountOfItem(state: State, { kind, account }: InboxItem): number {
  if (kind === INBOX_REFERENCE || kind === INBOX_PARAMETER) return 0;
  const newest = state.globals.accountCount();
  return account === 0 || account > newest ? newest : account;
}

const NO_EVENTS: readonly AuctionEvent[] = [];

function auctionEvents(
  state: State,
  { executed, operation, item }: Pick<Recorded, 'executed' | 'operation' | 'item'>,
): readonly AuctionEvent[] {
  if (executed.outcome !== ACCEPTED) return NO_EVENTS;
  if (item?.kind === INBOX_LIQUIDATE) return [standing(state, item.account)];
  switch (OPERATION_BY_KIND[operation[0]].name) {
    case 'liquidate':
      return [standing(state, uint32At1(operation))];
    case 'bid':
      return bidEvents(state, executed, decodeBid(operation).account);
    default:
      return NO_EVENTS;
  }
}

function bidEvents(state: State, { effects }: Executed, account: number): AuctionEvent[] {
  const bids = effects.taken.map(({ bidder, share, price }) => ({
    account,
    event: 'bid' as const,
    bidder,
    sharePpm: Number(share / 10n ** 12n),
    price,
  }));
  const isOver = state.accounts.auctionStartSec(account) === 0;
  return isOver ? [...bids, standing(state, account)] : bids;
}

function standing({ accounts }: State, account: number): AuctionEvent {
  const begun = accounts.insolvent(account) === SOLVENT ? 'started' : 'insolvent';
  const event = accounts.auctionStartSec(account) === 0 ? 'closed' : begun;
  return { account, event, bidder: 0, sharePpm: 0, price: 0 };
}
