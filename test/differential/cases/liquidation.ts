/** Auctions of accounts and bids on them, under both models. */
import { encodeLiquidate } from '../../../protocol/generated/codec.ts';
import { type AccountMargin, LIQUIDATABLE, marginNow } from '../../../protocol/margin/evaluate.ts';
import { moneyDown } from '../../../protocol/margin/feeds.ts';
import { marginParameters } from '../../../protocol/margin/parameters.ts';
import { INBOX_LIQUIDATE } from '../../../protocol/ops/consumeInbox.ts';
import { INSOLVENT, RAN_OUT, SOLVENT } from '../../../protocol/ops/liquidate.ts';
import {
  FRESH_PRINTS,
  MAX_MONEY,
  MODEL_PORTFOLIO,
  ORACLE_HEARTBEAT_SEC,
  SURFACE_GIVEN_UP_SEC,
  SURFACE_HEARTBEAT_SEC,
  UNDERLYINGS,
  WHOLE_PPM,
} from '../../../protocol/params.ts';
import { decodeTerms, encodeTerms, expirySec } from '../../../protocol/instrument.ts';
import { expiryIndex } from '../../../protocol/state.ts';
import type { Case } from '../case.ts';
import type { World } from '../world.ts';
import { fillPositions, richAccount, writePositions } from './orders.ts';
import { bid } from './signing.ts';

/** What is asked of a victim: equity as a share of the requirement. */
const SOLVENT_SHARES = [0.01, 0.3, 0.9, 0.999];
const INSOLVENT_SHARES = [-0.001, -0.5, -3];

