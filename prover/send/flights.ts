/** Transactions that were signed and are not yet too deep in L1 to be taken back, by nonce. Written down before they are sent. */
import type { Hex } from 'viem';

import { type ContestMove, moveKey } from '../game/game.ts';
import type { Fees } from './fees.ts';

export interface Flight {
  /** Absent where a transaction only fills a nonce that others wait for. */
  readonly move?: ContestMove;
  readonly from: Hex;
  readonly nonce: number;
  readonly to: Hex;
  readonly data: Hex;
  readonly value: bigint;
  readonly gas: bigint;
  readonly fees: Fees;
  /** All that were signed with this nonce; any of them may be mined. */
  readonly signed: readonly Signed[];
  /** Unix milliseconds; 0 where it may never have been sent. */
  readonly sentAtMs: number;
  /** Block that it was seen in. */
  readonly minedAt?: number;
}

export interface Signed {
  readonly hash: Hex;
  readonly raw: Hex;
}

/** Where flights outlive the process. */
export interface Ledger {
  flights(): Flight[];
  saveFlight(flight: Flight): void;
  dropFlight(nonce: number): void;
}

export class Flights {
  readonly #ledger: Ledger | undefined;
  readonly #byNonce = new Map<number, Flight>();

  /** @param from the account; another key's flights are forgotten */
  constructor(from: Hex, ledger?: Ledger) {
    this.#ledger = ledger;
    for (const flight of ledger?.flights() ?? []) {
      if (flight.from === from) this.#byNonce.set(flight.nonce, { ...flight, sentAtMs: 0 });
      else ledger!.dropFlight(flight.nonce);
    }
  }

  /** Lowest nonce first. */
  all(): Flight[] {
    return [...this.#byNonce.values()].sort((a, b) => a.nonce - b.nonce);
  }

  pending(): Flight[] {
    return this.all().filter(({ minedAt }) => minedAt === undefined);
  }

  isPending(move: ContestMove): boolean {
    const key = moveKey(move);
    return this.pending().some((flight) => flight.move && moveKey(flight.move) === key);
  }

  save(flight: Flight): void {
    this.#byNonce.set(flight.nonce, flight);
    this.#ledger?.saveFlight(flight);
  }

  drop({ nonce }: Flight): void {
    this.#byNonce.delete(nonce);
    this.#ledger?.dropFlight(nonce);
  }

  /** @param count transactions that L1 has of the account */
  nextNonce(count: number): number {
    let nonce = count;
    while (this.#byNonce.has(nonce)) nonce += 1;
    return nonce;
  }

  /** The most that what is under way may still take, in wei. */
  committed(): bigint {
    return this.pending().reduce(
      (sum, { value, gas, fees }) => sum + value + gas * fees.maxFeePerGas,
      0n,
    );
  }
}
