/** SPEC §8.2: what a margin is worked out from, in whole numbers. */
import { ONE, type Real } from './decimal.ts';
import { max, sum } from './integers.ts';
import {
  type Account,
  expiryKey,
  expiryOf,
  type ExpiryName,
  type Instrument,
  type NaiveState,
  priceOf,
  type SurfacePrint,
  expirySecOf,
} from './naiveState.ts';
import { naiveBlack76, naiveSvi, yearsOf } from './naivePricing.ts';
import { forwardOf, isAwaited, isFresh, isNearReference, isPriced, secTo } from './naivePrices.ts';

const FULL_E4 = 10_000n;

export interface Position {
  readonly instrument: Instrument;
  /** 10^-4 contracts. */
  readonly amount: bigint;
}

export interface HeldExpiry extends ExpiryName {
  readonly sec: bigint;
  /** Cents × 1800. */
  readonly fixed: bigint;
  readonly variable: bigint;
  readonly surface: (SurfacePrint & { readonly tauSec: bigint }) | null;
  readonly rateE9: bigint;
  readonly confidencesE4: Readonly<Record<'forward' | 'rate' | 'vol', bigint>>;
  readonly isPriced: boolean;
  readonly positions: readonly Position[];
}

export interface HeldUnderlying {
  readonly underlying: bigint;
  readonly indexCents: bigint;
  readonly confidenceE4: bigint;
  readonly expiries: readonly HeldExpiry[];
}

export interface Holdings {
  /** Cash and what settled expiries come to, in 10^-6 USD. */
  readonly cash: bigint;
  readonly underlyings: readonly HeldUnderlying[];
}

export function payoffOf({ put, strikeCents }: Instrument, priceCents: bigint): bigint {
  return max(0n, put ? strikeCents - priceCents : priceCents - strikeCents);
}

/** SPEC §10.2: of positions in one expiry, which is settled. */
export function settledValue(state: NaiveState, positions: readonly Position[]): bigint {
  return sum(positions.map(({ instrument, amount }) => amount * settledCents(state, instrument)));
}

/** What one contract is worth for good. */
function settledCents(state: NaiveState, instrument: Instrument): bigint {
  const { settlementCents, lifeSec, surface } = expiryOf(state, instrument);
  if (lifeSec === 0n) return payoffOf(instrument, settlementCents!);
  const e12 = (value: bigint): Real => (value * ONE) / 10n ** 12n;
  const cents = (value: bigint): Real => (value * ONE) / 100n;
  const strike = cents(instrument.strikeCents);
  const { vol } = naiveSvi(
    {
      a: e12(surface!.aE12),
      b: e12(surface!.bE12),
      rho: e12(surface!.rhoE12),
      m: e12(surface!.mE12),
      sigma: e12(surface!.sigmaE12),
      forward: cents(surface!.forwardCents),
      tau: yearsOf(expirySecOf(instrument.day) - surface!.timeSec),
    },
    strike,
  );
  const forward = cents(settlementCents!);
  const time = yearsOf(lifeSec);
  const { call, put } = naiveBlack76({ time, vol, forward, strike, discount: ONE });
  return ((instrument.put ? put : call) * 100n + ONE / 2n) / ONE;
}

/** The account's positions by (underlying, day). */
export function positionsByExpiry(
  state: NaiveState,
  account: Pick<Account, 'positions'>,
): Map<bigint, Position[]> {
  const groups = new Map<bigint, Position[]>();
  for (const [id, amount] of account.positions) {
    const instrument = state.instruments.get(id)!;
    const key = expiryKey(instrument.underlying, instrument.day);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [{ instrument, amount }]);
    else group.push({ instrument, amount });
  }
  return groups;
}

export function underlyingsOf(state: NaiveState, account: Pick<Account, 'positions'>): bigint[] {
  const all = [...account.positions.keys()].map((id) => state.instruments.get(id)!.underlying);
  return [...new Set(all)];
}

export function holdingsOf(state: NaiveState, account: Account): Holdings {
  let { cash } = account;
  const byUnderlying = new Map<bigint, HeldExpiry[]>();
  for (const positions of positionsByExpiry(state, account).values()) {
    const { underlying } = positions[0].instrument;
    const { settlementCents } = expiryOf(state, positions[0].instrument);
    if (settlementCents !== null) cash += settledValue(state, positions);
    else {
      const others = byUnderlying.get(underlying) ?? [];
      byUnderlying.set(underlying, [...others, heldExpiry(state, positions)]);
    }
  }
  const underlyings = [...byUnderlying].map(([underlying, expiries]) => {
    const { indexCents, confidenceE4 } = priceOf(state, underlying);
    return { underlying, indexCents, confidenceE4, expiries };
  });
  return { cash, underlyings };
}

function heldExpiry(state: NaiveState, positions: readonly Position[]): HeldExpiry {
  const { underlying, day } = positions[0].instrument;
  const name = { underlying, day };
  const { surface } = expiryOf(state, name);
  const sec = secTo(state, name);
  return {
    ...name,
    ...forwardOf(state, name),
    sec,
    surface: surface === null ? null : { ...surface, tauSec: expirySecOf(day) - surface.timeSec },
    rateE9: surface?.rateE9 ?? 0n,
    // An expiry that has come is in no doubt.
    confidencesE4: {
      forward: sec === 0n ? FULL_E4 : (surface?.forwardConfidenceE4 ?? 0n),
      rate: sec === 0n ? FULL_E4 : (surface?.rateConfidenceE4 ?? 0n),
      vol: sec === 0n ? FULL_E4 : (surface?.volConfidenceE4 ?? 0n),
    },
    isPriced: isPriced(state, name),
    positions,
  };
}

export type Priced = 'missing' | 'priced' | 'liquidatable';

/** SPEC §8.2, §9.3 */
export function pricedBy(state: NaiveState, holdings: Holdings, model: bigint): Priced {
  const { underlyings } = holdings;
  const expiries = underlyings.flatMap((held) => held.expiries);
  const areFresh = underlyings.every(({ underlying }) => isFresh(state, underlying));
  if (!areFresh || (model === 1n && expiries.some((expiry) => !expiry.isPriced))) return 'missing';
  const areSteady = underlyings.every(
    ({ underlying }) =>
      priceOf(state, underlying).freshPrints >= 3n && isNearReference(state, underlying),
  );
  const isComplete = !expiries.some((expiry) => isAwaited(state, expiry));
  return areSteady && isComplete ? 'liquidatable' : 'priced';
}
