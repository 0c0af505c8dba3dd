/** How well L1 can be reached. */
import type { Head, L1 } from '../l1/client.ts';
import type { EndpointStatus } from '../status.ts';

/** @param head the newest block that a quorum of them has */
export function endpointsOf({ endpoints }: L1, head: Head | undefined): EndpointStatus[] {
  return endpoints.map(({ name, head: own, fault }) => ({
    name,
    block: own?.number ?? null,
    blocksBehind:
      own === undefined || head === undefined ? null : Math.max(0, head.number - own.number),
    fault: fault?.words ?? null,
  }));
}
