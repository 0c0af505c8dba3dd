/** Disputes of several sizes on one L1, with the clocks, bonds and cap of mainnet: what they take and cost, and the aims. */
import { genesisState } from '../../protocol/genesis.ts';
import { encodeState } from '../../prover/store/snapshot.ts';
import { postStory } from '../lies/rollup.ts';
import { Rig } from '../prover/rig.ts';
import { SLOT_SEC } from './blocks.ts';
import { makeLies } from './lies.ts';
import { playDispute } from './play.ts';
import type { DisputeRun } from './report.ts';
import type { Pace, Terms } from './rivals.ts';

/** What `scripts/deploy/Tenor.ts` sets. */
const BUDGET_SEC = 7 * 86_400;
const GRACE_SEC = 4 * 3_600;
const GAS_PRICE_CAP = 100n * 10n ** 9n;
const ROUNDS = 3;
const ARITY_LOG2 = 6;

export interface DisputesOptions {
  readonly rivals: readonly number[];
  readonly paces: readonly Pace[];
  readonly seed: number;
  readonly gasPriceWei: bigint;
  readonly blockGas: bigint;
  readonly say?: (line: string) => void;
}

/** Every run starts from the same block, with the first of the same liars. */
export async function playDisputes(options: DisputesOptions): Promise<DisputeRun[]> {
  const { rivals, paces, seed, say } = options;
  const most = Math.max(...rivals);
  const rig = await Rig.start({
    censorshipBudget: BUDGET_SEC,
    grace: GRACE_SEC,
    gasPriceCap: GAS_PRICE_CAP,
    blockGasLimit: options.blockGas,
    // The poster, the honest one, and the liars.
    accounts: 2 + most,
  });
  try {
    const input = await postStory(rig);
    say?.('the contracts are deployed and a batch is posted');
    const state = encodeState(genesisState(rig.genesis));
    const lies = await makeLies({
      ...options,
      count: most,
      state,
      input,
      depth: ROUNDS * ARITY_LOG2,
    });
    const terms = await termsOf(rig);
    const runs: DisputeRun[] = [];
    for (const count of rivals) {
      for (const pace of paces) {
        const snapshot = await rig.rpc('evm_snapshot', []);
        const [, ...players] = rig.players;
        const run = await playDispute(rig, {
          ...options,
          lies: lies.slice(0, count),
          pace,
          terms,
          players,
          seed: seed + count,
          say: say && ((line) => say(`${count} rivals, ${pace}: ${line}`)),
        });
        await rig.rpc('evm_revert', [snapshot]);
        say?.(`${count} rivals, ${pace}: over`);
        runs.push(run);
      }
    }
    return runs;
  } finally {
    await rig.stop();
  }
}

async function termsOf(rig: Rig): Promise<Terms> {
  const parent = await rig.genesisClaim();
  const { hash: batchHash } = await rig.read<{ hash: `0x${string}` }>('batchOf', [1n]);
  const bond = await rig.read<bigint>('BOND');
  return {
    parent,
    batchHash,
    bond,
    graceSec: GRACE_SEC,
    periodSec: BUDGET_SEC + GRACE_SEC,
    rounds: ROUNDS,
    arityLog2: ARITY_LOG2,
  };
}

const LOSS_PER_SPENT = 5n;
const LOSS_PER_STAKE = 5n;
const STAKE_FROM_RIVALS = 8;
/** Credits of one duel: its start, two reveals and an advance a round, its end. */
const DUEL_MOVES_MOST = 2 + 3 * ROUNDS;
/** A block for each move. */
const ROOM_SEC = SLOT_SEC * DUEL_MOVES_MOST;
/** Whoever uses up all that the rules allow: the clock once, the grace in each round. */
const DUEL_SEC_MOST = BUDGET_SEC + ROUNDS * GRACE_SEC + ROOM_SEC;

/** What was missed, in words; nothing if all aims were met. */
export function missedAims(runs: readonly DisputeRun[]): string[] {
  return runs.flatMap((run) => {
    const aims = [...timeAims(run, fewest(runs, run)), ...moneyAims(run)];
    const missed = aims.filter(([holds]) => !holds);
    return missed.map(([, words]) => `${run.rivals} rivals, ${run.pace}: ${words}`);
  });
}

type Aim = readonly [holds: boolean, words: string];

/** As long as with the fewest rivals. Those who never answer are compared with their clock: one alone would answer. */
function timeAims(run: DisputeRun, base: DisputeRun): Aim[] {
  const asBefore = (name: 'lastAnsweredFallAfterSec' | 'settledAfterSec'): Aim => [
    run[name] <= base[name] + ROOM_SEC,
    `${name} is ${run[name]}, with ${base.rivals} rivals ${base[name]}, and a block for each move takes ${ROOM_SEC} s`,
  ];
  return [
    asBefore('lastAnsweredFallAfterSec'),
    asBefore('settledAfterSec'),
    [run.longestDuelSec <= DUEL_SEC_MOST, `a duel of ${run.longestDuelSec} s`],
    [run.longestDuelMoves <= DUEL_MOVES_MOST, `a duel of ${run.longestDuelMoves} moves`],
    [run.fellByStep + run.fellByTime === run.rivals, 'a liar stands'],
  ];
}

function moneyAims({ honest, liars, rivals }: DisputeRun): Aim[] {
  return [
    [honest.profitWei >= 0n, `the honest side is ${-honest.profitWei} wei out of pocket`],
    [
      liars.lossWei >= LOSS_PER_SPENT * honest.spentWei,
      `liars lose ${liars.lossWei} wei, the honest side spends ${honest.spentWei}`,
    ],
    [
      rivals < STAKE_FROM_RIVALS || liars.lossWei >= LOSS_PER_STAKE * honest.peakStakeWei,
      `liars lose ${liars.lossWei} wei, the honest side stakes ${honest.peakStakeWei}`,
    ],
  ];
}

function fewest(runs: readonly DisputeRun[], { pace }: DisputeRun): DisputeRun {
  const same = runs.filter((run) => run.pace === pace);
  return same.reduce((a, b) => (b.rivals < a.rivals ? b : a));
}
