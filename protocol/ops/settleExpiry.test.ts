import { beforeEach, describe, expect, test } from 'vitest';

import { Exchange, EXPIRY_DAY } from '../../test/fixtures/exchange.ts';
import { expirySec } from '../instrument.ts';
import { INBOX_REFERENCE } from './consumeInbox.ts';
import { CODE } from '../rejections.ts';
import { expiryIndex } from '../state.ts';

const END = expirySec(EXPIRY_DAY);
const EXPIRY = expiryIndex(0, EXPIRY_DAY);

let x: Exchange;
beforeEach(() => {
  x = new Exchange();
});

function printAt(timeSec: number, priceCents: number): void {
  x.advance(timeSec - 1);
  expect(x.print(0, priceCents, priceCents)).toBe(0);
}

const settle = (...prices: number[]): number => x.settleExpiry({ prices });
const settlement = (): number => x.state.expiries.settlementCents(EXPIRY);

describe('settleExpiry', () => {
  test('is the average of prints that cover the window', () => {
    // 900 s at 1000, 900 s at 1100.
    for (let sec = END - 1800; sec < END - 900; sec += 100) printAt(sec, 1000);
    for (let sec = END - 900; sec <= END; sec += 100) printAt(sec, 1100);
    expect(x.state.expiries.windowCoveredSec(EXPIRY)).toBe(1800);
    expect(settle(1300, 1300)).toBe(0);
    expect(settlement()).toBe(1050);
  });

  test('counts seconds without a print at the signed median', () => {
    // Two minutes of each print stand; of the 1800 s, 240 are covered.
    printAt(END - 1000, 1000);
    printAt(END - 500, 1000);
    printAt(END + 200, 1000);
    expect(x.state.expiries.windowCoveredSec(EXPIRY)).toBe(240);
    expect(settle(1100, 1100, 900)).toBe(0);
    expect(settlement()).toBe(Math.floor((240 * 1000 + 1560 * 1100) / 1800));
  });

  test('without any print in the window it is the median', () => {
    printAt(END + 5, 1000);
    expect(settle(1013, 1013)).toBe(0);
    expect(settlement()).toBe(1013);
  });

  test('waits for a print after the expiry', () => {
    printAt(END - 1, 1000);
    x.advance(END + 100);
    expect(settle(1000, 1000)).toBe(CODE.notExpired);
    printAt(END + 101, 1000);
    expect(settle(1000, 1000)).toBe(0);
    expect(settle(1000, 1000)).toBe(CODE.alreadySettled);
  });

  test('is halted away from the reference', () => {
    printAt(END + 1, 1000);
    const reference = (amount: number): number =>
      x.force({ kind: INBOX_REFERENCE, sender: new Uint8Array(20), account: 0, amount });
    expect(reference(1113)).toBe(0);
    expect(settle(1000, 1000)).toBe(CODE.settlementHalted);
    expect(reference(1112)).toBe(0);
    expect(settle(1000, 1000)).toBe(0);
  });

  test('takes no median far from the index', () => {
    printAt(END + 1, 1000);
    expect(settle(1201, 1201)).toBe(CODE.settlementOutOfBand);
    expect(settle(799, 799)).toBe(CODE.settlementOutOfBand);
    expect(settle(1200, 1200)).toBe(0);
  });
});
