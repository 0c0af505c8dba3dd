/** An L1 with the real contracts on loopback, and a hand that posts batches: what prover tests play on. */
import { readFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import {
  type Abi,
  type Account,
  type Address,
  type Chain,
  createPublicClient,
  createWalletClient,
  encodeDeployData,
  type Hex,
  http,
  type HttpTransport,
  type PublicClient,
  type WalletClient,
} from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { hardhat } from 'viem/chains';

import {
  bridgeAbi,
  inboxAbi,
  rollupAbi,
  testFeedAbi,
  testUsdcAbi,
} from '../../contracts/generated/abi.ts';
import { hashInbox } from '../../protocol/batch.ts';
import { decodeInboxItem, type InboxItem } from '../../protocol/generated/codec.ts';
import { concat } from '../../protocol/hash.ts';
import { StateTree } from '../../protocol/merkle.ts';
import type { State } from '../../protocol/state.ts';
import { PARAMETER_BIAS, UNDERLYINGS } from '../../protocol/params.ts';
import { toBytes, toHex } from '../../prover/hex.ts';
import { encodeGenesis, type Genesis, genesisState } from '../../protocol/genesis.ts';
import { leastBondWei } from '../../sdk/bonds.ts';
import { deployVerifier } from '../../scripts/deploy/verifier.ts';
import { type Compiled, compileContract } from '../fixtures/compile.ts';
import { GENESIS, START_SEC } from '../fixtures/exchange.ts';

const MNEMONIC = 'test test test test test test test test test test test junk';

export interface Player {
  readonly key: Hex;
  readonly wallet: WalletClient<HttpTransport, Chain, Account>;
  readonly address: Address;
}

export interface RigOptions {
  readonly genesis?: Genesis;
  /** Before batch 1, where that is no genesis. */
  readonly state?: State;
  /** A, in seconds of L1. */
  readonly censorshipBudget?: number;
  readonly grace?: number;
  readonly rounds?: number;
  readonly arityLog2?: number;
  /** The collateral; `moody` is a toy that misbehaves as it is told. */
  readonly token?: 'TestUSDC' | 'moody';
  /** Another L1 than one in this process: its accounts are those of the test mnemonic. */
  readonly startL1?: (options: L1Options) => Promise<StartedL1>;
  /** Wei for a unit of gas. Default: 2 gwei. */
  readonly gasPriceCap?: bigint;
  /** Accounts with 10,000 ETH each. Default: 10. */
  readonly accounts?: number;
  /** Default: 60,000,000. */
  readonly blockGasLimit?: bigint;
  /** Address of another state transition than the compiled one. */
  readonly verifier?: (rig: { deployer: Player; client: PublicClient }) => Promise<Hex>;
}

/** Days after the fixtures' start, so that their whole story lies in the past of L1. */
const L1_START_SEC = START_SEC + 30 * 86_400;

export class Rig {
  readonly url: string;
  readonly client: PublicClient;
  readonly rollup: Hex;
  readonly bridge: Hex;
  readonly inbox: Hex;
  readonly token: Hex;
  /** Reference feeds by underlying. */
  readonly feeds: readonly Hex[];
  readonly genesis: Genesis;
  readonly players: readonly Player[];
  readonly #folders: string[] = [];
  readonly #close: () => Promise<void>;

  private constructor(
    fields: Pick<
      Rig,
      'url' | 'client' | 'rollup' | 'bridge' | 'inbox' | 'token' | 'feeds' | 'genesis' | 'players'
    >,
    close: () => Promise<void>,
  ) {
    this.url = fields.url;
    this.client = fields.client;
    this.rollup = fields.rollup;
    this.bridge = fields.bridge;
    this.inbox = fields.inbox;
    this.token = fields.token;
    this.feeds = fields.feeds;
    this.genesis = fields.genesis;
    this.players = fields.players;
    this.#close = close;
  }

  static async start(options: RigOptions = {}): Promise<Rig> {
    const { genesis = GENESIS, censorshipBudget = 3_600, grace = 600 } = options;
    const { accounts = 10, gasPriceCap = 2n * 10n ** 9n, blockGasLimit = 60_000_000n } = options;
    const { startL1: start = startEdr } = options;
    const l1 = { mnemonic: MNEMONIC, startSec: L1_START_SEC, accounts, blockGasLimit };
    const { url, close } = await start(l1);
    const transport = http(url);
    const client = createPublicClient({ chain: hardhat, transport, pollingInterval: 20 });
    const players = Array.from({ length: accounts }, (_, i) => playerOf(i, transport));
    const deployer = players[0];
    const deploy = deployWith({ deployer, client });
    const token =
      options.token === 'moody'
        ? await deployToy({ deployer, client }, 'MoodyToken')
        : await deploy('bridge/TestUSDC.sol/TestUSDC', []);
    const feeds: Hex[] = [];
    for (let i = 0; i < UNDERLYINGS.length; i++) {
      feeds.push(await deploy('bridge/TestFeed.sol/TestFeed', []));
    }
    const verifier =
      options.verifier === undefined
        ? (await deployVerifier({ wallet: deployer.wallet, client })).StateTransition
        : await options.verifier({ deployer, client });
    const bond = leastBondWei(gasPriceCap);
    const rollup = await deploy('rollup/Rollup.sol/Rollup', [
      {
        token,
        // Parameters without the wait of a timelock.
        timelock: deployer.address,
        guardian: deployer.address,
        feeds,
        verifier,
        genesisRoot: toHex(new StateTree(options.state ?? genesisState(genesis)).root),
        genesis: toHex(encodeGenesis(genesis)),
        poster: deployer.address,
        freezePeriod: 86_400n,
        forceDeadline: 3_600n,
        censorshipBudget: BigInt(censorshipBudget),
        grace: BigInt(grace),
        bond,
        pathBond: bond,
        gasPriceCap,
        rounds: options.rounds ?? 3,
        arityLog2: options.arityLog2 ?? 6,
      },
    ]);
    const read = (functionName: 'BRIDGE' | 'INBOX') =>
      client.readContract({ address: rollup, abi: rollupAbi, functionName });
    const [bridge, inbox] = await Promise.all([read('BRIDGE'), read('INBOX')]);
    return new Rig({ url, client, rollup, bridge, inbox, token, feeds, genesis, players }, close);
  }

  /** A new folder that goes when the rig stops. */
  folder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'tenor-prover-'));
    this.#folders.push(folder);
    return folder;
  }

  async stop(): Promise<void> {
    await this.#close();
    this.dropFolders();
  }

  /** Removes what was given out by `folder`. */
  dropFolders(): void {
    for (const folder of this.#folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  }

  /** Adds an item to the inbox as its sender would. */
  async addItem({ kind, sender, account, amount }: Omit<InboxItem, 'timeSec'>): Promise<void> {
    const from = toHex(sender);
    await this.rpc('hardhat_impersonateAccount', [from]);
    await this.rpc('hardhat_setBalance', [from, '0xde0b6b3a7640000']);
    const write = (request: object) => this.#send({ account: from, ...request });
    if (kind === 1) {
      const args = [from, BigInt(amount)];
      await write({ address: this.token, abi: testUsdcAbi, functionName: 'mint', args });
      await write({
        address: this.token,
        abi: testUsdcAbi,
        functionName: 'approve',
        args: [this.bridge, BigInt(amount)],
      });
      await write({
        address: this.bridge,
        abi: bridgeAbi,
        functionName: 'deposit',
        args: [account, BigInt(amount)],
      });
    } else if (kind === 2) {
      await write({
        address: this.inbox,
        abi: inboxAbi,
        functionName: 'forceWithdraw',
        args: [account, BigInt(amount)],
      });
    } else if (kind === 3) {
      await write({
        address: this.inbox,
        abi: inboxAbi,
        functionName: 'forceCancelAll',
        args: [account],
      });
    } else if (kind === 4) {
      // The feed has eight decimals.
      const args = [BigInt(amount) * 1_000_000n];
      await write({ address: this.feeds[account], abi: testFeedAbi, functionName: 'push', args });
      await write({
        address: this.inbox,
        abi: inboxAbi,
        functionName: 'deliverReference',
        args: [account],
      });
    } else if (kind === 5) {
      await this.send(this.players[0], {
        address: this.inbox,
        abi: inboxAbi,
        functionName: 'setParameter',
        args: [account, BigInt(amount - PARAMETER_BIAS)],
      });
    } else if (kind === 6) {
      await write({
        address: this.inbox,
        abi: inboxAbi,
        functionName: 'forceLiquidate',
        args: [account],
      });
    } else {
      throw new Error(`L1 makes no inbox items of kind ${kind}`);
    }
  }

  /** Posts a batch that takes `items` more inbox items. */
  async postBatch(operations: readonly Uint8Array[], { items = 0 } = {}): Promise<number> {
    const read = { address: this.rollup, abi: rollupAbi } as const;
    const [tip, from] = await Promise.all([
      this.client.readContract({ ...read, functionName: 'tipNumber' }),
      this.client.readContract({ ...read, functionName: 'inboxNext' }),
    ]);
    const parent = await this.client.readContract({
      ...read,
      functionName: 'batchOf',
      args: [tip],
    });
    const taken = (await this.items()).slice(Number(from), Number(from) + items);
    const { timestamp } = await this.client.getBlock();
    await this.#send({
      account: this.players[0].wallet.account,
      address: this.rollup,
      abi: rollupAbi,
      functionName: 'postBatch',
      args: [
        parent.hash,
        toHex(concat(...operations)),
        from + BigInt(items),
        toHex(hashInbox(taken)),
        timestamp,
      ],
    });
    return Number(tip) + 1;
  }

  async claim(player: Player, { parent, root }: { parent: Hex; root: Hex }): Promise<Hex> {
    const read = { address: this.rollup, abi: rollupAbi } as const;
    const claim = await this.client.readContract({
      ...read,
      functionName: 'claimOf',
      args: [parent],
    });
    const batch = await this.client.readContract({
      ...read,
      functionName: 'batchOf',
      args: [claim.number + 1n],
    });
    const value = await this.client.readContract({
      ...read,
      functionName: 'bondToClaim',
      args: [parent, player.address],
    });
    const { epoch } = await this.client.readContract({
      ...read,
      functionName: 'contest',
      args: [parent],
    });
    await this.#send({
      account: player.wallet.account,
      ...read,
      functionName: 'claim',
      args: [parent, batch.hash, root],
      value,
    });
    return this.client.readContract({
      ...read,
      functionName: 'claimId',
      args: [parent, epoch, batch.hash, root],
    });
  }

  async genesisClaim(): Promise<Hex> {
    return this.client.readContract({
      address: this.rollup,
      abi: rollupAbi,
      functionName: 'GENESIS_CLAIM',
    });
  }

  async read<T>(functionName: string, args: readonly unknown[] = []): Promise<T> {
    const request = { address: this.rollup, abi: rollupAbi as Abi, functionName, args };
    return this.client.readContract(request) as Promise<T>;
  }

  /** Sends a transaction and expects it to succeed. */
  async send(player: Player, request: object): Promise<{ gasUsed: bigint; hash: Hex }> {
    return this.#send({ account: player.wallet.account, ...request });
  }

  /** Moves L1's time on and makes a block. */
  async pass(seconds: number): Promise<void> {
    await this.rpc('evm_increaseTime', [`0x${seconds.toString(16)}`]);
    await this.rpc('evm_mine', []);
  }

  async rpc(method: string, params: readonly unknown[]): Promise<unknown> {
    return this.client.request({ method, params } as never);
  }

  /** Everything that was ever put into the inbox. */
  async items(): Promise<InboxItem[]> {
    const logs = await this.client.getContractEvents({
      address: this.inbox,
      abi: inboxAbi,
      eventName: 'ItemAdded',
      fromBlock: 0n,
    });
    return logs.map(({ args }) => decodeInboxItem(toBytes(args.item!)));
  }

  async #send(request: object): Promise<{ gasUsed: bigint; hash: Hex }> {
    const { wallet } = this.players[0];
    const hash = await wallet.writeContract(request as never);
    const { status, gasUsed } = await this.client.waitForTransactionReceipt({ hash });
    if (status !== 'success') throw new Error(`transaction ${hash} was reverted`);
    return { gasUsed, hash };
  }
}

