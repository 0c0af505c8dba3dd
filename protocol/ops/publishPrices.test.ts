import { beforeEach, describe, expect, test } from 'vitest';

import { Exchange, EXPIRY_DAY, START_SEC } from '../../test/fixtures/exchange.ts';
import { Random } from '../../test/fixtures/random.ts';
import { expirySec } from '../instrument.ts';
import { CODE } from '../rejections.ts';
import { expiryIndex } from '../state.ts';

const END = expirySec(EXPIRY_DAY);
const EXPIRY = expiryIndex(0, EXPIRY_DAY);

let x: Exchange;
beforeEach(() => {
  x = new Exchange();
});

/** Prints a price at a time, by two publishers. */
function printAt(timeSec: number, priceCents: number, confidenceE4 = 10_000): number {
  x.advance(timeSec);
  const entry = { priceCents, confidenceE4, timeSec, signature: new Uint8Array(64) };
  return x.publish(0, [
    { publisher: 0, ...entry },
    { publisher: 1, ...entry, confidenceE4: 10_000 },
  ]);
}

const read = (field: 'resumedAtSec' | 'freshPrints' | 'confidenceE4' | 'indexCents') =>
  x.state.underlyings[field](0);

describe('publishPrices', () => {
  test('takes the median, the least confidence, the oldest time', () => {
    x.advance(START_SEC + 100);
    const entry = (
      publisher: number,
      priceCents: number,
      confidenceE4: number,
      ageSec: number,
    ) => ({
      publisher,
      priceCents,
      confidenceE4,
      timeSec: START_SEC + 100 - ageSec,
      signature: new Uint8Array(64),
    });
    const entries = [entry(0, 300, 10_000, 5), entry(1, 100, 7_000, 20), entry(2, 200, 9_000, 0)];
    expect(x.publish(0, entries)).toBe(0);
    expect(read('indexCents')).toBe(200);
    expect(read('confidenceE4')).toBe(7_000);
    expect(x.state.underlyings.indexTimeSec(0)).toBe(START_SEC + 80);
    expect(x.state.globals.printTimeSec()).toBe(START_SEC + 80);
  });

  test('the first print ends no gap; later ones count up to three', () => {
    expect(printAt(START_SEC + 1, 100)).toBe(0);
    expect([read('resumedAtSec'), read('freshPrints')]).toEqual([0, 1]);
    for (let i = 2; i <= 5; i++) printAt(START_SEC + i, 100);
    expect([read('resumedAtSec'), read('freshPrints')]).toEqual([0, 3]);
    printAt(START_SEC + 5 + 120, 100);
    expect([read('resumedAtSec'), read('freshPrints')]).toEqual([0, 3]);
    printAt(START_SEC + 125 + 121, 100);
    expect([read('resumedAtSec'), read('freshPrints')]).toEqual([START_SEC + 246, 1]);
  });

  test('moves by a fifth at most, but after a gap', () => {
    printAt(START_SEC + 1, 1000);
    expect(printAt(START_SEC + 2, 1201)).toBe(CODE.printOutOfRange);
    expect(printAt(START_SEC + 3, 799)).toBe(CODE.printOutOfRange);
    expect(printAt(START_SEC + 4, 1200)).toBe(0);
    expect(printAt(START_SEC + 5, 960)).toBe(0);
    expect(printAt(START_SEC + 5 + 121, 5)).toBe(0);
  });

  test('a confidence above one is out of range', () => {
    expect(printAt(START_SEC + 1, 1000, 10_001)).toBe(CODE.printOutOfRange);
    expect(printAt(START_SEC + 2, 1000, 0)).toBe(0);
    expect(read('confidenceE4')).toBe(0);
  });

  test('the print time of all never goes back', () => {
    printAt(START_SEC + 50, 1000);
    x.advance(START_SEC + 60);
    const timeSec = START_SEC + 40;
    const entry = { priceCents: 1000, timeSec, signature: new Uint8Array(64) };
    expect(
      x.publish(
        1,
        [0, 1].map((publisher) => ({ publisher, ...entry })),
      ),
    ).toBe(0);
    expect(x.state.globals.printTimeSec()).toBe(START_SEC + 50);
  });

  test('what the window holds is the sum second by second', () => {
    for (let seed = 1; seed <= 40; seed++) {
      x = new Exchange();
      const random = new Random(seed);
      const prints: { timeSec: number; priceCents: number }[] = [];
      let timeSec = END - random.between(1700, 2100);
      let priceCents = 6_000_000;
      while (timeSec < END + 130) {
        priceCents = Math.round((priceCents * random.between(90, 110)) / 100);
        expect(printAt(timeSec, priceCents)).toBe(0);
        prints.push({ timeSec, priceCents });
        timeSec += random.chance(0.1) ? random.between(100, 400) : random.between(1, 90);
      }
      const last = prints.at(-1)!.timeSec;
      let [sum, covered] = [0, 0];
      for (let second = END - 1800; second < Math.min(END, last); second++) {
        const standing = prints.findLast((print) => print.timeSec <= second);
        if (standing === undefined || second >= standing.timeSec + 120) continue;
        sum += standing.priceCents;
        covered += 1;
      }
      expect(x.state.expiries.windowCoveredSec(EXPIRY)).toBe(covered);
      expect(x.state.expiries.windowSum(EXPIRY)).toBe(sum);
    }
  });
});
