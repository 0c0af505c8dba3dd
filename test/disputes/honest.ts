/** The real prover, and when it has nothing more to say before the next block. */
import { setTimeout as sleep } from 'node:timers/promises';

import { http, type Transport } from 'viem';

import { Prover } from '../../prover/watch/prover.ts';
import type { Player, Rig } from '../prover/rig.ts';

const POLL_MS = 10;
/** Looks at the head without a transaction in between: between two of them lies a whole decision that sent nothing. */
const QUIET_LOOKS = 2;
const PATIENCE_MS = 300_000;

export class Honest {
  readonly #prover: Prover;
  readonly #watched: Watched;
  readonly player: Player;
  /** Wall-clock time in which it computed its history and recorded steps. */
  computingMs = 0;

  private constructor(prover: Prover, { watched, player }: { watched: Watched; player: Player }) {
    this.#prover = prover;
    this.#watched = watched;
    this.player = player;
  }

  static async start(rig: Rig, player: Player): Promise<Honest> {
    const watched = watch(rig.url);
    const prover = new Prover({
      l1: watched.transport,
      rollup: rig.rollup,
      dataDir: rig.folder(),
      genesis: rig.genesis,
      key: player.key,
      pollMs: POLL_MS,
    });
    await prover.connect();
    prover.run();
    return new Honest(prover, { watched, player });
  }

  /** Waits until it has sent all it wants in the next block. */
  async hasSpoken(): Promise<void> {
    const endMs = Date.now() + PATIENCE_MS;
    this.#watched.looks = 0;
    let lastMs = performance.now();
    while (this.#watched.looks < QUIET_LOOKS) {
      if (Date.now() > endMs) throw new Error('the prover does not come to rest');
      await sleep(POLL_MS);
      const nowMs = performance.now();
      if (this.#prover.connection?.histories.isBusy() === true) {
        this.#watched.looks = 0;
        this.computingMs += nowMs - lastMs;
      }
      lastMs = nowMs;
    }
  }

  /** L1's time leapt: what it tried in the block before was tried long ago, though its own clock says a moment. */
  timePassed(): void {
    this.#prover.connection?.responder?.reset();
  }

  /** Transactions that wait for a block. */
  get waiting(): number {
    return this.#prover.connection?.responder?.flights.length ?? 0;
  }

  problems(): readonly string[] {
    return this.#prover.status().problems;
  }

  async stop(): Promise<void> {
    await this.#prover.stop();
  }
}

interface Watched {
  readonly transport: Transport;
  /** Looks at the head since the last transaction. */
  looks: number;
}

function watch(url: string): Watched {
  const inner = http(url, { batch: { batchSize: 64 }, retryCount: 2, timeout: 60_000 });
  const watched: { transport: Transport; looks: number } = {
    looks: 0,
    transport: (config) => {
      const opened = inner(config);
      const request: typeof opened.request = async (call, options) => {
        const { method, params } = call as { method: string; params?: readonly unknown[] };
        if (method === 'eth_sendRawTransaction') watched.looks = 0;
        const answer = await opened.request(call, options);
        if (method === 'eth_sendRawTransaction') watched.looks = 0;
        if (method === 'eth_getBlockByNumber' && params?.[0] === 'latest') watched.looks += 1;
        return answer as never;
      };
      return { ...opened, request };
    },
  };
  return watched;
}
