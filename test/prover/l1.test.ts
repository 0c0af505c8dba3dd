import type { Hex } from 'viem';
import { afterEach, describe, expect, test } from 'vitest';

import { L1 } from '../../prover/l1/client.ts';
import { readDeployment } from '../../prover/l1/deployment.ts';
import { until } from './rig.ts';
import { Stage } from './stage.ts';

let stage: Stage;

afterEach(() => stage.close());

describe('reorganisations of L1', () => {
  test('deepReorg: another batch in the place of one that was derived', async () => {
    stage = await Stage.open();
    const { rig } = stage;
    const before = await rig.rpc('evm_snapshot', []);
    await stage.postTrading();
    const prover = await stage.prover(1);
    await until('the first batch', () => prover.status().derived === 1);
    const first = prover.status().root;

    await rig.rpc('evm_revert', [before]);
    const x = stage.exchange();
    x.open(77_000_000);
    await stage.post(x);
    await until(
      'the batch in its place',
      () => prover.status().derived === 1 && prover.status().root !== first,
    );
    const { root } = prover.status();
    const fresh = await stage.prover(2);
    await until('the batch by one who saw nothing else', () => fresh.status().derived === 1);
    expect(fresh.status().root).toBe(root);
  }, 60_000);
});

test('what is no rollup is told apart from one that does not answer', async () => {
  stage = await Stage.open();
  const l1 = (rollup: Hex): L1 => new L1({ l1: stage.rig.url, rollup });
  await expect(readDeployment(l1(stage.rig.bridge))).rejects.toThrow(/is no rollup/);
  await expect(readDeployment(l1(`0x${'12'.repeat(20)}`))).rejects.toThrow(/no contract at/);
}, 60_000);
