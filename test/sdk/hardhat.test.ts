/** The fixture as a Hardhat user meets it: in-process, loaded twice, read through viem and through ethers. */
import hre from 'hardhat';
import { bytesToHex, hexToBytes } from 'viem';
import { beforeAll, describe, expect, test } from 'vitest';

import { hashBatch, hashData, hashInbox } from '../../protocol/batch.ts';
import { moneyOf, runBatch } from '../../protocol/derive.ts';
import {
  decodeHeader,
  decodeInboxItem,
  encodeAdvanceTime,
  encodeConsumeInbox,
  encodeListInstrument,
  encodePublishPrices,
} from '../../protocol/generated/codec.ts';
import { genesisState } from '../../protocol/genesis.ts';
import { concat } from '../../protocol/hash.ts';
import { StateTree } from '../../protocol/merkle.ts';
import { DAY_SEC, DAY_ZERO_SEC, FULL_CONFIDENCE_E4 } from '../../protocol/params.ts';
import { recoverSignatures, signDigest } from '../../protocol/signatures.ts';
import { indexPrintHash } from '../../protocol/signed.ts';
import { digest, domainSeparator } from '../../protocol/typedData.ts';
import { deployTenor, type Tenor } from '../../sdk/hardhat.ts';

const INDEX_CENTS = 6_000_000;
const BTC = 0;

let connection: Awaited<ReturnType<typeof hre.network.connect>>;
beforeAll(async () => {
  connection = await hre.network.connect();
});

const load = async (): Promise<Tenor> => connection.networkHelpers.loadFixture(deployTenor);

/** A deposit taken from the inbox, an index print and an option: one operation of each. */
function openingOperations({ publishers, rollup, chainId }: Tenor, timeSec: number): Uint8Array[] {
  const domain = domainSeparator({ chainId, rollup: hexToBytes(rollup.address) });
  const print = {
    underlying: BTC,
    priceCents: INDEX_CENTS,
    confidenceE4: FULL_CONFIDENCE_E4,
    timeSec,
  };
  const hash = digest(domain, indexPrintHash(print));
  const entries = publishers.slice(0, 2).map(({ privateKey }, publisher) => ({
    publisher,
    priceCents: INDEX_CENTS,
    confidenceE4: FULL_CONFIDENCE_E4,
    timeSec,
    signature: signDigest(hash, hexToBytes(privateKey)),
  }));
  const day = Math.floor((timeSec - DAY_ZERO_SEC) / DAY_SEC) + 7;
  return [
    encodeConsumeInbox({}),
    encodeAdvanceTime({ timeSec }),
    encodePublishPrices({ underlying: BTC, entries }),
    encodeListInstrument({ underlying: BTC, day, strikeCents: INDEX_CENTS, put: 0 }),
  ];
}

async function headSec(): Promise<number> {
  const client = await connection.viem.getPublicClient();
  return Number((await client.getBlock()).timestamp);
}

describe('deployTenor', () => {
  test('deploys contracts that know each other, from a genesis that L1 knows', async () => {
    const { rollup, bridge, inbox, usdc, addresses, genesis, poster } = await load();
    const same = (a: string, b: string) => expect(a.toLowerCase()).toBe(b.toLowerCase());
    same(await bridge.read.ROLLUP(), rollup.address);
    same(await bridge.read.TOKEN(), usdc.address);
    same(await inbox.read.BRIDGE(), bridge.address);
    same(await rollup.read.verifier(), addresses.stateTransition);
    same(await rollup.read.poster(), poster);
    const root = bytesToHex(new StateTree(genesisState(genesis)).root);
    expect(await rollup.read.settledRoot()).toBe(root);
    expect(await rollup.read.CHALLENGE_PERIOD()).toBe(660n);
    const [bond, duelGas, cap] = await Promise.all([
      rollup.read.BOND(),
      rollup.read.DUEL_GAS(),
      rollup.read.GAS_PRICE_CAP(),
    ]);
    expect(bond).toBe(4n * duelGas * cap);
  });

  test('is loaded afresh for each test', async () => {
    const { inbox, deposit } = await load();
    expect(await deposit({ amount: '5' })).toBe(0n);
    expect(await inbox.read.count()).toBe(1n);
    const again = await load();
    expect(await again.inbox.read.count()).toBe(0n);
  });

  test('takes other clocks and publishers', async () => {
    const { rollup, genesis, publishers } = await deployTenor(connection, {
      censorshipBudgetSec: 30,
      graceSec: 5,
      publishers: 5,
    });
    expect(await rollup.read.CHALLENGE_PERIOD()).toBe(35n);
    expect(publishers).toHaveLength(5);
    expect(genesis.quorum).toBe(3);
  });
});

