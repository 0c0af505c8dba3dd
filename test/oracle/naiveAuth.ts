/** SPEC §5.1, §5.2 and §9: who may do what, and what the publishers agree on. */
import type { Underlying } from '../../protocol/params.ts';
import type { Decoded } from './bytes.ts';
import type { NaiveBatch, Recover } from './naive.ts';
import type { NaiveInboxItem } from './naiveOperations.ts';
import { demand, type Hex, type Key, type NaiveState } from './naiveState.ts';
import { digestOf, type TypedValue } from './naiveTypedData.ts';
import type { TYPES } from '../../protocol/typedData.ts';

export interface Context {
  readonly state: NaiveState;
  readonly batch: NaiveBatch;
  readonly recover: Recover;
  /** Inbox items not yet consumed. */
  readonly pending: NaiveInboxItem[];
}

interface Signable {
  readonly type: keyof typeof TYPES;
  readonly fields: readonly TypedValue[];
}

function signedBy(
  { batch, recover }: Context,
  { type, fields }: Signable,
  signature: Hex,
): Hex | null {
  return recover(() => digestOf(batch.domain, type, fields), signature);
}

const NO_ADDRESS: Hex = '00'.repeat(20);

/** Burns the nonce. @returns the account */
export function authenticate(
  context: Context,
  values: Decoded,
  { scope, type, fields }: Signable & { readonly scope: bigint },
): bigint {
  const { state } = context;
  const keyId = values.int('key');
  const nonce = values.int('nonce');
  const expiresAtSec = values.int('expiresAtSec');
  const account = keyId / 8n;
  demand(state.accounts.has(account), 1010);
  const key = state.keys.get(keyId);
  demand(key !== undefined && key.signer !== NO_ADDRESS, 1001);
  const signed = { type, fields: [account, keyId % 8n, nonce, expiresAtSec, ...fields] };
  demand(signedBy(context, signed, values.bytes('signature')) === key.signer, 1002);
  demand(expiresAtSec >= state.timeSec, 1008);
  demand(key.expiresAtSec === 0n || key.expiresAtSec >= state.timeSec, 1003);
  demand((key.scope & scope) === scope, 1004);
  state.keys.set(keyId, burn(key, nonce));
  return account;
}

/** SPEC §5.2 */
function burn(key: Key, nonce: bigint): Key {
  demand(nonce >= key.nonceBase, 1005);
  demand(nonce < key.nonceBase + 65_536n, 1007);
  let { nonceBase } = key;
  if (nonce >= nonceBase + 1024n) nonceBase = 256n * (nonce / 256n - 3n);
  demand(!key.burned.has(nonce), 1006);
  const burned = new Set([...key.burned, nonce].filter((other) => other >= nonceBase));
  return { ...key, nonceBase, burned };
}

/** SPEC §9 */
export function quorumMedian(
  context: Context,
  { maxPriceCents }: Underlying,
  entries: readonly Decoded[],
  signableOf: (entry: Decoded) => Signable,
): bigint {
  const { quorum, publishers } = context.state;
  demand(BigInt(entries.length) >= quorum, 4002);
  entries.forEach((entry, i) => {
    const publisher = entry.int('publisher');
    const address = publishers[Number(publisher)];
    demand(address !== undefined, 4002);
    demand(i === 0 || publisher > entries[i - 1].int('publisher'), 4002);
    const priceCents = entry.int('priceCents');
    demand(priceCents > 0n && priceCents <= BigInt(maxPriceCents), 4005);
    demand(signedBy(context, signableOf(entry), entry.bytes('signature')) === address, 4003);
  });
  const prices = entries.map((entry) => entry.int('priceCents'));
  prices.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return prices[Math.floor((prices.length - 1) / 2)];
}
