import { authenticate } from '../authenticate.ts';
import type { SetSessionKey } from '../generated/codec.ts';
import type { Machine } from '../machine.ts';
import { KEY_SLOTS, SCOPE_ALL } from '../params.ts';
import { ACCEPTED, CODE } from '../rejections.ts';
import { accountOfKey, setSessionKeyWords } from '../signed.ts';
import { keyIndex } from '../state.ts';
import { TYPE_HASHES } from '../typedData.ts';

/**
 * Sets, replaces or (with the zero address) removes a session key; only the owner's key may.
 * The slot keeps its nonce window, so nothing signed for it can run twice.
 */
export function setSessionKey(machine: Machine, operation: SetSessionKey): number {
  const { state } = machine;
  const { key, slot, signer, keyExpiresAtSec, scope } = operation;
  if (key % KEY_SLOTS !== 0) return CODE.keyOutOfScope;
  const authenticated = authenticate(machine, {
    operation,
    scope: SCOPE_ALL,
    typeHash: TYPE_HASHES.setSessionKey,
    words: () => setSessionKeyWords(operation),
  });
  if (authenticated !== ACCEPTED) return authenticated;
  if (slot === 0 || slot >= KEY_SLOTS) return CODE.badKeySlot;
  if (scope > SCOPE_ALL) return CODE.badScope;
  const index = keyIndex(accountOfKey(key), slot);
  state.keys.setSigner(index, signer);
  state.keys.setExpiresAtSec(index, keyExpiresAtSec);
  state.keys.setScope(index, scope);
  return ACCEPTED;
}
