/** Holdings as floating-point numbers: USD, contracts, shares of 1. */
import type { FloatSurface } from './floatPricing.ts';
import { yearsOf } from './floatPricing.ts';
import type { HeldExpiry, HeldUnderlying } from './naiveHoldings.ts';

export interface FloatFigures {
  initial: number;
  maintenance: number;
  equity: number;
}

export interface FloatOption {
  readonly strike: number;
  readonly put: boolean;
  readonly amount: number;
}

export interface FloatExpiry {
  readonly sec: number;
  readonly fixed: number;
  readonly variable: number;
  readonly forward: number;
  readonly rate: number;
  readonly surface: FloatSurface | null;
  readonly confidences: { readonly forward: number; readonly rate: number; readonly vol: number };
  readonly isPriced: boolean;
  readonly options: readonly FloatOption[];
}

export interface FloatUnderlying {
  readonly spot: number;
  readonly confidence: number;
  readonly expiries: readonly FloatExpiry[];
}

export function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

export function floatUnderlying(held: HeldUnderlying): FloatUnderlying {
  return {
    spot: Number(held.indexCents) / 100,
    confidence: Number(held.confidenceE4) / 10_000,
    expiries: held.expiries.map(floatExpiry),
  };
}

function floatExpiry(held: HeldExpiry): FloatExpiry {
  const { forward, rate, vol } = held.confidencesE4;
  return {
    sec: Number(held.sec),
    fixed: Number(held.fixed) / 180_000,
    variable: Number(held.variable) / 180_000,
    forward: Number(held.fixed + held.variable) / 180_000,
    rate: Number(held.rateE9) / 1e9,
    surface: floatSurface(held),
    confidences: {
      forward: Number(forward) / 10_000,
      rate: Number(rate) / 10_000,
      vol: Number(vol) / 10_000,
    },
    isPriced: held.isPriced,
    options: held.positions.map(({ instrument, amount }) => ({
      strike: Number(instrument.strikeCents) / 100,
      put: instrument.put,
      amount: Number(amount) / 10_000,
    })),
  };
}

/** None where the expiry has come: nothing of it has a volatility any more. */
function floatSurface({ surface, sec }: HeldExpiry): FloatSurface | null {
  if (surface === null || sec === 0n) return null;
  return {
    a: Number(surface.aE12) / 1e12,
    b: Number(surface.bE12) / 1e12,
    rho: Number(surface.rhoE12) / 1e12,
    m: Number(surface.mE12) / 1e12,
    sigma: Number(surface.sigmaE12) / 1e12,
    forward: Number(surface.forwardCents) / 100,
    tau: yearsOf(Number(surface.tauSec)),
  };
}
