/** Signed values of k of n publishers: SPEC §9. */
import { domainOf } from './authenticate.ts';
import type { Machine } from './machine.ts';
import { ACCEPTED, CODE } from './rejections.ts';
import { digest } from './typedData.ts';

export interface SignedValue {
  readonly publisher: number;
  readonly priceCents: number;
  readonly signature: Uint8Array;
}

/**
 * Publishers in ascending order, at least the quorum, each signature by its publisher, each price in range.
 * @param structHash the typed data that entry `i` signs
 */
export function checkQuorum(
  machine: Machine,
  options: {
    entries: readonly SignedValue[];
    maxPriceCents: number;
    structHash: (i: number) => Uint8Array;
  },
): number {
  const { oracle } = machine.state;
  const { entries, maxPriceCents } = options;
  if (entries.length < oracle.quorum()) return CODE.noQuorum;
  let previous = -1;
  for (const [i, { publisher, priceCents, signature }] of entries.entries()) {
    if (publisher <= previous || publisher >= oracle.publisherCount()) return CODE.noQuorum;
    previous = publisher;
    if (priceCents === 0 || priceCents > maxPriceCents) return CODE.printOutOfRange;
    const signer = machine.signatures.recover(
      () => digest(domainOf(machine.input.header), options.structHash(i)),
      signature,
    );
    if (signer === null || !oracle.publisherEquals(publisher, signer)) {
      return CODE.badPublisherSignature;
    }
  }
  return ACCEPTED;
}

/** The middle value; of an even number the lower of the two. */
export function medianDown(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}
