/** Counts claims as they come, of which there may be as many as batches in a challenge period, and entries beside them. */
import type { Hex } from 'viem';

import type { ClaimsStatus } from '../status.ts';
import type { Chronicle, ClaimNote } from '../watch/chronicle.ts';
import { falseRootsOn, isTrueClaim, numberUnder, type Truth } from './duels.ts';

type Verdict = keyof ClaimsStatus;

export class ClaimCounter {
  /** Claims of this chronicle that were looked at. */
  #chronicle: Chronicle | undefined;
  #seen = 0;
  #waiting: ClaimNote[] = [];
  /** By batch, above the settled tip. */
  readonly #counts = new Map<number, { agreeing: number; differing: number }>();
  /** Parents with false roots among the claims on them. */
  readonly #lied = new Set<Hex>();

  /** COST: looks at what is new, and at what waits for its batch. */
  update(truth: Truth): { claims: ClaimsStatus; falseClaims: number } {
    const { chronicle } = truth;
    if (this.#chronicle !== chronicle || chronicle.claims.size < this.#seen) this.#reset(chronicle);
    const fresh =
      chronicle.claims.size > this.#seen ? [...chronicle.claims.values()].slice(this.#seen) : [];
    this.#seen = chronicle.claims.size;
    const waiting = [...this.#waiting, ...fresh];
    this.#waiting = waiting.filter((claim) => this.#count(claim, truth) === 'unjudged');
    const settled = chronicle.settled.at(-1)?.number ?? 0;
    for (const number of this.#counts.keys()) if (number <= settled) this.#counts.delete(number);
    for (const { parent } of chronicle.entries.values()) this.#lied.add(parent);
    return { claims: this.#sum(settled, truth), falseClaims: this.#falseClaims(truth) };
  }

  #reset(chronicle: Chronicle): void {
    this.#chronicle = chronicle;
    this.#seen = 0;
    this.#waiting = [];
    this.#counts.clear();
    this.#lied.clear();
  }

  #count(claim: ClaimNote, truth: Truth): Verdict {
    const { number, parent } = claim;
    if (number === 0) return 'agreeing';
    const root = truth.rootOf(number);
    if (root === undefined) return 'unjudged';
    const isTrue = root === claim.root && isTrueClaim(parent, truth);
    const counts = this.#counts.get(number) ?? { agreeing: 0, differing: 0 };
    counts[isTrue ? 'agreeing' : 'differing'] += 1;
    this.#counts.set(number, counts);
    if (!isTrue) this.#lied.add(parent);
    return isTrue ? 'agreeing' : 'differing';
  }

  #sum(settled: number, truth: Truth): ClaimsStatus {
    let agreeing = 0;
    let differing = this.#liesInEntries(settled, truth);
    for (const counts of this.#counts.values()) {
      agreeing += counts.agreeing;
      differing += counts.differing;
    }
    const unjudged = this.#waiting.filter(({ number }) => number > settled).length;
    return { agreeing, differing, unjudged };
  }

  /** False roots that living entries stake and no claim states. */
  #liesInEntries(settled: number, truth: Truth): number {
    const { chronicle } = truth;
    const open = [...this.#lied].filter((parent) => numberUnder(parent, truth) > settled);
    return open.reduce((sum, parent) => {
      const claimed = chronicle.claimsOn(parent).map(({ root }) => root);
      const living = chronicle.entriesOn(parent).filter(({ id }) => !chronicle.deaths.has(id));
      const staked = new Set(living.map(({ root }) => root));
      const lies = falseRootsOn(parent, truth).filter((root) => !claimed.includes(root));
      return sum + lies.filter((root) => staked.has(root)).length;
    }, 0);
  }

  #falseClaims(truth: Truth): number {
    return [...this.#lied].reduce((sum, parent) => sum + falseRootsOn(parent, truth).length, 0);
  }
}
