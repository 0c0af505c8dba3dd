import type { Machine } from './machine.ts';
import { NONCE_AHEAD, NONCE_WINDOW, NONCE_WORD } from './params.ts';
import { ACCEPTED, CODE } from './rejections.ts';
import { accountOfKey, type SignedFields, signedStructHash } from './signed.ts';
import type { State } from './state.ts';
import { digest, domainSeparator, type Word } from './typedData.ts';

/**
 * Checks signature, expiry and scope, then burns the nonce: SPEC §5.1.
 * @param words the typed data after `expiresAt`; called only if the signature is looked at
 * @returns ACCEPTED or a 1xxx code; with a code nothing has changed
 */
export function authenticate(
  machine: Machine,
  options: {
    operation: SignedFields;
    scope: number;
    typeHash: Uint8Array;
    words: () => readonly Word[];
  },
): number {
  const { state, input } = machine;
  const { operation, typeHash } = options;
  const { key, nonce, expiresAtSec, signature } = operation;
  const account = accountOfKey(key);
  if (account === 0 || account > state.globals.accountCount()) return CODE.unknownAccount;
  if (state.keys.signerEquals(key, NO_SIGNER)) return CODE.unknownKey;
  const signer = machine.signatures.recover(() => {
    const words = options.words();
    return digest(domainOf(input.header), signedStructHash(operation, { typeHash, words }));
  }, signature);
  if (signer === null || !state.keys.signerEquals(key, signer)) return CODE.badSignature;
  const now = state.globals.timeSec();
  if (expiresAtSec < now) return CODE.operationExpired;
  const keyExpiresAt = state.keys.expiresAtSec(key);
  if (keyExpiresAt !== 0 && keyExpiresAt < now) return CODE.keyExpired;
  if ((state.keys.scope(key) & options.scope) !== options.scope) return CODE.keyOutOfScope;
  return useNonce(state, key, nonce);
}

/** A window of 1024 nonces in four words used as a ring; the base moves by whole words. */
export function useNonce(state: State, key: number, nonce: number): number {
  const base = state.keys.nonceBase(key);
  if (nonce < base) return CODE.nonceTooLow;
  if (nonce >= base + NONCE_AHEAD) return CODE.nonceTooHigh;
  if (nonce >= base + NONCE_WINDOW) moveWindow(state, { key, base, nonce });
  const slot = Math.floor(nonce / NONCE_WORD) % WORDS;
  const word = state.keys.nonceWord(key, slot);
  const bit = nonce % NONCE_WORD;
  const byte = 31 - (bit >> 3);
  const mask = 1 << (bit & 7);
  if ((word[byte] & mask) !== 0) return CODE.nonceUsed;
  word[byte] |= mask;
  state.keys.setNonceWord(key, slot, word);
  return ACCEPTED;
}

function moveWindow(
  state: State,
  { key, base, nonce }: { key: number; base: number; nonce: number },
): void {
  const top = Math.floor(nonce / NONCE_WORD);
  const newBase = (top - WORDS + 1) * NONCE_WORD;
  const cleared = Math.min(WORDS, (newBase - base) / NONCE_WORD);
  for (let i = 0; i < cleared; i++) state.keys.setNonceWord(key, (top - i) % WORDS, ZERO_WORD);
  state.keys.setNonceBase(key, newBase);
}

const WORDS = NONCE_WINDOW / NONCE_WORD;
const ZERO_WORD = new Uint8Array(32);
const NO_SIGNER = new Uint8Array(20);

const domains = new WeakMap<object, Uint8Array>();

/** COST: hashed once per header object. */
export function domainOf(header: Machine['input']['header']): Uint8Array {
  let domain = domains.get(header);
  if (domain === undefined) {
    domain = domainSeparator(header);
    domains.set(header, domain);
  }
  return domain;
}
