/** The rollup inside a Hardhat 3 test: the contracts as compiled here, on the network of the test. */
import { readFileSync } from 'node:fs';

import type {
  HardhatViemHelpers,
  PublicClient,
  WalletClient,
} from '@nomicfoundation/hardhat-viem/types';
import {
  type Abi,
  bytesToHex,
  getContract,
  parseEventLogs,
  parseUnits,
  type TransactionReceipt,
} from 'viem';

import {
  bridgeAbi,
  inboxAbi,
  rollupAbi,
  stateTransitionAbi,
  testUsdcAbi,
} from '../contracts/generated/abi.ts';
import { encodeGenesis, type Genesis, genesisState } from '../protocol/genesis.ts';
import { concat, keccak256 } from '../protocol/hash.ts';
import { StateTree } from '../protocol/merkle.ts';
import { MAX_INBOX_ITEMS } from '../protocol/params.ts';
import { addressOfKey } from '../protocol/signatures.ts';
import { leastBondWei } from './bonds.ts';
import type { Hex } from './types.ts';
import { deployInOrder, VERIFIER_CONTRACTS } from './verifierContracts.ts';

/** EIP-7825: no transaction offers more. */
const MAX_GAS = 2n ** 24n;

export interface DeployTenorOptions {
  /** A: seconds of censorship that a side of a dispute is granted. */
  readonly censorshipBudgetSec?: number;
  /** g: seconds of each round that cost no clock. The challenge period is A + g. */
  readonly graceSec?: number;
  /** Seconds until an inbox item must be in a batch; 3,600 at most. */
  readonly forceDeadlineSec?: number;
  /** Seconds without a post after which anybody may post. */
  readonly freezePeriodSec?: number;
  /** What a unit of gas is refunded with at most. The bond follows from it. */
  readonly gasPriceCapWei?: bigint;
  /** Oracle publishers; their keys are made from their numbers. */
  readonly publishers?: number;
  /** Signed values that a print needs. */
  readonly quorum?: number;
}

/** An oracle publisher of a test. Worthless: its key is the same in every run. */
export interface TestPublisher {
  readonly privateKey: Hex;
  readonly address: Hex;
}

export interface DepositTerms {
  /** USDC, at most 6 decimals. Minted first: the collateral is worthless. */
  readonly amount: string;
  /** 0 (the default) opens a new account of the sender. */
  readonly account?: number;
  /** One of the network's accounts; the second by default. */
  readonly from?: Hex;
}

/** What a test gets: `Awaited<ReturnType<typeof deployTenor>>`. */
export type Tenor = Awaited<ReturnType<typeof deployTenor>>;

/**
 * Deploys the rollup with worthless collateral, clocks of minutes, and the network's first account as poster.
 * Needs the `hardhat-viem` plugin and Tenor's compiled contracts (`npm run compile`).
 *
 * @example
 * const { networkHelpers } = await network.connect();
 * const { rollup, deposit, postBatch } = await networkHelpers.loadFixture(deployTenor);
 * await deposit({ amount: '1000' });
 * await postBatch([encodeConsumeInbox({})]);
 */
