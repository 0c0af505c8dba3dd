/** The devnet's oracle: publishers in this process, each with its own fit, who sign what they agree on. */
import type { ChainSnapshot } from '../../publisher/fit/chain.ts';
import {
  type Collected,
  collectIndex,
  collectSettlement,
  collectSurface,
  type Oracle,
} from '../../publisher/node/collect.ts';
import type { Expiry } from '../../publisher/node/peer.ts';
import { Publisher } from '../../publisher/node/publisher.ts';
import { encodePublishPrices } from '../../protocol/generated/codec.ts';
import type { IndexPrint } from '../../protocol/signed.ts';
import type { Player } from './keys.ts';

export interface DevnetOracleOptions {
  readonly players: readonly Player[];
  readonly domain: Uint8Array;
  readonly quorum: number;
  readonly deliveryUsd?: (expiry: Expiry) => number | null;
  /** Hands an operation to the sequencer. @returns null where it was accepted, else why not */
  readonly submit: (operation: Uint8Array) => Promise<string | null>;
}

export class DevnetOracle {
  readonly #options: DevnetOracleOptions;
  readonly #oracle: Oracle;
  readonly #publishers: readonly Publisher[];
  #nowSec = 0;

  constructor(options: DevnetOracleOptions) {
    const { players, domain, quorum, deliveryUsd } = options;
    this.#options = options;
    this.#oracle = { domain, quorum, publishers: players.map((player) => player.addressBytes) };
    this.#publishers = players.map(
      ({ privateKey }, publisher) =>
        new Publisher({
          publisher,
          privateKey,
          domain,
          nowSec: () => this.#nowSec,
          ...(deliveryUsd === undefined ? {} : { deliveryUsd }),
        }),
    );
  }

  /** What time the publishers find it to be. */
  setTime(nowSec: number): void {
    this.#nowSec = nowSec;
  }

  see(chain: ChainSnapshot): void {
    for (const publisher of this.#publishers) publisher.see(chain);
  }

  /** The index as the publishers see it. @returns null, or why there is no print */
  async printIndex(underlying: number): Promise<string | null> {
    const at = { underlying, nowSec: this.#nowSec };
    return this.#submit(await collectIndex(this.#parts, at));
  }

  /** An index price that all of them were told. */
  async printPrice(print: IndexPrint): Promise<string | null> {
    const entries = this.#publishers.map((publisher) => publisher.signPrice(print));
    const operation = encodePublishPrices({ underlying: print.underlying, entries });
    return this.#submit({ operation, missing: [] });
  }

  /** A surface that the first proposes and the others find to be theirs. */
  async printSurface(expiry: Expiry): Promise<string | null> {
    const print = this.#publishers[0].propose(expiry);
    if (print === null) return 'nobody has a surface of that expiry';
    return this.#submit(await collectSurface(this.#parts, print));
  }

  async printSettlement(expiry: Expiry): Promise<string | null> {
    return this.#submit(await collectSettlement(this.#parts, expiry));
  }

  get #parts() {
    return { oracle: this.#oracle, peers: this.#publishers };
  }

  async #submit({ operation, missing }: Collected): Promise<string | null> {
    if (operation === null) return missing.join('; ');
    return this.#options.submit(operation);
  }
}
