/** Oracle publishers: each signs what it sees; anybody may hand the signed values to the sequencer. */
import { encodePublishPrices, encodeSettleExpiry } from '../../protocol/generated/codec.ts';
import { signDigest } from '../../protocol/signatures.ts';
import { indexPrintHash, settlementPriceHash } from '../../protocol/signed.ts';
import { digest } from '../../protocol/typedData.ts';
import type { Player } from './keys.ts';

export class Publishers {
  readonly #players: readonly Player[];
  readonly #domain: Uint8Array;

  constructor(players: readonly Player[], domain: Uint8Array) {
    this.#players = players;
    this.#domain = domain;
  }

  /** A print that every publisher signed. */
  print(value: { underlying: number; priceCents: number; timeSec: number }): Uint8Array {
    const hash = indexPrintHash(value);
    const { underlying, priceCents, timeSec } = value;
    return encodePublishPrices({
      underlying,
      entries: this.#signed(hash).map((entry) => ({ ...entry, priceCents, timeSec })),
    });
  }

  settlement(value: { underlying: number; day: number; priceCents: number }): Uint8Array {
    const hash = settlementPriceHash(value);
    const { underlying, day, priceCents } = value;
    const entries = this.#signed(hash).map((entry) => ({ ...entry, priceCents }));
    return encodeSettleExpiry({ underlying, day, entries });
  }

  #signed(hash: Uint8Array): { publisher: number; signature: Uint8Array }[] {
    return this.#players.map(({ privateKey }, publisher) => ({
      publisher,
      signature: signDigest(digest(this.#domain, hash), privateKey),
    }));
  }
}
