/** The real contracts with the parameters of a configuration: where the model's calls go, and what can be seen of them. */
import { existsSync, readFileSync, statSync } from 'node:fs';

import hre from 'hardhat';
import {
  type Abi,
  bytesToHex,
  decodeFunctionResult,
  encodeDeployData,
  encodeFunctionData,
  type Hex,
  numberToHex,
  parseEventLogs,
  type RpcLog,
  toHex,
} from 'viem';

import { rollupAbi } from '../../contracts/generated/abi.ts';
import { keccak256 } from '../../protocol/hash.ts';
import { compileContract } from '../fixtures/compile.ts';
import { GENESIS_ROOT, HALT } from './hashes.ts';
import type { Rules } from './rules.ts';

/** EIP-7825: no transaction offers more. */
const MAX_GAS = 2n ** 24n;
/** Refunds are counted in gas then, and all money of a game fits a number. */
const GAS_PRICE = 1n;
const NO_ITEMS = bytesToHex(keccak256(new Uint8Array()));
/** Ends the revert of a call that succeeded. */
const SUCCEEDED = '0xffffffff';

export type Chain = Awaited<ReturnType<typeof openChain>>;

interface Sent {
  readonly from: Hex;
  readonly to?: Hex;
  readonly data: Hex;
  readonly value?: number;
}

interface Receipt {
  readonly status: Hex;
  readonly logs: RpcLog[];
  readonly contractAddress: Hex | null;
}

/** An L1 without base fee, whose blocks may share a second, as the calls of one second do. */
export async function openChain() {
  const { provider } = await hre.network.connect({
    network: 'default',
    override: { initialBaseFeePerGas: 0n, allowBlocksWithSameTimestamp: true },
  });
  const request = async (method: string, ...params: unknown[]): Promise<unknown> => {
    return (await provider.request({ method, params })) as unknown;
  };
  const accounts = (await request('eth_accounts')) as Hex[];

  const send = async ({ from, to, data, value = 0 }: Sent): Promise<Receipt> => {
    const transaction = {
      from,
      to,
      data,
      value: toHex(value),
      gas: toHex(MAX_GAS),
      gasPrice: toHex(GAS_PRICE),
    };
    const hash = await request('eth_sendTransaction', transaction);
    return (await request('eth_getTransactionReceipt', hash)) as Receipt;
  };
  const call = async (to: Hex, data: Hex): Promise<Hex> => {
    return (await request(
      'eth_call',
      { from: accounts[9], to, data, gas: toHex(MAX_GAS) },
      'latest',
    )) as Hex;
  };
  const deploy = async ({ abi, bytecode }: Artifact, args: readonly unknown[]): Promise<Hex> => {
    const data = encodeDeployData({ abi, bytecode, args });
    const { contractAddress } = await send({ from: accounts[0], data });
    return contractAddress!;
  };
  /** The next block, and all after it, are of this second. */
  const setTime = async (sec: number): Promise<void> => {
    await request('evm_setNextBlockTimestamp', numberToHex(sec));
    await request('evm_mine');
  };
  return {
    accounts,
    send,
    call,
    deploy,
    setTime,
    stayInSecond: async (sec: number) => request('evm_setNextBlockTimestamp', numberToHex(sec)),
    snapshot: async () => (await request('evm_snapshot')) as Hex,
    revert: async (snapshot: Hex) => request('evm_revert', snapshot),
    setBalance: async (account: Hex, wei: bigint) =>
      request('hardhat_setBalance', account, toHex(wei)),
    balance: async (account: Hex) =>
      BigInt((await request('eth_getBalance', account, 'latest')) as Hex),
    owed: async (rollup: Hex, account: Hex) => {
      const data = encodeFunctionData({ abi: rollupAbi, functionName: 'owed', args: [account] });
      return BigInt(await call(rollup, data));
    },
    latestSec: async () => {
      const { timestamp } = (await request('eth_getBlockByNumber', 'latest', false)) as {
        timestamp: Hex;
      };
      return Number(timestamp);
    },
  };
}

interface Artifact {
  readonly abi: Abi;
  readonly bytecode: Hex;
}

