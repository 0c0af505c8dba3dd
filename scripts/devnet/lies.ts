/** A lie on demand: claims and defends a false root on a development chain until it falls or settles. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  createPublicClient,
  formatEther,
  type Hex,
  http,
  parseEventLogs,
  type PublicClient,
} from 'viem';

import { rollupAbi } from '../../contracts/generated/abi.ts';
import { moveWords } from '../../prover/watch/words.ts';
import { type LieInput, type Liar, type Lying, startLiar } from '../../test/actors/liar.ts';
import { type Lie, type LiarMachine, runLie } from '../../test/actors/lie.ts';
import { loadMutant } from '../../test/actors/mutant.ts';
import { fundedPlayer } from './ether.ts';
import { count, short } from './narrator.ts';
import { until } from './until.ts';

export type LieKind = 'fee' | 'theft' | 'garbage';

export interface LieOptions {
  readonly l1: string;
  readonly rollup: Hex;
  readonly kind: LieKind;
  /** Absent: the newest. */
  readonly batch?: number;
  /** Stops moving once its bond is staked. */
  readonly isSilent: boolean;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Chains of Hardhat and anvil, and of older test nodes. */
const DEVELOPMENT_CHAINS = [31_337, 1_337];
const BATCH_MS = 60_000;
const CLAIM_MS = 60_000;
const LOOK_MS = 500;
const DOLLAR = 1_000_000;

