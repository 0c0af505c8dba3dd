/** Recovers signers in a thread of its own, many operations a message. */
import { parentPort, workerData } from 'node:worker_threads';

import { recoverAddress } from '../../protocol/signatures.ts';
import { signedDigests } from '../../protocol/signed.ts';

export interface RecoverMessage {
  /** Operations back to back. */
  readonly operations: Uint8Array;
  readonly ends: Uint32Array;
  /** 32 bytes an operation; zeros where it has none. */
  readonly nameHashes: Uint8Array;
}

export interface RecoveredMessage {
  /** 20 bytes a signature; zeros where it has no valid one. */
  readonly signers: Uint8Array;
  /** Signatures of each operation. */
  readonly counts: Uint8Array;
}

const ADDRESS_BYTES = 20;
const HASH_BYTES = 32;

const domain = workerData as Uint8Array;
const port = parentPort!;
port.on('message', (message: RecoverMessage) => {
  const recovered = recover(message);
  port.postMessage(recovered, [recovered.signers.buffer, recovered.counts.buffer]);
});

function recover({ operations, ends, nameHashes }: RecoverMessage): {
  signers: Uint8Array<ArrayBuffer>;
  counts: Uint8Array<ArrayBuffer>;
} {
  const counts = new Uint8Array(ends.length);
  const found: (Uint8Array | null)[] = [];
  let from = 0;
  ends.forEach((end, i) => {
    const nameHash = nameHashes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES);
    const digests = signedDigests(operations.subarray(from, end), {
      domain,
      nameHash: nameHash.every((byte) => byte === 0) ? null : nameHash,
    });
    for (const { digest, signature } of digests) found.push(recoverAddress(digest, signature));
    counts[i] = digests.length;
    from = end;
  });
  const signers = new Uint8Array(found.length * ADDRESS_BYTES);
  found.forEach((signer, i) => {
    if (signer !== null) signers.set(signer, i * ADDRESS_BYTES);
  });
  return { signers, counts };
}
