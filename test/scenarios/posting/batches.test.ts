/** What may stand in a batch, and what cannot be posted as one. */
import { custom, type Hex, http } from 'viem';
import { expect } from 'vitest';

import { hashInbox } from '../../../protocol/batch.ts';
import { encodeLiquidate } from '../../../protocol/generated/codec.ts';
import { toHex } from '../../../prover/hex.ts';
import { BUY } from '../../../protocol/book/levels.ts';
import { until } from '../../prover/rig.ts';
import type { Stage } from '../../prover/stage.ts';
import { expectDerived, expectPaid, post, refusedPost } from '../hand.ts';
import { scenario } from '../scenario.ts';

const GARBAGE = Uint8Array.of(0xff, 1, 2, 3);
const OPENED = 1_000_000_000;
const WITHDRAWN = 250_000_000;

/** Posts a batch with an account that withdraws, and something behind it. */
async function postWithdrawal(stage: Stage, ...behind: Uint8Array[]): Promise<number> {
  const x = stage.exchange();
  const account = x.open(OPENED);
  expect(x.withdraw(account, WITHDRAWN)).toBe(0);
  for (const item of x.inbox) await stage.rig.addItem(item);
  await post(stage.rig, { operations: [...x.operations, ...behind], items: x.inbox.length });
  return account;
}

const paid = (account: number) => ({ account, amount: BigInt(WITHDRAWN) });

scenario(
  'garbageBatch',
  {
    happens: 'the poster puts bytes into a batch that are no operation',
    protects: 'what stands before them counts, the rest is ignored, and the batch settles',
  },
  async (stage) => {
    const account = await postWithdrawal(stage, GARBAGE, encodeLiquidate({ account: 1 }));
    await post(stage.rig, { operations: [GARBAGE] });
    const prover = await stage.prover(1);
    const { outcomes } = await expectDerived(stage, prover);
    expect(outcomes.map((batch) => batch.length)).toEqual([2, 0]);
    await expectPaid(stage, prover, paid(account));
  },
);

scenario(
  'truncatedBatch',
  {
    happens: 'a batch ends in the middle of an operation',
    protects:
      'the half operation is ignored, inbox items after it are taken, and the batch settles',
  },
  async (stage) => {
    const { rig } = stage;
    const x = stage.exchange();
    const account = x.open(OPENED);
    x.withdraw(account, WITHDRAWN);
    x.withdraw(account, 1);
    const half = x.operations.pop()!.slice(0, -1);
    for (const item of x.inbox) await rig.addItem(item);
    const sender = x.owner(account).address;
    await rig.addItem({ kind: 1, sender, account, amount: 7_000_000 });
    await post(rig, { operations: [...x.operations, half], items: 2 });
    const prover = await stage.prover(1);
    const { state } = await expectDerived(stage, prover);
    expect(state.accounts.get(1n)!.cash).toBe(BigInt(OPENED - WITHDRAWN + 7_000_000));
    await expectPaid(stage, prover, paid(account));
  },
);

/** One more does not fit: ⌊(2^18 − 2) / 137⌋ without inbox items. */
const LIQUIDATIONS_MAX = 1_913;

scenario(
  'batchThatFillsTheTrace',
  {
    happens: 'operations are charged as many steps as a trace has, and others come after them',
    protects:
      'a batch never runs out of steps: what does not fit is ignored, what L1 forces still runs',
  },
  async (stage) => {
    const { rig } = stage;
    const account = await postWithdrawal(stage);
    const operations = Array.from({ length: LIQUIDATIONS_MAX + 1 }, () =>
      encodeLiquidate({ account: 999 }),
    );
    await post(rig, { operations });
    await rig.addItem({ kind: 3, sender: (await ownerOf(stage)).address, account, amount: 0 });
    await post(rig, { operations, items: 1 });
    const prover = await stage.prover(1);
    const { outcomes } = await expectDerived(stage, prover);
    // Room for the item and its marker is kept: one liquidation less.
    const counts = outcomes.slice(1).map((batch) => batch.length);
    expect(counts).toEqual([LIQUIDATIONS_MAX, LIQUIDATIONS_MAX - 1 + 1]);
    expect(outcomes[2].at(-1)).toEqual({ name: 'inbox item', outcome: 0n });
    await expectPaid(stage, prover, paid(account));
  },
);

async function ownerOf(stage: Stage) {
  const [item] = await stage.rig.items();
  return { address: item.sender };
}

