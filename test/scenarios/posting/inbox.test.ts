/** What L1 puts into the inbox reaches the exchange once, in order and in time. */
import { expect } from 'vitest';

import { inboxAbi } from '../../../contracts/generated/abi.ts';
import { hashInbox } from '../../../protocol/batch.ts';
import { toHex } from '../../../prover/hex.ts';
import { signerOf } from '../../fixtures/sign.ts';
import type { Rig } from '../../prover/rig.ts';
import { deposit, expectDerived, expectPaid, post, refusedPost } from '../hand.ts';
import { inboxOf } from '../reference.ts';
import { scenario } from '../scenario.ts';

const MARKER = Uint8Array.of(1);
const DEADLINE_SEC = 3_600;
const ALICE = signerOf('alice').address;
const BOB = signerOf('bob').address;

async function forceWithdrawal(rig: Rig, amount: number): Promise<void> {
  await rig.addItem({ kind: 2, sender: ALICE, account: 1, amount });
}

async function hashOf(rig: Rig, ...places: number[]) {
  const items = await inboxOf(rig);
  return toHex(hashInbox(places.map((place) => items[place])));
}

scenario(
  'wrongInboxRoot',
  {
    happens: 'a batch names a hash of inbox items that is not theirs',
    protects: 'L1 refuses it: every batch commits to the items as they are',
  },
  async (stage) => {
    const { rig } = stage;
    await deposit(rig, ALICE, 5_000_000);
    const inboxHash = toHex(new Uint8Array(32).fill(7));
    expect(await refusedPost(rig, { items: 1, inboxHash })).toBe('WrongInboxHash');
    expect(await refusedPost(rig, { items: 0, inboxHash })).toBe('WrongInboxHash');
    await forceWithdrawal(rig, 2_000_000);
    await post(rig, { items: 2 });
    const prover = await stage.prover(1);
    await expectDerived(stage, prover);
    await expectPaid(stage, prover, { account: 1, amount: 2_000_000n });
  },
);

scenario(
  'depositSkipped',
  {
    happens: 'a batch takes the second deposit and leaves out the first',
    protects: 'L1 refuses it; with both taken, both accounts hold their money',
  },
  async (stage) => {
    const { rig } = stage;
    await deposit(rig, ALICE, 5_000_000);
    await deposit(rig, BOB, 9_000_000);
    expect(await refusedPost(rig, { items: 1, inboxHash: await hashOf(rig, 1) })).toBe(
      'WrongInboxHash',
    );
    await post(rig, { operations: [MARKER], items: 2 });
    await forceWithdrawal(rig, 5_000_000);
    await post(rig, { items: 1 });
    const prover = await stage.prover(1);
    const { state } = await expectDerived(stage, prover);
    expect([...state.accounts.values()].map(({ cash }) => cash)).toEqual([0n, 9_000_000n]);
    await expectPaid(stage, prover, { account: 1, amount: 5_000_000n });
  },
);

scenario(
  'depositReordered',
  {
    happens: 'a batch takes two deposits in the other order',
    protects: 'L1 refuses it: accounts are numbered in the order in which L1 saw them',
  },
  async (stage) => {
    const { rig } = stage;
    await deposit(rig, ALICE, 5_000_000);
    await deposit(rig, BOB, 9_000_000);
    expect(await refusedPost(rig, { items: 2, inboxHash: await hashOf(rig, 1, 0) })).toBe(
      'WrongInboxHash',
    );
    await forceWithdrawal(rig, 1_000_000);
    await post(rig, { items: 3 });
    const prover = await stage.prover(1);
    const { state } = await expectDerived(stage, prover);
    expect(state.accounts.get(1n)!.owner).toBe(Buffer.from(ALICE).toString('hex'));
    await expectPaid(stage, prover, { account: 1, amount: 1_000_000n });
  },
);

scenario(
  'depositReplayed',
  {
    happens:
      'a deposit that was taken is taken again, by the range of a batch and by a marker in its data',
    protects: 'L1 refuses the range, the rules the marker: it is credited once',
  },
  async (stage) => {
    const { rig } = stage;
    await deposit(rig, ALICE, 5_000_000);
    await post(rig, { operations: [MARKER], items: 1 });
    expect(await refusedPost(rig, { inboxTo: 0n })).toBe('WrongInboxRange');
    expect(await refusedPost(rig, { items: 0, inboxHash: await hashOf(rig, 0) })).toBe(
      'WrongInboxHash',
    );
    await forceWithdrawal(rig, 5_000_000);
    await post(rig, { operations: [MARKER, MARKER, MARKER], items: 1 });
    const prover = await stage.prover(1);
    const { outcomes, state } = await expectDerived(stage, prover);
    expect(outcomes[1].map(({ outcome }) => outcome)).toEqual([0n, 5001n, 5001n]);
    expect(state.vault).toBe(0n);
    await expectPaid(stage, prover, { account: 1, amount: 5_000_000n });
  },
);

