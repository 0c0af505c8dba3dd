/** The bridge pays what a settled root says, once. */
import type { Hex } from 'viem';
import { expect } from 'vitest';

import { bridgeAbi, rollupAbi, testUsdcAbi } from '../../../contracts/generated/abi.ts';
import { BUY, SELL } from '../../../protocol/book/levels.ts';
import { expirySec } from '../../../protocol/instrument.ts';
import { keyOf, StateTree } from '../../../protocol/merkle.ts';
import type { State } from '../../../protocol/state.ts';
import { toHex } from '../../../prover/hex.ts';
import { type Exchange, EXPIRY_DAY } from '../../fixtures/exchange.ts';
import { Random } from '../../fixtures/random.ts';
import { signerOf } from '../../fixtures/sign.ts';
import type { Rig } from '../../prover/rig.ts';
import type { Stage } from '../../prover/stage.ts';
import { deriveFromL1 } from '../../sequencer/derive.ts';
import {
  deposit,
  expectDerived,
  expectPaid,
  post,
  proofOf,
  refusal,
  settleAll,
  type Withdrawal,
  withdraw,
  withdrawCall,
} from '../hand.ts';
import { referenceOf } from '../reference.ts';
import { scenario } from '../scenario.ts';
import { expectSolvent } from '../solvency.ts';

const USD = 1_000_000;
const WITHDRAWAL_KIND = 8;
const ALICE = signerOf('alice').address;
const BOB = signerOf('bob').address;

async function forceWithdrawal(rig: Rig, amount: number): Promise<void> {
  await rig.addItem({ kind: 2, sender: ALICE, account: 1, amount });
}

/** Proven by hand from any state. */
function proofFrom(state: State, account: number): Withdrawal {
  const tree = new StateTree(state);
  return {
    account,
    recipient: toHex(state.withdrawals.recipient(account)),
    total: BigInt(state.withdrawals.total(account)),
    root: toHex(tree.root),
    siblings: tree.siblings(keyOf(WITHDRAWAL_KIND, account)).map(toHex),
  };
}

async function withdrawRefused(rig: Rig, proof: Withdrawal): Promise<string> {
  return refusal(rig, 2, withdrawCall(rig, proof));
}

scenario(
  'withdrawTwice',
  {
    happens: 'a withdrawal is proven again, against its own root and against an older one',
    protects:
      'the bridge pays each unit of the cumulative total once, whatever the order of proofs',
  },
  async (stage) => {
    const { rig } = stage;
    await deposit(rig, ALICE, 9 * USD);
    await deposit(rig, BOB, 9 * USD);
    await forceWithdrawal(rig, 2 * USD);
    await post(rig, { items: 3 });
    const prover = await stage.prover(1);
    await settleAll(stage, prover);
    const first = await proofOf(prover, 1);
    expect(await withdraw(rig, first)).toBe(2_000_000n);
    expect(await withdrawRefused(rig, first)).toBe('NothingToPay');
    await forceWithdrawal(rig, 3 * USD);
    await post(rig, { items: 1 });
    await settleAll(stage, prover);
    const second = await proofOf(prover, 1);
    expect(await withdraw(rig, second)).toBe(5_000_000n);
    expect(await withdrawRefused(rig, first)).toBe('NothingToPay');
    expect(await withdrawRefused(rig, second)).toBe('NothingToPay');
    expect(await withdrawRefused(rig, { ...second, total: 6_000_000n })).toBe('WrongProof');
  },
);

scenario(
  'withdrawFromUnsettledRoot',
  {
    happens:
      'a true withdrawal is proven against a root that is posted, then claimed, but not settled',
    protects: 'nothing is paid before the challenge period is over, and then all of it',
  },
  async (stage) => {
    const { rig } = stage;
    await deposit(rig, ALICE, 9 * USD);
    await forceWithdrawal(rig, 2 * USD);
    await post(rig, { items: 2 });
    const prover = await stage.prover(1);
    const { root } = await expectDerived(stage, prover);
    const proof = proofFrom((await deriveFromL1(rig)).state, 1);
    expect(proof.root).toBe(root);
    expect(await withdrawRefused(rig, proof)).toBe('RootNotSettled');
    const parent = await rig.genesisClaim();
    await rig.claim(rig.players[0], { parent, root });
    expect(await withdrawRefused(rig, proof)).toBe('RootNotSettled');
    await rig.pass(Number(await rig.read<bigint>('CHALLENGE_PERIOD')) + 1);
    expect(await withdrawRefused(rig, proof)).toBe('RootNotSettled');
    await settle(rig, parent);
    expect(await withdraw(rig, proof)).toBe(2_000_000n);
  },
);

async function settle(rig: Rig, parent: Hex): Promise<void> {
  const call = { address: rig.rollup, abi: rollupAbi, functionName: 'settle', args: [parent] };
  await rig.send(rig.players[0], call);
}

