/** Orders: resting, matching, cancelling, and every way in which they fail. */
import { bestLevel, BUY, SELL } from '../../../protocol/book/levels.ts';
import { FOK, GTC, IOC, POST_ONLY } from '../../../protocol/book/match.ts';
import { encodeTerms, expirySec } from '../../../protocol/instrument.ts';
import {
  MAX_MATCH_ATTEMPTS,
  MAX_MONEY,
  MAX_OPEN_ORDERS,
  MODEL_PORTFOLIO,
  UNDERLYINGS,
} from '../../../protocol/params.ts';
import { signerOf } from '../../fixtures/sign.ts';
import type { Case } from '../case.ts';
import { roundToTick, type World } from '../world.ts';
import { cancelAll, cancelOrder, type OrderFields, placeOrder } from './signing.ts';

export const ORDERS = {
  anyOrder: (world: World): Case => placeOrder(world, world.anyAccount(), randomOrder(world)),

  resting: (world: World): Case => {
    const instrument = world.random.pick(world.liveInstruments());
    const side = world.random.below(2);
    const price = awayFrom(world, instrument, side);
    const fields = {
      instrument,
      side,
      priceCents: price,
      timeInForce: world.random.pick([GTC, POST_ONLY]),
    };
    return placeOrder(world, richAccount(world), {
      ...fields,
      quantityE4: smallQuantity(world, instrument),
    });
  },

  crossing: (world: World): Case => {
    const fields = crossingOrder(world);
    return placeOrder(
      world,
      world.random.chance(0.5) ? richAccount(world) : world.anyAccount(),
      fields,
    );
  },

  fillOrKill: (world: World): Case => {
    return placeOrder(world, richAccount(world), { ...crossingOrder(world), timeInForce: FOK });
  },

  fillOrKillTooLarge: (world: World): Case => {
    const fields = crossingOrder(world);
    const { underlying } = world.terms(fields.instrument);
    const more = UNDERLYINGS[underlying].lotE4 * 10;
    return placeOrder(world, richAccount(world), {
      ...fields,
      timeInForce: FOK,
      quantityE4: fields.quantityE4 * 3 + more,
    });
  },

  postOnlyCrosses: (world: World): Case => {
    return placeOrder(world, richAccount(world), {
      ...crossingOrder(world),
      timeInForce: POST_ONLY,
    });
  },

  selfTrade: (world: World): Case => {
    const fields = crossingOrder(world);
    const level = bestLevel(world.state, { instrument: fields.instrument, side: 1 - fields.side });
    const maker = world.state.orders.account(world.state.levels.head(level));
    world.setCash(maker, 2 ** 44);
    return { ...placeOrder(world, maker, fields), isPrepared: true };
  },

  makerHasNoMargin: (world: World): Case => {
    const fields = crossingOrder(world, { makers: world.random.between(1, 3) });
    for (const maker of world.makersOf(fields)) {
      if (world.random.chance(0.7)) world.setCash(maker, world.random.pick([0, 1, -1_000_000_000]));
    }
    return { ...placeOrder(world, richAccount(world), fields), isPrepared: true };
  },

  /** Under initial margin already: a fill passes if maintenance holds and initial margin does not fall. */
  makerBetweenMargins: (world: World): Case => {
    const fields = crossingOrder(world);
    for (const maker of world.makersOf(fields)) {
      world.setCash(maker, world.random.magnitude(1_000_000, 2 ** 42));
    }
    return { ...placeOrder(world, richAccount(world), fields), isPrepared: true };
  },

  makerAtPositionLimit: (world: World): Case => {
    const fields = crossingOrder(world);
    for (const maker of world.makersOf(fields)) {
      setPosition(world, maker, { ...fields, sign: fields.side === BUY ? -1 : 1 });
    }
    return { ...placeOrder(world, richAccount(world), fields), isPrepared: true };
  },

  makerHasManyPositions: (world: World): Case => {
    const fields = crossingOrder(world);
    for (const maker of world.makersOf(fields)) {
      fillPositions(world, maker, {
        count: world.random.pick([32, 60, 127, 128]),
        besides: fields.instrument,
        sharesExpiry: world.random.chance(0.5),
      });
      world.setCash(maker, 2 ** 46);
    }
    return { ...placeOrder(world, richAccount(world), fields), isPrepared: true };
  },

  manyMakers: (world: World): Case => {
    const instrument = world.random.pick(world.liveInstruments());
    const side = world.random.below(2);
    const priceCents = awayFrom(world, instrument, 1 - side);
    const { lotE4 } = UNDERLYINGS[world.terms(instrument).underlying];
    const makers = MAX_MATCH_ATTEMPTS + world.random.below(3);
    for (let i = 0; i < makers; i++) {
      world.restOrder({
        account: world.anyAccount(),
        instrument,
        side: 1 - side,
        priceCents,
        quantityE4: lotE4,
      });
    }
    const fields = {
      instrument,
      side,
      priceCents,
      timeInForce: world.random.pick([GTC, IOC, FOK]),
    };
    return placeOrder(world, richAccount(world), { ...fields, quantityE4: lotE4 * (makers + 2) });
  },

  takerPassesLedgerLimit: (world: World): Case => {
    const instrument = world.random.pick(world.liveInstruments());
    const taker = richAccount(world);
    const maker = richAccount(world, { besides: taker });
    const priceCents = awayFrom(world, instrument, BUY) + roundToTick(0, 10_000_00);
    const quantityE4 = smallQuantity(world, instrument);
    world.restOrder({ account: maker, instrument, side: BUY, priceCents, quantityE4 });
    const limit = roundToTick(world.terms(instrument).underlying, priceCents / 2);
    world.state.accounts.setCash(taker, MAX_MONEY - limit * quantityE4);
    world.state.globals.setPositiveCash(MAX_MONEY - limit * quantityE4);
    const fields = { instrument, side: SELL, timeInForce: IOC, priceCents: limit, quantityE4 };
    return { ...placeOrder(world, taker, fields), isPrepared: true };
  },

  /** Closing a short position whole would pass; the book fills only a part. */
  takerEndsUnderMaintenance: (world: World): Case => {
    const instrument = world.random.pick(world.liveInstruments());
    const { underlying, strikeCents, put } = world.terms(instrument);
    const taker = world.openAccount(1, signerOf('short'));
    const maker = richAccount(world, { besides: taker });
    const quantityE4 = UNDERLYINGS[underlying].lotE4 * 10;
    world.give(maker, taker, { instrument, quantityE4, premium: 0 });
    const needed =
      (put ? strikeCents : world.state.underlyings.indexCents(underlying)) * quantityE4;
    world.setCash(taker, Math.floor(needed * 0.7));
    const priceCents = roundToTick(underlying, needed / quantityE4 / 4);
    const offered = quantityE4 / world.random.pick([2, 5]);
    emptyBook(world, { instrument, side: SELL });
    world.restOrder({ account: maker, instrument, side: SELL, priceCents, quantityE4: offered });
    const fields = {
      instrument,
      side: BUY,
      timeInForce: world.random.below(3),
      priceCents,
      quantityE4,
    };
    return { ...placeOrder(world, taker, fields), isPrepared: true };
  },

  positionLimit: (world: World): Case => {
    const fields = crossingOrder(world);
    const account = richAccount(world);
    setPosition(world, account, { ...fields, sign: fields.side === BUY ? 1 : -1 });
    return { ...placeOrder(world, account, fields), isPrepared: true };
  },

  manyPositions: (world: World): Case => {
    const fields = crossingOrder(world);
    const account = richAccount(world);
    fillPositions(world, account, {
      count: world.random.pick([126, 127, 128]),
      besides: fields.instrument,
      sharesExpiry: world.random.chance(0.5),
    });
    world.setCash(account, 2 ** 47);
    return { ...placeOrder(world, account, fields), isPrepared: true };
  },

  manyExpiries: (world: World): Case => {
    const fields = crossingOrder(world);
    const account = richAccount(world);
    const expiries = world.random.pick([31, 32]);
    fillPositions(world, account, {
      count: world.random.between(32, 40),
      besides: fields.instrument,
      sharesExpiry: world.random.chance(0.5),
      expiries,
    });
    world.setCash(account, 2 ** 47);
    return { ...placeOrder(world, account, fields), isPrepared: true };
  },

  tooManyOrders: (world: World): Case => {
    const instrument = world.random.pick(world.liveInstruments());
    const account = richAccount(world);
    world.state.accounts.setOrderCount(account, MAX_OPEN_ORDERS);
    const fields = {
      instrument,
      side: BUY,
      timeInForce: GTC,
      priceCents: awayFrom(world, instrument, BUY),
    };
    const quantityE4 = smallQuantity(world, instrument);
    return { ...placeOrder(world, account, { ...fields, quantityE4 }), isPrepared: true };
  },

  tooLargeForMargin: (world: World): Case => {
    const fields = randomOrder(world);
    const { underlying } = world.terms(fields.instrument);
    const account = world.openAccount(world.random.magnitude(1, 1_000_000_000), signerOf('poor'));
    return placeOrder(world, account, {
      ...fields,
      quantityE4: world.randomQuantity(underlying, 1000) * 10,
    });
  },

  badFlags: (world: World): Case => {
    const bad = world.random.pick([
      { side: 2 },
      { side: 255 },
      { timeInForce: 4 },
      { timeInForce: 255 },
    ]);
    return placeOrder(world, world.anyAccount(), { ...randomOrder(world), ...bad });
  },

  unknownInstrument: (world: World): Case => {
    const instrument = world.random.pick([0, world.instruments().length + 1, 2 ** 32 - 1]);
    return placeOrder(world, world.anyAccount(), { ...randomOrder(world), instrument });
  },

  expiredInstrument: (world: World): Case => {
    const instrument = world.random.pick(world.instruments().filter((id) => world.isExpired(id)));
    return placeOrder(world, world.anyAccount(), { ...randomOrder(world), instrument });
  },

  expiresNow: (world: World): Case => {
    const fields = randomOrder(world);
    const account = richAccount(world);
    const expiresAt = expirySec(world.terms(fields.instrument).day);
    world.state.globals.setTimeSec(expiresAt - world.random.below(2));
    return { ...placeOrder(world, account, fields), isPrepared: true };
  },

  badPrice: (world: World): Case => {
    const fields = randomOrder(world);
    const { tickCents, maxPriceCents } = UNDERLYINGS[world.terms(fields.instrument).underlying];
    const above = (Math.floor(maxPriceCents / tickCents) + 1) * tickCents;
    const priceCents = world.random.pick([0, fields.priceCents + 1, above, 2 ** 32 - 1]);
    return placeOrder(world, world.anyAccount(), { ...fields, priceCents });
  },

  badQuantity: (world: World): Case => {
    const fields = randomOrder(world);
    const { lotE4, maxPositionE4 } = UNDERLYINGS[world.terms(fields.instrument).underlying];
    const above = (Math.floor(maxPositionE4 / lotE4) + 1) * lotE4;
    const quantityE4 = world.random.pick([0, fields.quantityE4 + 1, above, 2 ** 32 - 1]);
    return placeOrder(world, world.anyAccount(), { ...fields, quantityE4 });
  },

  noIndexPrice: (world: World): Case => {
    const fields = randomOrder(world);
    world.state.underlyings.setIndexCents(world.terms(fields.instrument).underlying, 0);
    return { ...placeOrder(world, world.anyAccount(), fields), isPrepared: true };
  },

  cancels: (world: World): Case => {
    const order = anyOpenOrder(world);
    const { orders } = world.state;
    return cancelOrder(world, orders.account(order), {
      order,
      generation: orders.generation(order),
    });
  },

  cancelsUnknown: (world: World): Case => {
    const { random, state } = world;
    const order = anyOpenOrder(world);
    const account = state.orders.account(order);
    const generation = state.orders.generation(order);
    return random.pick([
      () =>
        cancelOrder(world, account, {
          order: random.pick([0, state.globals.orderCount() + 1]),
          generation,
        }),
      () => cancelOrder(world, account, { order, generation: generation + 1 }),
      () => cancelOrder(world, (account % world.accounts().length) + 1, { order, generation }),
      () => {
        world.removeOrder(order);
        return cancelOrder(world, account, { order, generation: state.orders.generation(order) });
      },
    ])();
  },

  generationWraps: (world: World): Case => {
    const order = anyOpenOrder(world);
    const generation = 2 ** 32 - 1;
    world.state.orders.setGeneration(order, generation);
    return cancelOrder(world, world.state.orders.account(order), { order, generation });
  },

  cancelsAll: (world: World): Case => {
    const account = world.anyAccount();
    for (let i = world.random.below(8); i > 0; i--) restAnywhere(world, account);
    return cancelAll(world, account);
  },
};

