import { describe, expect, test } from 'vitest';

import { Random } from '../test/fixtures/random.ts';
import { digitsOf } from '../test/oracle/decimal.ts';
import { naiveBid, naiveDiscount, naiveInsolventOffer } from '../test/oracle/naiveAuction.ts';
import { ofWad, toWad } from '../test/oracle/naiveStandardOf.ts';
import {
  type AuctionParams,
  bidCost,
  bidPrice,
  bufferMargin,
  discount,
  insolventOffer,
  insolventPayout,
  largestShare,
  liquidationFee,
} from './auction.ts';
import { DomainError } from './maths/errors.ts';
import { abs, WAD } from './maths/wad.ts';

const PARAMS: AuctionParams = {
  buffer: (15n * WAD) / 100n,
  startShare: (95n * WAD) / 100n,
  cutoffShare: (70n * WAD) / 100n,
  fastSec: 900n,
  slowSec: 43_200n,
  insolventSec: 3600n,
  feeRate: WAD / 10n,
  wholeBelow: 0n,
};

function usd(value: number): bigint {
  return BigInt(value) * WAD;
}

const ACCOUNT = { markToMarket: usd(300), maintenance: usd(-100) };

describe('discount', () => {
  test('falls fast to the cutoff, then slowly to nothing', () => {
    const at = (sec: bigint): string => digitsOf(ofWad(discount(sec, PARAMS)));
    expect([0n, 450n, 900n, 22_500n, 44_099n, 44_100n, 10_000_000n].map(at)).toEqual([
      '0.95',
      '0.825',
      '0.7',
      '0.35',
      '0.000016203703703704',
      '0',
      '0',
    ]);
  });
});

describe('largestShare', () => {
  test('leaves a buffer margin of zero', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const random = new Random(seed);
      const account = {
        markToMarket: usd(random.between(1, 1_000_000)),
        maintenance: usd(-random.between(1, 1_000_000)),
      };
      const reserved = (account.markToMarket * BigInt(random.below(100))) / 100n;
      const offer = { reserved, discount: discount(BigInt(random.below(44_000)), PARAMS) };
      const share = largestShare(account, offer, PARAMS);
      const cost = bidCost({ price: bidPrice(account, offer), share });
      const left = (value: bigint): bigint => value - (share * (value - reserved)) / WAD + cost;
      const after = {
        markToMarket: left(account.markToMarket),
        maintenance: left(account.maintenance),
      };
      expect(abs(bufferMargin(after, PARAMS))).toBeLessThan(10_000_000n);
    }
  });

  test('is the whole below the threshold, nothing without a shortage', () => {
    const offer = { reserved: 0n, discount: WAD };
    const small = { markToMarket: usd(-1), maintenance: usd(-2) };
    expect(largestShare(small, offer, PARAMS)).toBe(WAD);
    expect(largestShare(ACCOUNT, offer, { ...PARAMS, wholeBelow: usd(301) })).toBe(WAD);
    const healthy = { markToMarket: usd(10), maintenance: usd(9) };
    expect(largestShare(healthy, offer, PARAMS)).toBe(0n);
  });
});

describe('auction', () => {
  test('is what the formulas give', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const random = new Random(seed);
      const account = {
        markToMarket: usd(random.between(-1_000, 1_000)),
        maintenance: usd(random.between(-2_000, 100)),
      };
      const elapsedSec = BigInt(random.below(50_000));
      const offer = { reserved: usd(random.below(100)), discount: discount(elapsedSec, PARAMS) };
      const share = BigInt(random.below(1001)) * 10n ** 15n;
      const real = {
        MtM: ofWad(account.markToMarket),
        MM: ofWad(account.maintenance),
        reserved: ofWad(offer.reserved),
        share: ofWad(share),
      };
      const curve = { start: ofWad(PARAMS.startShare), cutoff: ofWad(PARAMS.cutoffShare) };
      const share0 = naiveDiscount(elapsedSec, { ...curve, fast: 900n, slow: 43_200n });
      const naive = naiveBid(real, { buffer: ofWad(PARAMS.buffer), discount: share0 });
      const naiveOffer = naiveInsolventOffer(real, { elapsed: elapsedSec, length: 3600n });
      const price = bidPrice(account, offer);
      const most = largestShare(account, offer, PARAMS);
      const close = [
        [bufferMargin(account, PARAMS), naive.bufferMargin],
        [price, naive.bidPrice],
        [insolventOffer(account, elapsedSec, PARAMS), naiveOffer],
      ];
      const isSold = account.markToMarket >= offer.reserved;
      if (isSold) {
        close.push([most, naive.largest]);
        close.push([bidCost({ price, share: share < most ? share : most }), naive.cost]);
      }
      for (const [got, exact] of close) expect(abs(got - toWad(exact))).toBeLessThan(1_000_000n);
    }
  });

  test('charges a rate on what may be liquidated at the start', () => {
    // 160 of 460 USD, and a tenth of that.
    expect(liquidationFee(ACCOUNT, PARAMS)).toBe(10_434_782_608_695_652_170n);
    expect(liquidationFee({ ...ACCOUNT, markToMarket: usd(-300) }, PARAMS)).toBe(0n);
  });

  test('pays for an insolvent account, more with time', () => {
    const account = { markToMarket: usd(-100), maintenance: usd(-300) };
    const at = (sec: bigint): bigint => insolventOffer(account, sec, PARAMS);
    expect([0n, 72n, 3600n, 9_000n].map(at)).toEqual([usd(-100), usd(-104), usd(-300), usd(-300)]);
    expect(insolventPayout({ offer: usd(-104), share: WAD / 2n })).toBe(usd(52));
    expect(insolventOffer({ ...account, maintenance: 0n }, 72n, PARAMS)).toBe(0n);
  });

  test('rejects what is out of range', () => {
    expect(() => discount(-1n, PARAMS)).toThrow(DomainError);
    expect(() => bufferMargin({ markToMarket: 2n ** 112n, maintenance: 0n }, PARAMS)).toThrow(
      DomainError,
    );
  });
});
