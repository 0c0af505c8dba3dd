import type { State } from '../../protocol/state.ts';
import type { Recorded } from '../engine/recorded.ts';

/** Accounts under auction: looked for once, then among those that operations name. */
export class AuctionIndex {
  readonly #state: State;
  readonly #accounts = new Set<number>();

  /** COST: looks at every account. */
  constructor(state: State) {
    this.#state = state;
    for (let account = 1; account <= state.globals.accountCount(); account++) this.#look(account);
  }

  see(operations: readonly Recorded[]): void {
    for (const { auctions } of operations) {
      for (const { account } of auctions) this.#look(account);
    }
  }

  /** In the order of their ids. */
  running(): number[] {
    for (const account of this.#accounts) {
      if (this.#state.accounts.auctionStartSec(account) === 0) this.#accounts.delete(account);
    }
    return [...this.#accounts].toSorted((a, b) => a - b);
  }

  #look(account: number): void {
    if (this.#state.accounts.auctionStartSec(account) !== 0) this.#accounts.add(account);
  }
}
