/** A whole rollup in one process: L1, contracts, sequencer, two provers, publishers. */
import { join } from 'node:path';

import type { Hex } from 'viem';
import { hardhat } from 'viem/chains';

import { inboxAbi, rollupAbi } from '../../contracts/generated/abi.ts';
import type { Genesis } from '../../protocol/genesis.ts';
import type { State } from '../../protocol/state.ts';
import { CODE } from '../../protocol/rejections.ts';
import { domainSeparator } from '../../protocol/typedData.ts';
import { startProver } from '../../prover/main.ts';
import type { RunningProver } from '../../prover/options.ts';
import { startSequencer } from '../../sequencer/main.ts';
import type { Sequencer, SequencerEvents, Settings } from '../../sequencer/options.ts';
import { openDatabase } from '../../sequencer/store/embeddedPostgres.ts';
import type { Expiry } from '../../publisher/node/peer.ts';
import { openTrader } from './funding.ts';
import { DEVNET_PUBLISHERS, playerOf } from './keys.ts';
import { type Deployed, type DevnetL1, startL1 } from './l1.ts';
import { Narrator } from './narrator.ts';
import { DevnetOracle } from './oracle.ts';
import { Reference } from './reference.ts';
import type { Trader } from './traders.ts';
import { toHex } from './hex.ts';
import { until } from './until.ts';

const QUORUM = 2;

export interface DevnetOptions {
  readonly startSec: number;
  readonly dataDir: string;
  readonly l1Port: number;
  readonly apiPort: number;
  readonly say: (line: string) => void;
  /** A block so often; a second by default, 0 only where something happens. */
  readonly blockMs?: number;
  readonly settings?: Partial<Settings>;
  /** Whether what happens is told as it happens; by default it is. */
  readonly narrates?: boolean;
  readonly executed?: SequencerEvents['executed'];
  /** Its provers only watch: whoever wants false claims thrown out has to do it. */
  readonly undefended?: boolean;
  /** Settlement prices that publishers know otherwise than by watching. */
  readonly deliveryUsd?: (expiry: Expiry) => number | null;
}

