import type { Hex } from 'viem';
import { expect } from 'vitest';

import { decodeState } from '../../../prover/store/snapshot.ts';
import { StateTree } from '../../../protocol/merkle.ts';
import { PHASE } from '../../../protocol/machine.ts';
import { hashBatch, finalState, initialState } from '../../../protocol/batch.ts';
import { concat } from '../../../protocol/hash.ts';
import { ZERO_HASH } from '../../../prover/hex.ts';
import { loadMutant } from '../../actors/mutant.ts';
import { until } from '../../prover/rig.ts';
import { movesOf } from '../../prover/stage.ts';
import { signerOf } from '../../fixtures/sign.ts';
import { scenario } from '../scenario.ts';
import { refusal } from './call.ts';
import {
  derivedRoot,
  HONEST,
  LIAR,
  postTransfers,
  SECOND_LIAR,
  settleTruth,
  STRANGER,
  theft,
  THIRD_LIAR,
  throwOut,
  untilPaid,
} from './dispute.ts';

scenario(
  'falseRootIsThrownOut',
  {
    happens:
      'a taker pays the maker’s rate and the root after it is claimed (test/lies: every rule, operation and phase in turn)',
    protects: 'the lie falls at the step that broke the rule, and its bond with it',
    timeoutMs: 120_000,
  },
  async (stage) => {
    await stage.postTrading();
    const modules = await loadMutant({
      file: 'book/match.ts',
      find: 'ratePpm: TAKER_FEE_PPM',
      replace: 'ratePpm: MAKER_FEE_PPM',
    });
    const fell = await throwOut(stage, { type: 'mutant', modules });
    expect(fell).toMatchObject({ number: 1, phase: PHASE.fill, kind: 3 });
  },
);

scenario(
  'trueRootStands',
  {
    happens: 'a true claim is attacked by one liar, and when that fell by two at once',
    protects: 'the claim settles, its claimant gains, the liars pay',
    timeoutMs: 120_000,
  },
  async (stage) => {
    await postTransfers(stage);
    const honest = await stage.prover(HONEST, { claims: true });
    await until('the true claim', () => movesOf(honest).includes('claim'));
    const first = await stage.liar(LIAR, { lying: { type: 'garbage' } });
    await stage.untilFallen(first);
    const thief = await stage.liar(SECOND_LIAR, { lying: { type: 'tamper', tamper: theft } });
    const garbler = await stage.liar(THIRD_LIAR, { lying: { type: 'garbage', root: ZERO_HASH } });
    await stage.untilFallen(thief, garbler);
    await settleTruth(stage, honest);
    await untilPaid(stage);
  },
);

scenario(
  'allZeroClaim',
  {
    happens: 'the root of all zeros is claimed and played',
    protects:
      'a degenerate root is as false as another, though living roots are counted by their XOR',
    timeoutMs: 120_000,
  },
  async (stage) => {
    await postTransfers(stage);
    await throwOut(stage, { type: 'garbage', root: ZERO_HASH });
  },
);

scenario(
  'claimOfParent',
  {
    happens: 'the root before the batch is claimed after it, by a history in which nothing happens',
    protects: 'a batch cannot be left out',
    timeoutMs: 120_000,
  },
  async (stage) => {
    await postTransfers(stage);
    const fell = await throwOut(stage, {
      type: 'custom',
      make: ({ state, input }) => {
        const { root } = new StateTree(decodeState(state));
        const batchHash = hashBatch(input.header);
        return { root, leaves: concat(initialState(root, batchHash), finalState(root, batchHash)) };
      },
    });
    expect(fell).toMatchObject({ step: 0 });
  },
);

scenario(
  'claimOfFutureBatch',
  {
    happens:
      'the true root of the next batch is claimed for this one; a claim comes before its batch',
    protects: 'a root is true after one batch only, and nothing is claimed that is not posted',
    timeoutMs: 120_000,
  },
  async (stage) => {
    const { rig } = stage;
    const watcher = await stage.prover(2, { watchOnly: true });
    await postTransfers(stage);
    const first = await derivedRoot(watcher, 1);
    await rig.addItem({
      kind: 1,
      sender: signerOf('carol').address,
      account: 0,
      amount: 7_000_000,
    });
    await rig.postBatch([Uint8Array.of(1)], { items: 1 });
    const second = await derivedRoot(watcher, 2);
    expect(second).not.toBe(first);
    await throwOut(stage, { type: 'garbage', root: second }, { root: first });

    const tip = await rig.read<Hex>('settledTip');
    const { hash } = await rig.read<{ hash: Hex }>('batchOf', [2n]);
    const parent = await rig.claim(rig.players[STRANGER], { parent: tip, root: second });
    const early = { functionName: 'claim', args: [parent, hash, first] };
    expect(await refusal(stage, STRANGER, early)).toBe('BatchNotPosted');
  },
);
