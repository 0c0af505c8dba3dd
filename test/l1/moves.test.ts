/** A dispute over 2^18 steps in real transactions: what each move costs, and that the loser pays it. */
import { readFileSync } from 'node:fs';

import hre from 'hardhat';
import {
  bytesToHex,
  type Hex,
  numberToHex,
  parseEventLogs,
  toHex,
  type TransactionReceipt,
} from 'viem';
import { beforeAll, describe, expect, it } from 'vitest';

import { keccak256 } from '../../protocol/hash.ts';
import { rollupModule } from '../../scripts/deploy/Tenor.ts';
import { DUEL_GAS } from '../../sdk/bonds.ts';
import {
  type CounterBatch,
  counterLeaves,
  History,
  lyingLeaves,
  openState,
} from './counterHistory.ts';

const ROUNDS = 3;
const ARITY_LOG2 = 6;
const STEPS = 2 ** (ROUNDS * ARITY_LOG2);
const HALT = 200_000;
const LIE_FROM = 123_456;
const GAS_PRICE = 10n ** 9n;
const PERIOD_SEC = 1_100;
const GENESIS_ROOT = numberToHex(1_000, { size: 32 });
const TRUTH = numberToHex(1_000 + HALT, { size: 32 });
const LIE = numberToHex(666, { size: 32 });
/** Of the dearest step of each kind in the worst state, with its witness. */
const STEP_GAS = JSON.parse(
  readFileSync(new URL('../snapshots/gas.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, number>>;
/** Bonds are reckoned with so many times the gas of the dearest duel; holds while no step exceeds its aim of 4,000,000. */
const DUEL_MARGIN = 1.9;
const NO_ITEMS = bytesToHex(keccak256(new Uint8Array()));

const gasOf: Record<string, number> = {};

async function deploy() {
  const { viem, ignition, networkHelpers } = await hre.network.connect();
  const client = await viem.getPublicClient();
  const [poster, honest, liar, stranger] = await viem.getWalletClients();
  const machine = await viem.deployContract('CounterMachine', [BigInt(HALT)]);
  const { rollup, bridge, inbox, usdc } = await ignition.deploy(rollupModule, {
    parameters: {
      Rollup: {
        verifier: machine.address,
        genesisRoot: GENESIS_ROOT,
        genesis: '0x',
        poster: poster.account.address,
        censorshipBudgetSec: 1_000n,
        graceSec: 100n,
        gasPriceCapWei: GAS_PRICE,
        bondWei: 48_000_000n * GAS_PRICE,
        pathBondWei: 48_000_000n * GAS_PRICE,
      },
    },
  });
  const mined = async (name: string, hash: Promise<Hex>): Promise<TransactionReceipt> => {
    const receipt = await client.waitForTransactionReceipt({ hash: await hash });
    gasOf[name] = Math.max(gasOf[name] ?? 0, Number(receipt.gasUsed));
    return receipt;
  };
  return {
    rollup,
    bridge,
    inbox,
    usdc,
    networkHelpers,
    mined,
    poster: poster.account,
    honest: honest.account,
    liar: liar.account,
    stranger: stranger.account,
  };
}

type L1 = Awaited<ReturnType<typeof deploy>>;

describe('moves', () => {
  let l1: L1;
  let batch: CounterBatch;
  let genesis: Hex;
  let truth: History;
  let lie: History;

  beforeAll(async () => {
    l1 = await deploy();
    genesis = await l1.rollup.read.GENESIS_CLAIM();
    await post('postBatch, empty', '0x');
    const { hash } = await l1.rollup.read.batchOf([1n]);
    batch = { preRoot: GENESIS_ROOT, batchHash: hash, halt: HALT };
    const leaves = counterLeaves(batch, STEPS);
    truth = new History(leaves);
    const opened = openState({ ...batch, preRoot: LIE, halt: 0 }, 0);
    new DataView(opened.buffer).setUint32(60, HALT);
    lie = new History(lyingLeaves(leaves, { from: LIE_FROM, last: keccak256(opened) }));
  });

  async function post(name: string, data: Hex) {
    const { rollup, mined, poster } = l1;
    const tip = await rollup.read.batchOf([await rollup.read.tipNumber()]);
    const to = await rollup.read.inboxNext();
    return mined(
      name,
      rollup.write.postBatch([tip.hash, data, to, NO_ITEMS, tip.time], { account: poster }),
    );
  }

  const options = (account: L1['honest']) => ({ account, gasPrice: GAS_PRICE });

  function owedBy(receipt: TransactionReceipt): bigint {
    const { abi } = l1.rollup;
    const logs = parseEventLogs({ abi, logs: receipt.logs, eventName: 'MoveCredited' });
    return logs.reduce((sum, log) => sum + log.args.amount, 0n);
  }

  /** A refund may not fall far below what was paid, nor much exceed it. */
  function expectRefund(receipt: TransactionReceipt) {
    const ratio = Number(owedBy(receipt)) / Number(receipt.gasUsed * GAS_PRICE);
    expect(ratio).toBeGreaterThan(0.9);
    expect(ratio).toBeLessThan(1.5);
  }

  it('finds the false step among 2^18, refunds the movers, and settles the true root', async () => {
    const { rollup, mined, honest, liar, stranger, networkHelpers } = l1;
    const bond = await rollup.read.BOND();
    await mined(
      'claim, new path',
      rollup.write.claim([genesis, batch.batchHash, LIE], { ...options(liar), value: bond }),
    );
    await mined(
      'enter',
      rollup.write.enter([genesis, TRUTH, truth.root, truth.proof(STEPS - 1), honest.address], {
        ...options(honest),
        value: bond,
      }),
    );
    await mined(
      'enter',
      rollup.write.enter(
        [genesis, LIE, lie.root, lie.proof(STEPS - 1), liar.address],
        options(liar),
      ),
    );
    const honestEntry = await rollup.read.entryId([genesis, 0, TRUTH, truth.root]);
    const lyingEntry = await rollup.read.entryId([genesis, 0, LIE, lie.root]);
    expectRefund(
      await mined('duel', rollup.write.duel([honestEntry, lyingEntry], options(stranger))),
    );
    const duel = await rollup.read.duelId([honestEntry, lyingEntry]);
    const { entries } = await rollup.read.duelOf([duel]);
    const sides = entries[0] === honestEntry ? [truth, lie] : [lie, truth];

    for (let round = 0; round < ROUNDS; round++) {
      const { index } = await rollup.read.duelOf([duel]);
      const children = sides.map((side) => side.children(round * ARITY_LOG2, index, ARITY_LOG2));
      for (const side of [0, 1]) {
        const reveal = rollup.write.reveal([duel, side, children[side]], options(stranger));
        expectRefund(await mined('reveal', reveal));
      }
      const advance = rollup.write.advance([duel, children[0], children[1]], options(stranger));
      expectRefund(await mined('advance', advance));
    }

    const { index } = await rollup.read.duelOf([duel]);
    expect(index).toBe(LIE_FROM);
    const receipt = await mined(
      'step, without the machine',
      rollup.write.step(
        [
          duel,
          0n,
          truth.leaf(index - 1),
          sides[0].proof(index - 1),
          bytesToHex(openState(batch, index)),
        ],
        options(stranger),
      ),
    );
    expectRefund(receipt);
    expect((await rollup.read.entry([lyingEntry])).alive).toBe(false);
    expect((await rollup.read.entry([honestEntry])).alive).toBe(true);

    await networkHelpers.time.increase(PERIOD_SEC + 1);
    await mined('settle', rollup.write.settle([genesis], options(stranger)));
    expect(await rollup.read.settledRoot()).toBe(TRUTH);
    const falseClaim = await rollup.read.claimId([genesis, 0, batch.batchHash, LIE]);
    await mined('voidClaim', rollup.write.voidClaim([falseClaim], options(stranger)));
    await mined('payOut', rollup.write.payOut([honestEntry], options(stranger)));
    expect(await rollup.read.owed([honest.address])).toBe(bond + bond / 10n);
    await mined('collect', rollup.write.collect(options(honest)));
  });

  it('stays inside the gas bounds that bonds are reckoned with', async () => {
    const { rollup, usdc, bridge, inbox, mined, honest } = l1;
    await post('postBatch, 100 KB', toHex(new Uint8Array(100_000).fill(0x5a)));
    await mined('mint', usdc.write.mint([honest.address, 10n ** 12n], options(honest)));
    await mined('approve', usdc.write.approve([bridge.address, 10n ** 12n], options(honest)));
    await mined('deposit', bridge.write.deposit([0, 10n ** 6n], options(honest)));
    await mined('forceWithdraw', inbox.write.forceWithdraw([1, 1n], options(honest)));

    const game = gasOf['duel'] + 6 * gasOf['reveal'] + 3 * gasOf['advance'];
    const moves = game + gasOf['step, without the machine'];
    expect(moves).toBeLessThan(2_200_000);
    // A transaction of its own, so its 21,000 are counted twice.
    const dearest = Math.max(...Object.values(STEP_GAS));
    console.log(`A duel takes ${moves} gas and at most ${dearest} for the step.`);
    expect(await rollup.read.DUEL_GAS()).toBe(DUEL_GAS);
    expect(DUEL_MARGIN * (moves + dearest)).toBeLessThanOrEqual(Number(DUEL_GAS));
    expect(gasOf['reveal']).toBeLessThan(200_000);
    expect(gasOf['advance']).toBeLessThan(300_000);
    expect(gasOf['postBatch, 100 KB']).toBeLessThan(4_300_000);
  });
});
