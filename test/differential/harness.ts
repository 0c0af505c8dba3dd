/** The deployed bytecode, to be called by tests: an anvil process of our own with mainnet's limits. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createPublicClient, createWalletClient, type Hex, http, toFunctionSelector } from 'viem';
import { foundry } from 'viem/chains';
import { deployVerifier, type VerifierAddresses } from '../../scripts/deploy/verifier.ts';

const PROGRAM = join(
  import.meta.dirname,
  '../../node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil',
);
const OPTIONS = ['--port', '0', '--hardfork', 'osaka', '--enable-tx-gas-limit'];
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
  /** COST: one request for all of them; about 1 ms a step. */
  runSteps(calls: readonly StepCall[]): Promise<StepResult[]>;
  /** Gas of a transaction that does the step and nothing else, its calldata and the 21,000 included. */
  gasOf(call: StepCall): Promise<number>;
  /** Runtime bytecode size by contract. */
  sizes(): Promise<Record<keyof VerifierAddresses, number>>;
  close(): void;
}

export async function startVerifier(): Promise<Verifier> {
  const { process: anvil, url } = await startAnvil();
  try {
    const transport = http(url);
    const client = createPublicClient({ chain: foundry, transport, pollingInterval: 10 });
    const [account] = await createWalletClient({ transport }).getAddresses();
    const wallet = createWalletClient({ account: account!, chain: foundry, transport });
    const addresses = await deployVerifier({ wallet, client });
    const to = addresses.stateTransition;
    const gas = `0x${TRANSACTION_GAS.toString(16)}`;

    return {
      addresses,
      close: () => anvil.kill(),
      async runSteps(calls) {
        const results: StepResult[] = [];
        for (const some of inRequests(calls)) {
          const requests = some.map((call, id) => ({
            jsonrpc: '2.0',
            id,
            method: 'eth_call',
            params: [{ to, data: encodeStep(call), gas }, 'latest'],
          }));
          results.push(...(await post(url, requests)).map(resultOf));
        }
        return results;
      },
      async gasOf(call) {
        const hash = await wallet.sendTransaction({
          to,
          data: encodeStep(call),
          gas: BigInt(TRANSACTION_GAS),
        });
        const { gasUsed, status } = await client.waitForTransactionReceipt({ hash });
        if (status !== 'success') throw new Error('the step reverts');
        return Number(gasUsed);
      },
      async sizes() {
        const entries = Object.entries(addresses).map(async ([name, address]) => {
          const code = await client.getCode({ address: address as Hex });
          return [name, ((code?.length ?? 2) - 2) / 2];
        });
        return Object.fromEntries(await Promise.all(entries)) as Record<
          keyof VerifierAddresses,
          number
        >;
      },
    };
  } catch (error) {
    anvil.kill();
    throw error;
  }
}

/** As many calls in one as anvil takes. */
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

async function startAnvil(): Promise<{ process: ChildProcess; url: string }> {
  const child = spawn(PROGRAM, OPTIONS, { stdio: ['ignore', 'pipe', 'inherit'] });
  // A test run that is killed takes its anvil with it.
  const stop = (): boolean => child.kill();
  process.once('exit', stop);
  child.once('exit', () => process.off('exit', stop));
  const url = await new Promise<string>((resolve, reject) => {
    let output = '';
    const listen = (chunk: Buffer): void => {
      output += chunk.toString();
      const address = /Listening on ([\d.]+:\d+)/.exec(output)?.[1];
      if (address === undefined) return;
      // COST: it goes on to log every call.
      child.stdout.off('data', listen).resume();
      resolve(`http://${address}`);
    };
    child.stdout.on('data', listen);
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`anvil ended with ${code}: ${output}`)));
  });
  return { process: child, url };
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

interface Response {
  readonly id: number;
  readonly result?: string;
  readonly error?: { readonly message: string; readonly data?: string };
}

async function post(url: string, requests: readonly object[]): Promise<Response[]> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(requests),
  });
  const answers = (await response.json()) as Response[];
  return answers.sort((a, b) => a.id - b.id);
}

function resultOf({ result, error }: Response): StepResult {
  if (result !== undefined) return { post: result.slice(2) };
  return { revert: error?.data ?? error?.message ?? 'no answer' };
}
