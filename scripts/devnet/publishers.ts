/** Oracle publishers: each signs what it sees; anybody may hand the signed values to the sequencer. */
import {
  encodePublishPrices,
  encodePublishSurface,
  encodeSettleExpiry,
} from '../../protocol/generated/codec.ts';
import { FULL_CONFIDENCE_E4 } from '../../protocol/params.ts';
import { signDigest } from '../../protocol/signatures.ts';
import {
  indexPrintHash,
  settlementPriceHash,
  type SurfacePrint,
  surfacePrintHash,
} from '../../protocol/signed.ts';
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
    const { underlying, ...print } = { ...value, confidenceE4: FULL_CONFIDENCE_E4 };
    const hash = indexPrintHash({ underlying, ...print });
    return encodePublishPrices({
      underlying,
      entries: this.#signed(hash).map((entry) => ({ ...entry, ...print })),
    });
  }

  /** A surface that every publisher co-signed. */
  surface(print: SurfacePrint): Uint8Array {
    return encodePublishSurface({ ...print, entries: this.#signed(surfacePrintHash(print)) });
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
