import type { Hex } from 'viem';
import { afterEach, expect, test } from 'vitest';

import { rollupAbi } from '../../contracts/generated/abi.ts';
import { deployVerifier } from '../../scripts/deploy/verifier.ts';
import { until } from './rig.ts';
import { movesOf, Stage } from './stage.ts';

let stage: Stage;

afterEach(() => stage.close());

async function changeVerifier(verifier: Hex): Promise<void> {
  const { rig } = stage;
  const call = { address: rig.rollup, abi: rollupAbi, functionName: 'changeVerifier' } as const;
  await rig.send(rig.players[0], { ...call, args: [verifier] });
}

test('a verifier that this prover cannot follow is an alarm and never a stake', async () => {
  stage = await Stage.open();
  const { rig } = stage;
  await stage.postTrading();
  const prover = await stage.prover(1, { claims: true });
  await until('the claim under the first verifier', () => movesOf(prover).includes('claim'));
  // Any contract will do that does something else.
  await changeVerifier(rig.feeds[0]);
  await rig.postBatch([]);
  const codes = (): string[] => prover.status().alarms.map(({ code }) => code);
  await until('the alarm', () => codes().some((code) => code.startsWith('history')), {
    timeoutMs: 60_000,
  });
  expect(prover.status().derived).toBe(2);
  expect(prover.status().healthy).toBe(false);
  expect(movesOf(prover).filter((move) => move === 'claim').length).toBe(1);
}, 120_000);

test('another verifier is tried on its first batch, before anything depends on it', async () => {
  stage = await Stage.open();
  const { rig } = stage;
  await stage.postTrading();
  const prover = await stage.prover(1);
  const isAlarmed = (): boolean =>
    prover.status().alarms.some(({ code }) => code === 'verifierChanged');
  const { wallet } = rig.players[0];
  const { StateTransition: next } = await deployVerifier({ wallet, client: rig.client });
  await changeVerifier(next);
  await rig.postBatch([]);
  await until('the alarm to come', isAlarmed);
  await until('the alarm to go', () => !isAlarmed(), { timeoutMs: 60_000 });
  expect(prover.status()).toMatchObject({ healthy: true, derived: 2 });
  expect(movesOf(prover)).toEqual([]);
}, 120_000);
