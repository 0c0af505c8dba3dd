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

/** A surface that nobody could renew is carried on for so long. */
const KEPT_SEC_MAX = 86_400;

function fit(chain: ChainSnapshot, before: readonly SeenSurface[]): SeenSurface[] {
  const { surfaces } = fitChain(
    chain,
    before.map(({ surface }) => surface),
  );
  const strikes = strikesOf(chain);
  const fresh = surfaces
    .filter(({ kept }) => kept === undefined)
    .map((surface) => ({
      surface,
      basisUsd: surface.forwardUsd - chain.indexUsd,
      strikesUsd: strikes.get(surface.expirySec) ?? [],
    }));
  return [...fresh, ...carryOn(before, fresh, chain.timeSec)];
}

/** Last surfaces of expiries that could not be fitted, or that the market does not show at the moment. */
function carryOn(
  before: readonly SeenSurface[],
  fresh: readonly SeenSurface[],
  timeSec: number,
): SeenSurface[] {
  const renewed = new Set(fresh.map(({ surface }) => surface.expirySec));
  return before
    .filter(({ surface }) => {
      const isAlive = surface.expirySec > timeSec && timeSec - surface.timeSec <= KEPT_SEC_MAX;
      return isAlive && !renewed.has(surface.expirySec);
    })
    .map((seen) => ({ ...seen, surface: { ...seen.surface, kept: 'too few strikes' } }));
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
