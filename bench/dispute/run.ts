/** A dispute about a full batch, from the false claim to its end, on an L1 in this process. */
import { type ChildProcess, fork } from 'node:child_process';

import type { Hex } from 'viem';

import { rollupAbi } from '../../contracts/generated/abi.ts';
import { decodeHeader } from '../../protocol/generated/codec.ts';
import { concat, HASH_BYTES } from '../../protocol/hash.ts';
import type { BatchInput } from '../../protocol/machine.ts';
import { StateTree } from '../../protocol/merkle.ts';
import type { ProverEvent, ProverOptions } from '../../prover/options.ts';
import { toBytes, toHex } from '../../prover/hex.ts';
import { decodeState, encodeState } from '../../prover/store/snapshot.ts';
import { openStore } from '../../prover/store/store.ts';
import { startLiar } from '../../test/actors/liar.ts';
import { Rig, until } from '../../test/prover/rig.ts';
import { type BatchOptions, makeBatch } from './batch.ts';
import { type Bounds, measureBounds } from './bounds.ts';
import type { Told } from './proverProcess.ts';
import { lieFrom, recordTruth } from './truth.ts';
import { meterProcess } from './usage.ts';

export interface DisputeOptions extends BatchOptions {
  readonly pollMs?: number;
  /** Steps to time on one EVM each; 0: none. */
  readonly samples?: number;
  readonly say?: (words: string) => void;
}

export interface DisputeFigures {
  readonly kind: string;
  readonly seed: number;
  readonly batchBytes: number;
  readonly stateBytes: number;
  /** Real steps, of 2^18. */
  readonly steps: number;
  /** First step of the lie. */
  readonly falseFrom: number;
  /** Seconds from the false claim on L1 until each, by the prover's own story. */
  readonly sinceClaimSec: {
    readonly seen: number;
    /** The process has state and EVMs, and starts with the first step. */
    readonly firstStep: number;
    readonly history: number;
    readonly entered: number;
    readonly firstReveal: number;
    readonly rivalFell: number;
  };
  readonly stepsPerSec: number;
  /** Of the prover and what it started, until the first reveal. */
  readonly cpuSec: number;
  readonly peakRssMB: number;
  /** From the last descent to the step on L1, its witness recorded between. */
  readonly stepSec: number;
  readonly stepGas: number;
  readonly gas: number;
  readonly moves: Readonly<Record<string, number>>;
  readonly won: boolean;
  /** Null where no steps were to be timed. */
  readonly bounds: Bounds | null;
}

const WAIT = { timeoutMs: 3 * 3_600_000, everyMs: 50 } as const;
/** Longer than the rig's challenge period. */
const CHALLENGE_SEC = 4_300;