export async function deployTenor(
  connection: { readonly viem: Pick<HardhatViemHelpers, 'getPublicClient' | 'getWalletClients'> },
  options: DeployTenorOptions = {},
) {
  const publicClient = await connection.viem.getPublicClient();
  const [poster, depositor] = await connection.viem.getWalletClients();
  if (poster === undefined) throw new Error('the network has no accounts');
  const client = { public: publicClient, wallet: poster };
  const { timestamp } = await publicClient.getBlock();
  const publishers = testPublishers(options.publishers ?? 3);
  const genesis: Genesis = {
    timeSec: Number(timestamp),
    publishers: publishers.map(({ addressBytes }) => addressBytes),
    quorum: options.quorum ?? Math.ceil((publishers.length + 1) / 2),
  };

  const contracts = await deployContracts({ poster, publicClient, genesis, options });
  const rollup = getContract({ address: contracts.rollup, abi: rollupAbi, client });
  const [bridgeAddress, inboxAddress] = await Promise.all([
    rollup.read.BRIDGE(),
    rollup.read.INBOX(),
  ]);
  const bridge = getContract({ address: bridgeAddress, abi: bridgeAbi, client });
  const inbox = getContract({ address: inboxAddress, abi: inboxAbi, client });
  const usdc = getContract({ address: contracts.usdc, abi: testUsdcAbi, client });
  const stateTransition = getContract({
    address: contracts.stateTransition,
    abi: stateTransitionAbi,
    client,
  });

  const mined = async (sent: Promise<Hex>) => waitFor(publicClient, await sent);

  /** Mints, approves and deposits. @returns the place in the inbox */
  const deposit = async ({ amount, account = 0, from }: DepositTerms): Promise<bigint> => {
    const sender = from ?? depositor?.account.address ?? poster.account.address;
    const units = parseUnits(amount, 6);
    const as = { account: sender } as const;
    await mined(usdc.write.mint([sender, units]));
    await mined(usdc.write.approve([bridge.address, units], as));
    const { logs } = await mined(bridge.write.deposit([account, units], as));
    const [event] = parseEventLogs({ abi: bridgeAbi, eventName: 'Deposited', logs });
    return event.args.inboxIndex;
  };

  /**
   * Posts operations as the next batch, with the time of L1's last block.
   * @param items inbox items that the batch takes; by default all that wait, at most 64
   */
  const postBatch = async (
    operations: readonly Uint8Array[],
    { items }: { items?: number } = {},
  ): Promise<{ number: bigint; hash: Hex; header: Hex; gasUsed: bigint }> => {
    const [tip, from, count] = await Promise.all([
      rollup.read.tipNumber(),
      rollup.read.inboxNext(),
      inbox.read.count(),
    ]);
    const to = from + BigInt(items ?? Math.min(Number(count - from), MAX_INBOX_ITEMS));
    const parent = await rollup.read.batchOf([tip]);
    const inboxHash = await inbox.read.rangeHash([from, to]);
    const block = await publicClient.getBlock();
    const data = bytesToHex(concat(...operations));
    const { logs, gasUsed } = await mined(
      rollup.write.postBatch([parent.hash, data, to, inboxHash, block.timestamp]),
    );
    const [event] = parseEventLogs({ abi: rollupAbi, eventName: 'BatchPosted', logs });
    const { number, batchHash, header } = event.args;
    return { number, hash: batchHash, header, gasUsed };
  };

  return {
    rollup,
    bridge,
    inbox,
    usdc,
    stateTransition,
    addresses: {
      rollup: rollup.address,
      bridge: bridge.address,
      inbox: inbox.address,
      usdc: usdc.address,
      stateTransition: stateTransition.address,
    },
    chainId: await publicClient.getChainId(),
    genesis,
    publishers: publishers.map(
      ({ privateKey, address }): TestPublisher => ({ privateKey, address }),
    ),
    poster: poster.account.address,
    deposit,
    postBatch,
  };
}

/** Waits for a transaction and fails where it was reverted. */
async function waitFor(publicClient: PublicClient, hash: Hex): Promise<TransactionReceipt> {
  const receipt = await publicClient.waitForTransactionReceipt({ hash });
  if (receipt.status !== 'success') throw new Error(`transaction ${hash} was reverted`);
  return receipt;
}

async function deployContracts({
  poster,
  publicClient,
  genesis,
  options,
}: {
  readonly poster: WalletClient;
  readonly publicClient: PublicClient;
  readonly genesis: Genesis;
  readonly options: DeployTenorOptions;
}): Promise<{ readonly rollup: Hex; readonly usdc: Hex; readonly stateTransition: Hex }> {
  const deploy = async (artifact: string, args: readonly unknown[] = []): Promise<Hex> => {
    const { abi, bytecode } = readArtifact(artifact);
    const hash = await poster.deployContract({ abi, bytecode, args, gas: MAX_GAS });
    const { contractAddress } = await waitFor(publicClient, hash);
    if (typeof contractAddress !== 'string') throw new Error(`${artifact} was not deployed`);
    return contractAddress;
  };
  const { StateTransition: stateTransition } = await deployInOrder((name, args) =>
    deploy(`verifier/${VERIFIER_CONTRACTS[name].source}/${name}`, args),
  );
  const usdc = await deploy('bridge/TestUSDC.sol/TestUSDC');
  const { gasPriceCapWei = 2n * 10n ** 9n } = options;
  const bond = leastBondWei(gasPriceCapWei);
  const parameters = {
    token: usdc,
    timelock: poster.account.address,
    guardian: poster.account.address,
    feeds: [],
    verifier: stateTransition,
    genesisRoot: bytesToHex(new StateTree(genesisState(genesis)).root),
    genesis: bytesToHex(encodeGenesis(genesis)),
    poster: poster.account.address,
    freezePeriod: options.freezePeriodSec ?? 86_400,
    forceDeadline: options.forceDeadlineSec ?? 3_600,
    censorshipBudget: options.censorshipBudgetSec ?? 600,
    grace: options.graceSec ?? 60,
    bond,
    pathBond: bond,
    gasPriceCap: gasPriceCapWei,
    rounds: 3,
    arityLog2: 6,
  };
  return { rollup: await deploy('rollup/Rollup.sol/Rollup', [parameters]), usdc, stateTransition };
}

function testPublishers(count: number): (TestPublisher & { readonly addressBytes: Uint8Array })[] {
  return Array.from({ length: count }, (_, i) => {
    const key = keccak256(new TextEncoder().encode(`publisher ${i}`));
    const addressBytes = addressOfKey(key);
    return { privateKey: bytesToHex(key), address: bytesToHex(addressBytes), addressBytes };
  });
}

function readArtifact(name: string): { readonly abi: Abi; readonly bytecode: Hex } {
  const path = new URL(`../artifacts/contracts/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8')) as { abi: Abi; bytecode: Hex };
}
