import { afterEach, describe, expect, test } from 'vitest';

import { bridgeAbi } from '../../contracts/generated/abi.ts';
import type { RunningProver } from '../../prover/options.ts';
import { startProver } from '../../prover/main.ts';
import { toBytes } from '../../prover/hex.ts';
import { Exchange, testHeader } from '../fixtures/exchange.ts';
import { Rig, until } from './rig.ts';

let rig: Rig;
let prover: RunningProver | undefined;

afterEach(async () => {
  await prover?.stop();
  prover = undefined;
  await rig.stop();
});

describe('derivation', () => {
  test('a prover with nothing but L1 derives the root, and its proof pays a withdrawal', async () => {
    rig = await Rig.start({ censorshipBudget: 100, grace: 10 });
    const x = new Exchange({ header: testHeader({ rollup: toBytes(rig.rollup) }), signed: true });
    const alice = x.open(1_000_000_000);
    x.withdraw(alice, 250_000_000);
    for (const item of x.inbox) await rig.addItem(item);
    await rig.postBatch(x.operations, { items: x.inbox.length });

    prover = await startProver({
      l1: rig.url,
      rollup: rig.rollup,
      dataDir: rig.folder(),
      genesis: rig.genesis,
      key: rig.players[1].key,
      claims: true,
      pollMs: 50,
    });
    const running = prover;
    await until('one batch to be derived', () => running.status().derived === 1);
    await until('a claim', async () => {
      const contest = await rig.read<{ firstClaimedAt: bigint }>('contest', [
        await rig.genesisClaim(),
      ]);
      return contest.firstClaimedAt !== 0n;
    });
    await rig.pass(200);
    await until('the claim to be settled', () => running.status().settled === 1);

    const response = await fetch(`${running.url}/withdrawals/${alice}`);
    const proof = (await response.json()) as Record<string, never>;
    const { account, recipient, total, root, siblings } = proof;
    await rig.send(rig.players[2], {
      address: rig.bridge,
      abi: bridgeAbi,
      functionName: 'withdraw',
      args: [account, recipient, BigInt(total), root, siblings],
    });
    const paid = await rig.client.readContract({
      address: rig.bridge,
      abi: bridgeAbi,
      functionName: 'paid',
      args: [alice],
    });
    expect(paid).toBe(250_000_000n);
    const words = await (
      await fetch(`${running.url}/status`, { headers: { accept: 'text/plain' } })
    ).text();
    expect(words).toContain('1 batch posted, 1 derived, 1 settled');
  });
});
