/** What /status says, from what the prover knows. */
import { ALARMS } from '../alarms.ts';
import type { ContestState, Game } from '../game/game.ts';
import type { Decision } from '../game/solver.ts';
import { ZERO_HASH } from '../hex.ts';
import type { Deployment, Head } from '../l1/client.ts';
import type { DisputeStatus, ProverStatus } from '../status.ts';
import type { Connection, Context } from './connection.ts';
import { moveWords, statusWords } from './words.ts';

/** Without a good turn for so long it is not healthy. */
const STALE_MS = 60_000;

export interface Known {
  readonly connection: Connection | undefined;
  readonly head: Head | undefined;
  readonly game: Game | undefined;
  readonly decision: Decision;
  /** In wei. */
  readonly balance: bigint;
  readonly lastGoodMs: number;
}

export function reportOf({ store, l1, options, teller }: Context, known: Known): ProverStatus {
  const { connection, game } = known;
  const responder = connection?.responder;
  const isFresh = Date.now() - known.lastGoodMs < STALE_MS;
  const status = {
    healthy: isFresh && !teller.alarms.some(({ code }) => ALARMS[code].isSick),
    rollup: l1.rollup,
    mode: modeOf(options.claims, responder !== undefined),
    l1Block: known.head?.number ?? 0,
    posted: connection === undefined ? 0 : store.lastBatch(),
    derived: connection?.live.number ?? 0,
    settled: connection?.chronicle.settled.at(-1)?.number ?? 0,
    root: connection?.live.root ?? ZERO_HASH,
    disputes: game === undefined ? [] : disputesOf(game, known),
    ...(responder === undefined
      ? {}
      : {
          account: {
            address: responder.account.address,
            balance: known.balance.toString(),
            owed: (game?.owed ?? 0n).toString(),
          },
        }),
    alarms: teller.alarms,
    problems: teller.alarms.filter(({ code }) => code !== 'falseClaim').map(({ words }) => words),
  };
  return { words: statusWords(status), ...status };
}

function modeOf(claims: boolean | undefined, sends: boolean): ProverStatus['mode'] {
  if (!sends) return 'watches only';
  return claims === true ? 'defends and claims' : 'defends';
}

function disputesOf({ contests }: Game, known: Known): DisputeStatus[] {
  const { chronicle, deployment } = known.connection!;
  return contests.flatMap((contest) => {
    if (contest.closedAt !== 0) return [];
    const rivals = [...chronicle.claimsOn(contest.parent), ...contest.entries];
    const falseRoots = [...new Set(rivals.map(({ root }) => root))].filter(
      (root) => root !== contest.truth,
    );
    if (falseRoots.length === 0 && contest.openedAt === 0) return [];
    const { number, parent, truth } = contest;
    return [
      {
        number,
        parent,
        root: truth,
        falseRoots,
        duels: duelStatuses(contest, deployment),
        nextMoves: nextMoves(number, known),
      },
    ];
  });
}

function nextMoves(number: number, { connection, decision }: Known): string[] {
  if (connection?.responder === undefined) return [];
  if (decision.wanted.includes(number)) return ['compute the history with the deployed bytecode'];
  return decision.moves.filter((move) => move.number === number).map(moveWords);
}

function duelStatuses(
  { duels, history, entries }: ContestState,
  { rounds }: Deployment,
): DisputeStatus['duels'] {
  const ours = entries.find((entry) => entry.history === history);
  if (ours === undefined) return [];
  return duels.flatMap((duel) => {
    const side = duel.entries.indexOf(ours.id);
    const isAlive = duel.entries.every((id) =>
      entries.some((entry) => entry.id === id && entry.alive),
    );
    if (side < 0 || !isAlive) return [];
    return [
      {
        duel: duel.id,
        rival: duel.entries[1 - side],
        round: duel.level,
        rounds,
        clocks: { ours: duel.clocks[side], rival: duel.clocks[1 - side] },
      },
    ];
  });
}