export function randomOrder(world: World): OrderFields {
  const { random } = world;
  const instrument = random.pick(world.liveInstruments());
  const { underlying } = world.terms(instrument);
  const spread = random.between(-600, 600) / 100_000;
  const index = world.state.underlyings.indexCents(underlying);
  return {
    instrument,
    side: random.below(2),
    timeInForce: random.below(4),
    priceCents: roundToTick(underlying, world.fairCents(instrument) + index * spread),
    quantityE4: world.randomQuantity(underlying, 60),
  };
}

/** An order that meets at least one maker at its limit or better. */
export function crossingOrder(world: World, { makers = 1 }: { makers?: number } = {}): OrderFields {
  const { random, state } = world;
  const instrument = random.pick(world.liveInstruments());
  const side = random.below(2);
  const { underlying } = world.terms(instrument);
  for (let i = 0; i < makers; i++) {
    const priceCents = awayFrom(world, instrument, 1 - side);
    const quantityE4 = smallQuantity(world, instrument);
    world.restOrder({
      account: world.anyAccount(),
      instrument,
      side: 1 - side,
      priceCents,
      quantityE4,
    });
  }
  const best = state.levels.priceCents(bestLevel(state, { instrument, side: 1 - side }));
  const { tickCents, maxPriceCents } = UNDERLYINGS[underlying];
  const deeper = tickCents * random.pick([0, 0, 1, 3, 100]);
  const limit = side === BUY ? best + deeper : best - deeper;
  return {
    instrument,
    side,
    timeInForce: random.pick([GTC, GTC, IOC, FOK]),
    priceCents: Math.min(
      Math.max(limit, tickCents),
      Math.floor(maxPriceCents / tickCents) * tickCents,
    ),
    quantityE4: world.randomQuantity(underlying, 60),
  };
}

