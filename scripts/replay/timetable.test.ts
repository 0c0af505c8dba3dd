import { describe, expect, test } from 'vitest';

import { expirySec, firstExpiryFrom } from '../../protocol/instrument.ts';
import {
  ORACLE_HEARTBEAT_SEC,
  POST_ONLY_SEC,
  SETTLEMENT_WINDOW_SEC,
} from '../../protocol/params.ts';
import type { SnapshotOutline } from './recording.ts';
import { expiryDays, makeTimetable, type Print, type Session } from './timetable.ts';

/** 2026-06-08 09:00 UTC. */
const START_SEC = 1_780_909_200;
const HOUR_SEC = 3_600;
const DAY = firstExpiryFrom(START_SEC);
const END_SEC = expirySec(DAY);

function snapshot(
  timeSec: number,
  btc: number | null,
  eth: number | null = 170_000,
): SnapshotOutline {
  return { timeSec, indexCents: [btc, eth] };
}

function timetable(snapshots: SnapshotOutline[], delivery = 6_200_000): Session[] {
  const deliveries = new Map([[`0:${DAY}`, delivery]]);
  return makeTimetable(snapshots, { deliveries, underlyings: 2 });
}

/** What the rules would make of the prints: each stands until the next, at most for the heartbeat. */
function averageDown(prints: readonly Print[], median: number): number {
  let covered = 0;
  let sum = 0;
  prints.forEach(({ timeSec, priceCents: [cents] }, i) => {
    const until = Math.min(
      prints[i + 1]?.timeSec ?? END_SEC,
      timeSec + ORACLE_HEARTBEAT_SEC,
      END_SEC,
    );
    const lasts = Math.max(until - Math.max(timeSec, END_SEC - SETTLEMENT_WINDOW_SEC), 0);
    covered += lasts;
    sum += lasts * cents!;
  });
  return Math.floor((sum + (SETTLEMENT_WINDOW_SEC - covered) * median) / SETTLEMENT_WINDOW_SEC);
}

describe('makeTimetable', () => {
  const around = [snapshot(START_SEC, 6_300_000), snapshot(END_SEC + 5 * HOUR_SEC, 6_100_000)];

  test('prints before each snapshot for as long as the market takes to open', () => {
    const [first, window, last] = timetable(around);
    for (const session of [first, last]) {
      const { timeSec } = session.at(-1)!;
      expect(timeSec - session[0].timeSec).toBeGreaterThan(POST_ONLY_SEC);
      expect(new Set(session.map(({ priceCents }) => priceCents[0])).size).toBe(1);
    }
    expect(first.at(-1)).toMatchObject({
      timeSec: START_SEC,
      snapshot: 0,
      priceCents: [6_300_000, 170_000],
    });
    expect(window.at(-1)).toMatchObject({ timeSec: END_SEC, day: DAY, snapshot: null });
    expect(last.at(-1)).toMatchObject({ snapshot: 1 });
  });

  test('leaves no gap within a session', () => {
    for (const session of timetable(around)) {
      session.slice(1).forEach((print, i) => {
        const gap = print.timeSec - session[i].timeSec;
        expect(gap).toBeGreaterThan(0);
        expect(gap).toBeLessThan(ORACLE_HEARTBEAT_SEC - 10);
      });
    }
  });

  test.each([
    ['no snapshot', []],
    ['one in the middle', [END_SEC - 900]],
    ['one at its first second', [END_SEC - 1_800]],
    ['one just after its start', [END_SEC - 1_750]],
    ['one 28 seconds before the end', [END_SEC - 28]],
    ['one at the end', [END_SEC]],
    ['one a minute', Array.from({ length: 30 }, (_, i) => END_SEC - 1_790 + 60 * i)],
  ])('averages to the delivery, to the cent, with %s in the window', (_, times) => {
    const inside = times.map((sec, i) => snapshot(sec, 6_301_234 - 1_111 * i));
    for (const delivery of [6_200_000, 6_199_999, 6_323_457]) {
      const prints = timetable([around[0], ...inside, around[1]], delivery).flat();
      expect(averageDown(prints, delivery)).toBe(delivery);
    }
  });

  test('prints through a short pause, on the line between two snapshots', () => {
    const sessions = timetable([
      snapshot(START_SEC, 6_000_000),
      snapshot(START_SEC + 840, 6_084_000),
    ]);
    expect(sessions).toHaveLength(1);
    const between = sessions[0].filter(({ timeSec }) => timeSec > START_SEC);
    expect(between.map(({ priceCents }) => priceCents[0])).toEqual(
      between.map(({ timeSec }) => 6_000_000 + 100 * (timeSec - START_SEC)),
    );
  });

  test('knows nothing of an underlying before it is first shown, and holds its price where it is not', () => {
    const [first] = timetable([snapshot(START_SEC, null, null)]);
    expect(first.at(-1)!.priceCents).toEqual([null, null]);
    const [, second] = timetable([
      snapshot(START_SEC, 6_000_000),
      snapshot(START_SEC + 4 * HOUR_SEC, null),
    ]);
    expect(second.at(-1)!.priceCents[0]).toBe(6_000_000);
  });

  test('an expiry at the last snapshot is within the window, one at the first is not', () => {
    const at = (from: number, to: number): number[] =>
      expiryDays([snapshot(from, 1), snapshot(to, 1)]);
    expect(at(START_SEC, END_SEC - 1)).toEqual([]);
    expect(at(START_SEC, END_SEC)).toEqual([DAY]);
    expect(at(END_SEC, END_SEC + HOUR_SEC)).toEqual([]);
  });
});
