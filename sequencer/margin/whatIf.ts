/** What would be, if: changes to a captured account and to the prints that it is valued with. */
import {
  dayOfExpiry,
  expiryIndexOfCode,
  expiryOfCode,
  expirySec,
  underlyingOfCode,
} from '../../protocol/instrument.ts';
import { surfaceFrom } from '../../protocol/margin/feeds.ts';
import { areSound, parameterValues } from '../../protocol/margin/parameters.ts';
import { addPosition } from '../../protocol/margin/positions.ts';
import { holdsOneUnderlying } from '../../protocol/margin/check.ts';
import { FULL_CONFIDENCE_E4, MAX_MONEY, MODEL_PORTFOLIO } from '../../protocol/params.ts';
import { admits } from '../../protocol/pricing/svi.ts';
import { ACCEPTED, CODE } from '../../protocol/rejections.ts';
import { expiryIndex, type State } from '../../protocol/state.ts';
import { codesOf, LOADED_ACCOUNT } from './capture.ts';
import type { ExpiryTerms } from './show.ts';

/** Raw total variance: w(k) = a + b·(√((k − m)² + σ²) + ρ·(k − m)), × 10^-12, for the time from now to the expiry. */
export interface SviParameters {
  readonly aE12: number;
  readonly bE12: number;
  readonly rhoE12: number;
  readonly mE12: number;
  readonly sigmaE12: number;
}

export interface WhatIf {
  /** The account's own where null. */
  readonly model: number | null;
  /** Added to the account's, in 10^-6 USD. */
  readonly cash: number;
  /** Added to the account's. Contracts × 10^-4. */
  readonly positions: readonly { readonly code: number; readonly amountE4: number }[];
  readonly index: readonly { readonly underlying: number; readonly cents: number }[];
  readonly forwards: readonly (ExpiryTerms & { readonly cents: number })[];
  readonly rates: readonly (ExpiryTerms & { readonly rateE9: number })[];
  /** One volatility for all strikes of an expiry, × 10^-9. */
  readonly vols: readonly (ExpiryTerms & { readonly volE9: number })[];
  readonly surfaces: readonly (ExpiryTerms & SviParameters)[];
  /** Added to 1 and multiplied into every volatility, × 10^-9. */
  readonly volShiftE9: number;
  /** Of `PARAMETER_NAMES`, × 10^-9. */
  readonly parameters: readonly { readonly index: number; readonly value: number }[];
}

export const AS_IS: WhatIf = {
  model: null,
  cash: 0,
  positions: [],
  index: [],
  forwards: [],
  rates: [],
  vols: [],
  surfaces: [],
  volShiftE9: 0,
  parameters: [],
};

const YEAR_SEC = 31_536_000;
const E9 = 1_000_000_000n;
/** Versions of changed parameters: none that the state's own counter comes to. */
let changedVersion = 2 ** 32 - 1;

/** @returns ACCEPTED, or the code of what the exchange would object to; the state is of no use then */
export function apply(state: State, whatIf: WhatIf): number {
  changePrints(state, whatIf);
  if (!heldExpiriesAreSound(state, whatIf)) return CODE.badSurface;
  if (!changeParameters(state, whatIf.parameters)) return CODE.badParameter;
  return changeAccount(state, whatIf);
}

function changeAccount(state: State, { model, cash, positions }: WhatIf): number {
  const { accounts } = state;
  const account = LOADED_ACCOUNT;
  const total = accounts.cash(account) + cash;
  if (Math.abs(total) > MAX_MONEY) return CODE.ledgerLimit;
  accounts.setCash(account, total);
  if (model !== null) accounts.setMarginModel(account, model);
  for (const { code, amountE4 } of positions) {
    const added = addPosition(state, { account, code, delta: amountE4 });
    if (added !== ACCEPTED) return added;
  }
  const isPortfolio = accounts.marginModel(account) === MODEL_PORTFOLIO;
  return isPortfolio && !holdsOneUnderlying(state, account) ? CODE.badMarginModel : ACCEPTED;
}

/** Forwards before surfaces, which are around them. A forward that moves alone leaves every volatility where it is. */
function changePrints(state: State, whatIf: WhatIf): void {
  const { expiries } = state;
  for (const { underlying, cents } of whatIf.index) setIndex(state, underlying, cents);
  for (const { underlying, day, cents } of whatIf.forwards) {
    const basis = cents - state.underlyings.indexCents(underlying);
    expiries.setBasisCents(expiryIndex(underlying, day), basis);
  }
  for (const { underlying, day, rateE9 } of whatIf.rates) {
    expiries.setRateE9(expiryIndex(underlying, day), rateE9);
  }
  for (const terms of whatIf.surfaces) setSurface(state, terms, terms);
  for (const { volE9, ...terms } of whatIf.vols) setFlatVol(state, terms, volE9);
  if (whatIf.volShiftE9 !== 0) shiftVols(state, whatIf);
}

