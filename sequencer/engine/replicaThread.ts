/** Runs the replica in its own thread. */
import { parentPort, workerData } from 'node:worker_threads';

import type { SealedInput } from './executor.ts';
import { Replica, type ReplicaStart, type SealOptions } from './replica.ts';

export interface SealMessage extends SealOptions {
  readonly sealed: SealedInput;
}

const port = parentPort!;
const replica = new Replica(workerData as ReplicaStart);
port.postMessage(replica.root);
port.on('message', ({ sealed, ...options }: SealMessage) => {
  port.postMessage(replica.seal(sealed, options));
});
