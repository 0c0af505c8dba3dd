/** Holds what was acknowledged against what L1 says. */
import { expect } from 'vitest';

import type { Acknowledged } from './load.ts';
import { type Derived, deriveFromL1 } from './derive.ts';
import { until, type Venue } from './venue.ts';

/** Waits until L1 holds everything and derives it. */
export async function deriveAll(venue: Venue): Promise<Derived> {
  const last = await until(
    async () => {
      const { body } = await venue.get('/health');
      const [latest] = (await venue.get('/batches?limit=1')).body as unknown as {
        number: string;
        head: string;
        firstSeq: string;
        operations: number;
        root: string;
      }[];
      if (latest === undefined || latest.head === 'unsafe') return null;
      const seq = Number(latest.firstSeq) + latest.operations - 1;
      return String(seq) === body.seq ? latest : null;
    },
    { ms: 60_000 },
  );
  const derived = await deriveFromL1(venue.rig);
  expect(String(derived.batches)).toBe(last.number);
  expect(derived.root).toBe(last.root);
  return derived;
}

/** No acknowledged operation is missing, moved or doubled. */
export function auditAcknowledged(
  { state, hashes }: Derived,
  acknowledged: readonly Acknowledged[],
): void {
  const seen = new Set<string>();
  for (const { receipt } of acknowledged) {
    expect(hashes[Number(receipt.seq) - 1], `operation ${receipt.seq}`).toBe(receipt.hash);
    expect(seen.has(receipt.seq), `operation ${receipt.seq} acknowledged twice`).toBe(false);
    seen.add(receipt.seq);
  }
  // Markers and time operations repeat; signed ones cannot.
  const signed = new Set(acknowledged.map(({ receipt }) => receipt.hash));
  const counted = hashes.filter((hash) => signed.has(hash));
  expect(counted).toHaveLength(signed.size);
  const cancelled = new Set(acknowledged.map((each) => each.cancelled));
  for (const { account, placed } of acknowledged) {
    if (placed === null || cancelled.has(placed)) continue;
    const [order, generation] = placed.split('/').map(Number) as [number, number];
    // An unacknowledged cancel may have run; then another generation has the id, or nobody.
    if (state.orders.generation(order) === generation) {
      expect(state.orders.account(order), `order ${placed}`).toBe(account);
    }
  }
}
