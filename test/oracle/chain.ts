/** A chain of one's own for directed cases: both implementations run every batch and have to agree. */
import { expect } from 'vitest';
import type { Values } from './bytes.ts';
import type { NaiveInboxItem } from './naiveInbox.ts';
import { type ExpiryName, expirySecOf, type Hex, priceOf } from './naiveState.ts';
import { createPair, type Pair, runPair } from './pair.ts';
import {
  addressOf,
  operationBytes,
  publishBytes,
  PUBLISHERS,
  QUORUM,
  settleExpiryBytes,
  signedBytes,
  type SignedName,
  START_SEC,
  surfaceBytes,
} from './world.ts';

export interface Chain {
  readonly pair: Pair;
  /** @returns the outcome of each operation and inbox item */
  run(
    operations: readonly Uint8Array[],
    options?: { inbox?: readonly NaiveInboxItem[]; headerTimeSec?: bigint },
  ): number[];
  /** Opens an account with this much cash. @returns its id; its owner is `ownerOf(id)` */
  open(amount: bigint): bigint;
  sign(account: bigint, name: SignedName, fields: Values): Buffer;
  order(account: bigint, order: OrderFields): Buffer;
  /** Three publishers agree, now. */
  print(underlying: bigint, priceCents: bigint): Buffer;
  fix(expiry: ExpiryName, priceCents: bigint): Buffer;
  /** A flat one of BTC, 60 %, with the forward at the index, now. */
  surface(terms: { day: bigint; confidenceE4?: bigint }): Buffer;
}

export interface OrderFields {
  readonly instrument: bigint;
  readonly side: 'buy' | 'sell';
  readonly timeInForce?: 'GTC' | 'IOC' | 'FOK' | 'POST';
  readonly priceCents: bigint;
  readonly quantityE4: bigint;
}

export const ownerOf = (account: bigint): Hex => addressOf('own', Number(account));
export const TODAY = BigInt(Math.floor((START_SEC - 1_577_836_800) / 86_400));

const agreed = (priceCents: bigint) => [0, 1, 2].map((publisher) => ({ publisher, priceCents }));

export function createChain(): Chain {
  const pair = createPair({ timeSec: START_SEC, publishers: PUBLISHERS, quorum: QUORUM });
  const state = pair.naive;
  const nonces = new Map<bigint, bigint>();
  const chain: Chain = {
    pair,
    run(operations, { inbox = [], headerTimeSec = state.timeSec } = {}) {
      const batch = { data: Buffer.concat(operations), inbox, headerTimeSec };
      return runPair(pair, batch).map(({ outcome }) => Number(outcome));
    },
    open(amount) {
      const id = BigInt(state.accounts.size + 1);
      chain.run([], { inbox: [{ kind: 1n, sender: ownerOf(id), account: 0n, amount }] });
      return id;
    },
    sign(account, name, fields) {
      const key = account * 8n;
      const nonce = nonces.get(key) ?? 0n;
      nonces.set(key, nonce + 1n);
      const signer = state.keys.get(key)!.signer;
      const authority = { key, nonce, expiresAtSec: 2n ** 32n - 1n, signer };
      return signedBytes(state, name, authority, fields);
    },
    order(account, { instrument, side, timeInForce = 'GTC', priceCents, quantityE4 }) {
      return chain.sign(account, 'placeOrder', {
        instrument,
        side: side === 'buy' ? 0n : 1n,
        timeInForce: BigInt(['GTC', 'IOC', 'FOK', 'POST'].indexOf(timeInForce)),
        priceCents,
        quantityE4,
      });
    },
    print(underlying, priceCents) {
      const { timeSec } = state;
      return publishBytes(
        underlying,
        agreed(priceCents).map((entry) => ({ ...entry, confidenceE4: 10_000n, timeSec })),
      );
    },
    surface({ day, confidenceE4 = 10_000n }) {
      const { timeSec } = state;
      const tauSec = expirySecOf(day) - timeSec;
      const surface = {
        timeSec,
        basisCents: 0n,
        rateE9: 0n,
        forwardConfidenceE4: confidenceE4,
        rateConfidenceE4: confidenceE4,
        volConfidenceE4: confidenceE4,
        forwardCents: priceOf(state, 0n).indexCents,
        aE12: (360_000_000_000n * tauSec) / 31_536_000n,
        bE12: 0n,
        rhoE12: 0n,
        mE12: 0n,
        sigmaE12: 1n,
      };
      return surfaceBytes({ underlying: 0n, day }, { surface, publishers: [0, 1, 2] });
    },
    fix: (expiry, priceCents) => settleExpiryBytes(expiry, agreed(priceCents)),
  };
  return chain;
}

export const advanceBytes = (timeSec: bigint): Buffer => operationBytes('advanceTime', { timeSec });

export function listBytes(terms: {
  readonly underlying?: bigint;
  readonly day: bigint;
  readonly strikeCents: bigint;
  readonly put?: bigint;
}): Buffer {
  return operationBytes('listInstrument', { underlying: 0n, put: 0n, ...terms });
}

/** Of BTC, where every chain here starts. */
export const INDEX = 6_000_000n;
export const TICK = 100n;
export const LOT = 100n;
export const DAY = TODAY + 2n;
export const RICH = 1_000_000_000_000n;

/** Prints the index and lists calls of one day, from this strike on. Their ids start at 1. */
export function listCalls(chain: Chain, count: number, day = DAY): void {
  const strikes = Array.from({ length: count }, (_, i) => INDEX + 50_000n * BigInt(i));
  const outcomes = chain.run([
    chain.print(0n, INDEX),
    ...strikes.map((strikeCents) => listBytes({ day, strikeCents })),
  ]);
  expect(new Set(outcomes)).toEqual(new Set([0]));
}

export const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** Time passes, and the index is printed. */
export function later(chain: Chain, index: bigint, timeSec = chain.pair.naive.timeSec + 1n): void {
  expect(chain.run([advanceBytes(timeSec)], { headerTimeSec: timeSec })).toEqual([0]);
  expect(chain.run([chain.print(0n, index)])).toEqual([0]);
}