export const LIQUIDATION = {
  liquidatesSolvent: (world: World): Case => {
    const account = victimOf(world, world.random.pick(SOLVENT_SHARES));
    return liquidate(account);
  },

  liquidatesInsolvent: (world: World): Case => {
    const account = victimOf(world, world.random.pick(INSOLVENT_SHARES));
    return liquidate(account);
  },

  /** A little less or more than the maintenance margin. */
  liquidatesAtEdge: (world: World): Case => {
    const account = victimOf(world, 1);
    const cash = world.state.accounts.cash(account);
    world.setCash(account, cash + world.random.pick([-1, 0, 1, 1_000_000]));
    return liquidate(account);
  },

  liquidatesAnybody: (world: World): Case => {
    const account = world.random.pick([
      0,
      world.anyAccount(),
      world.accounts().length + 1,
      2 ** 32 - 1,
    ]);
    return { operation: encodeLiquidate({ account }), isPrepared: true };
  },

  /** The auction goes on, is over, or has run its time. */
  updatesAuction: (world: World): Case => {
    const { random, state } = world;
    const account = victimOf(
      world,
      random.pick([...SOLVENT_SHARES, ...INSOLVENT_SHARES, 1, 1.1, 1.3]),
    );
    startAuction(world, account);
    const share = random.pick([0, 0, 0.5, 1.5]);
    const equity = Math.max(moneyOf(marginOf(world, account).markToMarket), 0);
    state.accounts.setReserved(account, Math.round(equity * share));
    return liquidate(account);
  },

  forcesLiquidation: (world: World): Case => {
    const { random } = world;
    const account = random.pick([
      victimOf(world, random.pick([...SOLVENT_SHARES, ...INSOLVENT_SHARES, 2])),
      random.pick([0, 2 ** 32 - 1]),
    ]);
    const item = { kind: INBOX_LIQUIDATE, sender: random.bytes(20), account, amount: 0 };
    return random.chance(0.5)
      ? { item, isPrepared: true }
      : { item, operation: Uint8Array.of(1), isPrepared: true };
  },

  liquidationIsHalted: (world: World): Case => {
    const { random } = world;
    const account = victimOf(world, random.pick([...SOLVENT_SHARES, ...INSOLVENT_SHARES]));
    if (random.chance(0.5)) startAuction(world, account);
    halt(world, account);
    return random.chance(0.5)
      ? liquidate(account)
      : bidOn(world, account, { bidder: richAccount(world, { besides: account }) });
  },

  bidsOnSolvent: (world: World): Case => {
    const account = victimOf(world, world.random.pick(SOLVENT_SHARES));
    startAuction(world, account, SOLVENT);
    reserve(world, account);
    return bidOn(world, account, { bidder: emptyAccount(world, account) });
  },

  bidsOnInsolvent: (world: World): Case => {
    const { random, state } = world;
    const account = victimOf(world, random.pick([...INSOLVENT_SHARES, 0.5]));
    startAuction(world, account, random.pick([INSOLVENT, RAN_OUT]));
    state.globals.setInsurance(random.pick([0, 1_000_000, 2 ** 50]));
    return bidOn(world, account, { bidder: emptyAccount(world, account) });
  },

  /** With other parameters, and by accounts that hold something already. */
  bidsWithOthers: (world: World): Case => {
    const { random } = world;
    world.changeParameters();
    const account = victimOf(world, random.pick([...SOLVENT_SHARES, ...INSOLVENT_SHARES]));
    startAuction(world, account);
    reserve(world, account);
    const bidder = richAccount(world, { besides: account });
    if (random.chance(0.5)) world.state.accounts.setMarginModel(bidder, MODEL_PORTFOLIO);
    return bidOn(world, account, { bidder });
  },

  /** Half of everything, which leaves nothing to round but the margin itself. */
  bidsForHalf: (world: World): Case => {
    const { random, state } = world;
    const account = victimOf(world, random.pick(INSOLVENT_SHARES), { even: true });
    startAuction(world, account, RAN_OUT);
    state.globals.setInsurance(2 ** 50);
    const bidder = emptyAccount(world, account);
    return bidOn(world, account, { bidder, sharePpm: WHOLE_PPM / 2, limit: MAX_MONEY });
  },

  bidsByThePoor: (world: World): Case => {
    const account = victimOf(world, world.random.pick(SOLVENT_SHARES));
    startAuction(world, account, SOLVENT);
    const bidder = emptyAccount(world, account);
    world.setCash(bidder, world.random.pick([0, 1, 1_000_000]));
    return bidOn(world, account, { bidder, limit: MAX_MONEY });
  },

  bidsWithoutRoom: (world: World): Case => {
    const { random } = world;
    const account = victimOf(world, random.pick([...SOLVENT_SHARES, ...INSOLVENT_SHARES]));
    startAuction(world, account);
    const bidder = richAccount(world, { besides: account });
    const other = world.liveInstruments().filter((id) => world.terms(id).underlying === 1);
    const portfolio = random.chance(0.3);
    if (portfolio) world.state.accounts.setMarginModel(bidder, MODEL_PORTFOLIO);
    const count = random.pick([1, 127, 128]);
    fillPositions(world, bidder, {
      count,
      besides: random.pick(other),
      expiries: random.pick([4, 31]),
    });
    if (random.chance(0.3)) fillUp(world, bidder, account);
    return bidOn(world, account, { bidder, limit: MAX_MONEY });
  },

  bidsBeyondLedger: (world: World): Case => {
    const { random, state } = world;
    const account = victimOf(world, random.pick([0.5, -1]));
    startAuction(world, account);
    const bidder = emptyAccount(world, account);
    random.pick([
      () => state.globals.setSocialized(-MAX_MONEY + random.below(2)),
      () => state.accounts.setReserved(account, MAX_MONEY),
      () => state.globals.setPositiveCash(MAX_MONEY),
      () => state.accounts.setCash(bidder, MAX_MONEY),
    ])();
    state.globals.setInsurance(0);
    return bidOn(world, account, { bidder, limit: MAX_MONEY });
  },

  bidsAtLimit: (world: World): Case => {
    const { random } = world;
    const account = victimOf(world, random.pick([...SOLVENT_SHARES, ...INSOLVENT_SHARES]));
    startAuction(world, account);
    const limit = random.pick([-MAX_MONEY, 0, -1, random.magnitude(1, 2 ** 40)]);
    return bidOn(world, account, { bidder: emptyAccount(world, account), limit });
  },

  bidsForNoShare: (world: World): Case => {
    const account = victimOf(world, 0.5);
    startAuction(world, account);
    const sharePpm = world.random.pick([0, WHOLE_PPM + 1, 2 ** 32 - 1]);
    return bidOn(world, account, { bidder: emptyAccount(world, account), sharePpm });
  },

  /** By an account that has no price of its own. */
  bidsUnpriced: (world: World): Case => {
    const { random, state } = world;
    const account = victimOf(world, random.pick([0.5, -0.5]));
    startAuction(world, account);
    const bidder = richAccount(world, { besides: account });
    state.accounts.setMarginModel(bidder, MODEL_PORTFOLIO);
    const { underlying, day } = decodeTerms(state.accounts.positionCode(account, 0));
    const code = encodeTerms({ underlying, day: day + 1, strikeCents: 50_000, put: false });
    writePositions(world, bidder, [{ code, amount: 1 }]);
    return bidOn(world, account, { bidder, limit: MAX_MONEY });
  },

  bidsBadly: (world: World): Case => {
    const { random, state } = world;
    const account = victimOf(world, random.pick([...SOLVENT_SHARES, ...INSOLVENT_SHARES]));
    startAuction(world, account);
    const bidder = emptyAccount(world, account);
    const healthy = world.accounts().find((id) => id !== account && id !== bidder)!;
    state.accounts.setAuctionStartSec(healthy, 0);
    return random.pick([
      () => bidOn(world, random.pick([0, world.accounts().length + 1, 2 ** 32 - 1]), { bidder }),
      () => bidOn(world, bidder, { bidder }),
      () => bidOn(world, healthy, { bidder }),
      () => bidOn(world, healthy, { bidder: account }),
      () => bidOn(world, account, { bidder, revision: random.below(2 ** 32) }),
      () => bidOn(world, account, { bidder, limit: random.pick([-MAX_MONEY, 0]) }),
      () => hugeLimit(world, bidOn(world, account, { bidder })),
    ])();
  },
};

