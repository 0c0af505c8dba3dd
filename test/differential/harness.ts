/** The deployed bytecode, to be called by tests. */
import {
  createPublicClient,
  createWalletClient,
  type Hex,
  toFunctionSelector,
  toHex,
  withRetry,
} from 'viem';
import { foundry } from 'viem/chains';
import { stateTransitionAbi } from '../../contracts/generated/abi.ts';
import { deployVerifier } from '../../scripts/deploy/verifier.ts';
import type { VerifierAddresses, VerifierName } from '../../sdk/verifierContracts.ts';
import type { Code } from '../../prover/game/evm.ts';
import { openNode, type Response } from './node.ts';

/** EIP-7825 */
const TRANSACTION_GAS = 2 ** 24;
/** Of witnesses; hexadecimal doubles them, and anvil takes 2 MiB. */
const MOST_REQUEST_BYTES = 800_000;
const STEP_SELECTOR = toFunctionSelector('step(bytes32,bytes)').slice(2);

export interface StepCall {
  readonly pre: Uint8Array;
  readonly witness: Uint8Array;
}

/** The post state, or why the call reverted. */
export type StepResult = { readonly post: string } | { readonly revert: string };

export interface Verifier {
  readonly addresses: VerifierAddresses;
  /** COST: about 1 ms a step, in few requests. */
  runSteps(calls: readonly StepCall[]): Promise<StepResult[]>;
  initialState(root: Uint8Array, batchHash: Uint8Array): Promise<Hex>;
  finalState(root: Uint8Array, batchHash: Uint8Array): Promise<Hex>;
  /** Gas of a transaction that does the step and nothing else, its calldata and the 21,000 included. */
  gasOf(call: StepCall): Promise<number>;
  /** What the prover reads from L1. */
  codes(): Promise<Code[]>;
  /** Runtime bytecode size by contract. */
  sizes(): Promise<Record<VerifierName, number>>;
  close(): Promise<void>;
}

export async function startVerifier(): Promise<Verifier> {
  const node = await openNode();
  const { transport } = node;
  const client = createPublicClient({ chain: foundry, transport, pollingInterval: 10 });
  const [account] = await createWalletClient({ transport }).getAddresses();
  const wallet = createWalletClient({ account: account, chain: foundry, transport });
  const addresses = await deployVerifier({ wallet, client });
  const to = addresses.StateTransition;
  const gas = `0x${TRANSACTION_GAS.toString(16)}`;

  function read(
    functionName: 'initialState' | 'finalState',
    root: Uint8Array,
    batchHash: Uint8Array,
  ): Promise<Hex> {
    const args = [toHex(root), toHex(batchHash)] as const;
    return client.readContract({ address: to, abi: stateTransitionAbi, functionName, args });
  }

  const codes = (): Promise<Code[]> =>
    Promise.all(
      Object.values(addresses).map(async (address) => {
        return { address, code: (await client.getCode({ address })) ?? '0x' };
      }),
    );

  return {
    addresses,
    close: () => node.close(),
    async runSteps(calls) {
      const results: StepResult[] = [];
      for (const some of inRequests(calls)) {
        const answers = await node.requestAll(
          some.map((call) => ({
            method: 'eth_call',
            params: [{ to, data: encodeStep(call), gas }, 'latest'],
          })),
        );
        results.push(...answers.map(resultOf));
      }
      return results;
    },
    initialState: async (root, batchHash) => read('initialState', root, batchHash),
    finalState: async (root, batchHash) => read('finalState', root, batchHash),
    async gasOf(call) {
      const data = encodeStep(call);
      const hash = await wallet.sendTransaction({ to, data, gas: BigInt(TRANSACTION_GAS) });
      // anvil answers before it has mined, and a wait for the next block would be for one that nobody makes.
      const receipt = () => client.getTransactionReceipt({ hash });
      const { gasUsed, status } = await withRetry(receipt, { delay: 10, retryCount: 1000 });
      if (status !== 'success') throw new Error('the step reverts');
      return Number(gasUsed);
    },
    codes,
    async sizes() {
      const held = await codes();
      const entries = Object.entries(addresses).map(([name, address]) => {
        const code = held.find((one) => one.address === address)!.code;
        return [name, (code.length - 2) / 2];
      });
      return Object.fromEntries(entries) as Record<VerifierName, number>;
    },
  };
}

/** As many calls in one as a node takes. */
function* inRequests(calls: readonly StepCall[]): Generator<StepCall[]> {
  let some: StepCall[] = [];
  let bytes = 0;
  for (const call of calls) {
    if (bytes + call.witness.length > MOST_REQUEST_BYTES) {
      yield some;
      [some, bytes] = [[], 0];
    }
    some.push(call);
    bytes += call.witness.length;
  }
  if (some.length > 0) yield some;
}

export function encodeStep({ pre, witness }: StepCall): Hex {
  const padding = '00'.repeat((32 - (witness.length % 32)) % 32);
  return `0x${STEP_SELECTOR}${hexOf(pre)}${word(64)}${word(witness.length)}${hexOf(witness)}${padding}`;
}

function word(value: number): string {
  return value.toString(16).padStart(64, '0');
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}

function resultOf({ result, error }: Response): StepResult {
  if (result !== undefined) return { post: result.slice(2) };
  return { revert: error?.data ?? error?.message ?? 'no answer' };
}