export interface L1Options {
  readonly mnemonic: string;
  readonly startSec: number;
  readonly accounts: number;
  readonly blockGasLimit: bigint;
}

export interface StartedL1 {
  readonly url: string;
  readonly close: () => Promise<void>;
}

async function startEdr({ accounts: count, blockGasLimit }: L1Options): Promise<StartedL1> {
  const environment = await createHardhatRuntimeEnvironment({
    // PERF: the project's builds, a hundred megabytes, would only be read to explain reverts.
    paths: { artifacts: '.no-artifacts' },
    networks: {
      l1: {
        type: 'edr-simulated',
        chainType: 'l1',
        hardfork: 'osaka',
        chainId: 31_337,
        blockGasLimit,
        transactionGasCap: 2n ** 24n,
        allowUnlimitedContractSize: false,
        initialDate: new Date(L1_START_SEC * 1000),
        accounts: { mnemonic: MNEMONIC, count },
      },
    },
  });
  const server = await environment.network.createServer('l1', '127.0.0.1', 0);
  const { address, port } = await server.listen();
  return { url: `http://${address}:${port}`, close: () => server.close() };
}

function playerOf(addressIndex: number, transport: HttpTransport): Player {
  const account = mnemonicToAccount(MNEMONIC, { addressIndex });
  const wallet = createWalletClient({ account, chain: hardhat, transport, pollingInterval: 20 });
  return { key: toHex(account.getHdKey().privateKey!), wallet, address: account.address };
}