/** COST: a contract of the tests takes the compiler seconds where the test runner has not built it. */
const toy = (name: string): Artifact => {
  const source = `test/contracts/toy/${name}.sol`;
  const artifact = `artifacts/${source}/${name}.json`;
  const isBuilt = existsSync(artifact) && statSync(artifact).mtimeMs > statSync(source).mtimeMs;
  if (!isBuilt) return compileContract({ path: source, name });
  return JSON.parse(readFileSync(artifact, 'utf8')) as Artifact;
};
const built = (name: string): Artifact => {
  const file = `../../artifacts/contracts/${name}.sol/${name.split('/').pop()}.json`;
  return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as Artifact;
};
let toys: { readonly machine: Artifact; readonly probe: Artifact } | undefined;

/** What a deployment under some rules is called by. */
export interface Deployment {
  readonly rollup: Hex;
  readonly probe: Hex;
  readonly probeAbi: Abi;
  readonly genesis: Hex;
  /** Of the batches posted, the first of them at index 0. */
  readonly batchHashes: readonly Hex[];
}

/** Deploys the rollup over the counter machine and posts as many batches as there are places. */
export async function deployRollup(
  chain: Chain,
  rules: Rules,
  batches: number,
): Promise<Deployment> {
  toys ??= { machine: toy('CounterMachine'), probe: toy('Probe') };
  const [poster] = chain.accounts;
  const machine = await chain.deploy(toys.machine, [BigInt(HALT)]);
  const token = await chain.deploy(built('bridge/TestUSDC'), []);
  const rollup = await chain.deploy(built('rollup/Rollup'), [
    parametersOf(rules, { poster, token, verifier: machine }),
  ]);
  const probe = await chain.deploy(toys.probe, [rollup]);
  await chain.setBalance(probe, 10n ** 20n);
  const batchHashes: Hex[] = [];
  for (let i = 0; i < batches; i++) batchHashes.push(await post(chain, rollup));
  const genesis = await read<Hex>(chain, rollup, 'GENESIS_CLAIM');
  return { rollup, probe, probeAbi: toys.probe.abi, genesis, batchHashes };
}

function parametersOf(
  rules: Rules,
  { poster, token, verifier }: { poster: Hex; token: Hex; verifier: Hex },
) {
  return {
    token,
    timelock: poster,
    guardian: poster,
    feeds: [],
    verifier,
    genesisRoot: numberToHex(GENESIS_ROOT, { size: 32 }),
    genesis: '0x',
    poster,
    freezePeriod: 86_400n,
    forceDeadline: 3_600n,
    censorshipBudget: BigInt(rules.budget),
    grace: BigInt(rules.grace),
    bond: BigInt(rules.bond),
    pathBond: BigInt(rules.pathBond),
    gasPriceCap: GAS_PRICE,
    rounds: rules.rounds,
    arityLog2: Math.log2(rules.arity),
  };
}

async function post(chain: Chain, rollup: Hex): Promise<Hex> {
  const tip = await read<bigint>(chain, rollup, 'tipNumber');
  const { hash } = await read<{ hash: Hex }>(chain, rollup, 'batchOf', [tip]);
  const time = BigInt(await chain.latestSec());
  const data = encodeFunctionData({
    abi: rollupAbi,
    functionName: 'postBatch',
    args: [hash, '0x', 0n, NO_ITEMS, time],
  });
  const { logs } = await chain.send({ from: chain.accounts[0], to: rollup, data });
  const [event] = parseEventLogs({ abi: rollupAbi, eventName: 'BatchPosted', logs });
  return event.args.batchHash;
}

async function read<T>(
  chain: Chain,
  to: Hex,
  functionName: string,
  args: readonly unknown[] = [],
): Promise<T> {
  const abi: Abi = rollupAbi;
  const data = await chain.call(to, encodeFunctionData({ abi, functionName, args }));
  return decodeFunctionResult({ abi, functionName, data }) as T;
}

/** The errors of calls that are tried and not made, undefined where one would succeed. */
export async function tryAll(
  chain: Chain,
  { probe, probeAbi }: Deployment,
  calls: readonly { readonly data: Hex; readonly value: number }[],
): Promise<(Hex | undefined)[]> {
  const args = [calls.map(({ data }) => data), calls.map(({ value }) => BigInt(value))];
  const data = encodeFunctionData({ abi: probeAbi, functionName: 'tryAll', args });
  const answer = await chain.call(probe, data);
  const selectors = decodeFunctionResult({ abi: probeAbi, functionName: 'tryAll', data: answer });
  return (selectors as Hex[]).map((selector) => (selector === SUCCEEDED ? undefined : selector));
}
