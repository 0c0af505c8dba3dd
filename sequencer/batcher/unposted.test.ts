import { expect, test } from 'vitest';

import { Unposted } from './unposted.ts';

test('Unposted counts bytes and age of what L1 does not hold', () => {
  const unposted = new Unposted(new Map([[4, { sizeBytes: 10, timeSec: 100 }]]));
  unposted.sealed(5, { sizeBytes: 20, timeSec: 130 });
  expect(unposted.bytes).toBe(30);
  expect(unposted.ageSec(150)).toBe(50);
  unposted.posted(4);
  expect(unposted.ageSec(150)).toBe(20);
  unposted.posted(5);
  expect(unposted.bytes).toBe(0);
  expect(unposted.ageSec(150)).toBe(0);
});
