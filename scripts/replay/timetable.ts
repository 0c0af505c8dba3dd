/**
 * When the index is printed and at what price, worked out before the replay starts. Between recorded snapshots nothing
 * is known, so prints stop there, as after an outage; before each snapshot they come back in time for the market to be
 * open, and through each settlement window they go on so that their average is the recorded delivery.
 */
import { expirySec, firstExpiryFrom } from '../../protocol/instrument.ts';
import { POST_ONLY_SEC, SETTLEMENT_WINDOW_SEC } from '../../protocol/params.ts';
import { type Deliveries, expiryKey } from './deliveries.ts';
import type { SnapshotOutline } from './recording.ts';

export interface Print {
  readonly timeSec: number;
  /** By underlying; null where nothing is known yet. */
  readonly priceCents: readonly (number | null)[];
  /** The snapshot that this print belongs to. */
  readonly snapshot: number | null;
  /** The expiry that has come with it. */
  readonly day: number | null;
}

/** Prints without a gap. */
export type Session = readonly Print[];

/** Prints before a snapshot: what the rules ask for after a gap, and some more. */
const LEAD_SEC = POST_ONLY_SEC + 9;
/** Below the heartbeat of 120 s, so that the clock may lag. */
const SPACING_SEC = 105;
/** A shorter pause is printed through. */
const BRIDGED_SEC = 600;
/** A snapshot's price inside a settlement window stands so long, then the window's goes on. */
const HELD_SEC = 5;

/** Days whose expiry lies after the first snapshot and not after the last. */
export function expiryDays(snapshots: readonly SnapshotOutline[]): number[] {
  const first = firstExpiryFrom(snapshots[0].timeSec + 1);
  const end = firstExpiryFrom(snapshots.at(-1)!.timeSec + 1);
  return Array.from({ length: end - first }, (_, i) => first + i);
}

export function makeTimetable(
  snapshots: readonly SnapshotOutline[],
  { deliveries, underlyings }: { deliveries: Deliveries; underlyings: number },
): Session[] {
  const days = expiryDays(snapshots);
  const times = sessionTimes(snapshots, days);
  const prices = Array.from({ length: underlyings }, (_, underlying) =>
    pricesOf(times.flat(), { snapshots, days, deliveries, underlying }),
  );
  const snapshotAt = new Map(snapshots.map(({ timeSec }, i) => [timeSec, i]));
  const dayAt = new Map(days.map((day) => [expirySec(day), day]));
  return times.map((session) =>
    session.map((timeSec) => ({
      timeSec,
      priceCents: prices.map((each) => each.get(timeSec) ?? null),
      snapshot: snapshotAt.get(timeSec) ?? null,
      day: dayAt.get(timeSec) ?? null,
    })),
  );
}

/** Times of prints, by session. */
function sessionTimes(snapshots: readonly SnapshotOutline[], days: readonly number[]): number[][] {
  const wanted = [
    ...snapshots.map(({ timeSec }) => [timeSec - LEAD_SEC, timeSec] as const),
    ...days.map((day) => [expirySec(day) - SETTLEMENT_WINDOW_SEC, expirySec(day)] as const),
  ].sort((a, b) => a[0] - b[0]);
  const fixed = [...wanted.flat(), ...releases(snapshots, days)];
  const spans: [number, number][] = [];
  for (const [from, to] of wanted) {
    const last = spans.at(-1);
    if (last !== undefined && from - last[1] <= BRIDGED_SEC) last[1] = Math.max(last[1], to);
    else spans.push([from, to]);
  }
  return spans.map(([from, to]) =>
    fill([...new Set(fixed.filter((sec) => sec >= from && sec <= to))].sort((a, b) => a - b)),
  );
}

/** Where a snapshot's price ends inside a settlement window. */
function releases(snapshots: readonly SnapshotOutline[], days: readonly number[]): number[] {
  const times = new Set(snapshots.map(({ timeSec }) => timeSec));
  return snapshots.flatMap(({ timeSec }) => {
    const day = days.find((each) => isInWindow(timeSec, each));
    const until = timeSec + HELD_SEC;
    const isBusy = Array.from({ length: HELD_SEC }, (_, i) => timeSec + 1 + i).some((sec) =>
      times.has(sec),
    );
    return day === undefined || isBusy || until >= expirySec(day) ? [] : [until];
  });
}

