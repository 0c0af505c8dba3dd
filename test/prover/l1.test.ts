import { custom, http, type Transport } from 'viem';
import { afterEach, describe, expect, test } from 'vitest';

import { until } from './rig.ts';
import { movesOf, Stage } from './stage.ts';

let stage: Stage;

afterEach(() => stage.close());

type Answer = (
  request: { method: string; params?: unknown },
  real: () => Promise<unknown>,
) => Promise<unknown>;

/** An endpoint that answers some questions as it likes. */
function endpoint(url: string, answer: Answer): Transport {
  const { request } = http(url)({});
  return custom({
    request: (asked: { method: string; params?: unknown }) =>
      answer(asked, () => request(asked as never)),
  });
}

describe('wrongNode: a lagging endpoint never makes it dispute', () => {
  test('a server behind the endpoint that has no events yet', async () => {
    stage = await Stage.open();
    await stage.postTrading();
    let isSilent = true;
    const l1 = endpoint(stage.rig.url, async ({ method }, real) =>
      method === 'eth_getLogs' && isSilent ? [] : real(),
    );
    const prover = await stage.prover(1, { l1, genesis: stage.rig.genesis });
    const problem = await until('the problem to be told', () => prover.status().problems[0]);
    expect(problem).toContain('the contract has 1 batches, the events tell of 0');
    expect(prover.status().derived).toBe(0);
    isSilent = false;
    await until('the batch', () => prover.status().derived === 1);
    await until('the problem to go', () => prover.status().problems.length === 0);
  }, 60_000);

  test('an endpoint that goes back and forth between two heads', async () => {
    stage = await Stage.open();
    const { rig } = stage;
    await stage.postTrading();
    const claimant = await stage.prover(2, { claims: true });
    let asked = 0;
    const l1 = endpoint(rig.url, async ({ method, params }, real) => {
      const isLatest = method === 'eth_getBlockByNumber' && (params as unknown[])[0] === 'latest';
      if (!isLatest || asked++ % 3 !== 0) return real();
      const { number } = (await real()) as { number: `0x${string}` };
      const older = `0x${Math.max(1, Number(number) - 4).toString(16)}`;
      return rig.rpc('eth_getBlockByNumber', [older, false]);
    });
    const prover = await stage.prover(1, { l1 });
    for (let i = 0; i < 3; i++) await rig.postBatch([]);
    await until('all batches', () => prover.status().derived === 4);
    await until(
      'the true claims',
      () => movesOf(claimant).filter((move) => move === 'claim').length === 4,
      { timeoutMs: 60_000 },
    );
    const head = Number(await rig.client.getBlockNumber({ cacheTime: 0 }));
    await until('the head', () => prover.status().l1Block >= head);
    expect(prover.events.filter(({ type }) => type === 'falseClaim')).toEqual([]);
    expect(movesOf(prover)).toEqual([]);
  }, 90_000);

  test('data that does not open the batch’s hash is not believed', async () => {
    stage = await Stage.open();
    await stage.postTrading();
    let lies = true;
    const l1 = endpoint(stage.rig.url, async ({ method }, real) => {
      if (method !== 'eth_getTransactionByHash' || !lies) return real();
      const transaction = (await real()) as { input: string };
      return {
        ...transaction,
        input: transaction.input.replace(/01(0+)$/, '02$1').replace('03', '04'),
      };
    });
    const prover = await stage.prover(1, { l1 });
    const problem = await until('the problem to be told', () => prover.status().problems[0]);
    expect(problem).toContain('reading batch 1');
    expect(prover.status().derived).toBe(0);
    lies = false;
    await until('the batch', () => prover.status().derived === 1);
  }, 60_000);
});

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

  test('l1ReorgMidDispute: moves that were taken back are made again', async () => {
    stage = await Stage.open();
    const { rig } = stage;
    await stage.postTrading();
    const liar = await stage.liar(3, { lying: { type: 'garbage' } });
    await stage.untilClaimed(liar);
    const before = await rig.rpc('evm_snapshot', []);
    const honest = await stage.prover(1);
    await until('our first reveal', () => movesOf(honest).includes('reveal'));
    await rig.rpc('evm_revert', [before]);
    await rig.rpc('evm_mine', []);
    await stage.untilFallen(liar);
    await stage.untilSettled(honest);
    expect(await rig.read('settledRoot')).toBe(honest.status().root);
  }, 120_000);
});
