/** What the API answers, read from derived state. Amounts are decimal strings. */
import type { Hex } from 'viem';

import { keyOf } from '../../protocol/merkle.ts';
import type { State } from '../../protocol/state.ts';
import { toHex } from '../hex.ts';
import type { Store } from '../store/store.ts';
import type { Derivation } from '../watch/derivation.ts';

const WITHDRAWAL_KIND = 8;

export interface AccountView {
  readonly account: number;
  /** Batch after which this holds. */
  readonly batch: number;
  readonly owner: Hex;
  /** 10^-6 USDC. */
  readonly cash: string;
  readonly openOrders: number;
  readonly positions: readonly { readonly code: string; readonly amountE4: string }[];
  /** What was ever withdrawn, 10^-6 USDC. */
  readonly withdrawn: string;
}

export function accountView(
  { state, number }: Derivation,
  account: number,
): AccountView | undefined {
  if (!exists(state, account)) return undefined;
  const { accounts, withdrawals } = state;
  const count = accounts.positionCount(account);
  return {
    account,
    batch: number,
    owner: toHex(accounts.owner(account)),
    cash: String(accounts.cash(account)),
    openOrders: accounts.orderCount(account),
    positions: Array.from({ length: count }, (_, i) => ({
      code: String(accounts.positionCode(account, i)),
      amountE4: String(accounts.positionAmount(account, i)),
    })),
    withdrawn: String(withdrawals.total(account)),
  };
}

/** The arguments of `Bridge.withdraw`, in order. */
export interface WithdrawalView {
  readonly batch: number;
  readonly account: number;
  readonly recipient: Hex;
  readonly total: string;
  readonly root: Hex;
  /** 32 hashes, leaf level first. */
  readonly siblings: readonly Hex[];
}

export function withdrawalView(settled: Derivation, account: number): WithdrawalView | undefined {
  const { state, tree, root, number } = settled;
  if (!exists(state, account) || state.withdrawals.total(account) === 0) return undefined;
  return {
    batch: number,
    account,
    recipient: toHex(state.withdrawals.recipient(account)),
    total: String(state.withdrawals.total(account)),
    root,
    siblings: tree.siblings(keyOf(WITHDRAWAL_KIND, account)).map(toHex),
  };
}

export interface BatchView {
  readonly number: number;
  readonly hash: Hex;
  readonly root: Hex | null;
  readonly bytes: number;
  readonly inboxItems: number;
  readonly l1Block: number;
  readonly settled: boolean;
}

export function batchViews(
  store: Store,
  { before, limit, settled }: { before: number; limit: number; settled: number },
): BatchView[] {
  const last = Math.min(store.lastBatch(), before - 1);
  const numbers = Array.from({ length: Math.min(limit, last) }, (_, i) => last - i);
  return numbers.map((number) => {
    const { hash, data, items, block } = store.batch(number)!;
    return {
      number,
      hash,
      root: store.root(number) ?? null,
      bytes: data.length,
      inboxItems: items.length,
      l1Block: block,
      settled: number <= settled,
    };
  });
}

function exists(state: State, account: number): boolean {
  return account > 0 && account <= state.globals.accountCount();
}
