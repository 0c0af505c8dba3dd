/** One turn of the disputes: reads them as of a head, decides, and sends what the decision asks for. */
import { formatEther, type Hex } from 'viem';

import type { ContestMove, Game } from '../game/game.ts';
import { decide, type Decision, type Player } from '../game/solver.ts';
import { byUrgency } from '../game/urgency.ts';
import { callOf, type Evidence } from '../game/trace.ts';
import { toHex, ZERO_HASH } from '../hex.ts';
import type { Head } from '../l1/client.ts';
import { readGame, type SeenGame } from '../l1/readGame.ts';
import type { BatchId, Store } from '../store/store.ts';
import type { Connection, Context } from './connection.ts';

/** Gas that stays with the account for each duel under way before another bond is staked: the moves of a whole duel. */
const DUEL_RESERVE_GAS = 2_000_000n;
/** Seconds after which a prover settles what nobody disputed; the sequencer does it sooner. */
const SETTLE_PATIENCE_SEC = 60;

export async function decideAt(
  context: Context,
  { connection, head }: { connection: Connection; head: Head },
): Promise<{ game: SeenGame; decision: Decision }> {
  const { l1, store } = context;
  const { deployment, chronicle, responder, finished, paidDuels } = connection;
  const player = playerOf(context, connection);
  const game = await readGame(l1, {
    head,
    deployment,
    chronicle,
    nowSec: await l1.nextTimeSec(head),
    rootOf: (number) => store.root(number),
    batchHashOf: (number) => store.batchHash(number),
    historyOf: (number) => historyRoot(context, { connection, number }),
    claims: player.claims,
    account: responder?.account.address,
    finished,
    paidDuels,
  });
  await l1.confirm(head);
  return { game, decision: decide(game, player) };
}

export function wantHistories(
  { store }: Context,
  { connection, decision }: { connection: Connection; decision: Decision },
): void {
  const { histories } = connection;
  for (const number of decision.wanted) histories.want(store.batchId(number)!);
}

/** A verifier that the timelock named is tried on a batch before anything depends on it. */
export function tryVerifier(
  { store, teller }: Context,
  { chronicle, live, histories }: Connection,
): void {
  const newest = store.batchId(live.number);
  if (newest === undefined) return;
  const { verifier } = newest;
  if (!chronicle.laterVerifiers.has(verifier) || store.meta(`agrees:${verifier}`)) return;
  const batch = batchToTry(store, newest);
  const { number } = batch;
  const words = `batch ${number} has another verifier, ${verifier}; trying it`;
  teller.alarm('verifierChanged', words, { about: verifier, number, verifier });
  const history = histories.get(batch);
  if (history === undefined) return histories.want(batch);
  if (history.root !== store.root(number)) return;
  store.setMeta(`agrees:${verifier}`, String(number));
  teller.clear('verifierChanged', verifier);
}

/** The same one until its history is there, however fast others come. */
function batchToTry(store: Store, newest: BatchId): BatchId {
  const name = `tries:${newest.verifier}`;
  const begun = store.batchId(Number(store.meta(name) ?? newest.number));
  if (begun?.verifier === newest.verifier && begun.number < newest.number) return begun;
  store.setMeta(name, String(newest.number));
  return newest;
}

/** Says that the guardian stopped claiming, for as long as it lasts. */
export function tellPause({ teller }: Context, { pausedUntilSec = 0, nowSec }: Game): void {
  if (nowSec >= pausedUntilSec) return teller.clear('claimsPaused');
  const until = new Date(1000 * pausedUntilSec).toISOString();
  teller.alarm('claimsPaused', `the guardian stopped claiming until ${until}`);
}

/** @returns whether anything was sent */
export async function sendMoves(
  context: Context,
  {
    connection,
    head,
    game,
    decision,
    balance,
    signal,
  }: {
    connection: Connection;
    head: Head;
    game: Game;
    decision: Decision;
    balance: bigint;
    signal: AbortSignal;
  },
): Promise<boolean> {
  const { deployment } = connection;
  const responder = connection.responder!;
  const isShort = tellBalance(context, { connection, decision, balance });
  const moves = decision.moves.filter((move) => responder.isFree(move));
  // What L1 owes may be the bond that is missing.
  const hasCollect = decision.moves.some(({ type }) => type === 'collect');
  if (isShort && game.owed > 0n && !hasCollect) moves.push({ type: 'collect', number: 0 });
  const reserveGas = DUEL_RESERVE_GAS * BigInt(ownDuels(decision));
  let sent = false;
  const faults: unknown[] = [];
  for (const move of byUrgency(moves, { game, rules: deployment })) {
    if (signal.aborted) return false;
    if (!responder.isFree(move)) continue;
    try {
      const call = callOf(move, evidenceFor(move, { context, connection }));
      if (call === undefined) continue;
      sent = (await responder.send(move, { call, head, reserveGas })) || sent;
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 0) throw faults[0];
  return sent;
}

/** Duels that a move of ours is due in. */
function ownDuels({ moves }: Decision): number {
  return new Set(moves.flatMap((move) => ('duel' in move ? [move.duel] : []))).size;
}

/** Each dispute takes a bond for as long as it runs. @returns whether bonds are missing */
function tellBalance(
  { teller }: Context,
  {
    connection: { responder, deployment },
    decision,
    balance,
  }: { connection: Connection; decision: Decision; balance: bigint },
): boolean {
  const { bond } = deployment;
  const free = balance - responder!.committed;
  const waiting = decision.moves.filter(
    (move) => move.type === 'enter' && !responder!.isUnderWay(move),
  ).length;
  const needed = bond * BigInt(Math.max(1, waiting));
  if (free >= needed) {
    teller.clear('lowBalance');
    return false;
  }
  const has = `the account has ${formatEther(free)} ETH to spend`;
  const words =
    waiting === 0
      ? `${has}, less than a bond of ${formatEther(bond)} ETH`
      : `${has}; ${waiting} ${waiting === 1 ? 'dispute waits' : 'disputes wait'} for a bond of ${formatEther(bond)} ETH each, and for gas`;
  teller.alarm('lowBalance', words, { waiting, missing: String(needed - free) });
  return true;
}

function evidenceFor(
  { number }: ContestMove,
  { context: { store }, connection }: { context: Context; connection: Connection },
): Evidence {
  const { histories, responder, chronicle, deployment } = connection;
  const batchHash = store.batchHash(number) ?? ZERO_HASH;
  return {
    history: histories.get({ number, batchHash })?.tree,
    arityLog2: deployment.arityLog2,
    sponsor: responder!.account.address,
    childrenOf: (level, node) => chronicle.childrenOf(level, node),
    stepAt: (index) => histories.step({ number, batchHash, index }),
  };
}

function playerOf({ options }: Context, { deployment, responder }: Connection): Player {
  return {
    rules: deployment,
    account: responder?.account.address ?? '0x',
    claims: options.claims === true && responder !== undefined,
    patienceSec: SETTLE_PATIENCE_SEC,
  };
}

function historyRoot(
  { store, teller }: Context,
  { connection: { histories }, number }: { connection: Connection; number: number },
): Hex | undefined {
  const batchHash = store.batchHash(number);
  const history = batchHash === undefined ? undefined : histories.get({ number, batchHash });
  if (history === undefined) return undefined;
  // INVARIANT: no bond is staked on a root that the bytecode does not end in.
  if (history.root !== store.root(number)) {
    const words = `the bytecode ends batch ${number} in ${history.root}, TypeScript in another root`;
    teller.alarm('historyDiverged', words, { about: String(number), number });
    return undefined;
  }
  return toHex(history.tree.root);
}
