/** Runs the replica in its own thread. */
import { parentPort, workerData } from 'node:worker_threads';

import type { SealedInput } from './executor.ts';
import { Replica, type ReplicaStart } from './replica.ts';
import type { Changed } from './tables.ts';

export interface SealMessage {
  readonly sealed: SealedInput;
  readonly changed: readonly Changed[];
  readonly snapshot: boolean;
}

const port = parentPort!;
const replica = new Replica(workerData as ReplicaStart);
port.postMessage(replica.root);
port.on('message', ({ sealed, ...options }: SealMessage) => {
  port.postMessage(replica.seal(sealed, options));
});