function liquidate(account: number): Case {
  return { operation: encodeLiquidate({ account }), isPrepared: true };
}

function bidOn(
  world: World,
  account: number,
  fields: { bidder: number; sharePpm?: number; limit?: number; revision?: number },
): Case {
  const { random, state } = world;
  const sharePpm = fields.sharePpm ?? random.pick([WHOLE_PPM, random.magnitude(1, WHOLE_PPM)]);
  const exists = account > 0 && account <= world.accounts().length;
  const revision = fields.revision ?? (exists ? state.accounts.revision(account) : 0);
  const limit = fields.limit ?? random.pick([MAX_MONEY, MAX_MONEY, random.below(10 ** 12)]);
  return { ...bid(world, fields.bidder, { account, sharePpm, limit, revision }), isPrepared: true };
}

/** A limit that a double does not hold. */
function hugeLimit({ random }: World, given: Case): Case {
  const operation = given.operation!;
  const limit = random.pick([
    2n ** 53n,
    -(2n ** 53n),
    2n ** 63n - 1n,
    -(2n ** 63n),
    2n ** 53n + 1n,
  ]);
  new DataView(operation.buffer).setBigInt64(23, limit);
  return { ...given, operation };
}

/** An account that may be liquidated, with equity of a share of its requirement; its orders stay. */
function victimOf(world: World, equityShare: number, { even = false } = {}): number {
  const { random, state } = world;
  const account = world.anyAccount();
  state.accounts.setMarginModel(account, random.below(2));
  for (let tries = 0; tries < 20; tries++) {
    const besides = random.pick(world.liveInstruments());
    const count = random.pick([1, 2, random.between(3, 20), random.between(21, 127)]);
    fillPositions(world, account, {
      count,
      besides,
      expiries: random.between(2, 8),
      sharesExpiry: true,
    });
    if (even) evenOut(world, account);
    calm(world, account);
    const margin = marginNow(state, account);
    if (margin === null || margin.markToMarket <= margin.maintenance) continue;
    setEquityShare(world, account, equityShare);
    return account;
  }
  throw new Error('no account to liquidate');
}

function evenOut({ state }: World, account: number): void {
  for (let i = 0; i < state.accounts.positionCount(account); i++) {
    state.accounts.setPositionAmount(account, i, 2 * state.accounts.positionAmount(account, i));
  }
}

/** Nothing stands in the way of liquidation. */
function calm(world: World, account: number): void {
  const { state, timeSec } = world;
  UNDERLYINGS.forEach((_, underlying) => {
    state.underlyings.setFreshPrints(underlying, FRESH_PRINTS);
    state.underlyings.setReferenceCents(underlying, 0);
    state.underlyings.setIndexTimeSec(underlying, timeSec - world.random.below(100));
  });
  state.globals.setPrintTimeSec(timeSec);
  for (let i = 0; i < state.accounts.positionCount(account); i++) {
    const { underlying, day } = decodeTerms(state.accounts.positionCode(account, i));
    const expiry = expiryIndex(underlying, day);
    if (
      expirySec(day) > timeSec &&
      state.expiries.surfaceTimeSec(expiry) + SURFACE_HEARTBEAT_SEC < timeSec
    ) {
      world.printSurface({ underlying, day });
    }
  }
}