scenario(
  'markerBeyondInbox',
  {
    happens:
      'a batch takes more items than the inbox holds, and its data asks for more than it takes',
    protects:
      'L1 refuses the first, the rules the second: no money comes from an item that is not there',
  },
  async (stage) => {
    const { rig } = stage;
    await deposit(rig, ALICE, 5_000_000);
    expect(await refusedPost(rig, { items: 2 })).toBe('RangeOutsideInbox');
    await post(rig, { operations: [MARKER] });
    await forceWithdrawal(rig, 3_000_000);
    await post(rig, { operations: [MARKER, MARKER, MARKER], items: 2 });
    const prover = await stage.prover(1);
    const { outcomes } = await expectDerived(stage, prover);
    expect(outcomes.flat().map(({ outcome }) => outcome)).toEqual([5001n, 0n, 0n, 5001n]);
    await expectPaid(stage, prover, { account: 1, amount: 3_000_000n });
  },
);

scenario(
  'forcedOperationPastDeadline',
  {
    happens: 'the poster leaves out a forced withdrawal for longer than the deadline',
    protects: 'L1 takes no batch without it any more; the one that takes it pays it',
  },
  async (stage) => {
    const { rig } = stage;
    await deposit(rig, ALICE, 5_000_000);
    await post(rig, { items: 1 });
    await forceWithdrawal(rig, 4_000_000);
    await rig.pass(DEADLINE_SEC + 2);
    expect(await refusedPost(rig, { items: 0 })).toBe('ItemOverdue');
    // A flood behind it does not help: items are taken in order.
    await rig.addItem({ kind: 3, sender: BOB, account: 1, amount: 0 });
    expect(await refusedPost(rig, { items: 0 })).toBe('ItemOverdue');
    await post(rig, { items: 1 });
    const prover = await stage.prover(1);
    await expectDerived(stage, prover);
    await expectPaid(stage, prover, { account: 1, amount: 4_000_000n });
  },
);

scenario(
  'forceThreeAtOnce',
  {
    happens:
      'three forced withdrawals, the sum of which an account does not hold, come in one block',
    protects: 'each runs once, in order, and the one that is not covered does nothing',
  },
  async (stage) => {
    const { rig } = stage;
    await deposit(rig, ALICE, 5_000_000);
    await rig.rpc('hardhat_impersonateAccount', [toHex(ALICE)]);
    await rig.rpc('evm_setAutomine', [false]);
    const { wallet } = rig.players[0];
    const amounts = [2_000_000n, 4_000_000n, 3_000_000n];
    for (const amount of amounts) {
      await wallet.writeContract({
        account: toHex(ALICE),
        address: rig.inbox,
        abi: inboxAbi,
        functionName: 'forceWithdraw',
        args: [1, amount],
        gas: 200_000n,
      });
    }
    await rig.rpc('evm_mine', []);
    await rig.rpc('evm_setAutomine', [true]);
    const items = await inboxOf(rig);
    expect(new Set(items.slice(1).map(({ timeSec }) => timeSec)).size).toBe(1);
    expect(items).toHaveLength(4);
    await rig.pass(DEADLINE_SEC + 2);
    // All three are due: none can be left for later.
    expect(await refusedPost(rig, { items: 3 })).toBe('ItemOverdue');
    await post(rig, { items: 4 });
    const prover = await stage.prover(1);
    const { outcomes } = await expectDerived(stage, prover);
    expect(outcomes[0].map(({ outcome }) => outcome)).toEqual([0n, 0n, 2002n, 0n]);
    await expectPaid(stage, prover, { account: 1, amount: 5_000_000n });
  },
);

scenario(
  'forceTooEarly',
  {
    happens: 'a forced withdrawal waits, and its deadline has not passed',
    protects: 'the poster may leave it for later, and it runs when it is taken',
  },
  async (stage) => {
    const { rig } = stage;
    await deposit(rig, ALICE, 5_000_000);
    await post(rig, { items: 1 });
    await forceWithdrawal(rig, 4_000_000);
    await rig.pass(DEADLINE_SEC - 100);
    await post(rig);
    const prover = await stage.prover(1);
    const before = await expectDerived(stage, prover);
    expect(before.state.accounts.get(1n)!.cash).toBe(5_000_000n);
    await post(rig, { items: 1 });
    const after = await expectDerived(stage, prover);
    expect(after.state.accounts.get(1n)!.cash).toBe(1_000_000n);
    await expectPaid(stage, prover, { account: 1, amount: 4_000_000n });
  },
);
