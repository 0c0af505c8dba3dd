/** Time, prints, settlement prices, and what follows from them. */
import { bestLevel } from '../../../protocol/book/levels.ts';
import {
  encodeAdvanceTime,
  encodeListInstrument,
  encodePublishPrices,
  encodeSettleAccount,
  encodeSettleExpiry,
  encodeSweepExpired,
} from '../../../protocol/generated/codec.ts';
import { decodeTerms, encodeTerms } from '../../../protocol/instrument.ts';
import { ppmUp } from '../../../protocol/money.ts';
import {
  DAY_SEC,
  DAY_ZERO_SEC,
  EXPIRY_OF_DAY_SEC,
  FULL_CONFIDENCE_E4,
  MAX_INSTRUMENTS_PER_EXPIRY,
  MAX_LISTING_DAYS,
  MAX_MONEY,
  ORACLE_HEARTBEAT_SEC,
  SETTLEMENT_BAND_PPM,
  UNDERLYINGS,
} from '../../../protocol/params.ts';
import { expiryIndex } from '../../../protocol/state.ts';
import { type Signer, signerOf, signOperation } from '../../fixtures/sign.ts';
import type { Case } from '../case.ts';
import type { World } from '../world.ts';
import { fillPositions, writePositions } from './orders.ts';

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

  settlesExpiry: (world: World): Case => {
    const { underlying, day, isPrepared } = unsettledExpiry(world);
    return { ...settle(world, { underlying, day }, pricesOf(world, underlying)), isPrepared };
  },

  settlesAtBand: (world: World): Case => {
    const { underlying, day, isPrepared } = unsettledExpiry(world);
    const index = world.state.underlyings.indexCents(underlying);
    const band = ppmUp(index, SETTLEMENT_BAND_PPM);
    const price = world.random.pick([
      index - band - 1,
      index - band,
      index + band,
      index + band + 1,
    ]);
    const prices = pricesOf(world, underlying).map((entry) => ({ ...entry, priceCents: price }));
    return { ...settle(world, { underlying, day }, prices), isPrepared };
  },

  settlesTooEarly: (world: World): Case => {
    const { underlying, day } = world.terms(world.random.pick(world.liveInstruments()));
    const expiry = { underlying, day: world.random.pick([day, day, 2 ** 16 - 1]) };
    return settle(world, expiry, pricesOf(world, underlying));
  },

  settlesBadly: (world: World): Case => {
    const { random } = world;
    const { underlying, day, isPrepared } = unsettledExpiry(world);
    const prices = pricesOf(world, underlying);
    const expiry = { underlying, day };
    const { operation } = random.pick([
      () => settle(world, { ...expiry, underlying: random.pick([2, 255]) }, prices),
      () => settle(world, expiry, prices.slice(0, world.state.oracle.quorum() - 1)),
      () => settle(world, expiry, prices, { lastSigner: signerOf('nobody') }),
      () =>
        settle(
          world,
          expiry,
          prices.map((entry) => ({ ...entry, priceCents: 0 })),
        ),
      () =>
        settle(
          world,
          expiry,
          prices.map((entry) => ({ ...entry, priceCents: 2 ** 32 - 1 })),
        ),
    ])();
    return { operation, isPrepared };
  },

  settlesTwice: (world: World): Case => {
    const { underlying, day } = settledExpiry(world);
    return settle(world, { underlying, day }, pricesOf(world, underlying));
  },

  settlesAccount: (world: World): Case => {
    const { underlying, day, index } = settledExpiry(world);
    const account = holderOf(world, { underlying, day });
    const isPrepared = world.random.chance(0.5);
    if (isPrepared) {
      world.state.expiries.setPool(index, 2 ** 45);
      world.state.globals.setPool(2 ** 46);
    }
    return { operation: encodeSettleAccount({ account, underlying, day }), isPrepared };
  },

  settlesInsolventAccount: (world: World): Case => {
    const { underlying, day, index } = settledExpiry(world);
    const account = holderOf(world, { underlying, day });
    const settlementCents = world.state.expiries.settlementCents(index);
    const { strikeStepCents } = UNDERLYINGS[underlying];
    const instrument = world.random.pick(world.instruments());
    const terms = { underlying, day, strikeCents: strikeStepCents, put: false };
    const code = encodeTerms(terms);
    const others = world.random.chance(0.3)
      ? [{ code: world.state.instruments.code(instrument), amount: 5 }]
      : [];
    writePositions(world, account, [
      { code, amount: -world.random.between(1, 1000) },
      ...others.filter((o) => o.code !== code),
    ]);
    world.setCash(account, world.random.below(settlementCents));
    world.state.globals.setInsurance(world.random.pick([0, 1000, 2 ** 45]));
    return { operation: encodeSettleAccount({ account, underlying, day }), isPrepared: true };
  },

  settlesLargeAccount: (world: World): Case => {
    const { underlying, day, index } = settledExpiry(world);
    const account = world.anyAccount();
    const { strikeStepCents } = UNDERLYINGS[underlying];
    fillPositions(world, account, { count: world.random.between(1, 40), besides: 1 });
    const positions = Array.from({ length: 80 }, (_, i) => ({
      code: encodeTerms({
        underlying,
        day,
        strikeCents: (i + 1) * strikeStepCents,
        put: world.random.chance(0.5),
      }),
      amount: world.random.between(1, 1000) * world.random.pick([1, -1]),
    }));
    writePositions(world, account, positions);
    world.state.expiries.setPool(index, 2 ** 50);
    world.state.globals.setPool(2 ** 50);
    return { operation: encodeSettleAccount({ account, underlying, day }), isPrepared: true };
  },

  settlesAccountBadly: (world: World): Case => {
    const { random } = world;
    const { underlying, day } = settledExpiry(world);
    const account = holderOf(world, { underlying, day });
    const live = world.terms(random.pick(world.liveInstruments())).day;
    const empty = world.openAccount(1, signerOf('stranger'));
    const operation = random.pick([
      () => encodeSettleAccount({ account, underlying: random.pick([2, 255]), day }),
      () =>
        encodeSettleAccount({ account: random.pick([0, empty + 1, 2 ** 32 - 1]), underlying, day }),
      () => encodeSettleAccount({ account, underlying, day: live }),
      () => encodeSettleAccount({ account: empty, underlying, day }),
    ])();
    return { operation };
  },

  poolIsShort: (world: World): Case => {
    const { underlying, day, index } = settledExpiry(world);
    const account = world.anyAccount();
    const { strikeStepCents } = UNDERLYINGS[underlying];
    const code = encodeTerms({ underlying, day, strikeCents: strikeStepCents, put: false });
    writePositions(world, account, [{ code, amount: 100 }]);
    const payoff = 100 * (world.state.expiries.settlementCents(index) - strikeStepCents);
    const pool = payoff - world.random.below(2);
    world.state.expiries.setPool(index, pool);
    world.state.globals.setPool(pool + world.random.below(2));
    return { operation: encodeSettleAccount({ account, underlying, day }), isPrepared: true };
  },

  settlementPassesLedgerLimit: (world: World): Case => {
    const { underlying, day, index } = settledExpiry(world);
    const account = world.anyAccount();
    const { strikeStepCents } = UNDERLYINGS[underlying];
    const code = encodeTerms({ underlying, day, strikeCents: strikeStepCents, put: false });
    const isLong = world.random.chance(0.5);
    writePositions(world, account, [{ code, amount: isLong ? 100 : -100 }]);
    const payoff = 100 * (world.state.expiries.settlementCents(index) - strikeStepCents);
    const off = world.random.below(2);
    if (isLong) {
      world.state.expiries.setPool(index, payoff);
      world.state.globals.setPool(payoff);
      world.state.accounts.setCash(account, MAX_MONEY - payoff + off);
      world.state.globals.setPositiveCash(MAX_MONEY - payoff + off);
    } else {
      world.state.globals.setPool(MAX_MONEY - payoff + off);
    }
    return { operation: encodeSettleAccount({ account, underlying, day }), isPrepared: true };
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

interface Print {
  publisher: number;
  priceCents: number;
  confidenceE4: number;
  timeSec: number;
  signature: Uint8Array;
}

function printsOf(world: World, underlying: number, { everyone = false } = {}): Print[] {
  const { random, state } = world;
  const { publishers } = world;
  const from = Math.max(state.underlyings.indexTimeSec(underlying) + 1, world.timeSec - 100);
  const index = state.underlyings.indexCents(underlying);
  const count = everyone
    ? publishers.length
    : random.between(state.oracle.quorum(), publishers.length);
  return random
    .shuffled(publishers.map((_, publisher) => publisher))
    .slice(0, count)
    .sort((a, b) => a - b)
    .map((publisher) => ({
      publisher,
      priceCents: Math.round((index * random.between(970, 1030)) / 1000),
      confidenceE4: random.pick([FULL_CONFIDENCE_E4, random.below(FULL_CONFIDENCE_E4)]),
      timeSec: random.between(Math.min(from, world.timeSec), world.timeSec),
      signature: new Uint8Array(64),
    }));
}

function pricesOf(world: World, underlying: number): Omit<Print, 'timeSec' | 'confidenceE4'>[] {
  return printsOf(world, underlying).map(({ publisher, priceCents, signature }) => ({
    publisher,
    priceCents,
    signature,
  }));
}

function publish(
  world: World,
  underlying: number,
  entries: Print[],
  { lastSigner }: { lastSigner?: Signer } = {},
): { operation: Uint8Array } {
  const operation = encodePublishPrices({ underlying, entries });
  return { operation: signEntries(world, operation, { entries, lastSigner }) };
}

function settle(
  world: World,
  { underlying, day }: { underlying: number; day: number },
  entries: Omit<Print, 'timeSec' | 'confidenceE4'>[],
  { lastSigner }: { lastSigner?: Signer } = {},
): { operation: Uint8Array } {
  const operation = encodeSettleExpiry({ underlying, day, entries });
  return { operation: signEntries(world, operation, { entries, lastSigner }) };
}

function signEntries(
  world: World,
  operation: Uint8Array,
  {
    entries,
    lastSigner,
  }: { entries: readonly { publisher: number }[]; lastSigner: Signer | undefined },
): Uint8Array {
  const by = entries.map(({ publisher }) => world.publishers[publisher] ?? signerOf('nobody'));
  if (lastSigner !== undefined) by[by.length - 1] = lastSigner;
  return signOperation(operation, by, { domain: world.domain, nameHash: null });
}

interface Expiry {
  readonly underlying: number;
  readonly day: number;
  readonly index: number;
}

function expired(world: World): Expiry[] {
  const codes = world
    .instruments()
    .filter((id) => world.isExpired(id))
    .map((id) => world.state.instruments.code(id));
  return codes.map((code) => {
    const { underlying, day } = decodeTerms(code);
    return { underlying, day, index: expiryIndex(underlying, day) };
  });
}

function unsettledExpiry(world: World): Expiry & { isPrepared: boolean } {
  const { expiries } = world.state;
  const open = expired(world).filter(({ index }) => expiries.settled(index) === 0);
  if (open.length > 0) return { ...world.random.pick(open), isPrepared: false };
  const expiry = world.random.pick(expired(world));
  expiries.setSettled(expiry.index, 0);
  expiries.setSettlementCents(expiry.index, 0);
  return { ...expiry, isPrepared: true };
}

/** Settles one at the index if there is none yet, which the rules allow. */
function settledExpiry(world: World): Expiry {
  const { expiries, underlyings } = world.state;
  const settled = expired(world).filter(({ index }) => expiries.settled(index) === 1);
  if (settled.length > 0) return world.random.pick(settled);
  const expiry = world.random.pick(expired(world));
  expiries.setSettled(expiry.index, 1);
  expiries.setSettlementCents(expiry.index, underlyings.indexCents(expiry.underlying));
  return expiry;
}

/** An account that holds something of the expiry; any account where none does. */
function holderOf(world: World, { underlying, day }: { underlying: number; day: number }): number {
  const { accounts } = world.state;
  const holders = world.accounts().filter((account) => {
    for (let i = 0; i < accounts.positionCount(account); i++) {
      const terms = decodeTerms(accounts.positionCode(account, i));
      if (terms.underlying === underlying && terms.day === day) return true;
    }
    return false;
  });
  return world.random.pick(holders.length > 0 ? holders : world.accounts());
}

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
