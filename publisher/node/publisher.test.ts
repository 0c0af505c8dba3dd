import { describe, expect, test } from 'vitest';

import { decodePublishSurface } from '../../protocol/generated/codec.ts';
import { firstExpiryFrom, expirySec } from '../../protocol/instrument.ts';
import { SETTLEMENT_WINDOW_SEC } from '../../protocol/params.ts';
import { addressOfKey } from '../../protocol/signatures.ts';
import type { SurfacePrint } from '../../protocol/signed.ts';
import { domainSeparator } from '../../protocol/typedData.ts';
import { Exchange } from '../../test/fixtures/exchange.ts';
import { signerOf } from '../../test/fixtures/sign.ts';
import { marketAt } from '../testing/market.ts';
import { NOW_SEC } from '../testing/synthetic.ts';
import { collectIndex, collectSettlement, collectSurface, type Oracle } from './collect.ts';
import type { Peer } from './peer.ts';
import { Publisher } from './publisher.ts';

const KEYS = [0, 1, 2].map((i) => signerOf(`publisher ${i}`).privateKey);
const domain = domainSeparator({ chainId: 31337, rollup: new Uint8Array(20).fill(1) });
const oracle: Oracle = { domain, publishers: KEYS.map(addressOfKey), quorum: 2 };
const DAY = firstExpiryFrom(NOW_SEC + 2 * 86_400);

/** Publishers who see the market, and a clock for all of them. */
function setUp(chains = [marketAt(), marketAt(), marketAt()]) {
  const clock = { nowSec: NOW_SEC };
  const publishers = chains.map((chain, publisher) => {
    const nowSec = (): number => clock.nowSec;
    const made = new Publisher({ publisher, privateKey: KEYS[publisher], domain, nowSec });
    made.see(chain);
    return made;
  });
  return { clock, publishers };
}

/** An exchange at that time, with an index of 63,000 USD. */
function exchange(): Exchange {
  const x = new Exchange({ signed: true });
  x.advance(NOW_SEC - 1);
  expect(x.print(0, 6_300_000, 6_300_000)).toBe(0);
  return x;
}

describe('collectIndex', () => {
  const at = { underlying: 0, nowSec: NOW_SEC };

  test('gathers a print that the exchange takes', async () => {
    const { operation, missing } = await collectIndex({ oracle, peers: setUp().publishers }, at);
    expect(missing).toEqual([]);
    const x = new Exchange({ signed: true });
    x.advance(NOW_SEC);
    expect(x.run(operation!)).toBe(0);
    expect(x.state.underlyings.indexCents(0)).toBe(6_300_000);
    expect(x.state.underlyings.confidenceE4(0)).toBe(10_000);
  });

  test('leaves out who strays, who is away, and whose signature is wrong', async () => {
    const strays = setUp([marketAt(), marketAt(), marketAt(NOW_SEC, { indexUsd: 64_000 })]);
    const one = await collectIndex({ oracle, peers: strays.publishers }, at);
    expect(one.missing).toEqual(['publisher 2: 64000 USD is not near the median']);
    expect(one.operation).not.toBeNull();

    const [first, second, third] = setUp().publishers;
    const away: Peer = {
      ...peerOf(third),
      signIndex: async () => Promise.reject(new Error('gone')),
    };
    const two = await collectIndex({ oracle, peers: [first, second, away] }, at);
    expect(two.missing).toEqual(['publisher 2: gone']);
    expect(two.operation).not.toBeNull();

    const forger: Peer = {
      ...peerOf(third),
      signIndex: async (underlying) => ({ ...(await first.signIndex(underlying)), publisher: 2 }),
    };
    const three = await collectIndex({ oracle, peers: [first, second, forger] }, at);
    expect(three.missing).toEqual(['publisher 2: its signature is wrong']);
  });

  test('a liar and an honest one alone make no print', async () => {
    for (const indexUsd of [62_000, 64_000]) {
      const { publishers } = setUp([marketAt(), marketAt(NOW_SEC, { indexUsd })]);
      expect((await collectIndex({ oracle, peers: publishers }, at)).operation).toBeNull();
    }
  });

  test('is worth less as the market grows old, and nothing after two minutes', async () => {
    const { clock, publishers } = setUp();
    clock.nowSec += 75;
    expect(await publishers[0].signIndex(0)).toMatchObject({ confidenceE4: 5_000 });
    clock.nowSec += 46;
    expect(await publishers[0].signIndex(0)).toEqual({
      refused: 'what was seen of the market is too old',
    });
    expect(await publishers[0].signIndex(1)).toEqual({ refused: 'no market was seen' });
  });
});

