import { custom, type Hex, http, type Transport } from 'viem';
import { afterEach, describe, expect, test } from 'vitest';

import { until } from './rig.ts';
import { movesOf, Stage } from './stage.ts';

let stage: Stage;

afterEach(() => stage.close());

type Asked = { readonly method: string; readonly params?: unknown };

/** An endpoint that changes some of the answers. */
function endpoint(
  answer: (asked: Asked, real: () => Promise<unknown>) => Promise<unknown>,
): Transport {
  const { request } = http(stage.rig.url)({});
  return custom({
    request: (asked: Asked) => answer(asked, () => request(asked as never)),
  });
}

const FALSE_ROOT = 'ee'.repeat(32);

function rename(value: unknown, from: string, to: string): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll(from, to));
}

describe('one endpoint of three that lies', () => {
  test('cannot hide a false claim', async () => {
    stage = await Stage.open();
    await stage.postTrading();
    const liar = await stage.liar(3, { lying: { type: 'garbage' } });
    await stage.untilClaimed(liar);
    const hides = endpoint(async ({ method }, real) => (method === 'eth_getLogs' ? [] : real()));
    const { url } = stage.rig;
    const honest = await stage.prover(1, { l1: [hides, url, url] });
    await until('the alarm', () =>
      honest.status().alarms.find(({ code }) => code === 'endpointDisagrees'),
    );
    await stage.untilFallen(liar);
    await stage.untilSettled(honest);
    expect(await stage.rig.read('settledRoot')).toBe(honest.status().root);
  }, 120_000);

  test('cannot have a true claim disputed', async () => {
    stage = await Stage.open();
    const { rig } = stage;
    await stage.postTrading();
    const watcher = await stage.prover(2, { claims: true });
    await until('the true claim', () => movesOf(watcher).includes('claim'));
    const root = watcher.status().root.slice(2);
    // In its events and in its views another root was claimed.
    let lies = 0;
    const slanders = endpoint(async ({ method }, real) => {
      const told = await real();
      if (method !== 'eth_getLogs' && method !== 'eth_call') return told;
      lies += 1;
      return rename(told, root, FALSE_ROOT);
    });
    const prover = await stage.prover(1, { l1: [slanders, rig.url, rig.url] });
    const { words } = await until('the alarm', () =>
      prover.status().alarms.find(({ code }) => code === 'endpointDisagrees'),
    );
    expect(words).toMatch(/^endpoint 1 answers otherwise/);
    await rig.postBatch([]);
    await until('the next batch', () => prover.status().derived === 2);
    expect(lies).toBeGreaterThan(0);
    expect(prover.events.filter(({ type }) => type === 'falseClaim')).toEqual([]);
    expect(movesOf(prover)).toEqual([]);
  }, 90_000);

  test('cannot have a bond staked by itself: on the real L1 what it invents is refused', async () => {
    stage = await Stage.open();
    const { rig } = stage;
    await stage.postTrading();
    const claimant = await stage.prover(2, { claims: true });
    await until('the true claim', () => movesOf(claimant).includes('claim'));
    const root = claimant.status().root.slice(2);
    const slanders = endpoint(async ({ method }, real) => {
      const told = await real();
      const isLied = method === 'eth_getLogs' || method === 'eth_call';
      return isLied ? rename(told, root, FALSE_ROOT) : told;
    });
    const before = await rig.client.getBalance({ address: rig.players[1].address });
    const prover = await stage.prover(1, { l1: slanders });
    await until('the false alarm', () => prover.events.some(({ type }) => type === 'falseClaim'));
    await until('a try', () => prover.status().histories.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    const entered = await rig.client.getBalance({ address: rig.players[1].address });
    expect(movesOf(prover)).toEqual([]);
    expect(entered).toBe(before);
  }, 90_000);
});

describe('endpoints of other L1s', () => {
  test('one of another chain, and one that is behind, are named and left out', async () => {
    stage = await Stage.open();
    const { rig } = stage;
    await stage.postTrading();
    const strange = await Stage.open();
    try {
      for (let i = 0; i < 5; i++) await rig.rpc('evm_mine', []);
      await strange.rig.rpc('hardhat_mine', ['0x40']);
      const { number } = await rig.client.getBlock();
      const old: Hex = `0x${(number - 5n).toString(16)}`;
      let isBehind = true;
      const lags = endpoint(async ({ method, params }, real) => {
        const isLatest = method === 'eth_getBlockByNumber' && (params as unknown[])[0] === 'latest';
        return isLatest && isBehind ? rig.rpc(method, [old, false]) : real();
      });
      const l1 = [strange.rig.url, rig.url, lags, rig.url, rig.url];
      const prover = await stage.prover(1, { l1, restMs: 500 });
      await until('the batch', () => prover.status().derived === 1);
      const problems = await until('both to be named', () => {
        const told = prover.status().problems;
        return told.length >= 2 && told;
      });
      expect(problems).toContain('endpoint 3 is 5 blocks behind');
      expect(problems.find((words) => words.startsWith('endpoint 1'))).toMatch(/has another block/);
      isBehind = false;
      await until('the third to be back', () => prover.status().problems.length === 1);
    } finally {
      await strange.close();
    }
  }, 90_000);
});
