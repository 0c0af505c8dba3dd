/** Data that no operation can be read from, and the end. */
import {
  CANCEL_ALL_STEPS,
  encodeCancelAll,
  encodePublishPrices,
  OPERATION_BY_KIND,
} from '../../../protocol/generated/codec.ts';
import { haltedRegisters } from '../../../protocol/machine.ts';
import { TRACE_STEPS } from '../../../protocol/params.ts';
import { inboxReserve } from '../../../protocol/step.ts';
import type { Case } from '../case.ts';
import type { World } from '../world.ts';
import { ownerHead } from './signing.ts';

export const FRAMING = {
  unknownKind: ({ random }: World): Case => {
    return { operation: Uint8Array.of(random.pick([0, 18, 19, 100, 255]), ...random.bytes(100)) };
  },

  truncated: (world: World): Case => {
    const kind = world.random.between(2, 17);
    const { bytes, entryBytes } = OPERATION_BY_KIND[kind];
    const operation = Uint8Array.of(kind, ...world.random.bytes(bytes - 1));
    if (entryBytes > 0) operation[bytes - 1] = 1;
    const size = bytes + (entryBytes > 0 ? entryBytes - 1 : -1);
    const cut = new Uint8Array(world.random.chance(0.5) ? size : world.random.between(1, size));
    cut.set(operation.subarray(0, cut.length));
    return { operation: cut, isLast: true };
  },

  tooLong: ({ random }: World): Case => {
    const signature = new Uint8Array(64);
    const entry = { publisher: 0, priceCents: 1, confidenceE4: 1, timeSec: 1, signature };
    const entries = Array.from({ length: random.pick([27, 27, 255]) }, () => entry);
    return { operation: encodePublishPrices({ underlying: 0, entries }) };
  },

  traceIsFull: (world: World): Case => {
    const operation = encodeCancelAll(ownerHead(world, world.anyAccount()));
    const left = CANCEL_ALL_STEPS - 1;
    return { operation, registers: { charged: TRACE_STEPS - inboxReserve(0) - left } };
  },

  /** The inbox has 0 to 2 items behind it, which keep their own share. */
  traceIsAlmostFull: (world: World): Case => {
    const operation = encodeCancelAll(ownerHead(world, world.anyAccount()));
    const items = world.random.below(3);
    return {
      operation,
      registers: { charged: TRACE_STEPS - inboxReserve(items) - CANCEL_ALL_STEPS },
    };
  },

  markerWhenTraceIsFull: (world: World): Case => {
    const item = { kind: 1, sender: world.random.bytes(20), account: 1, amount: 5 };
    return { operation: Uint8Array.of(1), item, registers: { charged: TRACE_STEPS - 2 } };
  },

  halted: (): Case => ({ registers: haltedRegisters() }),
};