/** An account with money, for cases that are not about margin. */
export function richAccount(world: World, { besides = 0 }: { besides?: number } = {}): number {
  const rich = world
    .accounts()
    .filter((id) => id !== besides && world.state.accounts.cash(id) > 2 ** 41);
  if (rich.length > 0) return world.random.pick(rich);
  return world.openAccount(2 ** 43, signerOf(`rich ${world.accounts().length}`));
}

export function smallQuantity(world: World, instrument: number): number {
  return world.randomQuantity(world.terms(instrument).underlying, 30);
}

/** A price of `side` near the book that does not cross it. */
function awayFrom(world: World, instrument: number, side: number): number {
  const { state, random } = world;
  const { underlying } = world.terms(instrument);
  const { tickCents } = UNDERLYINGS[underlying];
  const opposite = bestLevel(state, { instrument, side: 1 - side });
  const fair = world.fairCents(instrument);
  const from = opposite === 0 ? fair : state.levels.priceCents(opposite);
  const away = tickCents * random.between(1, 6);
  return side === BUY ? Math.max(from - away, tickCents) : from + away;
}

function emptyBook(world: World, side: { instrument: number; side: number }): void {
  for (
    let level = bestLevel(world.state, side);
    level !== 0;
    level = bestLevel(world.state, side)
  ) {
    world.removeOrder(world.state.levels.head(level));
  }
}

