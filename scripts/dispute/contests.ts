/** Contests, entries and duels as L1 has them. Amounts in wei as decimal strings; what only L1 knows is null without it. */
import type { Hex } from 'viem';

import { stepsUnder } from '../../prover/report/duelMoves.ts';
import type { DuelNote, EntryNote } from '../../prover/watch/chronicle.ts';
import type { OnL1, Source } from './source.ts';

export interface ContestView {
  readonly batch: number;
  readonly parent: Hex;
  readonly state: 'claimed' | 'open' | 'decided' | 'void';
  readonly epoch: number | null;
  readonly claims: readonly ClaimView[];
  readonly entries: readonly EntryView[];
  readonly duels: readonly DuelView[];
  /** The root that L1 settled. */
  readonly winner: Hex | null;
  /** What a prover computed, where its folder is read. */
  readonly trueRoot: Hex | null;
  readonly firstClaimedAtSec: number | null;
  readonly openedAtSec: number | null;
  readonly closedAtSec: number | null;
  /** From when it can be decided. */
  readonly settlesFromSec: number | null;
  readonly killedWei: string | null;
  readonly potWei: string | null;
}

export interface ClaimView {
  readonly id: Hex;
  readonly root: Hex;
  /** Who opened the path that the claim is on; null where an entry made it. */
  readonly claimant: Hex | null;
  readonly voided: boolean;
}

export interface EntryView {
  readonly id: Hex;
  readonly root: Hex;
  readonly history: Hex;
  readonly sponsor: Hex;
  readonly alive: boolean;
  readonly bondWei: string | null;
  readonly clockSec: number | null;
  readonly paidOut: boolean | null;
}

export interface DuelView {
  readonly id: Hex;
  readonly batch: number;
  /** `moot`: a side fell in another duel. */
  readonly state: 'dissection' | 'step' | 'decided by step' | 'decided by time' | 'moot';
  readonly level: number;
  readonly rounds: number | null;
  readonly index: number;
  /** First and last step in which the histories may part. */
  readonly steps: readonly [number, number] | null;
  readonly sides: readonly [SideView, SideView];
  readonly sinceSec: number | null;
}

export interface SideView {
  readonly entry: Hex;
  readonly root: Hex;
  readonly sponsor: Hex;
  readonly fell: boolean;
  readonly clockSec: number | null;
  /** Until when it must move; null where it need not. */
  readonly untilSec: number | null;
  /** Seconds since it is late; null where it is not. */
  readonly lateSec: number | null;
}

/** Contests with an entry or with several claims: all that ever were disputed. */
export async function readContests(source: Source): Promise<ContestView[]> {
  const views = await Promise.all(
    disputedParents(source).map((parent) => readContest(source, parent)),
  );
  return views.toSorted((a, b) => a.batch - b.batch);
}

function disputedParents({ chronicle }: Source): Hex[] {
  const entered = [...chronicle.entries.values()].map(({ parent }) => parent);
  const claimed = [...chronicle.claims.values()].map(({ parent }) => parent);
  return [...new Set([...entered, ...claimed])].filter(
    (parent) => chronicle.entriesOn(parent).length > 0 || chronicle.claimsOn(parent).length > 1,
  );
}

async function readContest(source: Source, parent: Hex): Promise<ContestView> {
  const { chronicle, on, store } = source;
  const batch = (chronicle.claims.get(parent)?.number ?? 0) + 1;
  const contest = await on?.l1.read(on.head, 'contest', [parent]);
  const settled = chronicle.settled.find(({ number }) => number === batch);
  const claims = chronicle.claimsOn(parent);
  const won = claims.some(({ id }) => id === settled?.claim) ? settled!.root : null;
  const entries = await Promise.all(
    chronicle.entriesOn(parent).map((entry) => readEntry(source, entry)),
  );
  const period = on?.deployment.periodSec ?? 0;
  return {
    batch,
    parent,
    state:
      won !== null
        ? 'decided'
        : contest?.closedAt
          ? 'void'
          : entries.length > 0
            ? 'open'
            : 'claimed',
    epoch: contest?.epoch ?? null,
    claims: claims.map(({ id, root, path }) => ({
      id,
      root,
      claimant: chronicle.paths.get(path) ?? null,
      voided: chronicle.voided.has(id),
    })),
    entries,
    duels: await Promise.all(chronicle.duelsOn(parent).map((duel) => readDuel(source, duel))),
    winner: won,
    trueRoot: store?.root(batch) ?? null,
    firstClaimedAtSec: numberOr(contest?.firstClaimedAt),
    openedAtSec: numberOr(contest?.openedAt),
    closedAtSec: numberOr(contest?.closedAt),
    settlesFromSec: contest === undefined ? null : Number(contest.firstClaimedAt) + period + 1,
    killedWei: contest === undefined ? null : String(contest.killed),
    potWei: contest === undefined ? null : String(contest.pot),
  };
}