function isInWindow(timeSec: number, day: number): boolean {
  return timeSec >= expirySec(day) - SETTLEMENT_WINDOW_SEC && timeSec < expirySec(day);
}

/** Evenly between fixed times, no further apart than the spacing. */
function fill(fixed: readonly number[]): number[] {
  return fixed.flatMap((from, i) => {
    const to = fixed[i + 1];
    if (to === undefined) return [from];
    const parts = Math.ceil((to - from) / SPACING_SEC);
    return Array.from({ length: parts }, (_, j) => from + Math.round(((to - from) * j) / parts));
  });
}

interface Known {
  readonly snapshots: readonly SnapshotOutline[];
  readonly days: readonly number[];
  readonly deliveries: Deliveries;
  readonly underlying: number;
}

/** An index price for every print of one underlying. */
function pricesOf(times: readonly number[], known: Known): Map<number, number> {
  const { snapshots, days, deliveries, underlying } = known;
  const recorded = new Map<number, number>();
  for (const { timeSec, indexCents } of snapshots) {
    const cents = indexCents[underlying];
    if (cents !== null) recorded.set(timeSec, cents);
  }
  const prices = new Map(recorded);
  for (const day of days) {
    const delivery = deliveries.get(expiryKey({ underlying, day }));
    if (delivery === undefined || recorded.size === 0) continue;
    const window = times.filter((sec) => isInWindow(sec, day));
    const level = levelOf(window, { endSec: expirySec(day), recorded, delivery });
    for (const sec of window) if (!recorded.has(sec)) prices.set(sec, level);
    if (!recorded.has(expirySec(day))) prices.set(expirySec(day), level);
  }
  return interpolate(times, prices);
}

/**
 * The price between snapshots that makes the average of the window the delivery, to the cent after rounding down:
 * ⌊(1800·delivery + 1799 − what snapshots add) / seconds left⌋.
 */
function levelOf(
  window: readonly number[],
  at: { endSec: number; recorded: ReadonlyMap<number, number>; delivery: number },
): number {
  const { endSec, recorded, delivery } = at;
  let heldSec = 0;
  let heldSum = 0;
  window.forEach((sec, i) => {
    const cents = recorded.get(sec);
    if (cents === undefined) return;
    const lasts = (window[i + 1] ?? endSec) - sec;
    heldSec += lasts;
    heldSum += lasts * cents;
  });
  const coveredSec = endSec - (window[0] ?? endSec);
  const freeSec = coveredSec - heldSec;
  if (freeSec === 0) return delivery;
  const level = Math.floor((coveredSec * delivery + SETTLEMENT_WINDOW_SEC - 1 - heldSum) / freeSec);
  return Math.max(level, 1);
}

/** What is not known lies on a line between what is; before the first and after the last it stands still. */
function interpolate(
  times: readonly number[],
  known: ReadonlyMap<number, number>,
): Map<number, number> {
  const anchors = [...known].sort((a, b) => a[0] - b[0]);
  if (anchors.length === 0) return new Map();
  let next = 0;
  return new Map(
    times.map((sec) => {
      while (next < anchors.length && anchors[next][0] < sec) next += 1;
      const [fromSec, from] = anchors[Math.max(next - 1, 0)];
      const [toSec, to] = anchors[Math.min(next, anchors.length - 1)];
      if (toSec <= fromSec || known.has(sec)) return [sec, known.get(sec) ?? to];
      const isAfterGap = toSec - sec <= LEAD_SEC && toSec - fromSec > LEAD_SEC + BRIDGED_SEC;
      const share = isAfterGap ? 1 : (sec - fromSec) / (toSec - fromSec);
      return [sec, Math.round(from + (to - from) * share)];
    }),
  );
}
