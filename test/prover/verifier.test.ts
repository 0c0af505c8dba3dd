import { afterEach, expect, test } from 'vitest';

import { rollupAbi } from '../../contracts/generated/abi.ts';
import { until } from './rig.ts';
import { movesOf, Stage } from './stage.ts';

let stage: Stage;

afterEach(() => stage.close());

test('a verifier that this prover cannot follow is an alarm and never a stake', async () => {
  stage = await Stage.open();
  const { rig } = stage;
  await stage.postTrading();
  const prover = await stage.prover(1, { claims: true });
  await until('the claim under the first verifier', () => movesOf(prover).includes('claim'));
  // Any contract will do that does something else.
  await rig.send(rig.players[0], {
    address: rig.rollup,
    abi: rollupAbi,
    functionName: 'changeVerifier',
    args: [rig.feeds[0]],
  });
  await rig.postBatch([]);
  const codes = (): string[] => prover.status().alarms.map(({ code }) => code);
  await until('the alarm', () => codes().some((code) => code.startsWith('history')), {
    timeoutMs: 60_000,
  });
  expect(prover.status().derived).toBe(2);
  expect(prover.status().healthy).toBe(false);
  expect(movesOf(prover).filter((move) => move === 'claim').length).toBe(1);
}, 120_000);