export interface Devnet {
  readonly l1: DevnetL1;
  readonly deployed: Deployed;
  readonly genesis: Genesis;
  readonly sequencer: Sequencer;
  /** The sequencer's, live. Read it, never write. */
  readonly state: State;
  readonly provers: readonly RunningProver[];
  readonly oracle: DevnetOracle;
  readonly reference: Reference;
  readonly narrator: Narrator;
  /** A folder that goes with the next start. */
  folder(name: string): string;
  /** Opens a funded account and trades through the API. */
  trader(name: string, usdc: number): Promise<Trader>;
  /** The sequencer's root after a batch. */
  rootOf(batch: number): Promise<Hex>;
  /** Hands a system operation to the sequencer. @returns null where it was accepted, else why not */
  submit(operation: Uint8Array): Promise<string | null>;
  read(functionName: 'BOND' | 'inboxNext'): Promise<bigint>;
  /** Waits until L1 holds every inbox item in a batch, so that its clock may jump past their deadline. */
  quiet(signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

export async function startDevnet(options: DevnetOptions): Promise<Devnet> {
  const { say, startSec } = options;
  const run = `devnet_${Date.now()}`;
  const folder = (name: string): string => join(options.dataDir, 'devnet', run, name);
  const running: { stop(): Promise<unknown> }[] = [];
  const stop = async (): Promise<void> => {
    for (const part of running.splice(0).reverse()) await part.stop();
  };
  try {
    return await start();
  } catch (error) {
    await stop();
    throw error;
  }

  async function start(): Promise<Devnet> {
    const { blockMs = 1_000 } = options;
    const l1 = await startL1({ startSec, dataDir: folder('l1'), port: options.l1Port, blockMs });
    running.push({ stop: async () => l1.close() });
    const pace = blockMs === 0 ? '' : `, a block every ${blockMs / 1_000} s`;
    say(`L1 is a Hardhat node at ${l1.url}, chain 31337${pace}.`);

    const poster = playerOf('sequencer');
    const feeder = playerOf('feeder');
    await l1.fund(feeder.address);
    await l1.fund(poster.address);
    const genesis: Genesis = {
      timeSec: startSec,
      publishers: DEVNET_PUBLISHERS.map(({ addressBytes }) => addressBytes),
      quorum: QUORUM,
    };
    const deployed = await l1.deploy({
      genesis,
      poster: poster.address,
      deployer: await first(l1),
    });
    say(`Contracts are deployed: rollup ${deployed.rollup}, bridge ${deployed.bridge}.`);
    const read = async (functionName: 'BOND' | 'inboxNext'): Promise<bigint> =>
      l1.client.readContract({ address: deployed.rollup, abi: rollupAbi, functionName });
    const tell = options.narrates === false ? () => {} : say;
    const narrator = new Narrator({ say: tell, bond: await read('BOND') });

    const database = await openDatabase({
      dataDir: options.dataDir,
      log: say,
      databaseUrl: process.env['DATABASE_URL'],
    });
    running.push(database);
    const sequencer = await startSequencer({
      l1: l1.url,
      rollup: deployed.rollup,
      genesis,
      databaseUrl: database.url,
      redisUrl: process.env['REDIS_URL'],
      posterKey: poster.key,
      port: options.apiPort,
      settings: {
        schema: run,
        sealAfterMs: 2_000,
        l1PollMs: 200,
        rateLimitPerSec: 0,
        // Enough to look at, without making a disputed batch long.
        listStrikesPerSide: 4,
        listMonthlies: 1,
        listQuarterlies: 1,
        // Its clock jumps by hours.
        unpostedSecMax: 30 * 86_400,
        ...options.settings,
      },
      on: {
        ...narrator.sequencer,
        executed: (operation, state) => {
          narrator.sequencer.executed?.(operation, state);
          options.executed?.(operation, state);
        },
      },
    });
    running.push(sequencer);
    say(`The sequencer serves ${sequencer.url} (API: ${sequencer.url}/openapi.json).`);

    const provers: RunningProver[] = [];
    for (const name of ['Prover 1', 'Prover 2']) {
      const { key, address } = playerOf(name);
      await l1.fund(address);
      const prover = await startProver({
        l1: l1.url,
        rollup: deployed.rollup,
        dataDir: folder(name.replace(' ', '-').toLowerCase()),
        key,
        pollMs: 250,
        watchOnly: options.undefended === true,
        onEvent: narrator.prover(name),
      });
      running.push(prover);
      provers.push(prover);
      const only = options.undefended === true ? ' It only watches.' : '';
      say(`${name} follows L1 and nothing else: ${prover.url}/status${only}`);
    }

    const domain = domainSeparator({
      chainId: hardhat.id,
      rollup: Buffer.from(deployed.rollup.slice(2), 'hex'),
    });
    return {
      l1,
      deployed,
      genesis,
      sequencer,
      provers,
      narrator,
      oracle: new DevnetOracle({
        players: DEVNET_PUBLISHERS,
        domain,
        quorum: QUORUM,
        ...(options.deliveryUsd === undefined ? {} : { deliveryUsd: options.deliveryUsd }),
        submit: async (operation) => submit(sequencer.url, operation),
      }),
      reference: new Reference({ l1, deployed, payer: feeder, state: sequencer.state }),
      state: sequencer.state,
      folder,
      read,
      quiet: async (signal) =>
        until(
          'batches to be posted',
          async () => {
            const [next, total] = await Promise.all([
              read('inboxNext'),
              l1.client.readContract({
                address: deployed.inbox,
                abi: inboxAbi,
                functionName: 'count',
              }),
            ]);
            return next === total || signal.aborted || undefined;
          },
          { everyMs: 50 },
        ).then(() => {}),
      trader: async (name, usdc) =>
        openTrader({ l1, deployed, sequencer, player: playerOf(name), usdc }),
      rootOf: async (batch) => {
        const response = await fetch(`${sequencer.url}/batches/${batch}`);
        return ((await response.json()) as { root: Hex }).root;
      },
      submit: async (operation) => submit(sequencer.url, operation),
      stop,
    };
  }
}

async function first(l1: DevnetL1): Promise<Hex> {
  const [address] = (await l1.client.request({ method: 'eth_accounts' } as never)) as Hex[];
  return address;
}

/** A price or a surface may be of an L1 block that the sequencer has not looked at yet. */
const STALE_TRIES = 100;
const STALE_WAIT_MS = 20;

async function submit(url: string, operation: Uint8Array): Promise<string | null> {
  for (let tries = 1; ; tries++) {
    const response = await fetch(`${url}/operations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ operation: toHex(operation) }),
    });
    if (response.ok) return null;
    const { code, message } = (await response.json()) as { code: number; message: string };
    if (code !== CODE.stalePrint || tries === STALE_TRIES) return message;
    await new Promise((resolve) => setTimeout(resolve, STALE_WAIT_MS));
  }
}
