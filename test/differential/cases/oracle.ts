/** Time, prints of the index, listings, sweeps. */
import { bestLevel } from '../../../protocol/book/levels.ts';
import {
  encodeAdvanceTime,
  encodeListInstrument,
  encodeSweepExpired,
} from '../../../protocol/generated/codec.ts';
import { ppmUp } from '../../../protocol/money.ts';
import {
  DAY_SEC,
  DAY_ZERO_SEC,
  EXPIRY_OF_DAY_SEC,
  FULL_CONFIDENCE_E4,
  INDEX_MOVE_PPM,
  MAX_INSTRUMENTS_PER_EXPIRY,
  MAX_LISTING_DAYS,
  ORACLE_HEARTBEAT_SEC,
  UNDERLYINGS,
} from '../../../protocol/params.ts';
import { expiryIndex } from '../../../protocol/state.ts';
import { signerOf } from '../../fixtures/sign.ts';
import type { Case } from '../case.ts';
import type { World } from '../world.ts';
import { printsOf, publish } from './prints.ts';

export const ORACLE = {
  advancesTime: (world: World): Case => {
    return { operation: encodeAdvanceTime({ timeSec: world.timeSec + world.random.below(100) }) };
  },

  timeNotAllowed: (world: World): Case => {
    const limit = world.header({}).timeSec;
    const timeSec = world.random.pick([world.timeSec - 1, 0, limit + 1, 2 ** 53]);
    const operation = encodeAdvanceTime({ timeSec });
    if (world.random.chance(0.2)) operation.fill(0xff, 1);
    return { operation };
  },

  publishes: (world: World): Case => {
    return publish(world, world.random.below(2), printsOf(world, 0));
  },

  publishesForEth: (world: World): Case => {
    return publish(world, 1, printsOf(world, 1));
  },

  publishesUnknownUnderlying: (world: World): Case => {
    return publish(world, world.random.pick([2, 255]), printsOf(world, 0));
  },

  publishesWithoutQuorum: (world: World): Case => {
    const { random } = world;
    const prints = printsOf(world, 0, { everyone: true });
    const known = world.publishers.length;
    return publish(
      world,
      0,
      random.pick([
        () => [],
        () => prints.slice(0, world.state.oracle.quorum() - 1),
        () => prints.toReversed(),
        () => [...prints, prints.at(-1)!],
        () => [...prints, { ...prints[0], publisher: random.pick([known, 255]) }],
      ])(),
    );
  },

  publishesMany: (world: World): Case => {
    const [print] = printsOf(world, 0);
    const most = 26;
    return publish(
      world,
      0,
      Array.from({ length: most }, (_, publisher) => ({ ...print, publisher })),
    );
  },

  publishesWrongSigner: (world: World): Case =>
    publish(world, 0, printsOf(world, 0), { lastSigner: signerOf('nobody') }),

  publishesBrokenSignature: (world: World): Case => {
    const { operation } = publish(world, 0, printsOf(world, 0));
    operation.fill(world.random.pick([0, 0xff]), operation.length - 32);
    return { operation };
  },

  publishesStale: (world: World): Case => {
    const { random, timeSec } = world;
    const prints = printsOf(world, 0, { everyone: true });
    const late = [
      timeSec + 1,
      timeSec - ORACLE_HEARTBEAT_SEC - 1,
      timeSec - ORACLE_HEARTBEAT_SEC,
      0,
    ];
    const last = world.state.underlyings.indexTimeSec(0);
    prints[random.below(prints.length)].timeSec = random.pick([...late, last, last + 1]);
    return publish(world, 0, prints);
  },

  publishesOutOfRange: (world: World): Case => {
    const { random } = world;
    const prints = printsOf(world, 0);
    const { maxPriceCents } = UNDERLYINGS[0];
    prints[random.below(prints.length)].priceCents = random.pick([
      0,
      maxPriceCents,
      maxPriceCents + 1,
      2 ** 32 - 1,
    ]);
    return publish(world, 0, prints);
  },

  publishesUnsure: (world: World): Case => {
    const { random } = world;
    const prints = printsOf(world, 0);
    prints[random.below(prints.length)].confidenceE4 = random.pick([
      0,
      FULL_CONFIDENCE_E4,
      FULL_CONFIDENCE_E4 + 1,
      2 ** 16 - 1,
    ]);
    return publish(world, 0, prints);
  },

  /** As far from the last price as it may go, and further; after a gap any distance will do. */
  publishesMove: (world: World): Case => {
    const { random, state } = world;
    const underlying = random.below(2);
    const index = state.underlyings.indexCents(underlying);
    const move = ppmUp(index, INDEX_MOVE_PPM);
    const priceCents = index + random.pick([-move - 1, -move, move, move + 1]);
    const last = world.timeSec - random.pick([1, ORACLE_HEARTBEAT_SEC, ORACLE_HEARTBEAT_SEC + 1]);
    state.underlyings.setIndexTimeSec(underlying, last);
    const prints = printsOf(world, underlying).map((print) => ({
      ...print,
      priceCents: Math.min(priceCents, UNDERLYINGS[underlying].maxPriceCents),
      timeSec: world.timeSec,
    }));
    return { ...publish(world, underlying, prints), isPrepared: true };
  },

  publishesAfterGap: (world: World): Case => {
    const { random, state, timeSec } = world;
    const underlying = random.below(2);
    const gap = ORACLE_HEARTBEAT_SEC + random.pick([-1, 0, 1, 2, 100_000]);
    state.underlyings.setIndexTimeSec(underlying, random.pick([0, timeSec - gap]));
    state.underlyings.setFreshPrints(underlying, random.below(4));
    state.globals.setPrintTimeSec(random.pick([timeSec, timeSec - gap]));
    const prints = printsOf(world, underlying).map((print) => ({ ...print, timeSec }));
    return { ...publish(world, underlying, prints), isPrepared: true };
  },

  lists: (world: World): Case => {
    const { random } = world;
    const { underlying, day, strikeCents, put } = newListing(world);
    return {
      operation: encodeListInstrument({ underlying, day, strikeCents, put: put ? 1 : 0 }),
      isLast: random.chance(0.2),
    };
  },

  /** Any date, with cents in the strike: the name is what counts. */
  listsAnyDay: (world: World): Case => {
    const { random, state } = world;
    // COST: a world that has seen the farthest expiry is large.
    const day = random.between(1, random.chance(0.05) ? 2 ** 16 - 1 : 6000);
    const timeSec =
      DAY_ZERO_SEC + (day - random.between(0, Math.min(day, MAX_LISTING_DAYS))) * DAY_SEC;
    const indexCents = random.magnitude(10_000, 100_000_00);
    state.globals.setTimeSec(timeSec);
    state.underlyings.setIndexCents(1, indexCents);
    const { strikeStepCents } = UNDERLYINGS[1];
    const strikeCents =
      Math.ceil((indexCents * random.between(20, 700)) / 100 / strikeStepCents) * strikeStepCents;
    const operation = encodeListInstrument({
      underlying: 1,
      day,
      strikeCents,
      put: random.below(2),
    });
    return { operation, isPrepared: true };
  },

  listsTwice: (world: World): Case => {
    const { put, ...terms } = world.terms(world.random.pick(world.liveInstruments()));
    return { operation: encodeListInstrument({ ...terms, put: put ? 1 : 0 }) };
  },

  listsBadly: (world: World): Case => {
    const { random } = world;
    const { put, ...terms } = newListing(world);
    const index = world.state.underlyings.indexCents(terms.underlying);
    const { strikeStepCents, maxPriceCents } = UNDERLYINGS[terms.underlying];
    const expired = world.terms(
      random.pick(world.instruments().filter((id) => world.isExpired(id))),
    ).day;
    const strikes = [
      0,
      terms.strikeCents + 1,
      2 ** 32 - 1,
      strikeStepCents,
      index * 8 + strikeStepCents,
    ];
    const high = (Math.floor(maxPriceCents / strikeStepCents) + 1) * strikeStepCents;
    const bad = random.pick([
      { underlying: random.pick([2, 255]) },
      { day: random.pick([expired, terms.day + MAX_LISTING_DAYS, 2 ** 16 - 1, 0]) },
      { strikeCents: random.pick([...strikes, high]) },
      { put: random.pick([2, 255]) },
    ]);
    return { operation: encodeListInstrument({ ...terms, put: put ? 1 : 0, ...bad }) };
  },

  tooManyInstruments: (world: World): Case => {
    const { put, ...terms } = newListing(world);
    const expiry = expiryIndex(terms.underlying, terms.day);
    world.state.expiries.setInstrumentCount(
      expiry,
      MAX_INSTRUMENTS_PER_EXPIRY - world.random.below(2),
    );
    return { operation: encodeListInstrument({ ...terms, put: put ? 1 : 0 }), isPrepared: true };
  },

  sweeps: (world: World): Case => {
    const instrument = world.random.pick(world.instruments().filter((id) => world.isExpired(id)));
    return { operation: encodeSweepExpired({ instrument }) };
  },

  sweepsDeepBook: (world: World): Case => {
    const { random } = world;
    const instrument = random.pick(world.instruments().filter((id) => world.isExpired(id)));
    const { underlying } = world.terms(instrument);
    const { tickCents, lotE4 } = UNDERLYINGS[underlying];
    for (let i = random.between(60, 70); i > 0; i--) {
      const side = random.below(2);
      const priceCents = (side === 0 ? random.between(1, 20) : random.between(30, 50)) * tickCents;
      world.restOrder({
        account: world.anyAccount(),
        instrument,
        side,
        priceCents,
        quantityE4: lotE4,
      });
    }
    return {
      operation: encodeSweepExpired({ instrument }),
      isPrepared: bestLevel(world.state, { instrument, side: 0 }) !== 0,
    };
  },

  sweepsBadly: (world: World): Case => {
    const live = world.random.pick(world.liveInstruments());
    const instrument = world.random.pick([0, world.instruments().length + 1, 2 ** 32 - 1, live]);
    return { operation: encodeSweepExpired({ instrument }) };
  },
};

/** A listing that the rule allows and that is not there yet. */
function newListing(world: World): {
  underlying: number;
  day: number;
  strikeCents: number;
  put: boolean;
} {
  const { random, state } = world;
  const underlying = random.below(2);
  const index = state.underlyings.indexCents(underlying);
  const { strikeStepCents, maxPriceCents } = UNDERLYINGS[underlying];
  const today = Math.floor((world.timeSec - DAY_ZERO_SEC - EXPIRY_OF_DAY_SEC) / DAY_SEC);
  const day = random.chance(0.5)
    ? world.terms(random.pick(world.liveInstruments())).day
    : today + random.between(1, MAX_LISTING_DAYS);
  const strike =
    Math.ceil((index * random.between(13, 780)) / 100 / strikeStepCents) * strikeStepCents;
  const highest = Math.floor(maxPriceCents / strikeStepCents) * strikeStepCents;
  return { underlying, day, strikeCents: Math.min(strike, highest), put: random.chance(0.5) };
}
