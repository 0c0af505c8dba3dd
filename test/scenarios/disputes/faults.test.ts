import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

import { custom, http, type Transport } from 'viem';
import { expect } from 'vitest';

import { toHex } from '../../../prover/hex.ts';
import type { Liar, LiarOptions, LieInput } from '../../actors/liar.ts';
import { until } from '../../prover/rig.ts';
import { movesOf, type Stage } from '../../prover/stage.ts';
import { scenario } from '../scenario.ts';
import { refusal } from './call.ts';
import {
  HONEST,
  LIAR,
  PERIOD_SEC,
  postTransfers,
  settleTruth,
  STRANGER,
  untilPaid,
} from './dispute.ts';
import { lieFrom, truthOf } from './hand.ts';

const SLOW_MS = 90_000;
/** Place of a batch's data in the hex of `postBatch`: after 0x, selector, five words and the length. */
const DATA_AT = 2 + 2 * (4 + 32 * 6);

scenario(
  'proverCrash',
  {
    happens: 'the prover is killed each time it has sent a move, from its entry to the step',
    protects:
      'started again on its folder, it takes up each move as it stands and finishes the dispute',
    timeoutMs: 480_000,
  },
  async (stage) => {
    const { rig } = stage;
    await postTransfers(stage);
    const { root } = (await truthOf(stage)).truth;
    const lying = { type: 'custom', make: (truth: LieInput) => lieFrom(truth, 3) } as const;
    // Whatever either side may do is left to the prover.
    const plays: LiarOptions['plays'] = ({ type }) => type !== 'duel' && type !== 'advance';
    const liar = await stage.liar(LIAR, { lying, plays });
    await stage.untilClaimed(liar);
    const killed = new KilledProver(stage);
    try {
      expect(await killed.playToTheFall(liar)).toBeGreaterThanOrEqual(6);
      await rig.pass(PERIOD_SEC + 100);
      const settled = async () => (await rig.read('settledBatch')) === 1n;
      await until('the true root to settle', settled, { timeoutMs: SLOW_MS });
      expect(await rig.read('settledRoot')).toBe(toHex(root));
      await untilPaid(stage);
      expect(await killed.end('SIGTERM')).toBe(0);
    } finally {
      await killed.end('SIGKILL');
    }
  },
);

scenario(
  'l1ReorgMidDispute',
  {
    happens: 'L1 takes back a reveal, then the way down, then the step that ended the duel',
    protects:
      'what was taken back is made again; a claim names its batch, so that it cannot be moved to another',
    timeoutMs: 240_000,
  },
  async (stage) => {
    const { rig } = stage;
    await postTransfers(stage);
    const lying = { type: 'custom', make: (truth: LieInput) => lieFrom(truth, 3) } as const;
    const liar = await stage.liar(LIAR, { lying });
    await stage.untilClaimed(liar);
    const honest = await stage.prover(HONEST);
    const mined = (move: string) => movesOf(honest).filter((name) => name === move).length;
    for (const move of ['reveal', 'advance', 'step']) {
      const before = await rig.rpc('evm_snapshot', []);
      const known = mined(move);
      await until(`our ${move}`, () => mined(move) > known, { timeoutMs: SLOW_MS });
      await rig.rpc('evm_revert', [before]);
      await rig.rpc('evm_mine', []);
    }
    await stage.untilFallen(liar);
    const parent = await rig.genesisClaim();
    const elsewhere = toHex(new Uint8Array(32).fill(7));
    const moved = { functionName: 'claim', args: [parent, elsewhere, honest.status().root] };
    expect(await refusal(stage, STRANGER, moved)).toBe('WrongBatch');
    await settleTruth(stage, honest);
    await untilPaid(stage);
  },
);

scenario(
  'wrongNode',
  {
    happens:
      'a load-balanced endpoint answers from an older head every third time, while true claims are made',
    protects: 'the prover takes no head for another: it disputes nothing and stakes nothing',
    timeoutMs: 240_000,
  },
  async (stage) => {
    const { rig } = stage;
    await postTransfers(stage);
    const claimant = await stage.prover(2, { claims: true });
    let asked = 0;
    const l1 = endpoint(rig.url, async ({ method, params }, real) => {
      const isLatest = method === 'eth_getBlockByNumber' && (params as unknown[])[0] === 'latest';
      if (!isLatest || asked++ % 3 !== 0) return real();
      const { number } = (await real()) as { number: `0x${string}` };
      const older = `0x${Math.max(1, Number(number) - 4).toString(16)}`;
      return rig.rpc('eth_getBlockByNumber', [older, false]);
    });
    const prover = await stage.prover(HONEST, { l1 });
    for (let i = 0; i < 2; i++) await rig.postBatch([]);
    await until('all batches', () => prover.status().derived === 3, { timeoutMs: SLOW_MS });
    const claims = () => movesOf(claimant).filter((move) => move === 'claim').length;
    await until('the true claims', () => claims() === 3, { timeoutMs: SLOW_MS });
    const head = Number(await rig.client.getBlockNumber({ cacheTime: 0 }));
    await until('the head', () => prover.status().l1Block >= head, { timeoutMs: SLOW_MS });
    expect(prover.events.filter(({ type }) => type === 'falseClaim')).toEqual([]);
    expect(movesOf(prover)).toEqual([]);
  },
);

