/** Random states of the options market as prints, parameters and fills may leave them, and random accounts in them. */
import {
  encodeTerms,
  expiryIndexOfCode,
  expirySec,
  firstExpiryFrom,
  underlyingOfCode,
} from '../../protocol/instrument.ts';
import {
  areSound,
  DEFAULT_PARAMETERS,
  PARAMETER_LIMITS,
} from '../../protocol/margin/parameters.ts';
import { surfaceFrom } from '../../protocol/margin/feeds.ts';
import {
  FULL_CONFIDENCE_E4,
  MAX_LISTING_DAYS,
  MAX_SCENARIOS,
  ORACLE_HEARTBEAT_SEC,
  SCENARIO_COUNT_PARAMETER,
  SCENARIO_PARAMETERS,
  SETTLEMENT_WINDOW_SEC,
  SURFACE_HEARTBEAT_SEC,
  UNDERLYINGS,
} from '../../protocol/params.ts';
import { admits, volatility } from '../../protocol/pricing/svi.ts';
import { expiryIndex, type State } from '../../protocol/state.ts';
import { START_SEC } from '../fixtures/exchange.ts';
import type { Random } from '../fixtures/random.ts';

export interface RandomMarket {
  readonly state: State;
  /** Of each underlying, those with an expiry record. */
  readonly days: readonly (readonly number[])[];
}

const DAYS_EACH = 6;
const E9 = 1_000_000_000;

/** Fills a state anew, which may have held another market before. */
export function randomMarket(random: Random, state: State): RandomMarket {
  const timeSec = START_SEC + random.below(200 * 86_400);
  state.globals.setTimeSec(timeSec);
  setParameters(random, state);
  const days = UNDERLYINGS.map((_, underlying) => {
    printIndex(random, state, { underlying, timeSec });
    const first = firstExpiryFrom(timeSec);
    const ahead = Array.from({ length: DAYS_EACH - 2 }, () => random.below(MAX_LISTING_DAYS));
    return [...new Set([first - 1, first, ...ahead.map((more) => first + more)])]
      .sort((a, b) => a - b)
      .map((day) => printSurface(random, state, { underlying, day, timeSec }));
  });
  state.journal.savepoint();
  return { state, days };
}

/** The usual ones, or each anywhere within its limits, now and then at one of them. */
function setParameters(random: Random, state: State): void {
  state.parameters.setVersion(state.parameters.version() + 1);
  let values = DEFAULT_PARAMETERS;
  if (random.chance(0.5)) values = randomParameters(random);
  values.forEach((value, i) => state.parameters.setValue(i, value));
}

function randomParameters(random: Random): readonly number[] {
  for (;;) {
    const count = random.between(1, MAX_SCENARIOS);
    const changed = random.pick([0.03, 0.3]);
    const values = DEFAULT_PARAMETERS.map((usual, i) => {
      if (i === SCENARIO_COUNT_PARAMETER) return count * E9;
      if (i >= SCENARIO_PARAMETERS || !random.chance(changed)) return usual;
      const [least, greatest] = PARAMETER_LIMITS[i];
      if (random.chance(0.1)) return random.pick([least, greatest]);
      return random.chance(0.5)
        ? random.between(least, greatest)
        : Math.min(
            Math.max(Math.round(usual * (0.5 + random.below(1000) / 1000)), least),
            greatest,
          );
    });
    for (let s = 0; s < MAX_SCENARIOS; s++) {
      if (random.chance(0.7) && s < 33) continue;
      const direction = random.below(5);
      const at = SCENARIO_PARAMETERS + 3 * s;
      values[at] = direction >= 3 ? E9 : random.between(10_000_000, random.pick([2, 10]) * E9);
      values[at + 1] = direction * E9;
      values[at + 2] = random.between(0, random.pick([1, 10]) * E9);
    }
    if (areSound(values)) return values;
  }
}

function confidence(random: Random): number {
  return random.chance(0.7) ? FULL_CONFIDENCE_E4 : random.below(FULL_CONFIDENCE_E4 + 1);
}

function printIndex(
  random: Random,
  { underlyings }: State,
  { underlying, timeSec }: { underlying: number; timeSec: number },
): void {
  const { maxPriceCents } = UNDERLYINGS[underlying];
  const usual = underlying === 0 ? 6_000_000 : 200_000;
  const cents = random.chance(0.8)
    ? Math.round(usual * (0.5 + random.below(1500) / 1000))
    : random.magnitude(100, maxPriceCents);
  const ageSec = random.chance(0.99)
    ? random.below(ORACLE_HEARTBEAT_SEC + 1)
    : 2 * ORACLE_HEARTBEAT_SEC;
  underlyings.setIndexCents(underlying, cents);
  underlyings.setIndexTimeSec(underlying, timeSec - ageSec);
  underlyings.setConfidenceE4(underlying, confidence(random));
}

