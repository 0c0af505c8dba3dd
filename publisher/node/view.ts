import { type ChainSnapshot, YEAR_SEC } from '../fit/chain.ts';
import { fitChain } from '../fit/fitChain.ts';
import type { FittedSurface } from '../fit/surface.ts';

/** A publisher's own fit of one expiry. */
export interface SeenSurface {
  readonly surface: FittedSurface;
  /** Forward less index when it was fitted. */
  readonly basisUsd: number;
  /** Strikes that its market quotes. */
  readonly strikesUsd: readonly number[];
}

/** What a publisher sees of one underlying. COST: the chain is fitted when somebody first asks for its surfaces. */
export class View {
  readonly chain: ChainSnapshot;
  readonly #before: readonly SeenSurface[];
  #fitted: readonly SeenSurface[] | null = null;

  constructor(chain: ChainSnapshot, before: View | undefined) {
    this.chain = chain;
    this.#before = before?.latest ?? [];
  }

  get surfaces(): readonly SeenSurface[] {
    this.#fitted ??= fit(this.chain, this.#before);
    return this.#fitted;
  }

  /** The last that were fitted: what the next fit starts from. */
  get latest(): readonly SeenSurface[] {
    return this.#fitted ?? this.#before;
  }
}

function fit(chain: ChainSnapshot, before: readonly SeenSurface[]): SeenSurface[] {
  const { surfaces } = fitChain(
    chain,
    before.map(({ surface }) => surface),
  );
  const bases = new Map(before.map((seen) => [seen.surface.expirySec, seen.basisUsd]));
  const strikes = strikesOf(chain);
  return surfaces.map((surface) => {
    const { expirySec, forwardUsd, kept } = surface;
    const own = forwardUsd - chain.indexUsd;
    return {
      surface,
      basisUsd: kept === undefined ? own : (bases.get(expirySec) ?? own),
      strikesUsd: strikes.get(expirySec) ?? [],
    };
  });
}

function strikesOf({ quotes }: ChainSnapshot): Map<number, number[]> {
  const strikes = new Map<number, Set<number>>();
  for (const { expirySec, strikeUsd } of quotes) {
    const own = strikes.get(expirySec) ?? new Set();
    strikes.set(expirySec, own.add(strikeUsd));
  }
  return new Map([...strikes].map(([expirySec, own]) => [expirySec, [...own]]));
}

/** The same volatilities at another instant, on another forward: total variance goes with the time that is left. */
export function moveSurface(
  surface: FittedSurface,
  to: { readonly timeSec: number; readonly forwardUsd: number },
): FittedSurface {
  const tauYears = (surface.expirySec - to.timeSec) / YEAR_SEC;
  const share = tauYears / surface.tauYears;
  return { ...surface, ...to, tauYears, a: surface.a * share, b: surface.b * share };
}