scenario(
  'nodeWithoutEvents',
  {
    happens: 'the server behind an endpoint has the state of L1 and not yet its events',
    protects: 'the prover says so and derives nothing from a part of what happened',
    timeoutMs: 120_000,
  },
  async (stage) => {
    await postTransfers(stage);
    let isSilent = true;
    const l1 = endpoint(stage.rig.url, async ({ method }, real) =>
      method === 'eth_getLogs' && isSilent ? [] : real(),
    );
    const prover = await stage.prover(HONEST, { l1, genesis: stage.rig.genesis });
    const problem = await until('the problem to be told', () => prover.status().problems[0]);
    expect(problem).toContain('the contract has 1 batches, the events tell of 0');
    expect(prover.status().derived).toBe(0);
    isSilent = false;
    await until('the batch', () => prover.status().derived === 1);
    await until('the problem to go', () => prover.status().problems.length === 0);
  },
);

scenario(
  'nodeWithFalseData',
  {
    happens: 'an endpoint answers with other data than was posted',
    protects: 'data that does not open the batch’s hash is not believed',
    timeoutMs: 120_000,
  },
  async (stage) => {
    await postTransfers(stage);
    let lies = true;
    const l1 = endpoint(stage.rig.url, async ({ method }, real) => {
      if (method !== 'eth_getTransactionByHash' || !lies) return real();
      const transaction = (await real()) as { input: string };
      const [before, after] = [
        transaction.input.slice(0, DATA_AT),
        transaction.input.slice(DATA_AT),
      ];
      return {
        ...transaction,
        input: `${before}${after.startsWith('f') ? '0' : 'f'}${after.slice(1)}`,
      };
    });
    const prover = await stage.prover(HONEST, { l1 });
    const problem = await until('the problem to be told', () => prover.status().problems[0]);
    expect(problem).toContain('reading batch 1');
    expect(prover.status().derived).toBe(0);
    lies = false;
    await until('the batch', () => prover.status().derived === 1);
  },
);

/** `npm run tenor -- prover`, a process that is killed and started again on the same folder. */
class KilledProver {
  readonly #stage: Stage;
  readonly #dataDir: string;
  #child: ChildProcess | undefined;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.#dataDir = stage.rig.folder();
  }

  /** Blocks are made by hand: each of the prover's moves is in the pool when it is killed. @returns kills */
  async playToTheFall(liar: Liar): Promise<number> {
    const { rig } = this.#stage;
    await rig.rpc('evm_setAutomine', [false]);
    let kills = 0;
    for (; (await this.#stage.isAlive(liar)) !== false; await rig.rpc('evm_mine', [])) {
      if (this.#child === undefined) await this.#start();
      const senders = await until('a move in the pool', () => this.#senders(), {
        timeoutMs: SLOW_MS,
      });
      if (!senders.includes(rig.players[HONEST].address.toLowerCase())) continue;
      await this.end('SIGKILL');
      kills++;
    }
    await rig.rpc('evm_setAutomine', [true]);
    if (this.#child === undefined) await this.#start();
    return kills;
  }

  /** @returns the exit code */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined) return null;
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    child.kill(signal);
    return ended;
  }

  async #start(): Promise<void> {
    const { rig } = this.#stage;
    const program = join(import.meta.dirname, '../../../scripts/tenor.ts');
    const args = [program, 'prover', '--l1', rig.url, '--rollup', rig.rollup];
    const child = spawn(process.execPath, [...args, '--data', this.#dataDir], {
      env: { ...process.env, TENOR_PROVER_KEY: rig.players[HONEST].key },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await until('the prover to be ready', () => output.includes('Prover ready'), {
      timeoutMs: SLOW_MS,
    });
  }

  async #senders(): Promise<string[] | undefined> {
    const pool = (await this.#stage.rig.rpc('eth_pendingTransactions', [])) as { from: string }[];
    return pool.length === 0 ? undefined : pool.map(({ from }) => from);
  }
}

type Answer = (
  request: { method: string; params?: unknown },
  real: () => Promise<unknown>,
) => Promise<unknown>;

/** An endpoint that answers some questions as it likes. */
function endpoint(url: string, answer: Answer): Transport {
  const { request } = http(url)({});
  return custom({
    request: (asked: { method: string; params?: unknown }) =>
      answer(asked, () => request(asked as never)),
  });
}
