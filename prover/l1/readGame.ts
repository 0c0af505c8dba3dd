/** The disputes that concern us, as the contracts have them at one block. */
import { encodeAbiParameters, type Hex, keccak256 } from 'viem';

import { ProverError } from '../errors.ts';
import type { ContestState, DuelState, EntryState, Game } from '../game/game.ts';
import type { Chronicle, DuelNote } from '../watch/chronicle.ts';
import type { Deployment, Head, L1 } from './client.ts';

export interface GameOptions {
  readonly head: Head;
  readonly nowSec: number;
  readonly deployment: Deployment;
  readonly chronicle: Chronicle;
  /** The root after a batch that we hold true, if it is known. */
  readonly rootOf: (number: number) => Hex | undefined;
  /** Hash of the batch that the root was derived from. */
  readonly batchHashOf: (number: number) => Hex | undefined;
  readonly historyOf: (number: number) => Hex | undefined;
  /** Whether contests that nobody claimed in are of interest. */
  readonly claims: boolean;
  readonly account: Hex | undefined;
  /** Parents whose contests are over; grows. */
  readonly finished: Set<Hex>;
  /** Duels whose moves are all paid. */
  readonly paidDuels: { has(duel: Hex): boolean };
}

/** What is read of a contest beyond what decisions need: who has money in it. Amounts in wei. */
export interface SeenContest extends ContestState {
  readonly entries: readonly EntryState[];
  readonly pot: bigint;
  /** Bonds that fell. */
  readonly killed: bigint;
}

export interface SeenGame extends Game {
  readonly contests: readonly SeenContest[];
}

export async function readGame(l1: L1, options: GameOptions): Promise<SeenGame> {
  const { head, account } = options;
  const [settledTip, owed] = await Promise.all([
    l1.read(head, 'settledTip'),
    account === undefined ? 0n : l1.read(head, 'owed', [account]),
  ]);
  const parents = trueParents(settledTip, options).filter(
    (parent) => parent.id === settledTip || isOfInterest(parent, options),
  );
  const read = await Promise.all(parents.map((parent) => readContest(l1, { ...options, parent })));
  return {
    nowSec: options.nowSec,
    settledTip,
    pausedUntilSec: options.chronicle.pausedUntil,
    owed,
    contests: read.filter((contest) => contest !== undefined),
    closable: closablePaths(options),
  };
}

interface Parent {
  readonly id: Hex;
  /** Of the batch that its rivals are about. */
  readonly number: number;
}

/** Claims that we hold true, from the settled tip up; and decided ones where a bond of ours may still lie. */
function trueParents(settledTip: Hex, options: GameOptions): Parent[] {
  const { chronicle, finished, deployment } = options;
  const rootOf = (id: Hex) => claimRoot(id, options);
  const tip = numberOf(settledTip, { chronicle, deployment });
  if (tip === undefined) return [];
  const parents: Parent[] = [{ id: settledTip, number: tip + 1 }];
  for (const parent of parents) {
    for (const claim of chronicle.claimsOn(parent.id)) {
      // What was claimed in an epoch that ended is void: nothing can be built on it.
      const isLive =
        claim.epoch === chronicle.epochOf(parent.id) && !chronicle.voided.has(claim.id);
      if (isLive && rootOf(claim.id)) parents.push({ id: claim.id, number: claim.number + 1 });
    }
  }
  const contested = new Set([...chronicle.entries.values()].map(({ parent }) => parent));
  for (const id of contested) {
    const number = numberOf(id, { chronicle, deployment });
    if (number === undefined || finished.has(id) || !rootOf(id)) continue;
    if (parents.every((parent) => parent.id !== id)) parents.push({ id, number: number + 1 });
  }
  return parents;
}

/** COST: what is undisputed is not read: there may be as many claims as batches in a challenge period. */
function isOfInterest({ id, number }: Parent, { chronicle, rootOf, claims }: GameOptions): boolean {
  const epoch = chronicle.epochOf(id);
  const rivals = chronicle.claimsOn(id).filter((claim) => claim.epoch === epoch);
  if (rivals.length === 0) return claims;
  return chronicle.entriesOn(id).length > 0 || rivals.some(({ root }) => root !== rootOf(number));
}

function numberOf(
  claim: Hex,
  { chronicle, deployment }: Pick<GameOptions, 'chronicle' | 'deployment'>,
): number | undefined {
  return claim === deployment.genesisClaim ? 0 : chronicle.claims.get(claim)?.number;
}

/** Whether a claim's root is the one that we derived. */
function claimRoot(id: Hex, { chronicle, deployment, rootOf }: GameOptions): boolean {
  if (id === deployment.genesisClaim) return true;
  const claim = chronicle.claims.get(id);
  return claim !== undefined && rootOf(claim.number) === claim.root;
}

