/** A batch full of orders signed one by one; the signatures are noise, which costs L1 the same. */
import { encodePlaceOrder } from '../../protocol/generated/codec.ts';
import { MAX_BATCH_BYTES } from '../../protocol/params.ts';
import { keyIndex } from '../../protocol/state.ts';
import { Random } from '../../scripts/market/random.ts';

export function fullBatchOfOrders(): {
  readonly operations: readonly Uint8Array[];
  readonly bytesPerOrder: number;
} {
  const random = new Random(3);
  const order = (nonce: number): Uint8Array =>
    encodePlaceOrder({
      key: keyIndex(1 + random.below(200), 0),
      nonce,
      expiresAtSec: 1_800_000_000 + random.below(600),
      instrument: 1 + random.below(300),
      side: random.below(2),
      timeInForce: 0,
      priceCents: 100 * random.below(2000),
      quantityE4: 100 * random.below(100),
      signature: Uint8Array.from({ length: 64 }, () => 1 + random.below(255)),
    });
  const bytesPerOrder = order(0).length;
  const count = Math.floor(MAX_BATCH_BYTES / bytesPerOrder);
  return { operations: Array.from({ length: count }, (_, i) => order(i)), bytesPerOrder };
}
