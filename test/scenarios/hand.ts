/** A hand that posts what it likes, and looks at what comes of it. */
import { type Abi, BaseError, bytesToHex, ContractFunctionRevertedError, type Hex } from 'viem';
import { expect } from 'vitest';

import { bridgeAbi, inboxAbi, rollupAbi } from '../../contracts/generated/abi.ts';
import { hashInbox } from '../../protocol/batch.ts';
import { concat } from '../../protocol/hash.ts';
import { type Rig, until } from '../prover/rig.ts';
import type { Stage, StagedProver } from '../prover/stage.ts';
import { inboxOf, type Reference, referenceOf } from './reference.ts';

/** A call of `postBatch`; what is left out is as it should be, without operations or inbox items. */
export interface Post {
  /** Index of the player that sends it; 0 is the poster. */
  readonly player?: number;
  readonly parent?: Hex;
  readonly operations?: readonly Uint8Array[];
  /** How many inbox items it takes. */
  readonly items?: number;
  readonly inboxTo?: bigint;
  readonly inboxHash?: Hex;
  readonly timeSec?: bigint;
}

/** A deposit that opens an account of the sender's, in 10^-6 USDC. */
export async function deposit(rig: Rig, sender: Uint8Array, amount: number): Promise<void> {
  await rig.addItem({ kind: 1, sender, account: 0, amount });
}

/** @returns the batch's number */
export async function post(rig: Rig, terms: Post = {}): Promise<number> {
  await rig.send(rig.players[terms.player ?? 0], await callOf(rig, terms));
  return Number(await rig.read<bigint>('tipNumber'));
}

/** @returns the name of the error that L1 refuses the batch with */
export async function refusedPost(rig: Rig, terms: Post): Promise<string> {
  return refusal(rig, terms.player ?? 0, await callOf(rig, terms));
}

async function callOf(rig: Rig, terms: Post) {
  const tip = await rig.read<bigint>('tipNumber');
  const { hash } = await rig.read<{ hash: Hex }>('batchOf', [tip]);
  const from = await rig.read<bigint>('inboxNext');
  const to = terms.inboxTo ?? from + BigInt(terms.items ?? 0);
  const taken = (await inboxOf(rig)).slice(Number(from), Number(to));
  const { timestamp } = await rig.client.getBlock();
  return {
    address: rig.rollup,
    abi: rollupAbi,
    functionName: 'postBatch',
    args: [
      terms.parent ?? hash,
      bytesToHex(concat(...(terms.operations ?? []))),
      to,
      terms.inboxHash ?? bytesToHex(hashInbox(taken)),
      terms.timeSec ?? timestamp,
    ],
  };
}

/** @returns the name of the error that a call of one of the contracts reverts with */
export async function refusal(
  rig: Rig,
  player: number,
  request: { address: Hex; functionName: string; args: readonly unknown[]; abi: Abi },
): Promise<string> {
  // A contract passes on the errors of those it calls.
  const errors = [...rollupAbi, ...bridgeAbi, ...inboxAbi].filter(({ type }) => type === 'error');
  const abi = [...request.abi.filter(({ type }) => type !== 'error'), ...errors] as Abi;
  try {
    const account = rig.players[player].address;
    await rig.client.simulateContract({ ...request, abi, account } as never);
  } catch (error) {
    const reverted =
      error instanceof BaseError && error.walk((e) => e instanceof ContractFunctionRevertedError);
    if (!(reverted instanceof ContractFunctionRevertedError)) throw error;
    return reverted.data?.errorName ?? reverted.signature ?? reverted.reason ?? 'no reason';
  }
  throw new Error(`${request.functionName} was not refused`);
}

/** Waits until a prover holds every batch of L1; its root must be the reference implementation's. */
export async function expectDerived({ rig }: Stage, prover: StagedProver): Promise<Reference> {
  const tip = Number(await rig.read<bigint>('tipNumber'));
  await until(`batch ${tip} to be derived`, () => prover.status().derived === tip);
  const reference = await referenceOf(rig);
  expect(prover.status().root, 'the root of the reference implementation').toBe(reference.root);
  // A reorganisation is one for a turn.
  await until('no problem that lasts', () => prover.status().problems.length === 0);
  return reference;
}

/** Claims the reference's roots of what is not settled, waits their time and settles; the prover sees no fault in them. */
export async function settleAll({ rig }: Stage, prover: StagedProver): Promise<void> {
  const tip = Number(await rig.read<bigint>('tipNumber'));
  const { roots } = await referenceOf(rig);
  const poster = rig.players[0];
  const parents = [await rig.read<Hex>('settledTip')];
  for (let number = Number(await rig.read<bigint>('settledBatch')) + 1; number <= tip; number++) {
    parents.push(await rig.claim(poster, { parent: parents.at(-1)!, root: roots[number] }));
  }
  await rig.pass(Number(await rig.read<bigint>('CHALLENGE_PERIOD')) + 1);
  for (const parent of parents.slice(0, -1)) {
    const call = { address: rig.rollup, abi: rollupAbi, functionName: 'settle', args: [parent] };
    await rig.send(poster, call);
  }
  await until('everything to be settled', () => prover.status().settled === tip);
  const doubted = prover.events.filter(
    (event) => event.type === 'falseClaim' && roots.includes(event.claimed),
  );
  expect(doubted).toEqual([]);
}

export interface Withdrawal {
  readonly account: number;
  readonly recipient: Hex;
  readonly total: bigint;
  readonly root: Hex;
  readonly siblings: readonly Hex[];
}

/** What a prover proves against the last settled root. */
export async function proofOf(prover: StagedProver, account: number): Promise<Withdrawal> {
  const response = await fetch(`${prover.url}/withdrawals/${account}`);
  const view = (await response.json()) as Omit<Withdrawal, 'total'> & { total: string };
  return { ...view, account, total: BigInt(view.total) };
}

export function withdrawCall(rig: Rig, proof: Withdrawal) {
  const { account, recipient, total, root, siblings } = proof;
  return {
    address: rig.bridge,
    abi: bridgeAbi as Abi,
    functionName: 'withdraw',
    args: [account, recipient, total, root, siblings],
  };
}

/** Sent by a stranger. @returns what the account was paid in all, 10^-6 USDC */
export async function withdraw(rig: Rig, proof: Withdrawal): Promise<bigint> {
  await rig.send(rig.players[2], withdrawCall(rig, proof));
  const paid = { address: rig.bridge, abi: bridgeAbi, functionName: 'paid' } as const;
  return rig.client.readContract({ ...paid, args: [proof.account] });
}

/** Settles everything; an account is then paid what it withdrew. */
export async function expectPaid(
  stage: Stage,
  prover: StagedProver,
  { account, amount }: { account: number; amount: bigint },
): Promise<void> {
  await settleAll(stage, prover);
  expect(await withdraw(stage.rig, await proofOf(prover, account))).toBe(amount);
}
