/** Batches are input that no dispute touches. */
import type { Hex } from 'viem';
import { expect } from 'vitest';

import { rollupAbi } from '../../../contracts/generated/abi.ts';
import { toHex } from '../../../prover/hex.ts';
import { until } from '../../prover/rig.ts';
import { movesOf, type Stage } from '../../prover/stage.ts';
import { signerOf } from '../../fixtures/sign.ts';
import { expectPaid, post, settleAll } from '../hand.ts';
import { postedBatches, referenceOf } from '../reference.ts';
import { scenario } from '../scenario.ts';

const ALICE = signerOf('alice').address;

/** Batch 1 takes a deposit, batch 2 a withdrawal from it. */
async function postTwo({ rig }: Stage): Promise<void> {
  await rig.addItem({ kind: 1, sender: ALICE, account: 0, amount: 5_000_000 });
  await post(rig, { items: 1 });
  await rig.addItem({ kind: 2, sender: ALICE, account: 1, amount: 3_000_000 });
  await post(rig, { items: 1 });
}

scenario(
  'childOfFalseClaim',
  {
    happens: 'a liar claims a false root, and on it the true root of the batch after',
    protects:
      'the child falls with its parent, its batch stands, is claimed anew on the true root and is paid',
  },
  async (stage) => {
    const { rig } = stage;
    await postTwo(stage);
    const liar = rig.players[3];
    const { roots } = await referenceOf(rig);
    const parent = await rig.genesisClaim();
    const lie = await rig.claim(liar, { parent, root: toHex(new Uint8Array(32).fill(7)) });
    const child = await rig.claim(liar, { parent: lie, root: roots[2] });
    const batch = await rig.read<{ hash: Hex }>('batchOf', [2n]);

    const prover = await stage.prover(1);
    await until('the true history to be entered', () => movesOf(prover).includes('enter'), {
      timeoutMs: 60_000,
    });
    await rig.pass(Number(await rig.read<bigint>('CHALLENGE_PERIOD')) + 1);
    await until('the true root to settle', () => prover.status().settled === 1);
    expect(await rig.read('settledRoot')).toBe(roots[1]);
    await until('the child to be void', async () => {
      const { voided } = await rig.read<{ voided: boolean }>('claimOf', [child]);
      return voided || rig.read<boolean>('isVoid', [child]);
    });
    expect(await rig.read('batchOf', [2n])).toEqual(batch);
    await expectPaid(stage, prover, { account: 1, amount: 3_000_000n });
    expect(await rig.read('settledRoot')).toBe(roots[2]);
  },
);

/** Another address with the verifier's code. */
const NEXT_VERIFIER = '0x00000000000000000000000000000000c0de0002';

scenario(
  'verifierUpgradeMidDispute',
  {
    happens: 'the timelock names another verifier while a false root is disputed',
    protects:
      'the dispute ends with the verifier in the batch’s header; later batches have the new one, and settle',
    timeoutMs: 120_000,
  },
  async (stage) => {
    const { rig } = stage;
    await postTwo(stage);
    const first = await rig.read<Hex>('verifier');
    const liar = await stage.liar(3, { lying: { type: 'garbage' } });
    await stage.untilClaimed(liar);
    const prover = await stage.prover(1);
    await until('the dispute', () => movesOf(prover).includes('reveal'), { timeoutMs: 60_000 });

    const code = await rig.client.getCode({ address: first });
    await rig.rpc('hardhat_setCode', [NEXT_VERIFIER, code]);
    const call = { address: rig.rollup, abi: rollupAbi, functionName: 'changeVerifier' };
    await rig.send(rig.players[0], { ...call, args: [NEXT_VERIFIER] });
    await rig.addItem({ kind: 2, sender: ALICE, account: 1, amount: 1_000_000 });
    await post(rig, { items: 1 });
    const headers = (await postedBatches(rig)).map(({ header }) => toHex(header.verifier));
    expect(headers).toEqual([first.toLowerCase(), first.toLowerCase(), NEXT_VERIFIER]);

    await stage.untilFallen(liar);
    await stage.untilSettled(prover);
    await until('the new verifier to be tried', () => prover.status().problems.length === 0, {
      timeoutMs: 60_000,
    });
    await settleAll(stage, prover);
    await expectPaid(stage, prover, { account: 1, amount: 4_000_000n });
  },
);
