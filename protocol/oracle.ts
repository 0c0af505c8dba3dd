/** Signed values of k of n publishers: SPEC §9. */
import { domainOf } from './authenticate.ts';
import type { Machine } from './machine.ts';
import { ACCEPTED, CODE } from './rejections.ts';
import { digest } from './typedData.ts';

export interface SignedEntry {
  readonly publisher: number;
  readonly signature: Uint8Array;
}

/** Publishers in ascending order, at least the quorum, each value in range, each signature by its publisher. */
export function checkQuorum<E extends SignedEntry>(
  machine: Machine,
  options: {
    entries: readonly E[];
    isInRange: (entry: E) => boolean;
    /** The typed data that an entry signs. */
    structHash: (entry: E) => Uint8Array;
  },
): number {
  const { oracle } = machine.state;
  const { entries, isInRange, structHash } = options;
  if (entries.length < oracle.quorum()) return CODE.noQuorum;
  let previous = -1;
  for (const entry of entries) {
    const { publisher, signature } = entry;
    if (publisher <= previous || publisher >= oracle.publisherCount()) return CODE.noQuorum;
    previous = publisher;
    if (!isInRange(entry)) return CODE.printOutOfRange;
    const signer = machine.signatures.recover(
      () => digest(domainOf(machine.input.header), structHash(entry)),
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