/** @throws Error where the lie cannot be told */
export async function tellLie(options: LieOptions): Promise<'fell' | 'stands' | 'left'> {
  const client = createPublicClient({ transport: http(options.l1) });
  await checkChain(client, options.l1);
  const { key } = await fundedPlayer(options.l1, 'liar of the command line');
  const batch = await batchOf(client, options);
  const dataDir = mkdtempSync(join(tmpdir(), 'tenor-liar-'));
  options.say(`Batch ${batch}: ${KIND_WORDS[options.kind]}.`);
  options.say(`Re-executing ${count(batch)} batches first, to know the truth that it leaves.`);
  const liar = await startLiar({
    l1: options.l1,
    rollup: options.rollup,
    key,
    dataDir,
    batch,
    lying: lyingOf(options),
    plays: !options.isSilent,
    pollMs: 250,
    onMove: ({ move, receipt }) =>
      options.say(`The liar moves: ${moveWords(move)} (${count(Number(receipt.gasUsed))} gas).`),
  });
  try {
    return await watchLie(liar, { ...options, client, batch });
  } finally {
    await liar.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const KIND_WORDS: Record<LieKind, string> = {
  fee: 'in the lie, takers pay only the makers’ fee',
  theft: 'in the lie, the insurance fund holds a dollar that nobody paid',
  garbage: 'the lie is a root of nothing',
};

async function checkChain(client: PublicClient, url: string): Promise<void> {
  const chainId = await client.getChainId().catch(() => {
    throw new Error(`no L1 answers at ${url}`);
  });
  if (DEVELOPMENT_CHAINS.includes(chainId)) return;
  throw new Error(
    `chain ${chainId} is not a development chain (${DEVELOPMENT_CHAINS.join(', ')}): a lie would cost real money`,
  );
}

/** @throws Error where there is no such batch, or L1 has settled it */
async function batchOf(client: PublicClient, options: LieOptions): Promise<number> {
  const newest = await newestBatch(client, options);
  const { batch = newest, rollup } = options;
  if (batch > newest) throw new Error(`there is no batch ${batch} yet: the newest is ${newest}`);
  const read = { address: rollup, abi: rollupAbi } as const;
  const tip = await client.readContract({ ...read, functionName: 'settledTip' });
  const { number } = await client.readContract({ ...read, functionName: 'claimOf', args: [tip] });
  if (batch > Number(number)) return batch;
  throw new Error(`batch ${batch} is settled, as all are up to ${number}: nobody can dispute it`);
}

async function newestBatch(client: PublicClient, { rollup, signal }: LieOptions): Promise<number> {
  return until(
    'a batch to lie about',
    async () => {
      if (signal.aborted) throw new Error('stopped before there was a batch');
      const tip = await client.readContract({
        address: rollup,
        abi: rollupAbi,
        functionName: 'tipNumber',
      });
      return tip === 0n ? undefined : Number(tip);
    },
    { timeoutMs: BATCH_MS },
  );
}

function lyingOf(options: LieOptions): Lying {
  if (options.kind === 'garbage') return { type: 'garbage' };
  if (options.kind === 'theft') return { type: 'tamper', tamper: theft() };
  return { type: 'custom', make: (truth) => feeLie(options, truth) };
}

async function feeLie({ say }: LieOptions, { state, input, truth }: LieInput): Promise<Lie> {
  const modules = await loadMutant({
    file: 'book/match.ts',
    find: 'ratePpm: TAKER_FEE_PPM',
    replace: 'ratePpm: MAKER_FEE_PPM',
  });
  const lie = runLie({ state, input, modules });
  if (!Buffer.from(lie.root).equals(truth.root)) return lie;
  say(`Nobody traded in that batch, so fees are no lie there. Instead: ${KIND_WORDS.theft}.`);
  return runLie({ state, input, modules: await loadMutant(), tamper: theft() });
}

/** Once there is money in the vault, insurance gets a dollar of it. */
function theft(): (step: { readonly machine: LiarMachine }) => void {
  let isDone = false;
  return ({ machine: { state } }) => {
    if (isDone || state.globals.vault() === 0) return;
    isDone = true;
    state.globals.setInsurance(state.globals.insurance() + DOLLAR);
  };
}

interface Watched extends LieOptions {
  readonly client: PublicClient;
  readonly batch: number;
}

/** Tells how it ends. */
async function watchLie(
  liar: Liar,
  { client, rollup, batch, say, signal }: Watched,
): Promise<'fell' | 'stands' | 'left'> {
  const read = { address: rollup, abi: rollupAbi } as const;
  const startMs = Date.now();
  for (
    let isTold = false;
    !signal.aborted;
    await sleep(LOOK_MS, undefined, { signal }).catch(() => {})
  ) {
    const entry = enteredBy(liar);
    if (entry === undefined) {
      const failure = liar.failure();
      if (failure !== undefined) throw failure;
      if (Date.now() - startMs > CLAIM_MS) throw new Error(TOO_LATE);
      continue;
    }
    if (!isTold) {
      isTold = true;
      const bond = await client.readContract({ ...read, functionName: 'BOND' });
      say(
        `The liar stakes ${formatEther(bond)} ETH on root ${short(liar.lie()!.root)} after batch ${batch}.`,
      );
    }
    const [{ alive, parent }, tip] = await Promise.all([
      client.readContract({ ...read, functionName: 'entry', args: [entry] }),
      client.readContract({ ...read, functionName: 'settledRoot' }),
    ]);
    if (!alive) {
      say('The lie is thrown out, and its bond is gone.');
      return 'fell';
    }
    if (tip === liar.lie()!.root) {
      say(`Nobody threw the lie out in time: L1 has settled the false root after batch ${batch}.`);
      return 'stands';
    }
    const { closedAt } = await client.readContract({
      ...read,
      functionName: 'contest',
      args: [parent],
    });
    if (closedAt !== 0n) return 'left';
  }
  return 'left';
}

const TOO_LATE =
  'L1 takes no false root of that batch any more: it is settled, or was claimed longer ago than the challenge period';

function enteredBy(liar: Liar): Hex | undefined {
  const entered = liar.moves().find(({ move }) => move.type === 'enter');
  if (entered === undefined) return undefined;
  const { logs } = entered.receipt;
  return parseEventLogs({ abi: rollupAbi, eventName: 'Entered', logs })[0]?.args.entry;
}