/** A price that is given is as good as one that has just been printed. */
function setIndex(state: State, underlying: number, cents: number): void {
  const { underlyings, globals } = state;
  underlyings.setIndexCents(underlying, cents);
  const isNew = underlyings.indexTimeSec(underlying) === 0;
  underlyings.setIndexTimeSec(underlying, globals.timeSec());
  if (isNew) underlyings.setConfidenceE4(underlying, FULL_CONFIDENCE_E4);
}

function setSurface(state: State, { underlying, day }: ExpiryTerms, svi: SviParameters): void {
  const { expiries } = state;
  const expiry = expiryIndex(underlying, day);
  const isNew = expiries.surfaceTimeSec(expiry) === 0;
  expiries.setSurfaceTimeSec(expiry, state.globals.timeSec());
  expiries.setAE12(expiry, svi.aE12);
  expiries.setBE12(expiry, svi.bE12);
  expiries.setRhoE12(expiry, svi.rhoE12);
  expiries.setME12(expiry, svi.mE12);
  expiries.setSigmaE12(expiry, svi.sigmaE12);
  const index = state.underlyings.indexCents(underlying);
  expiries.setForwardCents(expiry, Math.max(index + expiries.basisCents(expiry), 0));
  if (!isNew) return;
  expiries.setForwardConfidenceE4(expiry, FULL_CONFIDENCE_E4);
  expiries.setRateConfidenceE4(expiry, FULL_CONFIDENCE_E4);
  expiries.setVolConfidenceE4(expiry, FULL_CONFIDENCE_E4);
}

/** w = vol²·τ for every strike. */
function setFlatVol(state: State, terms: ExpiryTerms, volE9: number): void {
  const vol = volE9 / 1e9;
  const years = Math.max(expirySec(terms.day) - state.globals.timeSec(), 0) / YEAR_SEC;
  const aE12 = Math.round(vol * vol * years * 1e12);
  setSurface(state, terms, { aE12, bE12: 0, rhoE12: 0, mE12: 0, sigmaE12: 100_000_000_000 });
}

/** Total variance × (1 + shift)²: every volatility × (1 + shift). */
function shiftVols(state: State, whatIf: WhatIf): void {
  const { expiries } = state;
  const factor = (E9 + BigInt(whatIf.volShiftE9)) ** 2n;
  const scale = (value: number): number => Number((BigInt(value) * factor) / (E9 * E9));
  for (const { underlying, day } of expiriesIn(state, whatIf)) {
    const expiry = expiryIndex(underlying, day);
    expiries.setAE12(expiry, scale(expiries.aE12(expiry)));
    expiries.setBE12(expiry, scale(expiries.bE12(expiry)));
  }
}

/** The state holds what the models take; a change must not leave it. */
function heldExpiriesAreSound(state: State, whatIf: WhatIf): boolean {
  return expiriesIn(state, whatIf).every(({ underlying, day }) => {
    const { expiries } = state;
    const expiry = expiryIndex(underlying, day);
    const printedSec = expiries.surfaceTimeSec(expiry);
    if (printedSec === 0 || printedSec >= expirySec(day)) return true;
    const forward = state.underlyings.indexCents(underlying) + expiries.basisCents(expiry);
    return forward > 0 && admits(surfaceAt(state, { underlying, day }));
  });
}

function surfaceAt({ expiries }: State, { underlying, day }: ExpiryTerms) {
  const expiry = expiryIndex(underlying, day);
  return surfaceFrom({
    aE12: expiries.aE12(expiry),
    bE12: expiries.bE12(expiry),
    rhoE12: expiries.rhoE12(expiry),
    mE12: expiries.mE12(expiry),
    sigmaE12: expiries.sigmaE12(expiry),
    forwardCents: expiries.forwardCents(expiry),
    secToExpiry: expirySec(day) - expiries.surfaceTimeSec(expiry),
  });
}

/** Expiries held before or after the change. */
export function expiriesIn(state: State, { positions }: WhatIf): ExpiryTerms[] {
  const codes = [...codesOf(state, LOADED_ACCOUNT), ...positions.map(({ code }) => code)];
  const byIndex = new Map(
    codes.map((code) => [
      expiryIndexOfCode(code),
      { underlying: underlyingOfCode(code), day: dayOfExpiry(expiryOfCode(code)) },
    ]),
  );
  return [...byIndex.values()];
}

function changeParameters(state: State, changes: WhatIf['parameters']): boolean {
  if (changes.length === 0) return true;
  for (const { index, value } of changes) state.parameters.setValue(index, value);
  state.parameters.setVersion(changedVersion);
  changedVersion -= 1;
  return areSound(parameterValues(state));
}
