/** Prints of surfaces: what is taken, every bound, every refusal. */
import { expirySec } from '../../../protocol/instrument.ts';
import { ppmUp } from '../../../protocol/money.ts';
import {
  DAY_SEC,
  FORWARD_BAND_PPM,
  FULL_CONFIDENCE_E4,
  MAX_LISTING_DAYS,
  MAX_RATE_E9,
  SURFACE_HEARTBEAT_SEC,
} from '../../../protocol/params.ts';
import type { SurfacePrint } from '../../../protocol/signed.ts';
import { expiryIndex } from '../../../protocol/state.ts';
import { signerOf } from '../../fixtures/sign.ts';
import type { Case } from '../case.ts';
import type { World } from '../world.ts';
import { publishSurface, surfaceOf } from './prints.ts';

const E12 = 10 ** 12;

export const SURFACE = {
  printsSurface: (world: World): Case => publishSurface(world, surfaceOf(world, anyExpiry(world))),

  printsSurfaceByMany: (world: World): Case => {
    const { random } = world;
    const all = world.publishers.map((_, publisher) => publisher);
    const publishers = random.pick([all, all.filter(() => random.chance(0.7))]);
    return publishSurface(world, surfaceOf(world, anyExpiry(world)), { publishers });
  },

  printsSurfaceAtBound: (world: World): Case => {
    const { random, state } = world;
    const expiry = anyExpiry(world);
    const index = state.underlyings.indexCents(expiry.underlying);
    const band = ppmUp(index, FORWARD_BAND_PPM);
    const off = random.below(2);
    const sign = random.pick([1, -1]);
    const changes = random.pick<Partial<SurfacePrint>>([
      { basisCents: sign * (band + off) },
      { forwardCents: index + sign * (band + off) },
      { rateE9: sign * (MAX_RATE_E9 + off) },
      { forwardConfidenceE4: FULL_CONFIDENCE_E4 + off },
      { rateConfidenceE4: FULL_CONFIDENCE_E4 + off },
      { volConfidenceE4: FULL_CONFIDENCE_E4 + off },
      { forwardCents: 0 },
    ]);
    return publishSurface(world, { ...surfaceOf(world, expiry), ...changes });
  },

  /** Around 500 % at the money. */
  printsWildSurface: (world: World): Case => {
    const print = surfaceOf(world, anyExpiry(world));
    const years = (expirySec(print.day) - print.timeSec) / (365 * DAY_SEC);
    const aE12 = Math.round(25 * years * E12) + world.random.between(-2, 2);
    const flat = { aE12, bE12: 0, rhoE12: 0, mE12: 0, sigmaE12: E12 / 10 };
    return publishSurface(world, { ...print, ...flat });
  },

  printsSurfaceOfNoKind: (world: World): Case => {
    const { random } = world;
    const any = (): number => random.magnitude(1, 2 ** 52) * random.pick([1, -1]);
    const changes = random.pick<Partial<SurfacePrint>>([
      { aE12: any() },
      { bE12: any() },
      { rhoE12: random.pick([E12, -E12, E12 - 1, 1 - E12, any()]) },
      { mE12: any() },
      { sigmaE12: random.pick([0, -1, 1, any()]) },
      { aE12: any(), bE12: any(), rhoE12: random.between(-E12, E12), mE12: any(), sigmaE12: any() },
    ]);
    return publishSurface(world, { ...surfaceOf(world, anyExpiry(world)), ...changes });
  },

  printsSurfaceOfAnyDay: (world: World): Case => {
    const { random, timeSec } = world;
    const expiry = anyExpiry(world);
    const today = expiry.day - Math.floor((expirySec(expiry.day) - timeSec) / DAY_SEC);
    const day = random.pick([
      0,
      today - 1,
      today,
      today + MAX_LISTING_DAYS,
      today + MAX_LISTING_DAYS + 1,
      65_535,
    ]);
    const print = surfaceOf(world, { ...expiry, day });
    const last = expirySec(day) - MAX_LISTING_DAYS * DAY_SEC + random.below(2);
    const isNear = last <= timeSec && last > timeSec - SURFACE_HEARTBEAT_SEC;
    return {
      ...publishSurface(world, { ...print, timeSec: isNear ? last : print.timeSec }),
      isPrepared: true,
    };
  },

  printsLateSurface: (world: World): Case => {
    const { random, state, timeSec } = world;
    const print = surfaceOf(world, anyExpiry(world));
    const last = state.expiries.surfaceTimeSec(expiryIndex(print.underlying, print.day));
    const late = timeSec - SURFACE_HEARTBEAT_SEC;
    const times = [late - 1, late, timeSec, timeSec + 1, last, last + 1, 0];
    return publishSurface(world, { ...print, timeSec: random.pick(times) });
  },

  printsSurfaceBadly: (world: World): Case => {
    const { random, state } = world;
    const print = surfaceOf(world, anyExpiry(world));
    const known = world.publishers.length;
    const quorum = Array.from({ length: state.oracle.quorum() }, (_, i) => i);
    return random.pick([
      () => publishSurface(world, { ...print, underlying: random.pick([2, 255]) }),
      () => publishSurface(world, print, { publishers: [] }),
      () => publishSurface(world, print, { publishers: quorum.slice(1) }),
      () => publishSurface(world, print, { publishers: [...quorum, quorum.at(-1)!] }),
      () => publishSurface(world, print, { publishers: [...quorum, known] }),
      () => publishSurface(world, print, { lastSigner: signerOf('nobody') }),
    ])();
  },

  /** A figure that a double does not hold. */
  printsHugeSurface: (world: World): Case => {
    const { random } = world;
    const { operation } = publishSurface(world, surfaceOf(world, anyExpiry(world)));
    const offset = random.pick([8, 16, 34, 42, 50, 58, 66]);
    const huge = random.pick([
      2n ** 53n,
      -(2n ** 53n),
      2n ** 53n + 1n,
      -(2n ** 63n),
      2n ** 63n - 1n,
    ]);
    new DataView(operation.buffer).setBigInt64(offset, huge);
    return { operation };
  },

  printsSurfaceWithoutIndex: (world: World): Case => {
    const print = surfaceOf(world, anyExpiry(world));
    world.state.underlyings.setIndexCents(print.underlying, world.random.below(3));
    return {
      ...publishSurface(world, { ...print, basisCents: 0, forwardCents: world.random.below(3) }),
      isPrepared: true,
    };
  },
};

function anyExpiry(world: World): { underlying: number; day: number } {
  const { underlying, day } = world.terms(world.random.pick(world.liveInstruments()));
  return { underlying, day };
}
