/** Clients that place and cancel without pause and remember what was acknowledged. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { Client, Receipt } from '../../sdk/types.ts';

export interface Acknowledged {
  readonly account: number;
  readonly receipt: Receipt;
  /** `order/generation` of an order that came to rest. */
  readonly placed: string | null;
  readonly cancelled: string | null;
}

export interface Load {
  readonly acknowledged: Acknowledged[];
  /** Codes of answers that were no acknowledgement; 0 is a connection that broke. */
  readonly refusals: Map<number, number>;
  stop(): Promise<void>;
}

export function startLoad(
  clients: ReadonlyMap<number, Client>,
  { instrument, lanes = 2 }: { instrument: string; lanes?: number },
): Load {
  const acknowledged: Acknowledged[] = [];
  const refusals = new Map<number, number>();
  let isRunning = true;
  const lane = async (account: number, client: Client): Promise<void> => {
    const open: { order: number; generation: number }[] = [];
    while (isRunning) {
      try {
        if (open.length < 20) {
          const { receipt, resting } = await client.placeOrder({
            instrument,
            side: 'buy',
            price: String(100 + (acknowledged.length % 50)),
            quantity: '0.01',
          });
          if (resting !== null) open.push(resting);
          const placed = resting === null ? null : `${resting.order}/${resting.generation}`;
          acknowledged.push({ account, receipt, placed, cancelled: null });
        } else {
          const order = open.shift()!;
          const { receipt } = await client.cancel(order);
          const cancelled = `${order.order}/${order.generation}`;
          acknowledged.push({ account, receipt, placed: null, cancelled });
        }
      } catch (error) {
        const { code } = error as { code?: unknown };
        const number = typeof code === 'number' ? code : 0;
        refusals.set(number, (refusals.get(number) ?? 0) + 1);
        await sleep(20);
      }
    }
  };
  const running = [...clients].flatMap(([account, client]) =>
    Array.from({ length: lanes }, async () => lane(account, client)),
  );
  return {
    acknowledged,
    refusals,
    stop: async () => {
      isRunning = false;
      await Promise.all(running);
    },
  };
}