scenario(
  'batchOfRejectedOperations',
  {
    happens: 'every operation of a batch is rejected',
    protects: 'they change nothing but nonces, and the batch settles',
  },
  async (stage) => {
    const { rig } = stage;
    const x = stage.exchange();
    const account = x.open(OPENED);
    const stranger = x.open(OPENED);
    const rejected = [
      x.withdraw(account, OPENED + 1),
      x.withdraw(account, 0),
      x.withdraw(account, 1, { signer: x.owner(stranger) }),
      x.withdraw(account, 1, { nonce: 0 }),
      x.transfer(account, stranger, 1),
      x.transfer(account, 999, 1),
      x.placeOrder(account, { instrument: 1, side: BUY, priceCents: 100, quantityE4: 100 }),
      x.cancelOrder(account, 1),
      x.liquidate(account),
      x.settleAccount(account),
      x.listed({ strikeCents: 1 }),
      x.sweep(1),
    ];
    expect(rejected).not.toContain(0);
    await stage.post(x);
    const y = stage.exchange();
    const prover = await stage.prover(1);
    const { outcomes, state } = await expectDerived(stage, prover);
    expect(outcomes[0].slice(2).map(({ outcome }) => Number(outcome))).toEqual(rejected);
    expect(state.accounts.get(1n)!.cash).toBe(BigInt(OPENED));
    expect(y.operations).toEqual([]);
    await rig.addItem({ kind: 2, sender: x.owner(account).address, account, amount: WITHDRAWN });
    await post(rig, { items: 1 });
    await expectDerived(stage, prover);
    await expectPaid(stage, prover, paid(account));
  },
);

scenario(
  'emptyBatches',
  {
    happens: 'batches without operations and without inbox items are posted in a row',
    protects: 'the root stays, each is claimed and settles, and so does what comes after them',
  },
  async (stage) => {
    for (let i = 0; i < 3; i++) await post(stage.rig);
    const prover = await stage.prover(1);
    await expectDerived(stage, prover);
    const claim = await stage.rig.read<{ root: Hex }>('claimOf', [await stage.rig.genesisClaim()]);
    expect(prover.status().root).toBe(claim.root);
    const account = await postWithdrawal(stage);
    await expectDerived(stage, prover);
    await expectPaid(stage, prover, paid(account));
  },
);

scenario(
  'wrongParent',
  {
    happens: 'a batch is posted on another batch than the last one',
    protects: 'L1 refuses it: there is one chain of batches',
  },
  async (stage) => {
    const { rig } = stage;
    const { hash } = await rig.read<{ hash: Hex }>('batchOf', [0n]);
    const account = await postWithdrawal(stage);
    expect(await refusedPost(rig, { parent: hash })).toBe('WrongParent');
    expect(await refusedPost(rig, { parent: toHex(new Uint8Array(32)) })).toBe('WrongParent');
    const prover = await stage.prover(1);
    await expectDerived(stage, prover);
    await expectPaid(stage, prover, paid(account));
  },
);

scenario(
  'wrongDataRoot',
  {
    happens: 'an endpoint of L1 answers with other data than was posted',
    protects: 'data that does not open the hash on L1 is never derived, and the true data still is',
  },
  async (stage) => {
    const account = await postWithdrawal(stage);
    const { request } = http(stage.rig.url)({});
    let lies = true;
    const l1 = custom({
      request: async (asked: { method: string }) => {
        const answer = await request(asked as never);
        if (!lies || asked.method !== 'eth_getTransactionByHash') return answer;
        const { input, ...rest } = answer as { input: string };
        // The last byte of the signature.
        return { ...rest, input: input.replace(/[1-9a-f](0*)$/, '0$1') };
      },
    });
    const prover = await stage.prover(1, { l1 });
    const problem = await until('the problem to be told', () => prover.status().problems[0]);
    expect(problem).toContain('reading batch 1');
    expect(prover.status().derived).toBe(0);
    lies = false;
    await until('the problem to go', () => prover.status().problems.length === 0);
    await expectDerived(stage, prover);
    await expectPaid(stage, prover, paid(account));
  },
);

scenario(
  'timeGoesBack',
  {
    happens: 'a batch is posted with an earlier time than the one before it',
    protects: 'L1 refuses it: the time of the exchange only goes forward; the same time is allowed',
  },
  async (stage) => {
    const { rig } = stage;
    const account = await postWithdrawal(stage);
    const { time } = await rig.read<{ time: bigint }>('batchOf', [1n]);
    await rig.pass(100);
    expect(await refusedPost(rig, { timeSec: time - 1n })).toBe('TimeGoesBack');
    await post(rig, { timeSec: time });
    const prover = await stage.prover(1);
    await expectDerived(stage, prover);
    await expectPaid(stage, prover, paid(account));
  },
);

scenario(
  'timeAheadOfL1',
  {
    happens:
      'a batch is posted with a time that L1 has not reached, or tells the exchange a later one than its own',
    protects:
      'L1 refuses the batch, and the rules refuse the operation: nothing expires before its time',
  },
  async (stage) => {
    const { rig } = stage;
    const account = await postWithdrawal(stage);
    const { timestamp } = await rig.client.getBlock();
    expect(await refusedPost(rig, { timeSec: timestamp + 100_000n })).toBe('TimeAheadOfL1');
    const x = stage.exchange();
    const ahead = Number(timestamp) + 100_000;
    x.advance(ahead);
    await post(rig, { operations: x.operations, timeSec: timestamp, inboxHash: NO_ITEMS });
    const prover = await stage.prover(1);
    const { outcomes, state } = await expectDerived(stage, prover);
    expect(outcomes[1]).toEqual([{ name: 'advanceTime', outcome: 4012n }]);
    expect(state.timeSec).toBeLessThan(BigInt(ahead));
    await expectPaid(stage, prover, paid(account));
  },
);

const NO_ITEMS = toHex(hashInbox([]));
