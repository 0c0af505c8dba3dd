import { expect } from 'vitest';

import { toHex } from '../../../prover/hex.ts';
import { signerOf } from '../../fixtures/sign.ts';
import { expectDerived, expectPaid, post, refusedPost } from '../hand.ts';
import { scenario } from '../scenario.ts';

const FREEZE_SEC = 86_400;
const STRANGER = 5;

scenario(
  'freezeTooEarly',
  {
    happens: 'a stranger posts a second before the freeze period is over',
    protects: 'only the poster orders operations while it is there',
  },
  async ({ rig }) => {
    const seenAt = Number(await rig.read<bigint>('posterSeenAt'));
    const { timestamp } = await rig.client.getBlock();
    await rig.pass(seenAt + FREEZE_SEC - Number(timestamp) - 1);
    expect(await refusedPost(rig, { player: STRANGER })).toBe('NotPoster');
  },
);

scenario(
  'freezeThenPost',
  {
    happens: 'the poster is away for the freeze period while a forced withdrawal waits',
    protects:
      'a stranger posts a batch that takes it, it settles and is paid; the poster has its place back with its next batch',
  },
  async (stage) => {
    const { rig } = stage;
    const sender = signerOf('alice').address;
    await rig.addItem({ kind: 1, sender, account: 0, amount: 5_000_000 });
    await post(rig, { items: 1 });
    await rig.addItem({ kind: 2, sender, account: 1, amount: 3_000_000 });
    await rig.pass(FREEZE_SEC + 1);
    expect(await refusedPost(rig, { player: STRANGER })).toBe('ItemOverdue');
    await post(rig, { player: STRANGER, items: 1 });
    await post(rig, { player: STRANGER + 1 });
    await post(rig);
    expect(await refusedPost(rig, { player: STRANGER })).toBe('NotPoster');
    const prover = await stage.prover(1);
    const { state } = await expectDerived(stage, prover);
    expect(state.accounts.get(1n)!.owner).toBe(toHex(sender).slice(2));
    await expectPaid(stage, prover, { account: 1, amount: 3_000_000n });
  },
);