function peerOf(publisher: Publisher): Peer {
  return {
    publisher: publisher.publisher,
    signIndex: async (underlying) => publisher.signIndex(underlying),
    cosign: async (print) => publisher.cosign(print),
    signSettlement: async (expiry) => publisher.signSettlement(expiry),
  };
}

describe('collectSurface', () => {
  test('gathers a surface that the exchange takes', async () => {
    const { publishers } = setUp();
    const print = publishers[1].propose({ underlying: 0, day: DAY })!;
    const { operation, missing } = await collectSurface({ oracle, peers: publishers }, print);
    expect(missing).toEqual([]);
    const x = exchange();
    x.advance(NOW_SEC);
    expect(x.run(operation!)).toBe(0);
    expect(decodePublishSurface(operation!)).toMatchObject({ underlying: 0, day: DAY, rateE9: 0 });
  });

  test('honest publishers do not sign a surface that they do not see', async () => {
    const wild = marketAt(NOW_SEC, { volFactor: 1.2 });
    const { publishers } = setUp([wild, marketAt(), marketAt()]);
    const print = publishers[0].propose({ underlying: 0, day: DAY })!;
    const { operation, missing } = await collectSurface({ oracle, peers: publishers }, print);
    expect(operation).toBeNull();
    expect(missing).toHaveLength(2);
    expect(missing[0]).toMatch(/publisher 1: at strike \d+ it is [\d.]+ times the tolerance off/);
  });

  test.each<[string, Partial<SurfacePrint>, RegExp]>([
    ['a time that is not now', { timeSec: NOW_SEC - 61 }, /not now/],
    ['a rate', { rateE9: 30_000_000 }, /rate/],
    ['a basis', { basisCents: 30_000 }, /bases lie 268/],
    ['a forward', { forwardCents: 6_400_000 }, /forwards/],
    ['a volatility', { aE12: 20_000_000_000 }, /tolerance/],
    ['a surface that no rule admits', { bE12: -1 }, /not admissible/],
    ['another expiry', { day: DAY + 1 }, /no fit/],
    ['an unknown underlying', { underlying: 7 }, /no market/],
  ])('refuses %s', async (_, change, because) => {
    const { publishers } = setUp();
    const print = { ...publishers[0].propose({ underlying: 0, day: DAY })!, ...change };
    const answer = await publishers[1].cosign(print);
    expect('refused' in answer ? answer.refused : 'signed').toMatch(because);
  });

  test('refuses to be surer than its own quotes allow', async () => {
    const { clock, publishers } = setUp();
    clock.nowSec += 60;
    const oneSided = { ...marketAt(NOW_SEC + 60), quotes: [] };
    publishers[1].propose({ underlying: 0, day: DAY });
    publishers[1].see(oneSided);
    const print = publishers[0].propose({ underlying: 0, day: DAY })!;
    expect(await publishers[1].cosign(print)).toHaveProperty('refused');
  });

  test('the volatilities stay what they were while the fit is a minute old', async () => {
    const { clock, publishers } = setUp();
    const now = publishers[0].propose({ underlying: 0, day: DAY })!;
    clock.nowSec += 60;
    const later = publishers[0].propose({ underlying: 0, day: DAY })!;
    const share = (expirySec(DAY) - NOW_SEC - 60) / (expirySec(DAY) - NOW_SEC);
    expect(later.aE12 / now.aE12).toBeCloseTo(share, 6);
    expect(later.sigmaE12).toBe(now.sigmaE12);
    expect(await publishers[1].cosign(later)).not.toHaveProperty('refused');
  });
});

describe('collectSettlement', () => {
  const end = expirySec(DAY);

  test('signs the average of what was seen in the window', async () => {
    const { clock, publishers } = setUp();
    const from = end - SETTLEMENT_WINDOW_SEC;
    for (const publisher of publishers) {
      publisher.see(marketAt(from - 10, { indexUsd: 60_000 }));
      publisher.see(marketAt(from + 600, { indexUsd: 63_000 }));
      publisher.see(marketAt(end, { indexUsd: 70_000 }));
    }
    clock.nowSec = end;
    const { operation } = await collectSettlement(
      { oracle, peers: publishers },
      { underlying: 0, day: DAY },
    );
    expect(operation).not.toBeNull();
    expect(await publishers[0].signSettlement({ underlying: 0, day: DAY })).toMatchObject({
      priceCents: 6_200_000,
    });
  });

  test('refuses before the expiry, and where the window was not watched', async () => {
    const { clock, publishers } = setUp();
    const expiry = { underlying: 0, day: DAY };
    expect(await publishers[0].signSettlement(expiry)).toEqual({
      refused: 'the expiry has not come',
    });
    clock.nowSec = end;
    expect(await publishers[0].signSettlement(expiry)).toEqual({
      refused: 'the settlement window was not watched',
    });
  });
});
