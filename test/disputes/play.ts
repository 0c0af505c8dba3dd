/** One honest prover against k liars about one batch, from the false claim until everything is collected. */
import type { Hex } from 'viem';

import type { Player, Rig } from '../prover/rig.ts';
import { Blocks, SLOT_SEC } from './blocks.ts';
import { Honest } from './honest.ts';
import type { RivalLie } from './lies.ts';
import { type DisputeRun, reportOf } from './report.ts';
import { type Pace, Rivals, type Terms } from './rivals.ts';
import type { DisputeViews } from './views.ts';

export interface PlayOptions {
  readonly lies: readonly RivalLie[];
  readonly pace: Pace;
  readonly terms: Terms;
  readonly gasPriceWei: bigint;
  readonly seed: number;
  /** The honest account, then one for each liar. */
  readonly players: readonly Player[];
  readonly say?: ((line: string) => void) | undefined;
}

const BLOCKS_MOST = 5_000;
const TELL_MS = 10_000;

export async function playDispute(rig: Rig, options: PlayOptions): Promise<DisputeRun> {
  const { gasPriceWei, players } = options;
  const blocks = new Blocks(rig, { gasPriceWei });
  await blocks.begin();
  const rivals = new Rivals(rig, { ...options, blocks, players: players.slice(1) });
  const honest = await Honest.start(rig, players[0]);
  try {
    const addresses = players.slice(0, options.lies.length + 1).map(({ address }) => address);
    const before = await balances(rig, addresses);
    const table = { blocks, rivals, honest, options };
    const peakStakeWei = await playBlocks(rig, { ...table, before: before[0] });
    const after = await balances(rig, addresses);
    const gains = after.map((balance, i) => balance - before[i]);
    const { parent, bond } = options.terms;
    const contest = await rig.read<DisputeViews['contest']>('contest', [parent]);
    const owedToLiars = await Promise.all(
      addresses.slice(1).map((address) => rig.read<bigint>('owed', [address])),
    );
    return reportOf({
      pace: options.pace,
      rivals,
      blocks,
      honestAddress: honest.player.address,
      computingMs: honest.computingMs,
      bond,
      pot: contest.pot,
      peakStakeWei,
      profitWei: gains[0],
      lossWei: -sum([...gains.slice(1), ...owedToLiars]),
    });
  } catch (cause) {
    const said = honest.problems().join('; ') || 'nothing';
    throw new Error(`${options.lies.length} rivals, ${options.pace}; the prover says: ${said}`, {
      cause,
    });
  } finally {
    await honest.stop();
  }
}

interface Table {
  readonly blocks: Blocks;
  readonly rivals: Rivals;
  readonly honest: Honest;
  readonly options: PlayOptions;
}

/** @returns the most that the honest side had laid out */
async function playBlocks(
  rig: Rig,
  { blocks, rivals, honest, options, before }: Table & { before: bigint },
): Promise<bigint> {
  const { terms, say } = options;
  let peak = 0n;
  let toldMs = performance.now();
  let slot = blocks.timeSec + SLOT_SEC;
  for (let i = 0; i < BLOCKS_MOST; i++) {
    await blocks.announce(slot);
    const sent = await rivals.act(slot);
    await honest.hasSpoken();
    if (sent === 0 && honest.waiting === 0) {
      // INVARIANT: nobody moves in the blocks that are left out.
      const next = await nextTime(rig, { blocks, rivals, terms, slot });
      if (next === undefined && (await rig.read('owed', [honest.player.address])) === 0n)
        return peak;
      slot = next ?? slot + SLOT_SEC;
      honest.timePassed();
      continue;
    }
    await blocks.mine();
    await rivals.look();
    slot = blocks.timeSec + SLOT_SEC;
    const [balance] = await balances(rig, [honest.player.address]);
    if (before - balance > peak) peak = before - balance;
    if (say !== undefined && performance.now() - toldMs > TELL_MS) {
      say(`${rivals.alive} rivals alive ${blocks.timeSec - rivals.claimedAt} s after the claim`);
      toldMs = performance.now();
    }
  }
  throw new Error(`no end after ${BLOCKS_MOST} blocks`);
}

/** The next slot in which anything can become possible; nothing if all is over. */
async function nextTime(
  rig: Rig,
  {
    blocks,
    rivals,
    terms,
    slot,
  }: Pick<Table, 'blocks' | 'rivals'> & { terms: Terms; slot: number },
): Promise<number | undefined> {
  const contest = await rig.read<DisputeViews['contest']>('contest', [terms.parent]);
  const after = (time: number): number[] => (time > slot ? [blocks.slotFrom(time)] : []);
  const next = rivals.nextSec();
  const closedAt = Number(contest.closedAt);
  const times = [
    ...(next === undefined ? [] : after(next)),
    ...after(rivals.claimedAt + terms.periodSec + 1),
    ...after(rivals.openedAt + terms.periodSec + 1),
    ...(closedAt > 0 && contest.livingEntries > 1 ? after(closedAt + 4 * terms.periodSec + 1) : []),
  ];
  return times.length === 0 ? undefined : Math.min(...times);
}

async function balances(rig: Rig, addresses: readonly Hex[]): Promise<bigint[]> {
  return Promise.all(addresses.map((address) => rig.client.getBalance({ address })));
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
