/** SPEC §5.10, §5.11, §9.1, §10.1: what publishers sign. */
import { UNDERLYINGS } from '../../protocol/params.ts';
import type { Decoded } from './bytes.ts';
import { div, mul, ONE, real, type Real, sqrt } from './decimal.ts';
import { abs, max, MAX_FIGURE, min } from './integers.ts';
import type { DecodedOperation } from './naive.ts';
import { type Context, type Signable, signedBy } from './naiveAuth.ts';
import { addToWindow, isNearReference, isWithin, WINDOW_SEC } from './naivePrices.ts';
import {
  type ExpiryName,
  expiryOf,
  expirySecOf,
  type NaiveState,
  priceOf,
  setExpiry,
  setPrice,
  type SurfacePrint,
} from './naiveState.ts';
import { demand } from './rejected.ts';

const HEARTBEAT_SEC = 120n;
const SURFACE_HEARTBEAT_SEC = 900n;
const YEAR_SEC = 31_536_000n;

/** 4001 */
export function rulesOf(underlying: bigint) {
  const rules = UNDERLYINGS[Number(underlying)];
  demand(rules !== undefined, 4001);
  return rules;
}

/** SPEC §9.1 */
function demandQuorum(
  context: Context,
  entries: readonly Decoded[],
  {
    isInRange,
    signed,
  }: { isInRange: (entry: Decoded) => boolean; signed: (entry: Decoded) => Signable },
): void {
  const { quorum, publishers } = context.state;
  demand(BigInt(entries.length) >= quorum, 4002);
  entries.forEach((entry, i) => {
    const publisher = entry.int('publisher');
    const address = publishers[Number(publisher)];
    demand(address !== undefined, 4002);
    demand(i === 0 || publisher > entries[i - 1].int('publisher'), 4002);
    demand(isInRange(entry), 4005);
    demand(signedBy(context, signed(entry), entry.bytes('signature')) === address, 4003);
  });
}

export const isPriceInRange = (
  price: bigint,
  { maxPriceCents }: { maxPriceCents: number },
): boolean => price > 0n && price <= BigInt(maxPriceCents);

/** The lower one of two in the middle. */
function medianPrice(entries: readonly Decoded[]): bigint {
  const prices = entries.map((entry) => entry.int('priceCents'));
  prices.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return prices[Math.floor((prices.length - 1) / 2)];
}

export function publishPrices(context: Context, { values, entries }: DecodedOperation): void {
  const { state } = context;
  const underlying = values.int('underlying');
  const rules = rulesOf(underlying);
  demandQuorum(context, entries, {
    isInRange: (entry) =>
      isPriceInRange(entry.int('priceCents'), rules) && entry.int('confidenceE4') <= 10_000n,
    signed: (entry) => ({
      type: 'indexPrint',
      fields: [
        rules.symbol,
        entry.int('priceCents'),
        entry.int('confidenceE4'),
        entry.int('timeSec'),
      ],
    }),
  });
  const times = entries.map((entry) => entry.int('timeSec'));
  const printedAt = times.reduce(min);
  const last = priceOf(state, underlying);
  demand(
    printedAt > last.indexTimeSec &&
      state.timeSec - printedAt <= HEARTBEAT_SEC &&
      times.every((time) => time <= state.timeSec),
    4004,
  );
  const isGap = printedAt > last.indexTimeSec + HEARTBEAT_SEC;
  const indexCents = medianPrice(entries);
  demand(isGap || isWithin(indexCents, { of: last.indexCents, percent: 20n }), 4005);
  addToWindow(state, underlying, printedAt);
  const isFirst = last.indexCents === 0n;
  setPrice(state, underlying, {
    indexCents,
    indexTimeSec: printedAt,
    confidenceE4: entries.map((entry) => entry.int('confidenceE4')).reduce(min),
    resumedAtSec: isGap && !isFirst ? printedAt : last.resumedAtSec,
    freshPrints: isGap ? 1n : min(last.freshPrints + 1n, 3n),
  });
  state.printTimeSec = max(state.printTimeSec, printedAt);
}

