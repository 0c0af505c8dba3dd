/** An L1 with mainnet's limits, for tests that call contracts often. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import { custom, http, type Transport } from 'viem';

export interface Request {
  readonly method: string;
  readonly params: readonly unknown[];
}

export interface Response {
  readonly result?: string;
  readonly error?: { readonly message: string; readonly data?: string };
}

export interface Node {
  readonly transport: Transport;
  /** Answers in the order of the requests. */
  requestAll(requests: readonly Request[]): Promise<Response[]>;
  close(): Promise<void>;
}

const PROGRAM = join(
  import.meta.dirname,
  '../../node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil',
);
const OPTIONS = ['--port', '0', '--hardfork', 'osaka', '--enable-tx-gas-limit'];

/** anvil, the faster of the two, or Hardhat's EDR where there is no anvil. */
export async function openNode(kind = existsSync(PROGRAM) ? 'anvil' : 'edr'): Promise<Node> {
  return kind === 'anvil' ? openAnvil() : openEdr();
}

async function openAnvil(): Promise<Node> {
  const child = spawn(PROGRAM, OPTIONS, { stdio: ['ignore', 'pipe', 'inherit'] });
  // A test run that is killed takes its anvil with it.
  const stop = (): boolean => child.kill();
  process.once('exit', stop);
  child.once('exit', () => process.off('exit', stop));
  const url = await addressOf(child);
  return {
    transport: http(url),
    async requestAll(requests) {
      const answers = await post(
        url,
        requests.map((request, id) => ({ jsonrpc: '2.0', id, ...request })),
      );
      return answers.sort((a, b) => a.id - b.id);
    },
    close: async () => void child.kill(),
  };
}

async function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const listen = (chunk: Buffer): void => {
      output += chunk.toString();
      const address = /Listening on ([\d.]+:\d+)/.exec(output)?.[1];
      if (address === undefined) return;
      // COST: it goes on to log every call.
      child.stdout!.off('data', listen).resume();
      resolve(`http://${address}`);
    };
    child.stdout!.on('data', listen);
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`anvil ended with ${code}: ${output}`)));
  });
}

async function post(
  url: string,
  requests: readonly object[],
): Promise<(Response & { id: number })[]> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(requests),
  });
  return (await response.json()) as (Response & { id: number })[];
}

async function openEdr(): Promise<Node> {
  const environment = await createHardhatRuntimeEnvironment({
    networks: { local: { type: 'edr-simulated', chainType: 'l1', hardfork: 'osaka' } },
  });
  const connection = await environment.network.create('local');
  const { provider } = connection;
  return {
    transport: custom(provider),
    close: async () => connection.close(),
    async requestAll(requests) {
      const answers: Response[] = [];
      for (const { method, params } of requests) {
        const request = provider.request({ method, params: [...params] });
        answers.push(
          await request.then(
            (result) => ({ result: result as string }),
            (error: Error & { data?: string }) => ({ error }),
          ),
        );
      }
      return answers;
    },
  };
}
