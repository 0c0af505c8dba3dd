/** A seeded list of false histories of one batch, one for each rival. */
import { keccak256 } from '../../protocol/hash.ts';
import type { BatchInput } from '../../protocol/machine.ts';
import { HistoryTree } from '../../prover/game/historyTree.ts';
import { toHex } from '../../prover/hex.ts';
import { Random } from '../../scripts/market/random.ts';
import { garbageLie, noiseFrom } from '../actors/liar.ts';
import { type Lie, type LieSource, runLie } from '../actors/lie.ts';
import { loadMutant } from '../actors/mutant.ts';
import { MUTANTS } from '../lies/mutants.ts';

export interface RivalLie {
  readonly kind: Kind;
  /** What it says, in words. */
  readonly words: string;
  readonly root: `0x${string}`;
  readonly tree: HistoryTree;
  /** Enters, then never moves. */
  readonly isSilent: boolean;
}

export type Kind = 'mutant' | 'tampered' | 'right root' | 'garbage' | 'silent';

export interface LiesOptions {
  readonly count: number;
  readonly seed: number;
  /** Before the batch, `encodeState`. */
  readonly state: Uint8Array;
  readonly input: BatchInput;
  /** Rounds times log2 of the arity. */
  readonly depth: number;
  readonly say?: (line: string) => void;
}

/** The first is a mutant that plays to the end; of the others each kind comes in turn. A longer list begins with the shorter. */
const TURN: readonly Kind[] = ['mutant', 'tampered', 'right root', 'tampered', 'silent', 'garbage'];

export async function makeLies(options: LiesOptions): Promise<RivalLie[]> {
  const { count, seed, depth, say } = options;
  const modules = await loadMutant();
  const truth = runLie({ ...options, modules });
  const random = new Random(seed);
  const mutants = shuffled(MUTANTS, random);
  const known = new Set([toHex(new HistoryTree(truth.leaves, depth).root)]);
  const lies: RivalLie[] = [];
  for (let i = 0; lies.length < count; i++) {
    const kind = TURN[lies.length % TURN.length];
    const made = await makeLie(kind, { ...options, modules, truth, random, mutants, salt: i });
    if (made === undefined) continue;
    const tree = new HistoryTree(made.lie.leaves, depth);
    if (known.has(toHex(tree.root))) continue;
    known.add(toHex(tree.root));
    const { words } = made;
    lies.push({ kind, words, root: toHex(made.lie.root), tree, isSilent: kind === 'silent' });
    say?.(`false history ${lies.length} of ${count}: ${kind}, ${words}`);
  }
  return lies;
}

interface Making extends LieSource {
  readonly truth: Lie;
  readonly random: Random;
  readonly mutants: (typeof MUTANTS)[number][];
  readonly salt: number;
}

/** @returns nothing where the batch never meets what the lie changes */
async function makeLie(
  kind: Kind,
  making: Making,
): Promise<{ words: string; lie: Lie } | undefined> {
  const { truth, random, input, salt } = making;
  const steps = truth.leaves.length / 32;
  const at = random.below(steps - 3);
  switch (kind) {
    case 'mutant':
      return mutantLie(making);
    case 'tampered':
      return { words: `a unit of money made after step ${at}`, lie: tampered(making, at) };
    case 'right root':
      return {
        words: `the true root, false from step ${at} on`,
        lie: { root: truth.root, leaves: noiseFrom(truth.leaves, at) },
      };
    case 'silent':
    case 'garbage':
    default: {
      const root = toHex(keccak256(Uint8Array.of(salt >> 8, salt)));
      return { words: 'noise', lie: garbageLie(input, { root, steps: 100 + random.below(900) }) };
    }
  }
}

async function mutantLie(making: Making): Promise<{ words: string; lie: Lie } | undefined> {
  const mutant = making.mutants.pop();
  if (mutant === undefined) throw new Error('there are not so many mutants');
  const modules = await loadMutant(mutant);
  const lie = runLie({ ...making, modules });
  return toHex(lie.root) === toHex(making.truth.root) ? undefined : { words: mutant.lie, lie };
}

function tampered(source: LieSource, at: number): Lie {
  return runLie({
    ...source,
    tamper: ({ index, machine }) => {
      if (index !== at) return;
      const { globals } = machine.state;
      globals.setInsurance(globals.insurance() + 1);
    },
  });
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}
