/** Foundry's EVM, a process that listens on loopback. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import type { Hex } from 'viem';

import { toBytes } from '../hex.ts';
import type { Answer, Evm, EvmOptions } from './evm.ts';
import { CALL_GAS } from './gas.ts';

/** The program, where npm has installed it for this machine. */
export const ANVIL: string | undefined = findAnvil();

const OPTIONS = ['--port', '0', '--hardfork', 'osaka', '--enable-tx-gas-limit', '--no-mining'];
/** Ends the program with its input, so that it outlives nobody, however this process ends. */
const LEASH = '"$0" "$@" & program=$!; cat > /dev/null; kill $program; wait $program';
const START_MS = 20_000;
/** The call itself was refused: a revert, or what stopped the machine. */
const REVERTED = 3;

/**
 * COST: 0.1 s and 50 MB. It is six times as fast as EDR, which keeps a trace.
 * SAFETY: whoever else runs programs on this machine can reach it and change its code. That makes it disagree with
 * TypeScript, and a history is of steps that both agree about.
 */
export async function openAnvil({ codes, chainId }: EvmOptions): Promise<Evm> {
  if (ANVIL === undefined) throw new Error('anvil is not installed here');
  const args = ['-c', LEASH, ANVIL, ...OPTIONS, '--chain-id', String(chainId)];
  const child = spawn('/bin/sh', args, { stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const close = async (): Promise<void> => {
    child.stdin.end();
    await ended;
  };
  try {
    const url = await addressOf(child);
    const setCode = codes.map(({ address, code }) => ['anvil_setCode', [address, code]] as const);
    for (const { error } of await post(url, setCode)) {
      if (error !== undefined) throw new Error(`anvil takes no code: ${error.message}`);
    }
    return {
      callAll: async (to, calls) => {
        const request = (data: string) =>
          ['eth_call', [{ to, data, gas: CALL_GAS }, 'latest']] as const;
        return (await post(url, calls.map(request))).map(answerOf);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function findAnvil(): string | undefined {
  const { resolve } = createRequire(import.meta.url);
  try {
    const folder = dirname(resolve(`@foundry-rs/anvil-${process.platform}-amd64/package.json`));
    const program = join(folder, 'bin', 'anvil');
    return process.arch === 'x64' && existsSync(program) ? program : undefined;
  } catch {
    return undefined;
  }
}

async function addressOf(child: ChildProcess): Promise<string> {
  const output = child.stdout!;
  return new Promise((resolve, reject) => {
    let text = '';
    const listen = (chunk: Buffer): void => {
      text += chunk.toString();
      const address = /Listening on ([\d.]+:\d+)/.exec(text)?.[1];
      if (address === undefined) return;
      // COST: it goes on to log every call.
      output.off('data', listen).resume();
      resolve(`http://${address}`);
    };
    output.on('data', listen);
    child.once('error', reject);
    output.once('end', () => reject(new Error(`anvil ended: ${text}`)));
    setTimeout(() => reject(new Error(`anvil did not start: ${text}`)), START_MS).unref();
  });
}

interface Response {
  readonly id: number;
  readonly result?: Hex | null;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

/** @returns in the order of the requests */
async function post(
  url: string,
  requests: readonly (readonly [method: string, params: readonly unknown[]])[],
): Promise<Response[]> {
  if (requests.length === 0) return [];
  const body = requests.map(([method, params], id) => ({ jsonrpc: '2.0', id, method, params }));
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answers = (await response.json()) as Response[];
  if (!Array.isArray(answers) || answers.length !== requests.length) {
    throw new Error(`anvil answers otherwise: ${JSON.stringify(answers).slice(0, 200)}`);
  }
  return answers.sort((a, b) => a.id - b.id);
}

function answerOf({ result, error }: Response): Answer {
  if (typeof result === 'string') return toBytes(result);
  const message = error?.message ?? 'no result';
  if (error?.code !== REVERTED && !message.startsWith('EVM error'))
    throw new Error(`anvil: ${message}`);
  return { refused: `${message} ${JSON.stringify(error?.data ?? '')}` };
}
