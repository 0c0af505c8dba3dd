import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { newestAgreed, tally } from './quorum.ts';

interface Block {
  readonly number: number;
  /** Which fork it is of; blocks up to where a fork parts are of fork 0. */
  readonly fork: number;
}

/** An endpoint's chain: up to a tip, on a fork that parts from the main chain after a block. */
const chain = fc
  .record({ tip: fc.integer({ min: 0, max: 60 }), fork: fc.integer({ min: 0, max: 2 }) })
  .chain(({ tip, fork }) => fc.record({ tip: fc.constant(tip), fork: fc.constant(fork) }));
const partings = fc.tuple(
  fc.constant(60),
  fc.integer({ min: 0, max: 60 }),
  fc.integer({ min: 0, max: 60 }),
);

describe('newestAgreed', () => {
  test('finds the newest block that as many have as must agree, and who has it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(chain, { minLength: 1, maxLength: 5 }),
        partings,
        fc.nat(),
        async (chains, parts, choice) => {
          const quorum = 1 + (choice % chains.length);
          const blockOf = (fork: number, number: number): Block => ({
            number,
            fork: number <= parts[fork] ? 0 : fork,
          });
          const tips = chains.map(({ tip, fork }) => ({
            asked: { tip, fork },
            head: blockOf(fork, tip),
          }));
          const keyOf = ({ number, fork }: Block): string => `${number}:${fork}`;
          const found = await newestAgreed({
            tips,
            quorum,
            keyOf,
            blockAt: async ({ fork }, number) => blockOf(fork, number),
          });
          const votesAt = (number: number): number[] => {
            const able = chains.filter(({ tip }) => tip >= number);
            const keys = able.map(({ fork }) => keyOf(blockOf(fork, number)));
            return keys.map((key) => keys.filter((other) => other === key).length);
          };
          const best = Array.from({ length: 61 }, (_, i) => 60 - i).find((number) =>
            votesAt(number).some((votes) => votes >= quorum),
          );
          expect(found?.value.number).toBe(best);
          for (const { fork } of found!.agreeing) {
            expect(keyOf(blockOf(fork, best!))).toBe(keyOf(found!.value));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('finds nothing where too few answer', async () => {
    const tips = [{ asked: 1, head: { number: 3 } }];
    const blockAt = async (): Promise<undefined> => undefined;
    expect(await newestAgreed({ tips, quorum: 2, keyOf: String, blockAt })).toBe(undefined);
  });
});

test('tally tells who was outvoted', () => {
  const answers = [
    { asked: 'a', key: 'x', value: 1 },
    { asked: 'b', key: 'y', value: 2 },
    { asked: 'c', key: 'y', value: 2 },
  ];
  expect(tally(answers, 2)).toEqual({ value: 2, agreeing: ['b', 'c'], others: ['a'] });
  expect(tally(answers, 3)).toBe(undefined);
});
