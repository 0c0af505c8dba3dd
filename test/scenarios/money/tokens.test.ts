/** A token that misbehaves, and owners that are contracts. */
import { type Abi, encodeFunctionData, type Hex } from 'viem';
import { expect } from 'vitest';

import { bridgeAbi, inboxAbi, testUsdcAbi } from '../../../contracts/generated/abi.ts';
import { signerOf } from '../../fixtures/sign.ts';
import { deployToy, type Rig } from '../../prover/rig.ts';
import {
  expectDerived,
  expectPaid,
  post,
  proofOf,
  refusal,
  settleAll,
  withdraw,
  withdrawCall,
} from '../hand.ts';
import { scenario } from '../scenario.ts';

const rig = { token: 'moody' } as const;
const ALICE = signerOf('alice').address;

const abi: Abi = [
  nonpayable('setMood', 'bool', 'bool'),
  nonpayable('act', 'address', 'bytes'),
  nonpayable('callWhenPaid', 'address', 'bytes'),
  nonpayable('burnWhenPaid', 'bool'),
  { ...nonpayable('succeeded'), stateMutability: 'view', outputs: [{ type: 'bool' }] },
  { ...nonpayable('answer'), stateMutability: 'view', outputs: [{ type: 'bytes' }] },
];

function nonpayable(name: string, ...types: string[]) {
  const inputs = types.map((type) => ({ type }));
  return { type: 'function', name, stateMutability: 'nonpayable', inputs, outputs: [] } as const;
}

async function tell(on: Rig, address: Hex, functionName: string, ...args: unknown[]) {
  await on.send(on.players[4], { address, abi, functionName, args });
}

async function balanceOf(on: Rig, owner: Hex): Promise<bigint> {
  const read = { address: on.token, abi: testUsdcAbi, functionName: 'balanceOf' } as const;
  return on.client.readContract({ ...read, args: [owner] });
}

/** A contract that deposits, and so owns account 1. */
async function openPurse(on: Rig, amount: bigint): Promise<Hex> {
  const [deployer] = on.players;
  const purse = await deployToy({ deployer, client: on.client }, 'Purse');
  const act = async (to: Hex, of: Abi, functionName: string, ...args: unknown[]) =>
    tell(on, purse, 'act', to, encodeFunctionData({ abi: of, functionName, args }));
  const mint = { address: on.token, abi: testUsdcAbi, functionName: 'mint' };
  await on.send(deployer, { ...mint, args: [purse, amount] });
  await act(on.token, testUsdcAbi, 'approve', on.bridge, amount);
  await act(on.bridge, bridgeAbi, 'deposit', 0, amount);
  await act(on.inbox, inboxAbi, 'forceWithdraw', 1, 2_000_000n);
  return purse;
}

function depositCall(on: Rig, amount: bigint) {
  return {
    address: on.bridge,
    abi: bridgeAbi as Abi,
    functionName: 'deposit',
    args: [0, amount],
  };
}

async function fund(on: Rig, player: number, amount: bigint): Promise<void> {
  const token = { address: on.token, abi: testUsdcAbi };
  const { address } = on.players[player];
  await on.send(on.players[player], { ...token, functionName: 'mint', args: [address, amount] });
  const args = [on.bridge, amount];
  await on.send(on.players[player], { ...token, functionName: 'approve', args });
}

scenario(
  'depositFromContract',
  {
    happens: 'a contract deposits, and owns an account for which it can sign nothing',
    protects: 'what it forces through the inbox runs, and it is paid',
    rig,
  },
  async (stage) => {
    const purse = await openPurse(stage.rig, 5_000_000n);
    await post(stage.rig, { items: 2 });
    const prover = await stage.prover(1);
    const { state } = await expectDerived(stage, prover);
    expect(`0x${state.accounts.get(1n)!.owner}`).toBe(purse);
    await expectPaid(stage, prover, { account: 1, amount: 2_000_000n });
    expect(await balanceOf(stage.rig, purse)).toBe(2_000_000n);
  },
);

scenario(
  'callbackReenters',
  {
    happens: 'the recipient of a withdrawal is a contract that withdraws again while it is paid',
    protects: 'the bridge is closed meanwhile: it is paid once',
    rig,
  },
  async (stage) => {
    const purse = await openPurse(stage.rig, 5_000_000n);
    await post(stage.rig, { items: 2 });
    const prover = await stage.prover(1);
    await settleAll(stage, prover);
    const proof = await proofOf(prover, 1);
    const again = encodeFunctionData(withdrawCall(stage.rig, proof));
    await tell(stage.rig, purse, 'callWhenPaid', stage.rig.bridge, again);
    expect(await withdraw(stage.rig, proof)).toBe(2_000_000n);
    expect(await balanceOf(stage.rig, purse)).toBe(2_000_000n);
    const read = { address: purse, abi };
    expect(await stage.rig.client.readContract({ ...read, functionName: 'succeeded' })).toBe(false);
    // ReentrancyGuardReentrantCall()
    expect(await stage.rig.client.readContract({ ...read, functionName: 'answer' })).toBe(
      '0x3ee5aeb5',
    );
  },
);

