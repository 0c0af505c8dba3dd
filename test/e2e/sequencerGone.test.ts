/** After 10,000 operations the sequencer is gone: a prover that starts then needs L1 alone, and its proof pays. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { bridgeAbi, testUsdcAbi } from '../../contracts/generated/abi.ts';
import { startProver } from '../../prover/main.ts';
import type { RunningProver } from '../../prover/options.ts';
import type { Hex } from '../../sdk/types.ts';
import { signerOf } from '../fixtures/sign.ts';
import { until } from '../prover/rig.ts';
import { startLoad } from '../sequencer/load.ts';
import { Venue } from '../sequencer/venue.ts';

const OPERATIONS = 10_000;
const WITHDRAWN = 1_234_560_000n;
const CHALLENGE_SEC = 5_000;

let venue: Venue;
let prover: RunningProver | undefined;

beforeAll(async () => {
  venue = await Venue.open({ sealAfterMs: 2_000 });
}, 120_000);

afterAll(async () => {
  await prover?.stop();
  await venue.close();
});

interface WithdrawalProof {
  readonly recipient: Hex;
  readonly total: string;
  readonly root: Hex;
  readonly siblings: readonly Hex[];
}

describe('sequencerGone', () => {
  test(`after ${OPERATIONS} operations, L1 alone gives the same root and pays a withdrawal`, async () => {
    const { rig } = venue;
    const { instrument, alice, bob } = await venue.openMarket();
    const clients = new Map([
      [1, alice],
      [2, bob],
    ]);
    const stopPrinting = venue.keepPrinting();
    const load = startLoad(clients, { instrument, lanes: 20 });
    await until('operations', () => load.acknowledged.length >= OPERATIONS, {
      timeoutMs: 180_000,
    });
    await load.stop();
    stopPrinting();
    await alice.withdraw('1234.56');
    const sealed = await lastBatchPosted();
    const { root } = (await venue.get(`/batches/${sealed}`)).body;
    await venue.sequencer.stop();

    prover = await startProver({
      l1: rig.url,
      rollup: rig.rollup,
      dataDir: rig.folder(),
      key: rig.players[3].key,
      claims: true,
      pollMs: 50,
    });
    const { url } = prover;
    const running = prover;
    const status = () => running.status();
    await until('every batch', () => status().derived === sealed, { timeoutMs: 60_000 });
    expect(status().root).toBe(root);
    expect(status().problems).toEqual([]);

    // What the sequencer had no time to claim the prover claims, and then that has its challenge period too.
    const isSettled = async (): Promise<boolean> => {
      if (status().settled === sealed) return true;
      await rig.pass(CHALLENGE_SEC);
      return false;
    };
    await until('settlement', isSettled, { timeoutMs: 120_000, everyMs: 2_000 });
    const proof = (await (await fetch(`${url}/withdrawals/1`)).json()) as WithdrawalProof;
    const { gasUsed } = await rig.send(rig.players[4], {
      address: rig.bridge,
      abi: bridgeAbi,
      functionName: 'withdraw',
      args: [1, proof.recipient, BigInt(proof.total), proof.root, proof.siblings],
    });
    expect(await balanceOf(proof.recipient)).toBe(WITHDRAWN);
    console.log(
      `${load.acknowledged.length} operations in ${sealed} batches; the withdrawal took ${gasUsed} gas`,
    );
    expect(proof.recipient).toBe(`0x${Buffer.from(signerOf('alice').address).toString('hex')}`);
  }, 300_000);
});

/** Number of the last batch once everything acknowledged is on L1; what has no claim yet the prover claims. */
async function lastBatchPosted(): Promise<number> {
  const receipt = await venue.client('alice', 1).cancelAll();
  const number = Number(receipt.receipt.batch);
  await until(
    'the last batch to be posted',
    async () => {
      const { body } = await venue.get(`/batches/${number}`);
      return typeof body['transaction'] === 'string';
    },
    { timeoutMs: 60_000 },
  );
  return number;
}

async function balanceOf(account: Hex): Promise<bigint> {
  const { rig } = venue;
  return rig.client.readContract({
    address: rig.token,
    abi: testUsdcAbi,
    functionName: 'balanceOf',
    args: [account],
  });
}
