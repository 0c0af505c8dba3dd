import { describe, expect, test } from 'vitest';

import { hashBatch, hashData, hashInbox } from '../../protocol/batch.ts';
import { moneyOf, runBatch } from '../../protocol/derive.ts';
import {
  encodeCancelAll,
  encodeListInstrument,
  encodePlaceOrder,
  encodePublishPrices,
} from '../../protocol/generated/codec.ts';
import { genesisState } from '../../protocol/genesis.ts';
import { MAX_BATCH_BYTES } from '../../protocol/params.ts';
import { StateTree } from '../../protocol/merkle.ts';
import { CODE } from '../../protocol/rejections.ts';
import { Executor, operationBytes, type SealedInput } from './executor.ts';
import { Replica } from './replica.ts';
import { packState, takeChanged } from './tables.ts';

const START_SEC = 1_780_272_000;
const PUBLISHER = new Uint8Array(20).fill(7);
const place = {
  chainId: 31_337,
  rollup: new Uint8Array(20).fill(1),
  verifier: new Uint8Array(20).fill(2),
};
const genesis = () => genesisState({ timeSec: START_SEC, publishers: [PUBLISHER], quorum: 1 });

function owner(account: number): Uint8Array {
  return new Uint8Array(20).fill(account);
}

/** A signature that says who made it; the executor gets the signer beforehand and never looks. */
function signatureOf(signer: Uint8Array): Uint8Array {
  const signature = new Uint8Array(64);
  signature.set(signer);
  return signature;
}

function start(): Executor {
  const executor = new Executor({
    state: genesis(),
    place: { ...place, number: 1, inboxNext: 0, parentTimeSec: START_SEC, seq: 1 },
  });
  executor.headTimeSec = START_SEC + 10;
  return executor;
}

function openMarket(executor: Executor): void {
  executor.advanceTime();
  for (const account of [1, 2]) {
    executor.takeInbox({
      kind: 1,
      sender: owner(account),
      account: 0,
      amount: 1e12,
      timeSec: START_SEC,
    });
  }
  const entries = [
    {
      publisher: 0,
      priceCents: 6_000_000,
      confidenceE4: 10_000,
      timeSec: START_SEC + 1,
      signature: signatureOf(PUBLISHER),
    },
  ];
  executor.execute(encodePublishPrices({ underlying: 0, entries }), [PUBLISHER]);
  const listing = { underlying: 0, day: 2350, strikeCents: 6_000_000, put: 0 };
  executor.execute(encodeListInstrument(listing), []);
}

let nonce = 0;
const order = (account: number, terms: object = {}) =>
  encodePlaceOrder({
    key: account * 8,
    nonce: nonce++,
    expiresAtSec: 2 ** 32 - 1,
    instrument: 1,
    side: 0,
    timeInForce: 0,
    priceCents: 100_000,
    quantityE4: 100,
    signature: signatureOf(owner(account)),
    ...terms,
  });

/** What anyone derives from the batches. */
function derive(batches: readonly SealedInput[]): Uint8Array {
  const state = genesis();
  for (const { number, data, inbox, inboxFrom, timeSec } of batches) {
    const header = {
      ...place,
      version: 1,
      number,
      parentHash: new Uint8Array(32),
      dataHash: hashData(data),
      dataLength: data.length,
      inboxFrom,
      inboxTo: inboxFrom + inbox.length,
      inboxHash: hashInbox(inbox),
      timeSec,
    };
    expect(hashBatch(header)).toHaveLength(32);
    const signatures = {
      recover: (_: unknown, signature: Uint8Array) => signature.subarray(0, 20),
    };
    runBatch({ state, input: { header, data, inbox }, signatures });
    expect(moneyOf(state).difference).toBe(0n);
  }
  return new StateTree(state).root;
}

