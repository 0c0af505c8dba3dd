/** The moves of one duel in the order of L1, from what the contracts said. */
import type { Hex } from 'viem';

import type { StoredEvent } from '../store/store.ts';

export type DuelMoveName = 'enter' | 'duel' | 'reveal' | 'advance' | 'step' | 'timeout';

export interface DuelMove {
  readonly name: DuelMoveName;
  readonly block: number;
  readonly transaction: Hex;
  /** Whose entry or node it is about; absent where it is about both. */
  readonly side?: 0 | 1;
  /** Who sent it, where L1 credits the move to somebody. */
  readonly mover?: Hex;
  /** Rounds played after it. */
  readonly level: number;
  /** First and last step in which the two histories may part, after it. */
  readonly steps: readonly [number, number];
  /** Entries that fell by it: sides. */
  readonly fell: readonly (0 | 1)[];
  /** The node opened, or the nodes that differ, side 0 first. */
  readonly nodes: readonly Hex[];
  /** Where each side's node first differs among its siblings: set by `advance`. */
  readonly child?: number;
}

export interface DuelSides {
  readonly duel: Hex;
  readonly entries: readonly [DuelEntry, DuelEntry];
  readonly rounds: number;
  readonly arityLog2: number;
}

export interface DuelEntry {
  readonly id: Hex;
  readonly history: Hex;
}

/** Events that tell of duels; the others need not be kept. */
export const DUEL_EVENTS: ReadonlySet<string> = new Set([
  'Entered',
  'DuelStarted',
  'Revealed',
  'Advanced',
  'Stepped',
  'Died',
  'MoveCredited',
]);

interface Place {
  readonly level: number;
  readonly index: number;
  readonly nodes: readonly [Hex, Hex];
}

/** @param events in the order of L1, of all duels: a node is opened for every duel of its history */
export function movesOfDuel(events: readonly StoredEvent[], sides: DuelSides): DuelMove[] {
  const [a, b] = sides.entries;
  let place: Place = { level: 0, index: 0, nodes: [a.history, b.history] };
  const moves: DuelMove[] = [];
  const movers = moversOf(events);
  for (const event of events) {
    const move = moveOf(event, { sides, place });
    if (event.name === 'Advanced' && event.args['duel'] === sides.duel) place = placeOf(event);
    const where = { ...sent(event, movers), level: place.level, steps: stepsUnder(place, sides) };
    if (event.name === 'Died') addDeath(moves, { event, sides, place, where });
    else if (move !== undefined) moves.push({ ...move, ...where, fell: [] });
  }
  return moves;
}

type Where = Pick<DuelMove, 'block' | 'transaction' | 'mover' | 'level' | 'steps'>;

function sent(
  { block, transaction, args }: StoredEvent,
  movers: ReadonlyMap<string, Hex>,
): Pick<DuelMove, 'block' | 'transaction' | 'mover'> {
  const mover = movers.get(`${transaction}:${String(args['duel'])}`);
  return { block, transaction, ...(mover === undefined ? {} : { mover }) };
}

type Seen = Pick<DuelMove, 'name' | 'side' | 'nodes' | 'child'>;

function moveOf(
  event: StoredEvent,
  { sides, place }: { sides: DuelSides; place: Place },
): Seen | undefined {
  const { name, args } = event;
  if (name === 'Entered') {
    const side = sideOf(sides, args['entry'] as Hex);
    return side === undefined
      ? undefined
      : { name: 'enter', side, nodes: [args['history'] as Hex] };
  }
  if (name === 'Revealed') {
    const side = place.nodes.indexOf(args['node'] as Hex);
    if (side < 0 || Number(args['level']) !== place.level) return undefined;
    return { name: 'reveal', side: side as 0 | 1, nodes: [args['node'] as Hex] };
  }
  if (args['duel'] !== sides.duel) return undefined;
  if (name === 'DuelStarted') return { name: 'duel', nodes: place.nodes };
  if (name === 'Stepped') return { name: 'step', nodes: place.nodes };
  if (name !== 'Advanced') return undefined;
  const { index, nodes } = placeOf(event);
  return { name: 'advance', nodes, child: index % 2 ** sides.arityLog2 };
}

/** A death belongs to the step of the same transaction; without one it was by time. */
function addDeath(
  moves: DuelMove[],
  options: { event: StoredEvent; sides: DuelSides; place: Place; where: Where },
): void {
  const { event, sides, place, where } = options;
  if (event.args['duel'] !== sides.duel) return;
  const side = sideOf(sides, event.args['entry'] as Hex);
  if (side === undefined) return;
  const last = moves.at(-1);
  const isSame =
    last?.transaction === where.transaction && (last.name === 'step' || last.name === 'timeout');
  if (isSame) moves[moves.length - 1] = { ...last, fell: [...last.fell, side] };
  else moves.push({ ...where, name: 'timeout', fell: [side], nodes: place.nodes });
}

function sideOf({ entries }: DuelSides, entry: Hex): 0 | 1 | undefined {
  if (entries[0].id === entry) return 0;
  return entries[1].id === entry ? 1 : undefined;
}

function placeOf({ args }: StoredEvent): Place {
  return {
    level: Number(args['level']),
    index: Number(args['index']),
    nodes: args['nodes'] as [Hex, Hex],
  };
}

/** First and last step below a node. */
export function stepsUnder(
  { level, index }: { level: number; index: number },
  { rounds, arityLog2 }: { rounds: number; arityLog2: number },
): [number, number] {
  const size = 2 ** (arityLog2 * (rounds - level));
  return [index * size, (index + 1) * size - 1];
}

function moversOf(events: readonly StoredEvent[]): Map<string, Hex> {
  const movers = new Map<string, Hex>();
  for (const { name, args, transaction } of events) {
    if (name === 'MoveCredited')
      movers.set(`${transaction}:${String(args['duel'])}`, args['mover'] as Hex);
  }
  return movers;
}