/** Null for what L1 has as 0: it did not happen. */
function numberOr(value: bigint | undefined): number | null {
  return value === undefined || value === 0n ? null : Number(value);
}

async function readEntry(
  { chronicle, on }: Source,
  { id, root, history, sponsor }: EntryNote,
): Promise<EntryView> {
  const entry = await on?.l1.read(on.head, 'entry', [id]);
  return {
    id,
    root,
    history,
    sponsor,
    alive: !chronicle.deaths.has(id),
    bondWei: on === undefined ? null : String(on.deployment.bond),
    clockSec: entry === undefined ? null : Number(entry.clock),
    paidOut: entry?.paidOut ?? null,
  };
}

export async function readDuel(source: Source, note: DuelNote): Promise<DuelView> {
  const { chronicle, on } = source;
  const position = chronicle.positions.get(note.id) ?? { level: 0, index: 0 };
  const rounds = on?.deployment.rounds ?? null;
  const isOver = [note.x, note.y].some((entry) => chronicle.deaths.has(entry));
  const clocks = on === undefined ? undefined : await readClocks(on, { note, isOver });
  const sideOf = (entry: Hex, side: 0 | 1): SideView => {
    const { root, sponsor } = chronicle.entries.get(entry)!;
    const fell = chronicle.deaths.get(entry) === note.id;
    return { entry, root, sponsor, fell, ...(clocks?.sides[side] ?? UNKNOWN) };
  };
  return {
    id: note.id,
    batch: (chronicle.claims.get(note.parent)?.number ?? 0) + 1,
    state: stateOf(note, { source, isOver }),
    ...position,
    rounds,
    steps: on === undefined ? null : stepsUnder(position, on.deployment),
    sides: [sideOf(note.x, 0), sideOf(note.y, 1)],
    sinceSec: clocks?.sinceSec ?? null,
  };
}

/** Rounds and arity where L1 is not asked: those of every deployment but tests. */
export const USUAL = { rounds: 3, arityLog2: 6 };

const UNKNOWN = { clockSec: null, untilSec: null, lateSec: null };

function stateOf(
  { id, x, y }: DuelNote,
  { source: { chronicle, on }, isOver }: { source: Source; isOver: boolean },
): DuelView['state'] {
  if (chronicle.stepped.has(id)) return 'decided by step';
  const diedHere = [x, y].some((entry) => chronicle.deaths.get(entry) === id);
  if (diedHere) return 'decided by time';
  if (isOver) return 'moot';
  const { rounds } = on?.deployment ?? USUAL;
  return chronicle.positions.get(id)?.level === rounds ? 'step' : 'dissection';
}

type SideClock = Pick<SideView, 'clockSec' | 'untilSec' | 'lateSec'>;

async function readClocks(
  { l1, head, deployment, nowSec }: OnL1,
  { note, isOver }: { note: DuelNote; isOver: boolean },
): Promise<{ sinceSec: number; sides: readonly SideClock[] }> {
  const { clocks, since, level, nodes } = await l1.read(head, 'duelOf', [note.id]);
  const { graceSec, periodSec, rounds } = deployment;
  const sinceSec = Number(since);
  const sides = await Promise.all(
    nodes.map(async (node, side): Promise<SideClock> => {
      const clockSec = Number(clocks[side]);
      if (isOver) return { clockSec, untilSec: null, lateSec: null };
      const isOpen = level < rounds && (await l1.read(head, 'revealedAt', [level, node])) !== 0n;
      if (isOpen) return { clockSec, untilSec: null, lateSec: null };
      const untilSec = sinceSec + (level === rounds ? periodSec : graceSec + clockSec);
      return { clockSec, untilSec, lateSec: nowSec > untilSec ? nowSec - untilSec : null };
    }),
  );
  return { sinceSec, sides };
}