describe('deposit and postBatch', () => {
  test('a deposit and signed operations become a batch whose root settles', async () => {
    const tenor = await load();
    const { rollup, bridge, inbox, genesis, deposit, postBatch } = tenor;
    await deposit({ amount: '1000.5' });
    await deposit({ amount: '20' });
    expect(await bridge.read.held()).toBe(1_020_500_000n);

    const operations = openingOperations(tenor, await headSec());
    const posted = await postBatch(operations);
    expect(posted.number).toBe(1n);
    expect(await rollup.read.tipNumber()).toBe(1n);
    expect(await rollup.read.inboxNext()).toBe(2n);

    const header = decodeHeader(hexToBytes(posted.header));
    const logs = await inbox.getEvents.ItemAdded({}, { fromBlock: 0n });
    const items = logs.map(({ args }) => decodeInboxItem(hexToBytes(args.item!)));
    expect(bytesToHex(hashBatch(header))).toBe(posted.hash);
    expect(header.dataHash).toEqual(hashData(concat(...operations)));
    expect(header.inboxHash).toEqual(hashInbox(items));

    const state = genesisState(genesis);
    const input = { header, data: concat(...operations), inbox: items };
    runBatch({ state, input, signatures: recoverSignatures });
    // The second deposit had no marker in the data and ran after it.
    expect(state.globals.accountCount()).toBe(2);
    expect([state.accounts.cash(1), state.accounts.cash(2)]).toEqual([1_000_500_000, 20_000_000]);
    expect(state.underlyings.indexCents(BTC)).toBe(INDEX_CENTS);
    expect(state.globals.instrumentCount()).toBe(1);
    expect(moneyOf(state).difference).toBe(0n);

    const root = bytesToHex(new StateTree(state).root);
    const parent = await rollup.read.GENESIS_CLAIM();
    const value = await rollup.read.PATH_BOND();
    await rollup.write.claim([parent, posted.hash, root], { value });
    await connection.networkHelpers.time.increase(661);
    await rollup.write.settle([parent]);
    expect(await rollup.read.settledRoot()).toBe(root);
  });

  test('takes as many items as it is told', async () => {
    const { rollup, deposit, postBatch } = await load();
    for (const amount of ['1', '2', '3']) await deposit({ amount });
    await postBatch([], { items: 1 });
    expect(await rollup.read.inboxNext()).toBe(1n);
    expect((await postBatch([])).number).toBe(2n);
    expect(await rollup.read.inboxNext()).toBe(3n);
  });

  test('ethers reads the same', async () => {
    const { addresses, deposit, postBatch } = await load();
    const [, , third] = await connection.viem.getWalletClients();
    await deposit({ amount: '7', from: third.account.address });
    const { hash } = await postBatch([encodeConsumeInbox({})]);
    const rollup = await connection.ethers.getContractAt('Rollup', addresses.rollup);
    const bridge = await connection.ethers.getContractAt('Bridge', addresses.bridge);
    const inbox = await connection.ethers.getContractAt('Inbox', addresses.inbox);
    const batch = (await rollup.getFunction('batchOf')(1)) as { hash: string };
    expect(batch.hash).toBe(hash);
    expect(await rollup.getFunction('tipNumber')()).toBe(1n);
    expect(await rollup.getFunction('inboxNext')()).toBe(1n);
    expect(await bridge.getFunction('held')()).toBe(7_000_000n);
    expect(await inbox.getFunction('count')()).toBe(1n);
  });
});
