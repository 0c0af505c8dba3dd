/** What users, the poster and the guardian call; and undisputed claims. */
import type { Hex } from 'viem';

import { bridgeAbi, inboxAbi, testUsdcAbi } from '../../contracts/generated/abi.ts';
import { runBatch } from '../../protocol/derive.ts';
import { hashInbox } from '../../protocol/batch.ts';
import { concat } from '../../protocol/hash.ts';
import { keyOf, StateTree } from '../../protocol/merkle.ts';
import { recoverSignatures } from '../../protocol/signatures.ts';
import { toHex } from '../../prover/hex.ts';
import { decodeState } from '../../prover/store/snapshot.ts';
import { fullBatchOfOrders } from './orders.ts';
import { type CostStage, PERIOD_SEC } from './stage.ts';

const WITHDRAWAL_KIND = 8;
const FREEZE_SEC = 86_400;

export interface Posting {
  readonly orders: number;
  readonly bytesPerOrder: number;
  readonly batchGas: number;
  readonly gasPerOrder: number;
}

/** Needs batch 1 settled in its true root. */
export async function measureUsers(stage: CostStage): Promise<Posting> {
  await measureBridge(stage);
  await measureForced(stage);
  await post(stage, { name: 'postBatch, empty', data: new Uint8Array() });
  const posting = await measureFullBatch(stage);
  await measureClaims(stage);
  await measureRoles(stage);
  return posting;
}

async function measureBridge(stage: CostStage): Promise<void> {
  const { rig, note } = stage;
  const [, , , , user] = rig.players;
  const token = { address: rig.token, abi: testUsdcAbi };
  const bridge = { address: rig.bridge, abi: bridgeAbi };
  await rig.send(user, { ...token, functionName: 'mint', args: [user.address, 10n ** 12n] });
  await rig.send(user, { ...token, functionName: 'approve', args: [rig.bridge, 10n ** 12n] });
  // The first takes the token's approval as it is, the second is what anybody pays later.
  for (let i = 0; i < 2; i++) {
    const { gasUsed } = await rig.send(user, {
      ...bridge,
      functionName: 'deposit',
      args: [0, 10n ** 6n],
    });
    note('deposit', gasUsed);
  }
  const state = decodeState(stage.state);
  runBatch({ state, input: stage.input, signatures: recoverSignatures });
  const tree = new StateTree(state);
  const { withdrawals } = state;
  const account = [...Array(64).keys()].find((i) => i > 0 && withdrawals.total(i) > 0)!;
  const { gasUsed } = await rig.send(user, {
    ...bridge,
    functionName: 'withdraw',
    args: [
      account,
      toHex(withdrawals.recipient(account)),
      BigInt(withdrawals.total(account)),
      toHex(tree.root),
      tree.siblings(keyOf(WITHDRAWAL_KIND, account)).map(toHex),
    ],
  });
  note('withdraw, with its proof', gasUsed);
}

async function measureForced({ rig, note }: CostStage): Promise<void> {
  const [, , , , user] = rig.players;
  const calls: [string, readonly unknown[]][] = [
    ['forceWithdraw', [1, 1n]],
    ['forceCancelAll', [1]],
    ['forceLiquidate', [1]],
  ];
  for (const [functionName, args] of calls) {
    const request = { address: rig.inbox, abi: inboxAbi, functionName, args };
    note(functionName, (await rig.send(user, request)).gasUsed);
  }
}

async function post(
  { rig, call }: CostStage,
  { name, data }: { name: string; data: Uint8Array },
): Promise<number> {
  const tip = await rig.read<bigint>('tipNumber');
  const { hash } = await rig.read<{ hash: Hex }>('batchOf', [tip]);
  const from = Number(await rig.read<bigint>('inboxNext'));
  const items = await rig.items();
  const { timestamp } = await rig.client.getBlock();
  const args = [
    hash,
    toHex(data),
    BigInt(items.length),
    toHex(hashInbox(items.slice(from))),
    timestamp,
  ];
  await call(rig.players[0], name, { functionName: 'postBatch', args });
  return Number(tip) + 1;
}

async function measureFullBatch(stage: CostStage): Promise<Posting> {
  const { operations, bytesPerOrder } = fullBatchOfOrders();
  const name = 'postBatch, full';
  await post(stage, { name, data: concat(...operations) });
  const orders = operations.length;
  const batchGas = stage.gas[name];
  return { orders, bytesPerOrder, batchGas, gasPerOrder: Math.round(batchGas / orders) };
}

/** Of the two batches posted after the first; nobody disputes them. */
async function measureClaims({ rig, call }: CostStage): Promise<void> {
  const [, honest] = rig.players;
  let parent = await rig.read<Hex>('settledTip');
  const first = parent;
  const path = await lastPath({ rig });
  for (const [number, name] of [
    [2n, 'claim, the first of a path'],
    [3n, 'claim, extending its path'],
  ] as const) {
    const { hash } = await rig.read<{ hash: Hex }>('batchOf', [number]);
    const root = toHex(Uint8Array.from({ length: 32 }, () => Number(number)));
    const value = await rig.read<bigint>('bondToClaim', [parent, honest.address]);
    await call(honest, name, { functionName: 'claim', args: [parent, hash, root], value });
    parent = await rig.read<Hex>('claimId', [parent, 0, hash, root]);
  }
  await rig.pass(PERIOD_SEC + 1);
  await call(honest, 'settle, undisputed', { functionName: 'settle', args: [first] });
  const second = await rig.read<Hex>('settledTip');
  await call(honest, 'settle, undisputed', { functionName: 'settle', args: [second] });
  await call(honest, 'closePath', { functionName: 'closePath', args: [path + 1n] });
}

async function lastPath({ rig }: Pick<CostStage, 'rig'>): Promise<bigint> {
  let path = 0n;
  for (;;) {
    const { owner } = await rig.read<{ owner: Hex }>('pathOf', [path + 1n]);
    if (BigInt(owner) === 0n) return path;
    path += 1n;
  }
}

async function measureRoles({ rig, call }: CostStage): Promise<void> {
  const [operator] = rig.players;
  await rig.pass(FREEZE_SEC + 1);
  await call(operator, 'resumePosting', { functionName: 'resumePosting', args: [] });
  await call(operator, 'pauseClaims', { functionName: 'pauseClaims', args: [] });
}
