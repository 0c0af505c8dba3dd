/** What a dispute took and cost, from the transactions and events of its blocks. */
import type { Hex } from 'viem';

import type { Blocks, RollupEvent, Sent } from './blocks.ts';
import type { Pace, Rivals } from './rivals.ts';

export interface DisputeRun {
  readonly rivals: number;
  readonly pace: Pace;
  /** Seconds of L1. */
  readonly openedAfterSec: number;
  readonly lastFallAfterSec: number;
  readonly lastFallSinceOpeningSec: number;
  /** The last of those who played on. */
  readonly lastAnsweredFallAfterSec: number;
  readonly settledAfterSec: number;
  readonly collectedAfterSec: number;
  readonly longestDuelSec: number;
  /** Credited moves in the duel that had most. */
  readonly longestDuelMoves: number;
  readonly duels: number;
  readonly fellByStep: number;
  readonly fellByTime: number;
  readonly blocks: number;
  /** Wall clock, not in L1's seconds: a history and the witnesses, on the machine of the run. */
  readonly computingSec: number;
  readonly honest: Side & {
    /** Most ether that it had laid out and not got back, at the end of any block. */
    readonly peakStakeWei: bigint;
    readonly profitWei: bigint;
  };
  readonly liars: Side & { readonly lossWei: bigint };
  readonly wei: {
    readonly bond: bigint;
    readonly refunds: bigint;
    readonly reward: bigint;
    /** Left in the pot, to be destroyed. */
    readonly burned: bigint;
  };
}

export interface Side {
  readonly gas: bigint;
  readonly spentWei: bigint;
  readonly moves: Readonly<Record<string, { readonly count: number; readonly gas: bigint }>>;
}

export interface Played {
  readonly pace: Pace;
  readonly rivals: Pick<Rivals, 'addresses' | 'claimedAt' | 'openedAt' | 'isSilent'>;
  readonly blocks: Pick<Blocks, 'sent' | 'events' | 'mined'>;
  readonly honestAddress: Hex;
  readonly computingMs: number;
  readonly bond: bigint;
  /** Left when all was collected. */
  readonly pot: bigint;
  readonly peakStakeWei: bigint;
  readonly profitWei: bigint;
  readonly lossWei: bigint;
}

export function reportOf(played: Played): DisputeRun {
  const { blocks, rivals, bond, peakStakeWei, profitWei, lossWei } = played;
  const honest = played.honestAddress.toLowerCase();
  const ofHonest = blocks.sent.filter(({ from }) => from === honest);
  const ofLiars = blocks.sent.filter(({ from }) => from !== honest);
  const settled = named(played, 'Settled').at(-1)?.timeSec ?? Number.NaN;
  return {
    rivals: rivals.addresses.length,
    pace: played.pace,
    openedAfterSec: rivals.openedAt - rivals.claimedAt,
    settledAfterSec: settled - rivals.claimedAt,
    collectedAfterSec: (ofHonest.at(-1)?.timeSec ?? Number.NaN) - rivals.claimedAt,
    ...duelFigures(played),
    blocks: blocks.mined,
    computingSec: Math.round(played.computingMs / 100) / 10,
    honest: { ...sideOf(ofHonest), peakStakeWei, profitWei },
    liars: { ...sideOf(ofLiars), lossWei },
    wei: { bond, ...paidTo(honest, played), burned: played.pot },
  };
}

type DuelFigures = Pick<
  DisputeRun,
  | 'lastFallAfterSec'
  | 'lastFallSinceOpeningSec'
  | 'lastAnsweredFallAfterSec'
  | 'longestDuelSec'
  | 'longestDuelMoves'
  | 'duels'
  | 'fellByStep'
  | 'fellByTime'
>;

function duelFigures(played: Played): DuelFigures {
  const { rivals } = played;
  const { claimedAt, openedAt } = rivals;
  const deaths = named(played, 'Died');
  const answered = deaths.filter(({ args }) => !rivals.isSilent(args['entry'] as Hex));
  const starts = new Map(
    named(played, 'DuelStarted').map(({ args, timeSec }) => [args['duel'], timeSec]),
  );
  const credits = Map.groupBy(named(played, 'MoveCredited'), ({ args }) => args['duel']);
  const stepped = new Set(named(played, 'Stepped').map(({ args }) => args['duel']));
  const fellByStep = deaths.filter(({ args }) => stepped.has(args['duel'])).length;
  return {
    lastFallAfterSec: lastOf(deaths) - claimedAt,
    lastFallSinceOpeningSec: lastOf(deaths) - openedAt,
    lastAnsweredFallAfterSec: lastOf(answered) - claimedAt,
    longestDuelSec: Math.max(
      ...deaths.map(({ args, timeSec }) => timeSec - starts.get(args['duel'])!),
    ),
    longestDuelMoves: Math.max(...[...credits.values()].map(({ length }) => length)),
    duels: starts.size,
    fellByStep,
    fellByTime: deaths.length - fellByStep,
  };
}

/** Refunds of moves, and what came on top of the bond. */
function paidTo(account: string, played: Played): { refunds: bigint; reward: bigint } {
  const amounts = named(played, 'Owed')
    .filter(({ args }) => (args['account'] as string).toLowerCase() === account)
    .map(({ args }) => args['amount'] as bigint);
  // A refund is a quarter of a bond at most.
  const payouts = amounts.filter((amount) => amount >= played.bond);
  const refunds = sum(amounts.filter((amount) => amount < played.bond));
  return { refunds, reward: sum(payouts) - BigInt(payouts.length) * played.bond };
}

function named({ blocks }: Played, name: string): RollupEvent[] {
  return blocks.events.filter(({ eventName }) => eventName === name);
}

function lastOf(events: readonly RollupEvent[]): number {
  return Math.max(...events.map(({ timeSec }) => timeSec));
}

function sideOf(sent: readonly Sent[]): Side {
  const moves: Record<string, { count: number; gas: bigint }> = {};
  for (const { name, gas } of sent) {
    moves[name] ??= { count: 0, gas: 0n };
    moves[name].count += 1;
    moves[name].gas += gas;
  }
  const spentWei = sum(sent.map(({ feeWei }) => feeWei));
  return { gas: sum(sent.map(({ gas }) => gas)), spentWei, moves };
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