export function publishSurface(context: Context, { values, entries }: DecodedOperation): void {
  const { state } = context;
  const name = { underlying: values.int('underlying'), day: values.int('day') };
  const { symbol } = rulesOf(name.underlying);
  const print = surfaceOf(values);
  const { basisCents, rateE9, aE12, bE12, rhoE12, mE12, sigmaE12 } = print;
  const figures = [basisCents, rateE9, aE12, bE12, rhoE12, mE12, sigmaE12];
  demand(
    figures.every((figure) => abs(figure) <= MAX_FIGURE),
    4013,
  );
  demand(expiryOf(state, name).settlementCents === null, 4007);
  const signable: Signable = {
    type: 'surfacePrint',
    fields: [symbol, expirySecOf(name.day), ...Object.values<bigint>({ ...print })],
  };
  demandQuorum(context, entries, { isInRange: () => true, signed: () => signable });
  const { timeSec } = print;
  demand(
    timeSec > (expiryOf(state, name).surface?.timeSec ?? 0n) &&
      state.timeSec - timeSec <= SURFACE_HEARTBEAT_SEC &&
      timeSec <= state.timeSec,
    4004,
  );
  demand(isSound(state, name, print), 4013);
  setExpiry(state, name, { surface: print });
}

function surfaceOf({ int }: Decoded): SurfacePrint {
  return {
    timeSec: int('timeSec'),
    basisCents: int('basisCents'),
    rateE9: int('rateE9'),
    forwardConfidenceE4: int('forwardConfidenceE4'),
    rateConfidenceE4: int('rateConfidenceE4'),
    volConfidenceE4: int('volConfidenceE4'),
    forwardCents: int('forwardCents'),
    aE12: int('aE12'),
    bE12: int('bE12'),
    rhoE12: int('rhoE12'),
    mE12: int('mE12'),
    sigmaE12: int('sigmaE12'),
  };
}

function isSound(state: NaiveState, name: ExpiryName, print: SurfacePrint): boolean {
  const tauSec = expirySecOf(name.day) - print.timeSec;
  const index = priceOf(state, name.underlying).indexCents;
  const { basisCents, rateE9, forwardCents } = print;
  const { forwardConfidenceE4, rateConfidenceE4, volConfidenceE4 } = print;
  return (
    tauSec > 0n &&
    tauSec <= 400n * 86_400n &&
    index > 0n &&
    isWithin(index + basisCents, { of: index, percent: 25n }) &&
    isWithin(forwardCents, { of: index, percent: 25n }) &&
    abs(rateE9) <= 1_000_000_000n &&
    [forwardConfidenceE4, rateConfidenceE4, volConfidenceE4].every((c) => c <= 10_000n) &&
    isAdmissible(print, tauSec)
  );
}

const E12: Real = ONE / 10n ** 12n;

/** docs/margin.md §4, and a volatility of 500 % at the most where the strike is the forward. */
function isAdmissible(print: SurfacePrint, tauSec: bigint): boolean {
  const { forwardCents } = print;
  const [a, b, rho, m, sigma] = [
    print.aE12,
    print.bE12,
    print.rhoE12,
    print.mE12,
    print.sigmaE12,
  ].map((value) => value * E12);
  if (b < 0n || abs(rho) >= ONE || sigma <= 0n || forwardCents <= 0n) return false;
  const least = a + mul(b, sigma, sqrt(ONE - mul(rho, rho)));
  if (least < real('1e-12')) return false;
  const w = a + mul(b, sqrt(mul(m, m) + mul(sigma, sigma)) - mul(rho, m));
  return div(min(w, 144n * ONE) * YEAR_SEC, tauSec * ONE) <= 25n * ONE;
}

/** SPEC §10.1 */
export function settleExpiry(context: Context, { values, entries }: DecodedOperation): void {
  const { state } = context;
  const name = { underlying: values.int('underlying'), day: values.int('day') };
  const rules = rulesOf(name.underlying);
  const { indexCents, indexTimeSec } = priceOf(state, name.underlying);
  const { settlementCents, windowSum, windowCoveredSec } = expiryOf(state, name);
  demand(indexTimeSec >= expirySecOf(name.day), 4006);
  demand(settlementCents === null, 4007);
  demandQuorum(context, entries, {
    isInRange: (entry) => isPriceInRange(entry.int('priceCents'), rules),
    signed: (entry) => ({
      type: 'settlementPrice',
      fields: [rules.symbol, expirySecOf(name.day), entry.int('priceCents')],
    }),
  });
  demand(isNearReference(state, name.underlying), 4014);
  const median = medianPrice(entries);
  demand(isWithin(median, { of: indexCents, percent: 20n }), 4008);
  const average = (windowSum + (WINDOW_SEC - windowCoveredSec) * median) / WINDOW_SEC;
  setExpiry(state, name, { settlementCents: average });
}
