// npm start: the whole rollup on this machine, with a market trading on it and, once, a lie about it.
import { resolve } from 'node:path';

import { Command } from 'commander';

import { type Devnet, startDevnet } from './devnet/devnet.ts';
import { defaultDataDir, devnetIn, removeDevnetFile, writeDevnetFile } from './devnet/file.ts';
import { playerOf } from './devnet/keys.ts';
import { requireFree } from './devnet/ports.ts';
import { isComplete, playStory } from './devnet/story.ts';
import { DEVNET_MARKET, SimulatedMarket } from './market/simulator.ts';

interface Flags {
  readonly once?: true;
  readonly json?: true;
  readonly undefended?: true;
  readonly seed: string;
  readonly data: string;
  readonly l1Port: string;
  readonly apiPort: string;
}

/** A Monday morning before an expiry at 08:00 UTC. */
const SIMULATION_START_SEC = Date.UTC(2026, 5, 8, 5, 0, 0) / 1000;

const program = new Command('npm start --')
  .description('Run L1, contracts, sequencer, two provers, publishers and a market on this machine')
  .option('--once', 'play the story to its end and exit')
  .option('--json', 'end with one JSON line of the figures')
  .option(
    '--undefended',
    'the provers only watch and nobody lies, until you do both: npm run tenor -- prover --devnet, … lie --devnet',
  )
  .option('--seed <number>', 'of the simulated market and of who trades what', '1')
  .option('--data <folder>', 'where database and stores lie', defaultDataDir())
  .option('--l1-port <port>', 'JSON-RPC port of L1; 0 takes a free one', '8545')
  .option('--api-port <port>', 'port of the sequencer; 0 takes a free one', '8080')
  .showHelpAfterError();
program.parse();
const flags = program.opts<Flags>();
if (flags.once === true && flags.undefended === true) {
  program.error('error: --once plays a story with a lie in it, which --undefended leaves to you');
}

const abort = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (!abort.signal.aborted) say('Stopping.');
    abort.abort();
  });
}

process.exit(await main());

async function main(): Promise<number> {
  let devnet: Devnet | undefined;
  try {
    await refuseSecond();
    const seed = Number(flags.seed);
    const startSec = SIMULATION_START_SEC;
    const market = new SimulatedMarket({ ...DEVNET_MARKET, seed, startSec });
    const { listing } = DEVNET_MARKET;
    devnet = await startDevnet({
      startSec,
      dataDir: resolve(flags.data),
      l1Port: Number(flags.l1Port),
      apiPort: Number(flags.apiPort),
      undefended: flags.undefended === true,
      say,
      // What the market quotes is what is listed.
      settings: {
        listDailies: listing.dailies,
        listWeeklies: listing.weeklies,
        listMonthlies: listing.monthlies,
        listQuarterlies: listing.quarterlies,
        listStrikesPerSide: listing.strikesPerSide,
        listWidthPercent: listing.widthPercent,
      },
    });
    await announce(devnet);
    await playStory({
      devnet,
      market,
      seed,
      say,
      signal: abort.signal,
      once: flags.once === true,
      undefended: flags.undefended === true,
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    removeDevnetFile(flags.data);
    await devnet?.stop();
    say('Everything has stopped.');
  }
  return report(devnet);
}

/** @throws Error where a devnet runs here already, or a port is taken: before anything is started */
async function refuseSecond(): Promise<void> {
  const other = devnetIn(flags.data);
  if (other !== undefined) {
    throw new Error(
      `A devnet is running with its data in ${resolve(flags.data)} (process ${other.pid}). A second one needs ` +
        '--data, --l1-port and --api-port of its own.',
    );
  }
  await requireFree(flags.l1Port, '--l1-port');
  await requireFree(flags.apiPort, '--api-port');
}

/** Tells other commands where it is, and gives a watchtower of somebody else ether. */
async function announce(devnet: Devnet): Promise<void> {
  const { l1, deployed, sequencer, provers } = devnet;
  const { key, address } = playerOf('watchtower');
  await l1.fund(address);
  writeDevnetFile(flags.data, {
    pid: process.pid,
    l1: l1.url,
    rollup: deployed.rollup,
    bridge: deployed.bridge,
    sequencer: sequencer.url,
    provers: provers.map(({ url }) => url),
    undefended: flags.undefended === true,
    watchtower: { key, address, dataDir: devnet.folder('watchtower') },
  });
  if (flags.undefended !== true) return;
  say('Nobody here defends the rollup, and nobody lies yet. In two other terminals:');
  say('  npm run tenor -- prover --devnet      a watchtower of yours');
  say('  npm run tenor -- lie --devnet         a false claim for it to find');
}

function report(devnet: Devnet): number {
  const { figures } = devnet.narrator;
  const complete = isComplete(devnet) && figures.rootsEqual;
  const gasPerOrder = figures.postedOrders === 0 ? null : figures.postedGas / figures.postedOrders;
  const bytesPerOrder =
    figures.postedOrders === 0 ? null : figures.postedBytes / figures.postedOrders;
  if (flags.json === true) {
    console.log(JSON.stringify({ complete, ...figures, gasPerOrder, bytesPerOrder }));
  }
  if (flags.once !== true) return 0;
  if (!complete) console.error('Not everything of the story has happened.');
  return complete ? 0 : 1;
}

function say(line: string): void {
  console.log(`${new Date().toISOString().slice(11, 19)}  ${line}`);
}