async function readContest(
  l1: L1,
  options: GameOptions & { parent: Parent },
): Promise<SeenContest | undefined> {
  const { head, chronicle, parent, deployment } = options;
  const truth = options.rootOf(parent.number);
  const batchHash = options.batchHashOf(parent.number);
  if (truth === undefined || batchHash === undefined) return undefined;
  if (chronicle.claimsOn(parent.id).length === 0 && !options.claims) return undefined;
  const [contest, batch] = await Promise.all([
    l1.read(head, 'contest', [parent.id]),
    l1.read(head, 'batchOf', [BigInt(parent.number)]),
  ]);
  const doing = `reading the contest over batch ${parent.number}`;
  // INVARIANT: nothing is disputed unless it was derived from the very batch that the contract judges by.
  if (batch.hash !== batchHash) {
    throw new ProverError('reset', { doing, message: 'L1 holds another batch than was derived' });
  }
  const entries = await readEntries(l1, { ...options, epoch: contest.epoch });
  if (entries.filter(({ alive }) => alive).length !== contest.livingEntries) {
    throw new ProverError('reset', { doing, message: 'entries are missing from the events read' });
  }
  if (contest.firstClaimedAt !== 0n && chronicle.claimsOn(parent.id).length === 0) {
    throw new ProverError('reset', { doing, message: 'claims are missing from the events read' });
  }
  const duels = await readDuels(l1, { ...options, entries });
  const state: SeenContest = {
    parent: parent.id,
    number: parent.number,
    batchHash,
    epoch: contest.epoch,
    firstRoot: contest.firstRoot,
    firstClaimedAt: Number(contest.firstClaimedAt),
    openedAt: Number(contest.openedAt),
    closedAt: Number(contest.closedAt),
    entries,
    duels,
    livingEntries: contest.livingEntries,
    pot: contest.pot,
    killed: contest.killed,
    truth,
    history: options.historyOf(parent.number),
    voidable: contest.closedAt === 0n ? [] : voidableClaims(options),
  };
  const isOver = state.closedAt !== 0 && head.timeSec > state.closedAt + deployment.payoutDelaySec;
  if (isOver && !hasUnpaidEntry(state, options)) options.finished.add(parent.id);
  return state;
}

function hasUnpaidEntry({ entries }: ContestState, { account }: GameOptions): boolean {
  return entries.some(
    ({ alive, paidOut, sponsor }) =>
      alive && !paidOut && sponsor.toLowerCase() === account?.toLowerCase(),
  );
}

async function readEntries(
  l1: L1,
  { head, chronicle, parent, epoch }: GameOptions & { parent: Parent; epoch: number },
): Promise<EntryState[]> {
  const notes = chronicle
    .entriesOn(parent.id)
    .filter(({ id, root, history }) => id === entryId({ parent: parent.id, epoch, root, history }));
  return Promise.all(
    notes.map(async ({ id }) => {
      const { root, history, sponsor, alive, paidOut } = await l1.read(head, 'entry', [id]);
      return { id, root, history, sponsor, alive, paidOut };
    }),
  );
}

async function readDuels(
  l1: L1,
  options: GameOptions & { parent: Parent; entries: readonly EntryState[] },
): Promise<DuelState[]> {
  const { chronicle, parent, entries } = options;
  const alive = new Set(entries.filter((entry) => entry.alive).map(({ id }) => id));
  const notes = chronicle.duelsOn(parent.id).filter(({ x, y }) => alive.has(x) || alive.has(y));
  return Promise.all(
    notes.map((note) =>
      readDuel(l1, { ...options, note, isOver: !(alive.has(note.x) && alive.has(note.y)) }),
    ),
  );
}

async function readDuel(
  l1: L1,
  options: GameOptions & { note: DuelNote; isOver: boolean },
): Promise<DuelState> {
  const { head, note, isOver } = options;
  const duel = await l1.read(head, 'duelOf', [note.id]);
  const { level } = duel;
  const revealed = isOver
    ? [0n, 0n]
    : await Promise.all(duel.nodes.map((node) => l1.read(head, 'revealedAt', [level, node])));
  return {
    id: note.id,
    entries: duel.entries,
    nodes: duel.nodes,
    clocks: [Number(duel.clocks[0]), Number(duel.clocks[1])],
    since: Number(duel.since),
    index: duel.index,
    level,
    revealedAt: [Number(revealed[0]), Number(revealed[1])],
    hasUnpaidMoves: isOver && hasCredits(note.id, options),
  };
}

/** Whether moves of ours in a duel may still be owed; only a call tells for sure. */
function hasCredits(duel: Hex, { chronicle, account, paidDuels }: GameOptions): boolean {
  if (account === undefined || paidDuels.has(duel)) return false;
  return chronicle.movers.get(duel)?.has(account.toLowerCase() as Hex) === true;
}

/** Claims that lost against the truth and bring a path's bond into the pot. */
function voidableClaims({ chronicle, parent, rootOf }: GameOptions & { parent: Parent }): Hex[] {
  return chronicle
    .claimsOn(parent.id)
    .filter(({ id, root, path }) => {
      return path !== 0n && root !== rootOf(parent.number) && !chronicle.voided.has(id);
    })
    .map(({ id }) => id);
}

function closablePaths({ chronicle, account }: GameOptions): bigint[] {
  if (account === undefined) return [];
  const settled = new Set(chronicle.settled.map(({ claim }) => claim));
  return [...chronicle.paths]
    .filter(([path, owner]) => {
      if (owner.toLowerCase() !== account.toLowerCase() || chronicle.closedPaths.has(path))
        return false;
      const claims = [...chronicle.claims.values()].filter((claim) => claim.path === path);
      const tip = claims.reduce((a, b) => (b.number > a.number ? b : a), claims[0]);
      return settled.has(tip.id);
    })
    .map(([path]) => path);
}

export function entryId({
  parent,
  epoch,
  root,
  history,
}: {
  parent: Hex;
  epoch: number;
  root: Hex;
  history: Hex;
}): Hex {
  const types = [{ type: 'bytes32' }, { type: 'uint32' }, { type: 'bytes32' }, { type: 'bytes32' }];
  return keccak256(encodeAbiParameters(types, [parent, epoch, root, history]));
}
