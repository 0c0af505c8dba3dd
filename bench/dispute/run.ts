/** A dispute about a full batch, from the false claim to its end, on an L1 in this process. */
import type { Hex } from 'viem';

import { rollupAbi } from '../../contracts/generated/abi.ts';
import { decodeHeader } from '../../protocol/generated/codec.ts';
import { concat, HASH_BYTES } from '../../protocol/hash.ts';
import type { BatchInput } from '../../protocol/machine.ts';
import type { ProverEvent } from '../../prover/options.ts';
import { toBytes, toHex } from '../../prover/hex.ts';
import { decodeState, encodeState } from '../../prover/store/snapshot.ts';
import { type Liar, startLiar } from '../../test/actors/liar.ts';
import { Rig } from '../../test/prover/rig.ts';
import { type BatchOptions, makeBatch } from './batch.ts';
import { type Bounds, measureBounds } from './bounds.ts';
import { type ProverChild, startProver } from './prover.ts';
import type { Told } from './proverProcess.ts';
import { lieFrom, recordTruth, type Truth } from './truth.ts';

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

/** Longer than the rig's challenge period. */
const CHALLENGE_SEC = 4_300;

interface Stage {
  readonly rig: Rig;
  readonly pollMs: number;
  readonly say: (words: string) => void;
  /** Before the batch. */
  readonly state: Uint8Array;
  readonly input: BatchInput;
  readonly truth: Truth;
  readonly lie: ReturnType<typeof lieFrom>;
}

/** What happened, told by the prover. */
interface Story extends Pick<DisputeFigures, 'sinceClaimSec' | 'cpuSec' | 'peakRssMB'> {
  readonly events: readonly Told[];
  readonly settledRoot: Hex;
}

export async function runDispute(options: DisputeOptions): Promise<DisputeFigures> {
  const { kind, seed = 1, pollMs = 1_000, samples = 200, say = () => {} } = options;
  const batch = makeBatch(options);
  const state = encodeState(batch.state);
  const rig = await Rig.start({ state: decodeState(state) });
  try {
    const input = await post(rig, batch.sign({ chainId: 31_337, rollup: toBytes(rig.rollup) }));
    say(`posted ${input.data.length} bytes`);
    const truth = recordTruth({ state: decodeState(state), input }, samples);
    const lie = lieFrom(truth, { input, seed });
    say(`${truth.leaves.length / HASH_BYTES} steps; the lie starts at ${lie.from}`);
    const stage = { rig, pollMs, say, state, input, truth, lie };
    const story = await play(stage);
    const bounds = samples === 0 ? null : await measureBounds({ rig, truth });
    return { kind, seed, ...figuresOf(stage, story), bounds };
  } finally {
    await rig.stop();
  }
}

async function play(stage: Stage): Promise<Story> {
  const prover = startProver(stage);
  try {
    await prover.told('the batch to be derived', ({ type }) => type === 'batch');
    const liar = await openLiar(stage);
    try {
      return await tell(stage, prover);
    } finally {
      await liar.stop();
    }
  } finally {
    await prover.stop();
  }
}

function openLiar({ rig, state, lie, pollMs }: Stage): Promise<Liar> {
  return startLiar({
    l1: rig.url,
    rollup: rig.rollup,
    key: rig.players[3].key,
    dataDir: rig.folder(),
    state: decodeState(state),
    lying: { type: 'ready', lie },
    // The claim is sent by hand, so that its time is known.
    claims: false,
    pollMs,
  });
}

async function tell({ rig, lie, say }: Stage, prover: ProverChild): Promise<Story> {
  const before = prover.meter.read();
  const parent = await rig.genesisClaim();
  await rig.claim(rig.players[3], { parent, root: toHex(lie.root) });
  const claimedMs = Date.now();
  say('the false claim is on L1');
  const since = async (what: string, is: (event: ProverEvent) => boolean): Promise<number> => {
    const sec = ((await prover.told(what, is)).atMs - claimedMs) / 1000;
    say(`${what}: ${sec.toFixed(1)} s after the claim`);
    return sec;
  };
  const seen = await since('seen', ({ type }) => type === 'falseClaim');
  const firstStep = await since('first step', ({ type }) => type === 'historyProgress');
  const history = await since('history', ({ type }) => type === 'history');
  const entered = await since('entered', isMove('enter'));
  const firstReveal = await since('first reveal', isMove('reveal'));
  const cpuSec = prover.meter.read().cpuSec - before.cpuSec;
  await since('step', isMove('step'));
  const rivalFell = await since('rival fell', ({ type }) => type === 'rivalFell');
  await rig.pass(CHALLENGE_SEC);
  await since('settled', ({ type }) => type === 'settled');
  return {
    sinceClaimSec: { seen, firstStep, history, entered, firstReveal, rivalFell },
    cpuSec,
    peakRssMB: Math.round(prover.meter.read().peakRssBytes / 2 ** 20),
    events: prover.events,
    settledRoot: await rig.read<Hex>('settledRoot'),
  };
}

function figuresOf(
  { state, input, truth, lie }: Stage,
  { events, settledRoot, ...measured }: Story,
): Omit<DisputeFigures, 'kind' | 'seed' | 'bounds'> {
  const { firstStep, history } = measured.sinceClaimSec;
  const steps = truth.leaves.length / HASH_BYTES;
  const moves = events.flatMap(({ event }) => (event.type === 'move' ? [event] : []));
  const timeOf = (name: string): number =>
    events.findLast(({ event }) => isMove(name)(event))?.atMs ?? Number.NaN;
  const fell = events.find(({ event }) => event.type === 'rivalFell')?.event;
  return {
    batchBytes: input.data.length,
    stateBytes: state.length,
    steps,
    falseFrom: lie.from,
    ...measured,
    stepsPerSec: steps / (history - firstStep),
    stepSec: (timeOf('step') - timeOf('advance')) / 1000,
    stepGas: Number(moves.find(({ move }) => move === 'step')?.gas ?? 0n),
    gas: moves.reduce((sum, { gas }) => sum + Number(gas), 0),
    moves: countOf(moves.map(({ move }) => move)),
    won: settledRoot === toHex(truth.root) && fell?.type === 'rivalFell' && fell.step === lie.from,
  };
}

function isMove(name: string): (event: ProverEvent) => boolean {
  return (event) => event.type === 'move' && event.move === name;
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

function countOf(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