function printSurface(
  random: Random,
  state: State,
  { underlying, day, timeSec }: { underlying: number; day: number; timeSec: number },
): number {
  const { expiries, underlyings } = state;
  const expiry = expiryIndex(underlying, day);
  const index = underlyings.indexCents(underlying);
  const sec = expirySec(day) - underlyings.indexTimeSec(underlying);
  const isPast = expirySec(day) <= timeSec;
  const isSettled = isPast && random.chance(0.5);
  expiries.setSettled(expiry, isSettled ? 1 : 0);
  expiries.setSettlementCents(expiry, isSettled ? index : 0);
  const coveredSec = Math.max(Math.min(SETTLEMENT_WINDOW_SEC, SETTLEMENT_WINDOW_SEC - sec), 0);
  const covered = random.chance(0.5) ? coveredSec : random.below(coveredSec + 1);
  expiries.setWindowCoveredSec(expiry, covered);
  expiries.setWindowSum(
    expiry,
    covered * Math.max(1, Math.round(index * (0.9 + random.below(200) / 1000))),
  );
  const near = (): number => Math.round(index * 0.25 * (random.below(2001) / 1000 - 1));
  expiries.setBasisCents(expiry, random.chance(0.3) ? 0 : near());
  expiries.setRateE9(expiry, random.chance(0.5) ? 0 : random.between(-E9, E9));
  expiries.setForwardConfidenceE4(expiry, confidence(random));
  expiries.setRateConfidenceE4(expiry, confidence(random));
  expiries.setVolConfidenceE4(expiry, confidence(random));
  const ageSec = random.below(SURFACE_HEARTBEAT_SEC + 1) + (random.chance(0.02) ? 1000 : 0);
  const printedSec = Math.min(timeSec, expirySec(day) - 1) - ageSec;
  const secToExpiry = expirySec(day) - printedSec;
  const forwardCents = Math.max(index + (random.chance(0.5) ? 0 : near()), 1);
  expiries.setSurfaceTimeSec(expiry, printedSec);
  expiries.setForwardCents(expiry, forwardCents);
  const surface = randomSurface(random, { secToExpiry, forwardCents });
  expiries.setAE12(expiry, surface.aE12);
  expiries.setBE12(expiry, surface.bE12);
  expiries.setRhoE12(expiry, surface.rhoE12);
  expiries.setME12(expiry, surface.mE12);
  expiries.setSigmaE12(expiry, surface.sigmaE12);
  return day;
}

type SurfaceFields = Record<'aE12' | 'bE12' | 'rhoE12' | 'mE12' | 'sigmaE12', number>;

/** Sound as publishSurface asks; mostly a smile that a market may show. */
function randomSurface(
  random: Random,
  at: { secToExpiry: number; forwardCents: number },
): SurfaceFields {
  for (;;) {
    const surface = random.chance(0.8)
      ? likelySmile(random, at.secToExpiry)
      : unlikelySmile(random);
    const whole = surfaceFrom({ ...surface, ...at });
    if (admits(whole) && volatility(whole, whole.forward) <= 5n * 10n ** 18n) return surface;
  }
}

const share = (random: Random): number => random.below(2 ** 32) / 2 ** 32;

function likelySmile(random: Random, secToExpiry: number): SurfaceFields {
  const years = secToExpiry / 31_536_000;
  const vol = 0.2 + 1.2 * share(random);
  const variance = vol * vol * years;
  const root = Math.sqrt(variance);
  const sigma = (0.1 + share(random)) * Math.max(root, 0.005);
  const b = ((0.02 + 0.5 * share(random)) * variance) / sigma;
  return {
    aE12: Math.round((variance - b * sigma * share(random)) * 1e12),
    bE12: Math.round(b * 1e12),
    rhoE12: Math.round((share(random) * 1.6 - 0.8) * 1e12),
    mE12: Math.round((share(random) - 0.5) * root * 1e12),
    sigmaE12: Math.max(Math.round(sigma * 1e12), 1),
  };
}

function unlikelySmile(random: Random): SurfaceFields {
  const b = random.magnitude(1, 1e12) - 1;
  const sigma = random.magnitude(1, 2e12);
  const rho = share(random) * 2 - 1;
  const least = (b * sigma * Math.sqrt(1 - rho * rho)) / 1e12;
  const a = random.chance(0.5) ? random.magnitude(1, 1e12) : Math.round(2 - least * share(random));
  return {
    aE12: a,
    bE12: b,
    rhoE12: Math.round(rho * 1e12),
    mE12: Math.round((share(random) - 0.5) * random.pick([0.1, 2, 100]) * 1e12),
    sigmaE12: sigma,
  };
}