function anyOpenOrder(world: World): number {
  if (world.openOrders().length === 0) restAnywhere(world, richAccount(world));
  return world.random.pick(world.openOrders());
}

function restAnywhere(world: World, account: number): void {
  const instrument = world.random.pick(world.liveInstruments());
  const side = world.random.below(2);
  const priceCents = awayFrom(world, instrument, side);
  const quantityE4 = smallQuantity(world, instrument);
  world.restOrder({ account, instrument, side, priceCents, quantityE4 });
}

/** A position at its limit, or a little below. */
function setPosition(
  world: World,
  account: number,
  { instrument, sign }: { instrument: number; sign: number },
): void {
  const { lotE4, maxPositionE4 } = UNDERLYINGS[world.terms(instrument).underlying];
  const amount = sign * (maxPositionE4 - (maxPositionE4 % lotE4) - lotE4 * world.random.below(3));
  writePositions(world, account, [{ code: world.state.instruments.code(instrument), amount }]);
}

export interface Position {
  readonly code: number;
  readonly amount: number;
}

/**
 * Replaces an account's positions by `count` others, which need not be listed.
 * @param options `besides` names an instrument whose expiry is left out, or with `sharesExpiry` is among them
 */
export function fillPositions(
  world: World,
  account: number,
  options: {
    count: number;
    besides: number;
    expiries?: number;
    mostE4?: number;
    sharesExpiry?: boolean;
  },
): void {
  const { random } = world;
  const { count, besides, expiries = random.between(4, 31), mostE4 = 20_000 } = options;
  const avoided = world.terms(besides);
  const holdsOne = world.state.accounts.marginModel(account) === MODEL_PORTFOLIO;
  const own = options.sharesExpiry === true ? [avoided] : [];
  const days = random.shuffled(Array.from({ length: 60 }, (_, i) => avoided.day - 20 + i));
  const others = days
    .filter((day) => day !== avoided.day)
    .slice(0, expiries - own.length)
    .map((day) => ({ day, underlying: holdsOne ? avoided.underlying : random.below(2) }));
  const groups = [...own, ...others];
  // By portfolio margin everything must have a price.
  const missing = random.chance(0.8) ? 0 : 0.1;
  for (const group of groups) if (!random.chance(missing)) world.printSurface(group);
  const positions = Array.from({ length: count }, (_, i): Position => {
    const { day, underlying } = groups[i % groups.length];
    const index = world.state.underlyings.indexCents(underlying);
    const { strikeStepCents } = UNDERLYINGS[underlying];
    const strikeCents = (Math.floor(index / strikeStepCents / 2) + i) * strikeStepCents;
    const code = encodeTerms({ underlying, day, strikeCents, put: random.chance(0.5) });
    return { code, amount: random.between(1, mostE4) * (random.chance(0.5) ? 1 : -1) };
  });
  writePositions(world, account, positions);
}

export function writePositions(
  world: World,
  account: number,
  positions: readonly Position[],
): void {
  const { accounts } = world.state;
  const sorted = positions.toSorted((a, b) => a.code - b.code);
  const before = accounts.positionCount(account);
  for (let i = 0; i < Math.max(before, sorted.length); i++) {
    accounts.setPositionCode(account, i, sorted[i]?.code ?? 0);
    accounts.setPositionAmount(account, i, sorted[i]?.amount ?? 0);
  }
  accounts.setPositionCount(account, sorted.length);
}