const toys = new Map<string, Compiled>();

/** A contract of test/contracts/toy/Moody.sol. COST: seconds, it is compiled. */
export async function deployToy(
  { deployer, client }: { deployer: Player; client: PublicClient },
  name: 'MoodyToken' | 'Purse',
): Promise<Hex> {
  const compiled =
    toys.get(name) ?? compileContract({ path: 'test/contracts/toy/Moody.sol', name });
  toys.set(name, compiled);
  const { bytecode } = compiled;
  const hash = await deployer.wallet.sendTransaction({ data: bytecode });
  const { contractAddress } = await client.waitForTransactionReceipt({ hash });
  return contractAddress!;
}

export function deployWith({ deployer, client }: { deployer: Player; client: PublicClient }) {
  return async (artifact: string, args: readonly unknown[]): Promise<Hex> => {
    const path = new URL(`../../artifacts/contracts/${artifact}.json`, import.meta.url);
    const { abi, bytecode } = JSON.parse(readFileSync(path, 'utf8')) as { abi: Abi; bytecode: Hex };
    const hash = await deployer.wallet.sendTransaction({
      data: encodeDeployData({ abi, bytecode, args }),
    });
    const { contractAddress } = await client.waitForTransactionReceipt({ hash });
    if (contractAddress === null || contractAddress === undefined)
      throw new Error(`${artifact} was not deployed`);
    return contractAddress;
  };
}

/** Waits until something holds; fails with what was awaited. */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  { timeoutMs = 30_000, everyMs = 50 } = {},
): Promise<T> {
  const endMs = Date.now() + timeoutMs;
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > endMs) throw new Error(`waited ${timeoutMs} ms for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
