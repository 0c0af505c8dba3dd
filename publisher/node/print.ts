import { expirySec, firstExpiryFrom } from '../../protocol/instrument.ts';
import { FULL_CONFIDENCE_E4, UNDERLYINGS } from '../../protocol/params.ts';
import type { SurfacePrint } from '../../protocol/signed.ts';
import type { ProposedSurface } from '../fit/agrees.ts';
import { YEAR_SEC } from '../fit/chain.ts';
import { encodeSurface } from '../fit/encode.ts';
import type { FittedSurface } from '../fit/surface.ts';
import { moveSurface, type SeenSurface } from './view.ts';

const E12 = 1e12;
/** A fit whose median quote is missed by so many vol points is worth nothing. */
const WORTHLESS_VOL_POINTS = 20;
/** Where the forward or the volatilities are not of this moment's quotes. */
const KEPT_CONFIDENCE_E4 = 8_000;
const NEIGHBOURS_CONFIDENCE_E4 = 9_000;

/**
 * A fitted surface as publishers sign it, as of `timeSec`. The rate is 0: the exchange's marks are not discounted.
 * @returns null where no rule would admit it, or where nothing expires at that time
 */
export function toSurfacePrint(
  { surface, basisUsd }: SeenSurface,
  { timeSec, indexUsd }: { readonly timeSec: number; readonly indexUsd: number },
): SurfacePrint | null {
  const day = firstExpiryFrom(surface.expirySec);
  if (surface.expirySec <= timeSec || expirySec(day) !== surface.expirySec) return null;
  const forwardCents = Math.round((indexUsd + basisUsd) * 100);
  if (forwardCents <= 0) return null;
  const moved = moveSurface(surface, { timeSec, forwardUsd: forwardCents / 100 });
  const svi = encodeOrNull(moved);
  if (svi === null) return null;
  return {
    underlying: UNDERLYINGS.findIndex(({ symbol }) => symbol === surface.underlying),
    day,
    timeSec,
    basisCents: Math.round(basisUsd * 100),
    rateE9: 0,
    forwardConfidenceE4: forwardConfidence(surface),
    rateConfidenceE4: FULL_CONFIDENCE_E4,
    volConfidenceE4: volConfidence(surface),
    forwardCents,
    ...svi,
  };
}

function encodeOrNull(
  surface: FittedSurface,
): Pick<SurfacePrint, 'aE12' | 'bE12' | 'rhoE12' | 'mE12' | 'sigmaE12'> | null {
  try {
    const { aE12, bE12, rhoE12, mE12, sigmaE12 } = encodeSurface(surface);
    const figures = [aE12, bE12, rhoE12, mE12, sigmaE12].map(Number);
    if (!figures.every(Number.isSafeInteger)) return null;
    const [a, b, rho, m, sigma] = figures;
    return { aE12: a, bE12: b, rhoE12: rho, mE12: m, sigmaE12: sigma };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function forwardConfidence({ kept, forwardFrom }: FittedSurface): number {
  if (kept !== undefined) return KEPT_CONFIDENCE_E4;
  return forwardFrom === 'neighbours' ? NEIGHBOURS_CONFIDENCE_E4 : FULL_CONFIDENCE_E4;
}

function volConfidence({ kept, error }: FittedSurface): number {
  const off = Math.min(Math.max(error.medianVolPoints, 0) / WORTHLESS_VOL_POINTS, 1);
  const most = kept === undefined ? FULL_CONFIDENCE_E4 : KEPT_CONFIDENCE_E4;
  return Number.isFinite(off) ? Math.floor(most * (1 - off)) : 0;
}

/** What a print says, in floats. */
export function fromSurfacePrint(print: SurfacePrint): ProposedSurface {
  const expiry = expirySec(print.day);
  return {
    expirySec: expiry,
    tauYears: (expiry - print.timeSec) / YEAR_SEC,
    forwardUsd: print.forwardCents / 100,
    a: print.aE12 / E12,
    b: print.bE12 / E12,
    rho: print.rhoE12 / E12,
    m: print.mE12 / E12,
    sigma: print.sigmaE12 / E12,
  };
}
