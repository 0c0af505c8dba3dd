import type { Surface } from '../../protocol/pricing/svi.ts';
import { isAdmissible } from './svi.ts';
import { type FittedSurface, volatilityAt } from './surface.ts';

/** A surface as it is signed: integers of 10^-12. */
export interface EncodedSurface {
  readonly aE12: bigint;
  readonly bE12: bigint;
  readonly rhoE12: bigint;
  readonly mE12: bigint;
  readonly sigmaE12: bigint;
  readonly forwardE12: bigint;
  readonly tauE12: bigint;
}

export const SCALE = 10n ** 12n;
/** The rule's least variance that is admitted, so that its own rounding never reaches below 0. */
const LEAST_E12 = 1n;
/** From 10^-12 to the rule's 10^-18. */
const TO_WAD = 10n ** 6n;
/** No volatility may move by more than this in rounding: 0.001 vol points. */
const MAX_ROUNDING_VOL = 1e-5;
/** Strikes at which that is checked, in standard deviations from the forward. */
const CHECKED_DEVIATIONS = [-8, -4, -3, -2, -1, -0.5, 0, 0.5, 1, 2, 3, 4, 8];

type Parameters = Pick<
  FittedSurface,
  'a' | 'b' | 'rho' | 'm' | 'sigma' | 'forwardUsd' | 'tauYears'
>;

/**
 * Rounds to the nearest integers, then raises a, where it must, until the least variance is 10^-12 in integers: the rule admits the result.
 * @throws RangeError on parameters that no rule admits, or that rounding would move by 0.001 vol points
 */
export function encodeSurface(surface: Parameters): EncodedSurface {
  if (!isAdmissible(surface) || !(surface.forwardUsd > 0) || !(surface.tauYears > 0)) {
    throw new RangeError('a surface that is not admissible cannot be encoded');
  }
  const rounded = {
    aE12: toE12(surface.a),
    bE12: toE12(surface.b),
    rhoE12: clampRho(toE12(surface.rho)),
    mE12: toE12(surface.m),
    sigmaE12: atLeastOne(toE12(surface.sigma)),
    forwardE12: atLeastOne(toE12(surface.forwardUsd)),
    tauE12: atLeastOne(toE12(surface.tauYears)),
  };
  const encoded = { ...rounded, aE12: rounded.aE12 + shortfall(rounded) };
  const moved = roundingVol(surface, decodeSurface(encoded));
  if (!(moved < MAX_ROUNDING_VOL)) {
    throw new RangeError(`rounding moves a volatility by ${moved * 100} points`);
  }
  return encoded;
}

/** The doubles nearest to an encoded surface. */
export function decodeSurface(encoded: EncodedSurface): Parameters {
  const value = (units: bigint): number => Number(units) / Number(SCALE);
  return {
    a: value(encoded.aE12),
    b: value(encoded.bE12),
    rho: value(encoded.rhoE12),
    m: value(encoded.mE12),
    sigma: value(encoded.sigmaE12),
    forwardUsd: value(encoded.forwardE12),
    tauYears: value(encoded.tauE12),
  };
}

/** The surface as the rules take it. */
export function toRuleSurface(encoded: EncodedSurface): Surface {
  return {
    a: encoded.aE12 * TO_WAD,
    b: encoded.bE12 * TO_WAD,
    rho: encoded.rhoE12 * TO_WAD,
    m: encoded.mE12 * TO_WAD,
    sigma: encoded.sigmaE12 * TO_WAD,
    forward: encoded.forwardE12 * TO_WAD,
    tau: encoded.tauE12 * TO_WAD,
  };
}

/** b ≥ 0, |ρ| < 1, σ > 0, τ > 0, F > 0 and a + b·σ·√(1 − ρ²) ≥ 10^-12, with every product and root floored: so the exact one is not less. */
export function isEncodedAdmissible(encoded: EncodedSurface): boolean {
  const { bE12, rhoE12, sigmaE12, forwardE12, tauE12 } = encoded;
  const inRange = bE12 >= 0n && rhoE12 < SCALE && rhoE12 > -SCALE && sigmaE12 > 0n;
  return inRange && tauE12 > 0n && forwardE12 > 0n && shortfall(encoded) === 0n;
}

/** By how much a must rise; 0 where the least variance is enough. */
function shortfall({ aE12, bE12, rhoE12, sigmaE12 }: EncodedSurface): bigint {
  const root = floorRoot(SCALE * SCALE - rhoE12 * rhoE12);
  const least = aE12 + (((bE12 * sigmaE12) / SCALE) * root) / SCALE;
  return least < LEAST_E12 ? LEAST_E12 - least : 0n;
}

function toE12(value: number): bigint {
  // 53 bits of a large value and 12 decimals of a small one both survive.
  const whole = Math.trunc(value);
  return BigInt(whole) * SCALE + BigInt(Math.round((value - whole) * Number(SCALE)));
}

function clampRho(rhoE12: bigint): bigint {
  const most = SCALE - 1n;
  return rhoE12 > most ? most : rhoE12 < -most ? -most : rhoE12;
}

function atLeastOne(value: bigint): bigint {
  return value < 1n ? 1n : value;
}

/** Newton's square root, floored. */
function floorRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

function roundingVol(before: Parameters, after: Parameters): number {
  const deviation = volatilityAt(before, before.forwardUsd) * Math.sqrt(before.tauYears);
  const moved = CHECKED_DEVIATIONS.map((times) => {
    const strikeUsd = before.forwardUsd * Math.exp(times * deviation);
    return Math.abs(volatilityAt(before, strikeUsd) - volatilityAt(after, strikeUsd));
  });
  return Math.max(...moved);
}