export async function runDispute(options: DisputeOptions): Promise<DisputeFigures> {
  const { kind, seed = 1, pollMs = 1_000, samples = 200, say = () => {} } = options;
  const batch = makeBatch(options);
  const state = encodeState(batch.state);
  const rig = await Rig.start({ state: decodeState(state) });
  const actors: { stop(): Promise<void> }[] = [];
  try {
    const input = await post(rig, batch.sign({ chainId: 31_337, rollup: toBytes(rig.rollup) }));
    say(`posted ${input.data.length} bytes`);
    const truth = recordTruth({ state: decodeState(state), input }, samples);
    const steps = truth.leaves.length / HASH_BYTES;
    const lie = lieFrom(truth, { input, seed });
    say(`${steps} steps; the lie starts at ${lie.from}`);

    const prover = startProver({ rig, state, pollMs });
    actors.push(prover);
    await prover.told('the batch to be derived', ({ type }) => type === 'batch');
    const liar = await startLiar({
      l1: rig.url,
      rollup: rig.rollup,
      key: rig.players[3].key,
      dataDir: rig.folder(),
      state: decodeState(state),
      lying: { type: 'ready', lie },
      claims: false,
      pollMs,
    });
    actors.push(liar);

    const before = prover.meter.read();
    const parent = await rig.genesisClaim();
    await rig.claim(rig.players[3], { parent, root: toHex(lie.root) });
    const claimedMs = Date.now();
    say('the false claim is on L1');
    const since = async (what: string, is: (event: ProverEvent) => boolean): Promise<number> => {
      const { atMs } = await prover.told(what, is);
      say(`${what}: ${((atMs - claimedMs) / 1000).toFixed(1)} s after the claim`);
      return (atMs - claimedMs) / 1000;
    };
    const moved = (name: string) => (event: ProverEvent) =>
      event.type === 'move' && event.move === name;
    const seen = await since('seen', ({ type }) => type === 'falseClaim');
    const firstStep = await since('first step', ({ type }) => type === 'historyProgress');
    const history = await since('history', ({ type }) => type === 'history');
    const entered = await since('entered', moved('enter'));
    const firstReveal = await since('first reveal', moved('reveal'));
    const after = prover.meter.read();
    const rivalFell = await since('rival fell', ({ type }) => type === 'rivalFell');
    const stepMoved = await prover.told('the step', moved('step'));
    await rig.pass(CHALLENGE_SEC);
    await since('settled', ({ type }) => type === 'settled');
    const settled = await rig.read<Hex>('settledRoot');
    const peakRssMB = Math.round(prover.meter.read().peakRssBytes / 2 ** 20);
    for (const actor of actors.splice(0).reverse()) await actor.stop();

    const moves = prover.events.flatMap(({ event }) => (event.type === 'move' ? [event] : []));
    const lastDescent = prover.events.findLast(({ event }) => moved('advance')(event))?.atMs;
    const fell = prover.events.find(({ event }) => event.type === 'rivalFell')?.event;
    return {
      kind,
      seed,
      batchBytes: input.data.length,
      stateBytes: state.length,
      steps,
      falseFrom: lie.from,
      sinceClaimSec: { seen, firstStep, history, entered, firstReveal, rivalFell },
      stepsPerSec: steps / (history - firstStep),
      cpuSec: after.cpuSec - before.cpuSec,
      peakRssMB,
      stepSec: (stepMoved.atMs - (lastDescent ?? claimedMs)) / 1000,
      stepGas: Number(moves.find(({ move }) => move === 'step')?.gas ?? 0n),
      gas: moves.reduce((sum, { gas }) => sum + Number(gas), 0),
      moves: countOf(moves.map(({ move }) => move)),
      won: settled === toHex(truth.root) && fell?.type === 'rivalFell' && fell.step === lie.from,
      bounds: samples === 0 ? null : await measureBounds({ rig, truth }),
    };
  } finally {
    for (const actor of actors.reverse()) await actor.stop();
    await rig.stop();
  }
}

/** @returns the batch as L1 has it */
async function post(rig: Rig, operations: readonly Uint8Array[]): Promise<BatchInput> {
  await rig.postBatch(operations);
  const [{ args }] = await rig.client.getContractEvents({
    address: rig.rollup,
    abi: rollupAbi,
    eventName: 'BatchPosted',
    fromBlock: 0n,
  });
  const header = decodeHeader(toBytes(args.header!));
  return { header, data: concat(...operations), inbox: [] };
}

interface ProverChild {
  readonly events: readonly Told[];
  readonly meter: ReturnType<typeof meterProcess>;
  told(what: string, is: (event: ProverEvent) => boolean): Promise<Told>;
  stop(): Promise<void>;
}

/** Its store starts from the state that the batch is made for, as if a genesis had been so. */
function startProver({
  rig,
  state,
  pollMs,
}: {
  rig: Rig;
  state: Uint8Array;
  pollMs: number;
}): ProverChild {
  const dataDir = rig.folder();
  seedStore(dataDir, state);
  const child = fork(new URL('./proverProcess.ts', import.meta.url), {
    serialization: 'advanced',
    execArgv: [],
  });
  const events: Told[] = [];
  child.on('message', (told: Told) => events.push(told));
  const meter = meterProcess(child.pid!);
  const key = rig.players[1].key;
  child.send({ l1: rig.url, rollup: rig.rollup, key, dataDir, pollMs } satisfies ProverOptions);
  return {
    events,
    meter,
    told: (what, is) =>
      until(what, () => alive(child) && events.find(({ event }) => is(event)), WAIT),
    stop: async () => {
      meter.stop();
      if (child.exitCode !== null) return;
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.send('stop');
      await ended;
    },
  };
}

function alive({ exitCode, signalCode }: ChildProcess): true {
  if (exitCode === null && signalCode === null) return true;
  throw new Error(`the prover ended: ${signalCode ?? exitCode}`);
}

function seedStore(dataDir: string, state: Uint8Array): void {
  const store = openStore(dataDir);
  const root = new StateTree(decodeState(state)).root;
  store.setMeta('genesisRoot', toHex(root));
  store.addSnapshot(0, { batchHash: `0x${'00'.repeat(32)}`, state });
  store.close();
}

function countOf(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
