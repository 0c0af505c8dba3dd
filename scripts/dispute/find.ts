/** Finds what an id or its beginning means. */
import type { Hex } from 'viem';

const PREFIX = '0x';

/** @throws Error that names the nearest ids, or how many begin like that */
export function findId(text: string, ids: readonly Hex[], kind: string): Hex {
  const wanted = (text.startsWith(PREFIX) ? text : `${PREFIX}${text}`)
    .replace('…', '')
    .toLowerCase();
  const found = ids.filter((id) => id.startsWith(wanted));
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) return first;
  if (first !== undefined) {
    throw new Error(
      `${found.length} ${kind}s begin with ${wanted}: ${list(found)}; give more of the id`,
    );
  }
  if (ids.length === 0) throw new Error(`there is no ${kind} yet`);
  throw new Error(`there is no ${kind} ${wanted}; nearest: ${list(nearest(wanted, ids))}`);
}

const SHOWN = 3;

/** Those that share the longest beginning with it. */
function nearest(wanted: string, ids: readonly Hex[]): Hex[] {
  const shared = (id: Hex): number => {
    let count = 0;
    while (count < wanted.length && id[count] === wanted[count]) count += 1;
    return count;
  };
  return ids.toSorted((a, b) => shared(b) - shared(a)).slice(0, SHOWN);
}

function list(ids: readonly Hex[]): string {
  const shown = ids.slice(0, SHOWN).map((id) => `${id.slice(0, 18)}…`);
  return ids.length > SHOWN ? `${shown.join(', ')}, …` : shown.join(', ');
}