scenario(
  'withdrawFromVoidClaim',
  {
    happens:
      'a liar claims a root under which it withdrew what another deposited, with a proof that fits',
    protects: 'the bridge never pays against the claim: not while it stands, nor once it is void',
  },
  async (stage) => {
    const { rig } = stage;
    await deposit(rig, ALICE, 9 * USD);
    await forceWithdrawal(rig, 2 * USD);
    await post(rig, { items: 2 });
    const { state } = await deriveFromL1(rig);
    state.withdrawals.setRecipient(1, BOB);
    state.withdrawals.setTotal(1, 9 * USD);
    const theft = proofFrom(state, 1);

    const parent = await rig.genesisClaim();
    const { root } = await referenceOf(rig);
    await rig.claim(rig.players[0], { parent, root });
    const lie = await rig.claim(rig.players[3], { parent, root: theft.root });
    const prover = await stage.prover(1);
    expect(await withdrawRefused(rig, theft)).toBe('RootNotSettled');
    await rig.pass(Number(await rig.read<bigint>('CHALLENGE_PERIOD')) + 1);
    await settle(rig, parent);
    expect(await rig.read('isVoid', [lie])).toBe(true);
    expect(await withdrawRefused(rig, theft)).toBe('RootNotSettled');
    await expectPaid(stage, prover, { account: 1, amount: 2_000_000n });
    expect(await withdrawRefused(rig, theft)).toBe('RootNotSettled');
  },
);

/** A seller of a call that ends far in the money: it owes more than it had. */
function goShort(x: Exchange): { seller: number; buyer: number; other: number } {
  const [seller, buyer, other] = [1, 2, 3].map(() => x.open(50_000 * USD));
  x.print(0, 6_000_000, 6_000_000);
  x.surface();
  const instrument = x.list({ strikeCents: 6_000_000 });
  const order = { instrument, priceCents: 200_000, quantityE4: 10_000 };
  expect(x.placeOrder(seller, { ...order, side: SELL })).toBe(0);
  expect(x.placeOrder(buyer, { ...order, side: BUY })).toBe(0);
  x.advance(expirySec(EXPIRY_DAY));
  x.print(0, 15_000_000, 15_000_000);
  expect(x.settleExpiry({ prices: [15_000_000, 15_000_000] })).toBe(0);
  expect(x.settleAccount(seller)).toBe(0);
  expect(x.settleAccount(buyer)).toBe(0);
  return { seller, buyer, other };
}

scenario(
  'withdrawWhileVaultIsShort',
  {
    happens:
      'an account ends in debt that insurance does not cover, and the others withdraw all they have',
    protects:
      'each is paid the share φ of vault to claims, rounded down, in whatever order they come; the bridge never runs dry before the last',
  },
  async (stage) => {
    const { rig } = stage;
    const x = stage.exchange();
    const { seller, buyer, other } = goShort(x);
    const { globals, accounts } = x.state;
    expect(accounts.cash(seller)).toBeLessThan(0);
    const share = (amount: number): bigint =>
      (BigInt(amount) * BigInt(globals.vault())) /
      (BigInt(globals.positiveCash()) + BigInt(globals.pool()));
    const shares = new Map<number, bigint>();
    for (const account of [other, buyer]) {
      const cash = accounts.cash(account);
      shares.set(account, share(cash));
      expect(shares.get(account)).toBeLessThan(BigInt(cash));
      expect(x.withdraw(account, cash)).toBe(0);
    }
    await stage.post(x);
    const prover = await stage.prover(1);
    await expectDerived(stage, prover);
    await settleAll(stage, prover);
    for (const [account, amount] of shares) {
      expect(await withdraw(rig, await proofOf(prover, account))).toBe(amount);
    }
    const held = await rig.client.readContract({
      address: rig.bridge,
      abi: bridgeAbi,
      functionName: 'held',
    });
    // Two roundings are left, and what insurance holds.
    expect(held).toBeLessThanOrEqual(2n + BigInt(globals.insurance()));
  },
);

const TURNS = 3;

scenario(
  'bridgeHoldsLessThanOwed',
  {
    happens:
      'accounts deposit and withdraw at random over many batches, and then money is taken from the bridge by force',
    protects:
      'the bridge always holds what the state owes, and the check after every scenario sees a single unit that is missing',
  },
  async (stage) => {
    const { rig } = stage;
    const prover = await stage.prover(1);
    const random = new Random(7);
    for (let turn = 0; turn < TURNS; turn++) {
      const items = await depositAndWithdraw(stage, random);
      await post(rig, { items });
      await expectSolvent(rig);
    }
    await settleAll(stage, prover);
    const { state } = await expectDerived(stage, prover);
    for (const account of state.withdrawals.keys()) {
      await withdraw(rig, await proofOf(prover, Number(account)));
      await expectSolvent(rig);
    }
    await steal(rig, rig.bridge, rig.players[3].address);
    await expect(expectSolvent(rig)).rejects.toThrow('collateral covers');
    await steal(rig, rig.players[3].address, rig.bridge);
  },
);

/** @returns how many items came into the inbox */
async function depositAndWithdraw({ rig }: Stage, random: Random): Promise<number> {
  await deposit(rig, ALICE, random.between(1, 50) * USD);
  await deposit(rig, BOB, random.between(1, 50) * USD);
  await forceWithdrawal(rig, random.between(1, 30 * USD));
  return 3;
}

async function steal(rig: Rig, from: Hex, to: Hex): Promise<void> {
  await rig.rpc('hardhat_impersonateAccount', [from]);
  await rig.rpc('hardhat_setBalance', [from, '0xde0b6b3a7640000']);
  const call = { address: rig.token, abi: testUsdcAbi, functionName: 'transfer', args: [to, 1n] };
  await rig.send(rig.players[0], { ...call, account: from });
}