scenario(
  'callbackBurnsGas',
  {
    happens: 'the recipient of a withdrawal is a contract that burns all gas when it is paid',
    protects: 'only its own payment fails; others are paid, and so is it once it lets itself be',
    rig,
  },
  async (stage) => {
    const purse = await openPurse(stage.rig, 5_000_000n);
    await stage.rig.addItem({ kind: 1, sender: ALICE, account: 0, amount: 5_000_000 });
    await stage.rig.addItem({ kind: 2, sender: ALICE, account: 2, amount: 3_000_000 });
    await post(stage.rig, { items: 4 });
    const prover = await stage.prover(1);
    await settleAll(stage, prover);
    await tell(stage.rig, purse, 'burnWhenPaid', true);
    const proof = await proofOf(prover, 1);
    await expect(withdraw(stage.rig, proof)).rejects.toThrow(/revert|opcode|gas/i);
    expect(await withdraw(stage.rig, await proofOf(prover, 2))).toBe(3_000_000n);
    await tell(stage.rig, purse, 'burnWhenPaid', false);
    expect(await withdraw(stage.rig, proof)).toBe(2_000_000n);
    expect(await balanceOf(stage.rig, purse)).toBe(2_000_000n);
  },
);

scenario(
  'tokenReturnsFalse',
  {
    happens: 'the token moves nothing and answers false instead of reverting',
    protects: 'no deposit is announced for it, and a withdrawal stays owed until it moves again',
    rig,
  },
  async (stage) => {
    await stage.rig.addItem({ kind: 1, sender: ALICE, account: 0, amount: 5_000_000 });
    await stage.rig.addItem({ kind: 2, sender: ALICE, account: 1, amount: 3_000_000 });
    await post(stage.rig, { items: 2 });
    const prover = await stage.prover(1);
    await settleAll(stage, prover);
    const proof = await proofOf(prover, 1);
    await fund(stage.rig, 5, 4_000_000n);
    await tell(stage.rig, stage.rig.token, 'setMood', false, true);
    const failed = 'SafeERC20FailedOperation';
    expect(await refusal(stage.rig, 5, depositCall(stage.rig, 4_000_000n))).toBe(failed);
    expect(await refusal(stage.rig, 5, withdrawCall(stage.rig, proof))).toBe(failed);
    expect(await stage.rig.items()).toHaveLength(2);
    await tell(stage.rig, stage.rig.token, 'setMood', false, false);
    expect(await withdraw(stage.rig, proof)).toBe(3_000_000n);
  },
);

scenario(
  'feeOnTransferToken',
  {
    happens: 'the token begins to keep a fee of every transfer',
    protects:
      'the bridge takes no deposit that comes in short; a fee on a withdrawal is its recipient’s',
    rig,
  },
  async (stage) => {
    await stage.rig.addItem({ kind: 1, sender: ALICE, account: 0, amount: 5_000_000 });
    await stage.rig.addItem({ kind: 2, sender: ALICE, account: 1, amount: 3_000_000 });
    await post(stage.rig, { items: 2 });
    const prover = await stage.prover(1);
    await fund(stage.rig, 5, 4_000_000n);
    await tell(stage.rig, stage.rig.token, 'setMood', true, false);
    expect(await refusal(stage.rig, 5, depositCall(stage.rig, 4_000_000n))).toBe(
      'WrongAmountMoved',
    );
    await settleAll(stage, prover);
    const proof = await proofOf(prover, 1);
    expect(await withdraw(stage.rig, proof)).toBe(3_000_000n);
    expect(await balanceOf(stage.rig, proof.recipient)).toBe(2_999_999n);
  },
);

scenario(
  'dustDeposit',
  {
    happens:
      'less than the least deposit is offered, tokens are sent to the bridge without one, and a unit is withdrawn',
    protects:
      'dust fills no inbox and is nobody’s; what an account holds it can withdraw to the last unit',
    rig,
  },
  async (stage) => {
    await fund(stage.rig, 5, 2_000_000n);
    expect(await refusal(stage.rig, 5, depositCall(stage.rig, 999_999n))).toBe('DepositTooSmall');
    await stage.rig.addItem({ kind: 1, sender: ALICE, account: 0, amount: 1_000_000 });
    const gift = { address: stage.rig.token, abi: testUsdcAbi, functionName: 'transferFrom' };
    const from = stage.rig.players[5];
    const approve = { ...gift, functionName: 'approve', args: [from.address, 1_000_000n] };
    await stage.rig.send(from, approve);
    await stage.rig.send(from, { ...gift, args: [from.address, stage.rig.bridge, 999_999n] });
    await stage.rig.addItem({ kind: 2, sender: ALICE, account: 1, amount: 1 });
    await stage.rig.addItem({ kind: 2, sender: ALICE, account: 1, amount: 999_999 });
    await post(stage.rig, { items: 3 });
    const prover = await stage.prover(1);
    const { state } = await expectDerived(stage, prover);
    expect(state.vault).toBe(0n);
    await expectPaid(stage, prover, { account: 1, amount: 1_000_000n });
    expect(await balanceOf(stage.rig, stage.rig.bridge)).toBe(999_999n);
  },
);
