/** The commands of the README: a devnet that nobody defends, a watchtower that throws a lie out, money in and out again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createPublicClient, http } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { ProverStatus } from '../../prover/status.ts';
import { type DevnetFile, runningDevnet } from '../../scripts/devnet/file.ts';
import { until } from '../prover/rig.ts';

const WAIT = { timeoutMs: 120_000, everyMs: 200 };
/** Longer than the devnet's challenge period. */
const PERIOD_SEC = 200;

interface Command {
  readonly child: ChildProcess;
  readonly lines: string[];
  readonly ended: Promise<number | null>;
}

const dataDir = mkdtempSync(join(tmpdir(), 'tenor-watchtower-'));
const commands: Command[] = [];
let devnet: DevnetFile;

function start(args: readonly string[], more: NodeJS.ProcessEnv = {}): Command {
  const env = { ...process.env, TENOR_DATA: dataDir, ...more };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  for (const output of [child.stdout, child.stderr]) {
    output.setEncoding('utf8').on('data', (text: string) => lines.push(...text.split('\n')));
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const command = { child, lines, ended };
  commands.push(command);
  return command;
}

function tenor(...args: string[]): Command {
  return start(['scripts/tenor.ts', ...args, '--devnet']);
}

/** @returns what it printed, once it has ended well */
async function printed(command: Command): Promise<string> {
  const code = await command.ended;
  const text = command.lines.join('\n');
  if (code !== 0) throw new Error(`ended with ${code}: ${text}`);
  return text;
}

async function passSeconds(seconds: number): Promise<void> {
  const body = (method: string, params: unknown[]): string =>
    JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const headers = { 'content-type': 'application/json' };
  for (const text of [body('evm_increaseTime', [seconds]), body('evm_mine', [])]) {
    await fetch(devnet.l1, { method: 'POST', headers, body: text });
  }
}

/** Lets challenge periods pass meanwhile. */
async function untilEnded({ child }: Command): Promise<void> {
  const isOver = async (): Promise<boolean> => {
    await passSeconds(PERIOD_SEC);
    return child.exitCode !== null;
  };
  await until('a command to end', isOver, { timeoutMs: 120_000, everyMs: 3_000 });
}

beforeAll(async () => {
  const story = start(['scripts/start.ts', '--undefended', '--l1-port', '0', '--api-port', '0']);
  await until('the devnet', () => story.lines.some((line) => /Nobody here defends/.test(line)), {
    ...WAIT,
  });
  devnet = runningDevnet(dataDir);
}, 150_000);

afterAll(async () => {
  for (const { child, ended } of commands.reverse()) {
    if (child.exitCode === null) child.kill('SIGINT');
    await ended;
  }
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

test('a watchtower of one command throws a lie out and has more ether than before', async () => {
  const client = createPublicClient({ transport: http(devnet.l1) });
  const { address } = devnet.watchtower;
  const before = await client.getBalance({ address });

  const watchtower = tenor('prover', '--port', '0');
  const ready = (): string | undefined =>
    watchtower.lines.map((line) => /Prover ready: (\S+)/.exec(line)?.[1]).find(Boolean);
  await until('the watchtower', () => ready() !== undefined, WAIT);
  const answer = async (accept: string): Promise<Response> =>
    fetch(ready()!, { headers: { accept } });
  const status = async (): Promise<ProverStatus> =>
    (await (await answer('application/json')).json()) as ProverStatus;
  await until('a batch', async () => (await status()).derived > 0, WAIT);

  const lie = tenor('lie', '--kind', 'theft');
  const isWon = async (): Promise<boolean> =>
    (await status()).duels.some(({ outcome }) => outcome === 'won');
  await until('the duel to be won', isWon, WAIT);
  await untilEnded(lie);
  expect(await lie.ended).toBe(0);

  await until('the winnings', async () => (await client.getBalance({ address })) > before, {
    timeoutMs: 60_000,
    everyMs: 1_000,
  });
  expect(await (await answer('text/plain')).text()).toMatch(/earned|won/i);

  const [{ duel }] = (await status()).duels;
  expect(await printed(tenor('dispute', 'list'))).toContain(duel.slice(0, 10));
  expect(await printed(tenor('dispute', 'replay', duel.slice(0, 18)))).toMatch(
    /TypeScript and the deployed bytecode agree, and L1 says the same/,
  );
  expect(await printed(tenor('collect', '--dry-run'))).toMatch(/L1 owes/);

  watchtower.child.kill('SIGINT');
  expect(await watchtower.ended).toBe(0);
}, 300_000);

test('what an account withdraws arrives on L1', async () => {
  const places = { TENOR_URL: devnet.sequencer, TENOR_L1: devnet.l1 };
  const opened = await printed(start(['docs/examples/openAccount.ts'], places));
  const pairs = opened.trim().split(' ');
  const env: Record<string, string> = Object.fromEntries(
    pairs.map((pair) => pair.split('=') as [string, string]),
  );
  await printed(start(['sdk/examples/withdraw.ts', '1234.5'], env));
  const withdraw = tenor('withdraw', '--account', env['TENOR_ACCOUNT'], '--wait');
  await untilEnded(withdraw);
  expect(await printed(withdraw)).toMatch(/The bridge paid 1234.50 USDC to 0x/);
}, 150_000);