/** Cash is left at 0. */
export function randomAccount(random: Random, market: RandomMarket, account: number): void {
  const { state, days } = market;
  const { accounts } = state;
  const isPortfolio = random.chance(0.5);
  const size = random.chance(0.1) ? random.between(20, 128) : random.below(9);
  const held = new Map<number, number>();
  const only = random.below(UNDERLYINGS.length);
  for (let i = 0; i < size; i++) {
    const underlying = isPortfolio ? only : random.below(UNDERLYINGS.length);
    const day = random.pick(days[underlying]);
    const strikeCents = randomStrike(random, state, underlying);
    const both = random.chance(0.2);
    for (const put of both ? [false, true] : [random.chance(0.5)]) {
      if (held.size === 128) break;
      held.set(
        encodeTerms({ underlying, day, strikeCents, put }),
        randomAmount(random, underlying),
      );
    }
  }
  accounts.clear(account);
  accounts.setMarginModel(account, isPortfolio ? 1 : 0);
  accounts.setPositionCount(account, held.size);
  [...held]
    .sort(([a], [b]) => a - b)
    .forEach(([code, amount], i) => {
      accounts.setPositionCode(account, i, code);
      accounts.setPositionAmount(account, i, amount);
    });
  state.journal.savepoint();
}

function randomStrike(random: Random, { underlyings }: State, underlying: number): number {
  const { strikeStepCents, maxPriceCents } = UNDERLYINGS[underlying];
  const factor = random.chance(0.8)
    ? 0.6 + 0.8 * share(random)
    : random.pick([1 / 8, 1 / 8 + share(random), 8 * share(random), 60 * share(random)]);
  const steps = Math.round((underlyings.indexCents(underlying) * factor) / strikeStepCents);
  const most = Math.floor(maxPriceCents / strikeStepCents);
  return Math.min(Math.max(steps, 1), most) * strikeStepCents;
}

function randomAmount(random: Random, underlying: number): number {
  const { lotE4, maxPositionE4 } = UNDERLYINGS[underlying];
  const lots = random.magnitude(1, Math.floor(maxPositionE4 / lotE4));
  return lots * lotE4 * (random.chance(0.5) ? 1 : -1);
}

/** Changes one field of a print that an account depends on. */
export function nudgePrint(random: Random, { state }: RandomMarket, account: number): void {
  const { accounts, underlyings, expiries } = state;
  const count = accounts.positionCount(account);
  if (count === 0) return;
  const code = accounts.positionCode(account, random.below(count));
  const [underlying, expiry] = [underlyingOfCode(code), expiryIndexOfCode(code)];
  const nudge = random.pick([
    () => underlyings.setIndexCents(underlying, underlyings.indexCents(underlying) + 1),
    () => underlyings.setIndexTimeSec(underlying, underlyings.indexTimeSec(underlying) + 1),
    () => underlyings.setConfidenceE4(underlying, random.below(5000)),
    () => expiries.setWindowSum(expiry, expiries.windowSum(expiry) + 1_000_000),
    () => expiries.setWindowCoveredSec(expiry, expiries.windowCoveredSec(expiry) >> 1),
    () => expiries.setBasisCents(expiry, expiries.basisCents(expiry) + 1),
    () => expiries.setRateE9(expiry, Math.abs(expiries.rateE9(expiry)) + 1000),
    () => expiries.setForwardConfidenceE4(expiry, random.below(5000)),
    () => expiries.setRateConfidenceE4(expiry, random.below(5000)),
    () => expiries.setVolConfidenceE4(expiry, random.below(5000)),
    () => expiries.setForwardCents(expiry, expiries.forwardCents(expiry) + 1),
    () => expiries.setSurfaceTimeSec(expiry, expiries.surfaceTimeSec(expiry) + 1),
    () => expiries.setAE12(expiry, expiries.aE12(expiry) + 1000),
    () => expiries.setBE12(expiry, expiries.bE12(expiry) + 1000),
    () => expiries.setRhoE12(expiry, Math.round(expiries.rhoE12(expiry) * 0.99)),
    () => expiries.setME12(expiry, Math.round(expiries.mE12(expiry) * 0.99)),
    () => expiries.setSigmaE12(expiry, expiries.sigmaE12(expiry) + 1000),
  ]);
  nudge();
  state.journal.savepoint();
}
