/** Renamings of states and false roots that leave a configuration as it is: they make rivals interchangeable. */
import type { Config, History } from './rules.ts';
import { TRUE_ROOT } from './rules.ts';
import { START, type Tree } from './tree.ts';

/** What stands at a place after renaming: slot i holds `histories[i]` of the state. */
export interface Renaming {
  readonly histories: readonly number[];
  /** New name by root. */
  readonly roots: readonly number[];
  readonly duels: readonly { readonly duel: number; readonly isSwapped: boolean }[];
  readonly nodes: readonly number[];
}

/** All renamings of a configuration; the first one changes nothing. */
export function renamingsOf({ tree, adversary }: Config): Renaming[] {
  const claims = adversary.claims.map((roots) => new Set(roots));
  const found: Renaming[] = [];
  for (const histories of permutations(tree)) {
    const roots = matchRoots(tree, histories);
    if (roots === undefined) continue;
    const keepsClaims = claims.every((its) => [...its].every((root) => its.has(roots[root])));
    if (!keepsClaims) continue;
    const nodes = matchNodes(tree, histories);
    if (nodes !== undefined && statesMatch(tree, histories)) {
      found.push({ histories, roots, duels: matchDuels(tree, histories), nodes });
    }
  }
  return found;
}

function permutations({ histories, honest }: Tree): number[][] {
  const rivals = histories.map((_, i) => i).filter((i) => !honest.includes(i));
  return arrangements(rivals).map((order) => {
    const result = histories.map((_, i) => i);
    rivals.forEach((slot, i) => (result[slot] = order[i]));
    return result;
  });
}

function arrangements(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    arrangements(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}

function pairsOf(tree: Tree, order: readonly number[]): [History, History][] {
  return order.map((source, slot) => [tree.histories[source], tree.histories[slot]]);
}

/** New names of the roots such that each history's root becomes that of its slot. */
function matchRoots(tree: Tree, order: readonly number[]): number[] | undefined {
  const roots = [0, 1, 2, 3];
  const map = new Map([[TRUE_ROOT, TRUE_ROOT]]);
  for (const [source, slot] of pairsOf(tree, order)) {
    if (source.place !== slot.place) return undefined;
    if (!agree(map, source.root, slot.root)) return undefined;
  }
  // Roots that no history has must keep their names.
  for (const root of roots) if (!map.has(root) && !agree(map, root, root)) return undefined;
  return roots.map((root) => map.get(root)!);
}

function agree(map: Map<number, number>, from: number, to: number): boolean {
  const known = map.get(from);
  if (known !== undefined) return known === to;
  if ([...map.values()].includes(to)) return false;
  map.set(from, to);
  return true;
}

/** One renaming of states must take every leaf to the slot's leaf, and a step to a step. */
function statesMatch(tree: Tree, order: readonly number[]): boolean {
  const map = new Map([[START, START]]);
  for (const [source, slot] of pairsOf(tree, order)) {
    if (!source.leaves.every((leaf, i) => agree(map, leaf, slot.leaves[i]))) return false;
  }
  // A map can grow while it is walked: what the new names lead to is walked too.
  for (const [from, to] of map) {
    const [next, image] = [tree.next.get(from), tree.next.get(to)];
    if ((next === undefined) !== (image === undefined)) return false;
    if (next !== undefined && !agree(map, next, image!)) return false;
  }
  return true;
}

function matchNodes(tree: Tree, order: readonly number[]): number[] | undefined {
  const map = new Map<number, number>();
  for (const [slot, source] of order.entries()) {
    for (let level = 0; level < tree.rounds; level++) {
      const sources = tree.nodes[source][level];
      if (!tree.nodes[slot][level].every((node, i) => agree(map, node, sources[i])))
        return undefined;
    }
  }
  return Array.from({ length: tree.nodeCount }, (_, node) => map.get(node)!);
}

function matchDuels(tree: Tree, order: readonly number[]): Renaming['duels'] {
  return tree.pairs.map(([x, y]) => {
    const [a, b] = [order[x], order[y]];
    return { duel: tree.duelOf[a][b], isSwapped: a > b };
  });
}
