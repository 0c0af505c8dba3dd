import { describe, expect, test } from 'vitest';

import { decide, type EngineView } from './decide.ts';

const calm: EngineView = {
  trouble: null,
  nowMs: 1000,
  batch: {
    operations: 3,
    bytes: 300,
    openedAtMs: 900,
    canTakeInbox: true,
    timeIsBehind: false,
    fitsNext: true,
  },
  inboxWaiting: 0,
  hasNext: true,
  uncommitted: 0,
  sealedWaiting: 0,
  limits: { sealAfterMs: 500, sealBytes: 100_000, uncommittedMax: 10, sealedWaitingMax: 4 },
};
const given = (view: Partial<EngineView>, batch: Partial<EngineView['batch']> = {}) =>
  decide({ ...calm, ...view, batch: { ...calm.batch, ...batch } });

describe('decide', () => {
  test('executes what waits, after moving time', () => {
    expect(given({})).toBe('execute');
    expect(given({}, { timeIsBehind: true })).toBe('advanceTime');
    expect(given({ hasNext: false }, { timeIsBehind: true })).toBe('wait');
  });

  test('takes money that came in first', () => {
    expect(given({ inboxWaiting: 1 })).toBe('takeInbox');
    expect(given({ inboxWaiting: 1 }, { canTakeInbox: false })).toBe('seal');
  });

  test('seals by age, by size, and where the next does not fit', () => {
    expect(given({}, { openedAtMs: 500 })).toBe('seal');
    expect(given({}, { bytes: 100_000 })).toBe('seal');
    expect(given({}, { fitsNext: false })).toBe('seal');
  });

  test('never seals a batch of nothing but time by its age', () => {
    expect(given({ hasNext: false }, { operations: 0, openedAtMs: 0 })).toBe('wait');
  });

  test('does nothing at all without L1 or the journal, or too far ahead of them', () => {
    expect(given({ trouble: 'L1 is gone' }, { openedAtMs: 0 })).toBe('wait');
    expect(given({ uncommitted: 10 })).toBe('wait');
    expect(given({ sealedWaiting: 4 }, { openedAtMs: 0 })).toBe('wait');
  });
});