describe('Executor', () => {
  test('ends in the state that anyone derives from its batches', () => {
    const executor = start();
    openMarket(executor);
    executor.execute(order(1), [owner(1)]);
    const first = executor.seal();
    const taken = executor.execute(order(2, { side: 1 }), [owner(2)]);
    expect(taken.effects.fills).toMatchObject([{ taker: 2, maker: 1, quantityE4: 100 }]);
    expect(taken.effects.removed).toMatchObject([{ why: 'filled' }]);
    const failed = executor.execute(order(2, { side: 1, timeInForce: 2 }), [owner(2)]);
    expect(failed.outcome).toBe(CODE.notFilled);
    const second = executor.seal();
    expect(derive([first, second])).toEqual(new StateTree(executor.state).root);
  });

  test('leaves out of the batch what writes nothing', () => {
    const executor = start();
    openMarket(executor);
    const before = { bytes: executor.bytes, seq: executor.nextSeq };
    const forged = executor.execute(order(1), [owner(2)]);
    expect(forged).toMatchObject({ seq: 0, outcome: CODE.badSignature });
    const unlisted = executor.execute(order(1, { instrument: 9 }), [owner(1)]);
    expect(unlisted).toMatchObject({ seq: 0, outcome: CODE.unknownInstrument });
    expect({ bytes: executor.bytes, seq: executor.nextSeq }).toEqual(before);
  });

  test('keeps a rejection that burned a nonce, with its place', () => {
    const executor = start();
    openMarket(executor);
    const bad = executor.execute(order(1, { priceCents: 1 }), [owner(1)]);
    expect(bad).toMatchObject({ seq: executor.nextSeq - 1, outcome: CODE.badPrice });
  });

  test('takes back the effects of an order that is undone', () => {
    const executor = start();
    openMarket(executor);
    executor.execute(order(1), [owner(1)]);
    const { outcome, effects } = executor.execute(
      order(2, { side: 1, quantityE4: 200, timeInForce: 2 }),
      [owner(2)],
    );
    expect(outcome).toBe(CODE.notFilled);
    expect(effects).toEqual({ fills: [], rested: [], removed: [], taken: [] });
  });

  test('has room until the bytes or the steps are used up, whatever the inbox still brings', () => {
    const executor = start();
    openMarket(executor);
    executor.seal();
    const all = () =>
      encodeCancelAll({
        key: 8,
        nonce: nonce++,
        expiresAtSec: 2 ** 32 - 1,
        signature: signatureOf(owner(1)),
      });
    while (executor.fits(5, 79)) executor.execute(all(), [owner(1)]);
    expect(executor.bytes).toBeLessThanOrEqual(MAX_BATCH_BYTES);
    while (executor.canTakeInbox) {
      executor.takeInbox({ kind: 3, sender: owner(1), account: 1, amount: 0, timeSec: START_SEC });
    }
    expect(() => executor.seal()).not.toThrow();
  });
});

describe('Replica', () => {
  test('follows by changed records alone and gives the same root', () => {
    const executor = start();
    const packed = packState(executor.state);
    takeChanged(executor.state);
    const replica = new Replica({ packed, ...place, parentHash: new Uint8Array(32) });
    for (let batch = 0; batch < 3; batch++) {
      if (batch === 0) openMarket(executor);
      executor.execute(order(1), [owner(1)]);
      const sealed = executor.seal();
      const { root } = replica.seal(sealed, {
        changed: takeChanged(executor.state),
        snapshot: false,
      });
      expect(root).toEqual(new StateTree(executor.state).root);
      takeChanged(executor.state);
    }
  });

  test('does not accept a state whose money is not conserved', () => {
    const executor = start();
    const packed = packState(executor.state);
    takeChanged(executor.state);
    const replica = new Replica({ packed, ...place, parentHash: new Uint8Array(32) });
    executor.state.globals.setInsurance(1);
    const sealed = executor.seal();
    const changed = takeChanged(executor.state);
    expect(() => replica.seal(sealed, { changed, snapshot: false })).toThrow(/more than it owes/);
  });
});

describe('operationBytes', () => {
  test('knows one whole operation from anything else', () => {
    const one = order(1);
    expect(operationBytes(one)).toBe(one.length);
    expect(operationBytes(one.subarray(1))).toBe(0);
    expect(operationBytes(Uint8Array.of(...one, 0))).toBe(0);
    expect(operationBytes(new Uint8Array(0))).toBe(0);
    expect(operationBytes(Uint8Array.of(99))).toBe(0);
    expect(operationBytes(Uint8Array.of(10, 0, 200, ...new Uint8Array(200 * 73)))).toBe(0);
  });
});
