import { afterEach, describe, expect, test } from 'vitest';

import { PHASE } from '../../protocol/machine.ts';
import { loadMutant } from '../actors/mutant.ts';
import { readContests } from '../../scripts/dispute/contests.ts';
import { findId } from '../../scripts/dispute/find.ts';
import { replayDuel } from '../../scripts/dispute/replay.ts';
import { openSource } from '../../scripts/dispute/source.ts';
import { traceDuel } from '../../scripts/dispute/trace.ts';
import { listWords, replayWords, traceWords } from '../../scripts/dispute/words.ts';
import { until } from './rig.ts';
import { movesOf, Stage } from './stage.ts';

const TIMEOUT_MS = 120_000;

let stage: Stage;

afterEach(() => stage.close());

describe('a dispute on the real contracts', () => {
  test(
    'status, record and `tenor dispute` tell how a mutant lost',
    async () => {
      stage = await Stage.open();
      await stage.postTrading();
      const modules = await loadMutant({
        file: 'book/match.ts',
        find: 'ratePpm: TAKER_FEE_PPM',
        replace: 'ratePpm: MAKER_FEE_PPM',
      });
      const liar = await stage.liar(3, { lying: { type: 'mutant', modules } });
      await stage.untilClaimed(liar);
      const honest = await stage.prover(1);
      await stage.untilFallen(liar);
      expect(liar.failure()?.message).toBe(undefined);
      const fell = await until('the story of it', () =>
        honest.events.find(({ type }) => type === 'rivalFell'),
      );
      expect(fell).toMatchObject({ number: 1, phase: PHASE.fill, kind: 3 });

      await stage.untilSettled(honest);
      expect(await stage.rig.read('settledRoot')).toBe(honest.status().root);
      await until('bond and reward', () => movesOf(honest).includes('collect'));
      const start = 10_000n * 10n ** 18n;
      await until('a profit', () => BigInt(honest.status().account!.balance) > start);

      expect(honest.status()).toMatchObject({
        disputes: [],
        record: { falseClaims: 1, disputesWon: 1, disputesLost: 0, duelsWon: 1, duelsLost: 0 },
        account: { staked: '0', owed: '0' },
      });
      expect(BigInt(honest.status().account!.won)).toBeGreaterThan(0n);
      await tellsTheDispute(stage, { liar: liar.address });
    },
    TIMEOUT_MS,
  );
});

/** What `tenor dispute` says of a duel that L1 decided by a step. */
async function tellsTheDispute({ rig }: Stage, { liar }: { liar: string }): Promise<void> {
  const source = await openSource({ l1: rig.url, rollup: rig.rollup });
  const [contest, ...others] = await readContests(source);
  expect(others).toEqual([]);
  expect(contest).toMatchObject({ batch: 1, state: 'decided' });
  expect(contest.potWei).toMatch(/^\d+$/);
  expect(contest.winner).toBe(await rig.read('settledRoot'));
  expect(contest.entries.find(({ alive }) => !alive)?.sponsor).toBe(liar);
  expect(listWords([contest]).join('\n')).toContain('decided: L1 settled');

  const id = findId(contest.duels[0].id.slice(0, 12), [...source.chronicle.duels.keys()], 'duel');
  const { moves, duel } = await traceDuel(source, id);
  expect(duel.state).toBe('decided by step');
  const names = moves.map(({ name }) => name);
  expect(names.filter((name) => name === 'advance')).toHaveLength(3);
  expect(names.filter((name) => name === 'reveal')).toHaveLength(6);
  expect(names.at(-1)).toBe('step');
  expect(moves.every(({ gas, mover }) => gas !== null && mover !== null)).toBe(true);
  const [first, last] = moves.at(-1)!.steps;
  expect([first, last]).toEqual([duel.index, duel.index]);
  expect(traceWords({ duel, moves, gas: 0 }).join('\n')).toContain('L1 executes step');

  const replay = await replayDuel(source, { duel, gas: 1 });
  expect(replay).toMatchObject({ phase: 'fill', agrees: true, operation: { name: 'placeOrder' } });
  expect(replay.post.bytecode).toBe(replay.post.l1);
  expect(replay.sides.filter(({ isRight }) => isRight)).toHaveLength(1);
  expect(replay.records.map(({ record }) => record)).toContain('account');
  expect(replayWords(replay).join('\n')).toContain('and L1 says the same');
  source.close();
}
