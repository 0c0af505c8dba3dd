import { afterEach, describe, expect, test } from 'vitest';

import { StateTree } from '../../protocol/merkle.ts';
import { findWithdrawal } from '../../scripts/dispute/withdraw.ts';
import { toHex } from '../../prover/hex.ts';
import { until } from './rig.ts';
import { Stage } from './stage.ts';

let stage: Stage;

afterEach(() => stage.close());

describe('derivation', () => {
  test('sequencerGone: with nothing but L1 it derives the root, and its proof pays', async () => {
    stage = await Stage.open();
    const x = stage.exchange();
    const alice = x.open(1_000_000_000);
    x.withdraw(alice, 250_000_000);
    await stage.post(x);
    const prover = await stage.prover(1, { claims: true });
    await until('the claim', () => prover.events.some(({ type }) => type === 'move'));
    const { client, rollup } = stage.rig;
    const find = async (account: number) =>
      findWithdrawal({ client }, { prover: prover.url, rollup, account });
    await expect(find(alice)).rejects.toThrow('withdrawn 250.00 USDC, which L1 has not settled');
    await expect(find(77)).rejects.toThrow('there is no account 77');
    await stage.untilSettled(prover);

    expect(prover.status().root).toBe(toHex(new StateTree(x.state).root));
    expect(await find(alice)).toMatchObject({ due: 250_000_000n, paid: 0n, batch: 1 });
    expect(await stage.payWithdrawal(prover, alice)).toBe(250_000_000n);
    await expect(find(alice)).rejects.toThrow('up to settled batch 1 is paid: 250.00 USDC');
    const headers = { accept: 'text/plain' };
    const words = await (await fetch(`${prover.url}/status`, { headers })).text();
    expect(words).toContain('1 batch posted, 1 derived, 1 settled');
    const account = await (await fetch(`${prover.url}/accounts/${alice}`)).json();
    expect(account).toMatchObject({ cash: '750000000', withdrawn: '250000000' });
    expect((await fetch(`${prover.url}/health`)).status).toBe(200);
    expect(await (await fetch(`${prover.url}/metrics`)).text()).toContain('tenor_prover_healthy 1');
  }, 60_000);

  test('garbageBatch, emptyBatches: every byte string has a result', async () => {
    stage = await Stage.open();
    const { rig } = stage;
    await rig.postBatch([]);
    await rig.postBatch([Uint8Array.of(0xff, 1, 2, 3)]);
    await rig.postBatch([Uint8Array.of(1), Uint8Array.of(3, 0, 0)]);
    const prover = await stage.prover(1, { watchOnly: true });
    await until('three batches', () => prover.status().derived === 3);
    expect(prover.status().mode).toBe('watches only');
    expect(prover.status().problems).toEqual([]);
  }, 60_000);

  test('a restart takes up where it stopped', async () => {
    stage = await Stage.open();
    const dataDir = stage.rig.folder();
    await stage.postTrading();
    const first = await stage.prover(1, { dataDir });
    await until('one batch', () => first.status().derived === 1);
    const { root } = first.status();
    await first.stop();
    const second = await stage.prover(1, { dataDir });
    await until('the same root', () => second.status().root === root);
    await stage.rig.postBatch([]);
    await until('the next batch', () => second.status().derived === 2);
    expect(second.status().problems).toEqual([]);
  }, 60_000);

  test('refuses a genesis that is not the one on L1', async () => {
    stage = await Stage.open();
    const genesis = { ...stage.rig.genesis, timeSec: 1 };
    await expect(stage.prover(1, { genesis })).rejects.toMatchObject({ kind: 'fatal' });
  });
});
