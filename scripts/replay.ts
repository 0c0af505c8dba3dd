// npm run replay: recorded option chains played through the whole rollup.
import { dirname, join, resolve } from 'node:path';

import { Command } from 'commander';

import { expirySec } from '../protocol/instrument.ts';
import { UNDERLYINGS } from '../protocol/params.ts';
import { FeedError } from '../publisher/feed/feed.ts';
import { type Devnet, startDevnet } from './devnet/devnet.ts';
import { compareRoots, houseIsKept } from './devnet/finish.ts';
import {
  type Deliveries,
  expiryKey,
  readDeliveries,
  ReplayFileError,
} from './replay/deliveries.ts';
import { Observer } from './replay/observer.ts';
import { Progress } from './replay/progress.ts';
import { outlineOf, readSnapshots, type SnapshotOutline } from './replay/recording.ts';
import { MoneyError, Replay } from './replay/replay.ts';
import { makeResult, type ReplayResult, tellResult } from './replay/result.ts';
import { expiryDays, makeTimetable, type Session } from './replay/timetable.ts';
import { unsettledOf } from './replay/unsettled.ts';

interface Flags {
  readonly deliveries?: string;
  readonly json?: true;
  readonly seed: string;
  readonly instruments: string;
  readonly limit?: string;
  readonly data: string;
}

const SIGINT_CODE = 130;
/** The first batch is before the first print. */
const BEFORE_SEC = 60;

const program = new Command('npm run replay --')
  .description(
    'Play recorded Deribit chains through the whole rollup: surfaces from bids and asks alone, makers and takers ' +
      'under both margin models, liquidations, settlement at the recorded deliveries, two provers. ' +
      'Exit code: 0 if all is well; 1 if money is not conserved, a root differs, an expiry of the window is left ' +
      'unsettled, or a file cannot be read; 130 if stopped.',
  )
  .argument(
    '<quotes>',
    'quotes.csv or quotes.csv.gz: an option chain for each snapshot, prices in coin',
  )
  .option('--deliveries <file>', 'settlement prices; deliveries.csv beside the quotes by default')
  .option('--json', 'one JSON object at the end, progress on stderr')
  .option('--seed <number>', 'of who trades what', '1')
  .option('--instruments <count>', 'options that are quoted at each snapshot', '24')
  .option('--limit <count>', 'only so many snapshots')
  .option('--data <folder>', 'where database and stores lie', process.env['TENOR_DATA'] ?? '.tenor')
  .showHelpAfterError();
program.parse();
const flags = program.opts<Flags>();
const [quotes] = program.args as [string];

const abort = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (!abort.signal.aborted) say('Stopping.');
    abort.abort();
  });
}

process.exit(await main());

async function main(): Promise<number> {
  try {
    const seed = readCount('--seed', flags.seed, 0);
    const instruments = readCount('--instruments', flags.instruments, 1);
    const limit = readCount('--limit', flags.limit ?? String(Number.MAX_SAFE_INTEGER), 1);
    const deliveries = readDeliveries(flags.deliveries ?? join(dirname(quotes), 'deliveries.csv'));
    const outlines = await outlineOf(quotes, limit);
    warnOfMissing(outlines, deliveries);
    const result = await play({ outlines, deliveries, seed, instruments });
    if (abort.signal.aborted) return SIGINT_CODE;
    if (flags.json === true) console.log(JSON.stringify(result));
    else for (const line of tellResult(result)) console.log(line);
    return result.ok ? 0 : 1;
  } catch (error) {
    if (abort.signal.aborted) return SIGINT_CODE;
    const isExpected = error instanceof ReplayFileError || error instanceof FeedError;
    console.error(isExpected || !(error instanceof Error) ? String(error) : error.stack);
    return 1;
  }
}

function warnOfMissing(outlines: readonly SnapshotOutline[], deliveries: Deliveries): void {
  for (const day of expiryDays(outlines)) {
    for (const [underlying, { symbol }] of UNDERLYINGS.entries()) {
      if (!deliveries.has(expiryKey({ underlying, day })))
        say(`No delivery of ${symbol} for ${dateOf(day)}: that expiry will be left unsettled.`);
    }
  }
}

async function play(input: {
  outlines: readonly SnapshotOutline[];
  deliveries: Deliveries;
  seed: number;
  instruments: number;
}): Promise<ReplayResult> {
  const { outlines, deliveries, seed, instruments } = input;
  const { signal } = abort;
  const started = performance.now();
  const timetable = makeTimetable(outlines, { deliveries, underlyings: UNDERLYINGS.length });
  const observer = new Observer();
  const devnet = await open(timetable, { deliveries, observer });
  const snapshots = readSnapshots(quotes)[Symbol.asyncIterator]();
  try {
    const progress = new Progress({ total: outlines.length, say, nowMs: () => performance.now() });
    const replay = new Replay({
      devnet,
      timetable,
      snapshots,
      deliveries,
      seed,
      instruments,
      signal,
      onSnapshot: (done) => progress.tell(done),
    });
    const opened = performance.now();
    const problems: string[] = [];
    await replay.play().catch((error: unknown) => {
      // Figures and roots still tell something then.
      if (!(error instanceof MoneyError)) throw error;
      problems.push(error.message);
    });
    const played = performance.now();
    if (!signal.aborted) await houseIsKept(devnet, signal);
    const roots = await compareRoots(devnet, signal);
    const ended = performance.now();
    return makeResult({
      devnet,
      replay,
      roots,
      observed: observer.observed,
      window: {
        from: isoOf(outlines[0].timeSec),
        to: isoOf(outlines.at(-1)!.timeSec),
        snapshots: replay.snapshots,
      },
      unsettled: unsettledOf(devnet, outlines),
      seconds: {
        start: (opened - started) / 1000,
        replay: (played - opened) / 1000,
        end: (ended - played) / 1000,
      },
      problems,
    });
  } finally {
    await snapshots.return?.(undefined);
    await devnet.stop();
  }
}

async function open(
  timetable: readonly Session[],
  { deliveries, observer }: { deliveries: Deliveries; observer: Observer },
): Promise<Devnet> {
  return startDevnet({
    startSec: timetable[0][0].timeSec - BEFORE_SEC,
    dataDir: resolve(flags.data),
    l1Port: 0,
    apiPort: 0,
    blockMs: 0,
    narrates: false,
    say: () => {},
    executed: observer.executed,
    deliveryUsd: (expiry) => {
      const cents = deliveries.get(expiryKey(expiry));
      return cents === undefined ? null : cents / 100;
    },
    // Options are listed from the recording.
    settings: { listing: false, sealAfterMs: 500, l1PollMs: 40 },
  });
}

function readCount(what: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < least) {
    throw new ReplayFileError(`${what} is no count from ${least} on: ${text}`);
  }
  return value;
}

function dateOf(day: number): string {
  return isoOf(expirySec(day)).slice(0, 10);
}

function isoOf(sec: number): string {
  return new Date(sec * 1000).toISOString();
}

function say(line: string): void {
  console.error(line);
}
