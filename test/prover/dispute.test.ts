import { afterEach, describe, expect, test } from 'vitest';

import { PHASE } from '../../protocol/machine.ts';
import { loadMutant } from '../actors/mutant.ts';
import { until } from './rig.ts';
import { movesOf, Stage } from './stage.ts';

const TIMEOUT_MS = 120_000;

let stage: Stage;

afterEach(() => stage.close());

/** Ends the batch with too little money in the vault. */
const theft = ({ machine }: { machine: { state: { globals: Globals } } }): void => {
  const { globals } = machine.state;
  if (globals.vault() > 0) globals.setInsurance(globals.insurance() + 1);
};

interface Globals {
  vault(): number;
  insurance(): number;
  setInsurance(value: number): void;
}

describe('a dispute on the real contracts', () => {
  test(
    'falseRootIsThrownOut: a mutant loses at the step where it broke the rule',
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
    },
    TIMEOUT_MS,
  );

  test(
    'silentRival: a rival that does not answer falls by time',
    async () => {
      stage = await Stage.open();
      await stage.postTrading();
      const lying = { type: 'tamper', tamper: theft } as const;
      const liar = await stage.liar(3, { lying, plays: false });
      await stage.untilClaimed(liar);
      const honest = await stage.prover(1);
      await stage.untilEntered(liar);
      await until('our reveal', () => movesOf(honest).includes('reveal'));
      await stage.rig.pass(3_600 + 600 + 1);
      await stage.untilFallen(liar);
      await until('the move to be told', () => movesOf(honest).includes('timeout'));
      await stage.untilSettled(honest, { seconds: 1 });
      expect(movesOf(honest)).not.toContain('step');
    },
    TIMEOUT_MS,
  );

  test(
    'garbage: states that no machine passes through fall at the first step',
    async () => {
      stage = await Stage.open();
      await stage.postTrading();
      const liar = await stage.liar(3, { lying: { type: 'garbage' } });
      await stage.untilClaimed(liar);
      const honest = await stage.prover(1);
      await stage.untilFallen(liar);
      const fell = await until('the story of it', () =>
        honest.events.find(({ type }) => type === 'rivalFell'),
      );
      expect(fell).toMatchObject({ step: 0, kind: 1 });
      await stage.untilSettled(honest);
    },
    TIMEOUT_MS,
  );

  test(
    'manyLiarsOneHonest, rightRootWrongHistory: a true claim stands against all of them',
    async () => {
      stage = await Stage.open();
      await stage.postTrading();
      const honest = await stage.prover(1, { claims: true });
      await until('the true claim', () => movesOf(honest).includes('claim'));
      const thief = await stage.liar(3, { lying: { type: 'tamper', tamper: theft } });
      const garbler = await stage.liar(4, { lying: { type: 'garbage' } });
      const forger = await stage.liar(5, { lying: { type: 'rightRootWrongHistory', from: 30 } });
      await stage.untilFallen(thief, garbler, forger);
      await stage.untilSettled(honest);
      expect(await stage.rig.read('settledRoot')).toBe(honest.status().root);
      await until('our bonds', () => movesOf(honest).includes('collect'), { timeoutMs: 60_000 });
      const start = 10_000n * 10n ** 18n;
      await until('a profit', () => BigInt(honest.status().account!.balance) > start);
    },
    TIMEOUT_MS,
  );

  test(
    'paddingStep: a lie after the end of the batch falls there',
    async () => {
      stage = await Stage.open();
      await stage.postTrading();
      const { finalState, hashBatch } = await import('../../protocol/batch.ts');
      const { concat, keccak256 } = await import('../../protocol/hash.ts');
      const liar = await stage.liar(3, {
        lying: {
          type: 'custom',
          make: ({ input, truth }) => {
            const root = keccak256(truth.root);
            const noise = keccak256(root);
            const end = finalState(root, hashBatch(input.header));
            return { root, leaves: concat(truth.leaves, noise, end) };
          },
        },
      });
      await stage.untilClaimed(liar);
      const honest = await stage.prover(1);
      await stage.untilFallen(liar);
      const fell = await until('the story of it', () =>
        honest.events.find(({ type }) => type === 'rivalFell'),
      );
      expect(fell).toMatchObject({ phase: PHASE.halted, kind: 0 });
    },
    TIMEOUT_MS,
  );
});
