import type { PublishPricesEntry, SettleExpiryEntry } from '../../protocol/generated/codec.ts';
import type { SurfacePrint } from '../../protocol/signed.ts';

/** What a publisher answers: what it signs, or in words why it does not. */
export type Answer<T> = T | { readonly refused: string };

export function isRefused<T extends object>(
  answer: Answer<T>,
): answer is { readonly refused: string } {
  return 'refused' in answer;
}

export interface Expiry {
  readonly underlying: number;
  readonly day: number;
}

export interface CoSignature {
  readonly publisher: number;
  readonly signature: Uint8Array;
}

/** One publisher as the others see it: in this process, or behind an address. */
export interface Peer {
  /** Its place in the oracle's list. */
  readonly publisher: number;
  signIndex(underlying: number): Promise<Answer<PublishPricesEntry>>;
  cosign(print: SurfacePrint): Promise<Answer<CoSignature>>;
  signSettlement(expiry: Expiry): Promise<Answer<SettleExpiryEntry>>;
}