function marginOf(world: World, account: number): AccountMargin {
  const margin = marginNow(world.state, account);
  if (margin === null || margin.priced !== LIQUIDATABLE) throw new Error('no prices');
  return margin;
}

function moneyOf(figure: bigint): number {
  return Number(moneyDown(figure));
}

function setEquityShare(world: World, account: number, share: number): void {
  const { markToMarket, maintenance } = marginOf(world, account);
  const wanted = Math.round(moneyOf(markToMarket - maintenance) * share);
  const cash = world.state.accounts.cash(account) + wanted - moneyOf(markToMarket);
  world.setCash(account, cash);
}

/** An auction at any moment of its time; the account has no orders then. @param kind the one that a new auction would have unless told otherwise */
function startAuction(world: World, account: number, kind?: number): void {
  const { random, state } = world;
  const { fastSec, slowSec, insolventSec } = marginParameters(state).auction;
  const [fast, slow, insolvent] = [fastSec, slowSec, insolventSec].map(Number);
  const elapsed = random.pick([
    0,
    1,
    random.below(fast + 1),
    fast,
    random.below(slow + 1),
    fast + slow - 1,
    fast + slow,
    insolvent,
    random.below(insolvent + 1),
  ]);
  for (let id = state.accounts.orderHead(account); id !== 0; id = state.accounts.orderHead(account))
    world.removeOrder(id);
  const start = state.globals.printTimeSec() - elapsed;
  state.accounts.setAuctionStartSec(account, start);
  const { markToMarket } = marginOf(world, account);
  const own = markToMarket > 0n ? SOLVENT : INSOLVENT;
  state.accounts.setInsolvent(
    account,
    kind ?? random.pick([own, own, own, SOLVENT, INSOLVENT, RAN_OUT]),
  );
  if (random.chance(0.2)) {
    const resumed = start + random.between(0, elapsed);
    state.underlyings.setResumedAtSec(random.below(2), resumed);
  }
}

/** As if bidders had paid something. */
function reserve(world: World, account: number): void {
  const equity = Math.max(moneyOf(marginOf(world, account).markToMarket), 0);
  const share = world.random.pick([0, 0, 0.3, 0.99]);
  world.state.accounts.setReserved(account, Math.floor(equity * share));
}

function emptyAccount(world: World, besides: number): number {
  const bidder = richAccount(world, { besides });
  const { accounts } = world.state;
  if (world.random.chance(0.9)) accounts.setMarginModel(bidder, accounts.marginModel(besides));
  fillPositions(world, bidder, { count: 0, besides: 1 });
  return bidder;
}

/** The bidder's positions in the account's instruments are at their limit. */
function fillUp({ state }: World, bidder: number, account: number): void {
  for (let i = 0; i < state.accounts.positionCount(bidder); i++) {
    state.accounts.setPositionCode(bidder, i, 0);
    state.accounts.setPositionAmount(bidder, i, 0);
  }
  const count = state.accounts.positionCount(account);
  state.accounts.setPositionCount(bidder, count);
  for (let i = 0; i < count; i++) {
    const code = state.accounts.positionCode(account, i);
    const { maxPositionE4 } = UNDERLYINGS[decodeTerms(code).underlying];
    const sign = Math.sign(state.accounts.positionAmount(account, i));
    state.accounts.setPositionCode(bidder, i, code);
    state.accounts.setPositionAmount(bidder, i, sign * maxPositionE4);
  }
}

/** One thing stands in the way, or just not. */
function halt(world: World, account: number): void {
  const { random, state, timeSec } = world;
  const code = state.accounts.positionCode(
    account,
    random.below(state.accounts.positionCount(account)),
  );
  const { underlying, day } = decodeTerms(code);
  const index = state.underlyings.indexCents(underlying);
  const late = random.pick([SURFACE_HEARTBEAT_SEC, SURFACE_GIVEN_UP_SEC]) + random.below(2);
  random.pick([
    () =>
      state.underlyings.setIndexTimeSec(
        underlying,
        timeSec - ORACLE_HEARTBEAT_SEC - random.below(2),
      ),
    () => state.underlyings.setFreshPrints(underlying, FRESH_PRINTS - 1),
    () =>
      state.underlyings.setReferenceCents(
        underlying,
        Math.round((index * random.between(80, 120)) / 100),
      ),
    () =>
      state.expiries.setSurfaceTimeSec(
        expiryIndex(underlying, day),
        random.pick([0, timeSec - late]),
      ),
    () => state.expiries.setSurfaceTimeSec(expiryIndex(underlying, day), timeSec - late),
  ])();
}
