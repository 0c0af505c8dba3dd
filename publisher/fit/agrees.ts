import { type ChainSnapshot, YEAR_SEC } from './chain.ts';
import { fitChain } from './fitChain.ts';
import { type FittedSurface, volatilityAt } from './surface.ts';
import { isAdmissible } from './svi.ts';

/** What a publisher compares a proposed surface with: its own fit of the expiry, or a chain that it sees and fits itself. */
export type OwnView = FittedSurface | ChainSnapshot;

/** What decides an agreement; the rest of a FittedSurface is the proposer's own business. */
export type ProposedSurface = Pick<
  FittedSurface,
  'a' | 'b' | 'rho' | 'm' | 'sigma' | 'expirySec' | 'forwardUsd' | 'tauYears'
>;

export interface AgreementOptions {
  /** Up to one standard deviation from the forward; in proportion to the distance beyond. */
  readonly toleranceVolPoints: number;
  /** Share of the forward; 20 basis points by default. */
  readonly toleranceForward?: number;
  /** How far apart the two instants may lie; 60 s by default. */
  readonly toleranceSec?: number;
}

export interface Agreement {
  readonly agrees: boolean;
  /** Why not, in words. */
  readonly because: string | null;
  /** The largest distance of two volatilities as a share of what is allowed there: agreement up to 1. */
  readonly worstShare: number;
  readonly worstStrikeUsd: number | null;
}

/** Whether a publisher may sign another's surface: volatilities of listed strikes, forward and time within tolerance of its own view. */
export function agrees(
  proposed: ProposedSurface,
  view: OwnView,
  listedStrikesUsd: readonly number[],
  options: AgreementOptions,
): Agreement {
  if (!isAdmissible(proposed)) return refuse('the surface is not admissible');
  const own = 'quotes' in view ? fitOwn(view, proposed.expirySec) : view;
  if (own?.expirySec !== proposed.expirySec) return refuse('no fit of its own for that expiry');
  const { toleranceForward = 0.002, toleranceSec = 60 } = options;
  const apartSec = Math.abs(proposed.tauYears - own.tauYears) * YEAR_SEC;
  if (!(apartSec <= toleranceSec)) return refuse(`the times lie ${apartSec.toFixed(0)} s apart`);
  const basis = Math.abs(proposed.forwardUsd / own.forwardUsd - 1);
  if (!(basis <= toleranceForward)) {
    return refuse(`the forwards lie ${(basis * 1e4).toFixed(1)} basis points apart`);
  }
  return compareVols({ proposed, own, listedStrikesUsd, options });
}

function fitOwn(snapshot: ChainSnapshot, expirySec: number): FittedSurface | undefined {
  return fitChain(snapshot).surfaces.find((surface) => surface.expirySec === expirySec);
}

function compareVols(at: {
  readonly proposed: ProposedSurface;
  readonly own: FittedSurface;
  readonly listedStrikesUsd: readonly number[];
  readonly options: AgreementOptions;
}): Agreement {
  const { proposed, own, options } = at;
  let worst: { share: number; strikeUsd: number | null } = { share: 0, strikeUsd: null };
  for (const strikeUsd of at.listedStrikesUsd) {
    const off = Math.abs(volatilityAt(proposed, strikeUsd) - volatilityAt(own, strikeUsd));
    const share = (100 * off) / (options.toleranceVolPoints * reach(own, strikeUsd));
    // A NaN agrees with nothing.
    if (!(share <= worst.share))
      worst = { share: Number.isNaN(share) ? Infinity : share, strikeUsd };
  }
  const { share, strikeUsd } = worst;
  const because =
    share <= 1 ? null : `at strike ${strikeUsd} it is ${share.toFixed(2)} times the tolerance off`;
  return { agrees: share <= 1, because, worstShare: share, worstStrikeUsd: strikeUsd };
}

/** Distance from the forward in standard deviations, at least 1. */
function reach(surface: FittedSurface, strikeUsd: number): number {
  const { forwardUsd, tauYears } = surface;
  const deviation = volatilityAt(surface, forwardUsd) * Math.sqrt(tauYears);
  return Math.max(1, Math.abs(Math.log(strikeUsd / forwardUsd)) / deviation);
}

function refuse(because: string): Agreement {
  return { agrees: false, because, worstShare: Infinity, worstStrikeUsd: null };
}
