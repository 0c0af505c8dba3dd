/** A duel move by move, with who paid what for it. */
import type { Hex } from 'viem';

import { type DuelMove, movesOfDuel } from '../../prover/report/duelMoves.ts';
import { duelMoveWords } from '../../prover/report/moveWords.ts';
import { type DuelView, readDuel, USUAL } from './contests.ts';
import type { OnL1, Source } from './source.ts';

export interface Trace {
  readonly duel: DuelView;
  readonly moves: readonly TracedMove[];
  /** Of all moves, where L1 is read. */
  readonly gas: number | null;
}

export interface TracedMove extends Omit<DuelMove, 'mover'> {
  readonly words: string;
  readonly timeSec: number | null;
  readonly mover: Hex | null;
  readonly gas: number | null;
}

export async function traceDuel(source: Source, id: Hex): Promise<Trace> {
  const { chronicle, on } = source;
  const note = chronicle.duels.get(id)!;
  const duel = await readDuel(source, note);
  const { rounds, arityLog2 } = on?.deployment ?? USUAL;
  const entries = [chronicle.entries.get(note.x)!, chronicle.entries.get(note.y)!] as const;
  const moves = movesOfDuel(chronicle.duelEvents, { duel: id, entries, rounds, arityLog2 });
  const names: [string, string] = [nameOf(entries[0].id, 0), nameOf(entries[1].id, 1)];
  const traced = await Promise.all(
    moves.map(async (move): Promise<TracedMove> => {
      const paid = on === undefined ? NOTHING : await readPayment(on, move);
      const words = duelMoveWords(move, { names, rounds, arity: 2 ** arityLog2 });
      return { ...move, words, ...paid, mover: paid.mover ?? move.mover ?? null };
    }),
  );
  const gas = on === undefined ? null : traced.reduce((sum, move) => sum + (move.gas ?? 0), 0);
  return { duel, moves: traced, gas };
}

const NOTHING = { timeSec: null, mover: null, gas: null };

function nameOf(entry: Hex, side: number): string {
  return `side ${side} (entry ${entry.slice(0, 10)}…)`;
}

async function readPayment(
  { l1 }: OnL1,
  { transaction, block }: DuelMove,
): Promise<Pick<TracedMove, 'timeSec' | 'mover' | 'gas'>> {
  const [receipt, head] = await Promise.all([
    l1.first('reading a receipt', ({ client }) =>
      client.getTransactionReceipt({ hash: transaction }),
    ),
    l1.first('reading the time of a block', (endpoint) => endpoint.blockAt(block)),
  ]);
  return { timeSec: head?.timeSec ?? null, mover: receipt.from, gas: Number(receipt.gasUsed) };
}
