/** Index prints and settlement prices, and what publishers get wrong. */
import { UNDERLYINGS } from '../../../protocol/params.ts';
import type { ExpiryName } from '../naiveState.ts';
import {
  type PriceEntry,
  type PrintEntry,
  publishBytes,
  PUBLISHERS,
  QUORUM,
  settleExpiryBytes,
} from '../world.ts';
import { advanceTo, BASE_INDEX, type Draft, indexNow } from './draft.ts';

export const UNDERLYING_IDS = [0n, 1n];

/** Three to five of them, in order. */
export function anyPublishers({ random }: Draft): number[] {
  const count = random.between(QUORUM, PUBLISHERS.length);
  const publishers = PUBLISHERS.map((_, i) => i);
  while (publishers.length > count) publishers.splice(random.between(0, publishers.length - 1), 1);
  return publishers;
}

/** Each publisher has its own small error. */
function quorumOf(draft: Draft, priceCents: bigint): PriceEntry[] {
  return anyPublishers(draft).map((publisher) => {
    const error = BigInt(draft.random.between(-50, 50));
    return { publisher, priceCents: priceCents + (priceCents * error) / 100_000n };
  });
}

/** Breaks a list of entries in one of the ways that quorum rules name. */
function spoil<E extends PriceEntry>({ random }: Draft, entries: E[], wrong: Partial<E>): E[] {
  const first = entries[0];
  const at = random.between(0, entries.length - 1);
  const change = (part: object): E[] =>
    entries.map((entry, i) => (i === at ? { ...entry, ...part } : entry));
  return random.pick([
    entries.slice(0, random.between(0, QUORUM - 1)),
    [first, ...entries],
    [...entries, { ...first, publisher: PUBLISHERS.length }],
    change({ priceCents: 0n }),
    change(wrong),
    entries.toReversed(),
  ]);
}

/** A price near the last one, now and then far from it. */
export function publish(draft: Draft, underlying: bigint, { sober = false } = {}): void {
  const { random, timeSec } = draft;
  const last = indexNow(draft, underlying);
  const base = BASE_INDEX[Number(underlying)];
  const kind = sober ? 'near' : random.weighted({ near: 94, edge: 3, wild: 3 });
  const percents = { near: [995, 1005], edge: [790, 1210], wild: [550, 1700] }[kind];
  let price = (last * BigInt(random.between(percents[0], percents[1]))) / 1000n;
  const strayed = price > base * 2n || price < base / 2n;
  if (price > base * 5n || price < base / 4n || (strayed && random.chance(0.1))) price = base;
  const fault = random.weighted({ none: 92, entries: 3, signature: 1, times: 4 });
  publishAt(draft, underlying, { price, fault: sober || fault === 'none' ? null : fault });
  if (!sober && random.chance(0.01)) {
    const entry = { publisher: 0, priceCents: 1n, confidenceE4: 1n, timeSec };
    draft.operations.push(publishBytes(7n, [entry]));
  }
}

type Fault = 'entries' | 'signature' | 'times' | null;

export function publishAt(
  draft: Draft,
  underlying: bigint,
  { price, fault = null }: { price: bigint; fault?: Fault },
): void {
  const { random, timeSec } = draft;
  let entries: PrintEntry[] = quorumOf(draft, price).map((entry) => ({
    ...entry,
    confidenceE4: anyConfidence(draft),
    timeSec:
      timeSec -
      BigInt(fault === 'times' ? random.between(-1, 125) : random.pick([0, 0, 0, 0, 0, 0, 1, 2])),
  }));
  const { maxPriceCents } = UNDERLYINGS[Number(underlying)];
  if (fault === 'entries') {
    const wrong = random.chance(0.5)
      ? { priceCents: BigInt(maxPriceCents) + 1n }
      : { confidenceE4: 10_001n };
    entries = spoil(draft, entries, wrong);
  }
  const bytes = publishBytes(underlying, entries);
  if (fault === 'signature') bytes[bytes.length - 30] ^= 1;
  draft.operations.push(bytes);
  if (fault === null) draft.index.set(underlying, price);
}

/** Mostly high; low ones cost margin. */
export function anyConfidence({ random }: Draft): bigint {
  const kind = random.weighted({ full: 30, high: 60, edge: 4, low: 6 });
  return {
    full: 10_000n,
    high: BigInt(random.between(7_000, 9_999)),
    edge: BigInt(random.pick([5_499, 5_500])),
    low: BigInt(random.between(0, 5_498)),
  }[kind];
}

/** Time passes to the header's with prints all along, so that markets are open at its end. */
export function resume(draft: Draft): void {
  const { random } = draft;
  const end = draft.headerTimeSec;
  const sober = { sober: true };
  if (end - draft.timeSec > 460n) {
    advanceTo(draft, end - BigInt(random.between(330, 450)));
    for (const underlying of UNDERLYING_IDS) publish(draft, underlying, sober);
  }
  while (draft.timeSec < end) {
    const next = draft.timeSec + BigInt(random.between(80, 117));
    advanceTo(draft, next < end ? next : end);
    for (const underlying of UNDERLYING_IDS) publish(draft, underlying, sober);
  }
}

export function settleExpiry(draft: Draft, expiry: ExpiryName, { sober = false } = {}): void {
  const { random, operations } = draft;
  const last = indexNow(draft, expiry.underlying < 2n ? expiry.underlying : 0n);
  const kind = sober
    ? 'near'
    : random.weighted({ near: 70, edge: 12, off: 12, spoiled: 4, signature: 2 });
  const percents = { near: [97, 103], edge: [79, 121], off: [50, 150] };
  const [least, most] = percents[kind === 'edge' || kind === 'off' ? kind : 'near'];
  let entries = quorumOf(draft, (last * BigInt(random.between(least, most))) / 100n);
  if (kind === 'spoiled') entries = spoil(draft, entries, { priceCents: 2n ** 28n });
  const bytes = settleExpiryBytes(expiry, entries);
  if (kind === 'signature') bytes[bytes.length - 30] ^= 1;
  operations.push(bytes);
}
