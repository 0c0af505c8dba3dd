/** Expiries, and the surfaces that publishers sign for them. */
import { max } from '../integers.ts';
import { positionsByExpiry } from '../naiveHoldings.ts';
import {
  expiryKey,
  type ExpiryName,
  expirySecOf,
  isOver,
  type NaiveState,
  type SurfacePrint,
} from '../naiveState.ts';
import { surfaceBytes } from '../world.ts';
import { DAY_SEC, type Draft, indexNow, isLive, today } from './draft.ts';
import { anyConfidence, anyPublishers, UNDERLYING_IDS } from './prints.ts';

const YEAR_SEC = 31_536_000;

export function expiriesOf(state: NaiveState): ExpiryName[] {
  const names = new Map<bigint, ExpiryName>();
  for (const { underlying, day } of state.instruments.values()) {
    names.set(expiryKey(underlying, day), { underlying, day });
  }
  return [...names.values()].sort((a, b) => Number(a.day - b.day));
}

/** Expiries that publishers quote: the nearest ones, and what portfolio accounts hold. */
export function quotedExpiries(draft: Draft): ExpiryName[] {
  const { state } = draft;
  const live = expiriesOf(state).filter(
    (name) => isLive(draft, name) && (!isOver(state, name) || draft.random.chance(0.03)),
  );
  const held = new Set(
    [...state.accounts.values()]
      .filter(({ marginModel }) => marginModel === 1n)
      .flatMap((account) => [...positionsByExpiry(state, account).keys()]),
  );
  return UNDERLYING_IDS.flatMap((id) =>
    live
      .filter(({ underlying }) => underlying === id)
      .filter(({ day }, i) => i < (id === 0n ? 5 : 3) || held.has(expiryKey(id, day))),
  );
}

/** Surfaces that are getting old, mostly. */
export function refreshSurfaces(draft: Draft, { oldSec = 500n, share = 0.93 } = {}): void {
  for (const name of quotedExpiries(draft)) {
    const at = draft.surfaceTimes.get(expiryKey(name.underlying, name.day)) ?? 0n;
    if (draft.timeSec - at < oldSec || !draft.random.chance(share)) continue;
    sendSurface(draft, name, anySurface(draft, name));
  }
}

export function sendSurface(draft: Draft, name: ExpiryName, surface: SurfacePrint): void {
  draft.operations.push(surfaceBytes(name, { surface, publishers: anyPublishers(draft) }));
  draft.surfaceTimes.set(expiryKey(name.underlying, name.day), surface.timeSec);
}

/** A smile around 35 to 110 %. */
function anySurface(draft: Draft, name: ExpiryName): SurfacePrint {
  const { random } = draft;
  const index = indexNow(draft, name.underlying);
  const timeSec = draft.timeSec - BigInt(random.between(0, 20));
  const years = Number(max(expirySecOf(name.day) - timeSec, 1n)) / YEAR_SEC;
  const atTheMoney = (0.35 + 0.75 * random.unit()) ** 2 * years;
  const [rho, m, sigma] = [
    1.2 * random.unit() - 0.8,
    0.2 * random.unit() - 0.1,
    0.05 + random.unit(),
  ];
  const b = (atTheMoney * (0.1 + 0.6 * random.unit())) / (Math.hypot(m, sigma) - rho * m);
  const a = atTheMoney - b * (Math.hypot(m, sigma) - rho * m);
  const e12 = (value: number): bigint => BigInt(Math.round(value * 1e12));
  const basis = (index * BigInt(random.between(-80, 150))) / 10_000n;
  return {
    timeSec,
    basisCents: basis,
    rateE9: BigInt(random.between(-20_000_000, 120_000_000)),
    forwardConfidenceE4: anyConfidence(draft),
    rateConfidenceE4: anyConfidence(draft),
    volConfidenceE4: anyConfidence(draft),
    forwardCents: index + basis,
    aE12: e12(a),
    bE12: e12(b),
    rhoE12: e12(rho),
    mE12: e12(m),
    sigmaE12: e12(sigma),
  };
}

/** A surface with something to refuse, or next to it. */
export function oddSurface(draft: Draft): void {
  const { random, timeSec } = draft;
  const name = anyExpiry(draft);
  const good = anySurface(draft, name);
  const index = indexNow(draft, name.underlying < 2n ? name.underlying : 0n);
  const quarter = (index + 3n) / 4n;
  const e12 = 1_000_000_000_000n;
  const years = Number(max(expirySecOf(name.day) - timeSec, 1n)) / YEAR_SEC;
  const steep = BigInt(Math.round(25 * years * 1e12));
  const part: Partial<SurfacePrint> = random.pick([
    { timeSec: timeSec + 1n },
    { timeSec: timeSec - 900n },
    { timeSec: timeSec - 901n },
    { basisCents: random.pick([quarter, quarter + 1n, -quarter, -quarter - 1n]) },
    { forwardCents: random.pick([index + quarter, index + quarter + 1n, index - quarter, 0n]) },
    { rateE9: random.pick([1_000_000_000n, 1_000_000_001n, -1_000_000_001n]) },
    { forwardConfidenceE4: 10_001n },
    { rateConfidenceE4: 10_001n },
    { volConfidenceE4: 65_535n },
    { bE12: random.pick([0n, -1n]) },
    { rhoE12: random.pick([e12, -e12, e12 - 1n, 1n - e12]) },
    { sigmaE12: random.pick([0n, 1n, -1n]) },
    { aE12: -good.bE12 * 2n },
    { aE12: random.pick([0n, 1n]), bE12: 0n },
    { aE12: steep + BigInt(random.between(-1, 1)), bE12: 0n },
    { aE12: steep * 2n },
    { aE12: 2n ** 53n },
    { mE12: random.pick([2n ** 53n - 1n, -(2n ** 62n)]) },
    { mE12: BigInt(random.between(-5, 5)) * e12 },
  ]);
  const surface = { ...good, ...part };
  const publishers = random.chance(0.9)
    ? anyPublishers(draft)
    : random.pick([
        [0, 1],
        [1, 0, 2],
        [0, 1, 9],
        [2, 2, 3],
      ]);
  const bytes = surfaceBytes(name, { surface, publishers });
  if (random.chance(0.08)) bytes[bytes.length - 30] ^= 1;
  draft.operations.push(bytes);
}

export function anyExpiry(draft: Draft): ExpiryName {
  const { random, state } = draft;
  if (random.chance(0.04)) {
    return { underlying: BigInt(random.pick([2, 200])), day: today(draft) };
  }
  const expiries = expiriesOf(state);
  const near = expiries.filter(({ day }) => {
    const ago = draft.timeSec - expirySecOf(day);
    return -DAY_SEC < ago && ago < 10n * DAY_SEC;
  });
  if (near.length > 0 && random.chance(0.9)) return random.pick(near);
  return expiries.length > 0 ? random.pick(expiries) : { underlying: 0n, day: today(draft) };
}
