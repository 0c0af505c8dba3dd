/** SPEC §5.1 and §5.2: who may do what. */
import type { Decoded } from './bytes.ts';
import type { NaiveBatch, Recover } from './naive.ts';
import type { NaiveInboxItem } from './naiveInbox.ts';
import type { Hex, Key, NaiveState } from './naiveState.ts';
import { digestOf, type TypedValue } from './naiveTypedData.ts';
import type { TYPES } from '../../protocol/typedData.ts';
import { demand } from './rejected.ts';

export interface Context {
  readonly state: NaiveState;
  readonly batch: NaiveBatch;
  readonly recover: Recover;
  /** Inbox items not yet consumed. */
  readonly pending: NaiveInboxItem[];
}

export interface Signable {
  readonly type: keyof typeof TYPES;
  readonly fields: readonly TypedValue[];
}

export function signedBy(
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
