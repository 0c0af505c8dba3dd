/** Margin by both models: what an account holds, what it is priced with, and what stands in the way. */
import {
  CANCEL_ONLY_SEC,
  MODEL_PORTFOLIO,
  MODEL_STANDARD,
  ORACLE_HEARTBEAT_SEC,
  POST_ONLY_SEC,
  SURFACE_HEARTBEAT_SEC,
} from '../../../protocol/params.ts';
import { decodeTerms } from '../../../protocol/instrument.ts';
import { expiryIndex } from '../../../protocol/state.ts';
import { FOK, GTC, IOC, POST_ONLY } from '../../../protocol/book/match.ts';
import type { Case } from '../case.ts';
import type { World } from '../world.ts';
import { crossingOrder, fillPositions, randomOrder, richAccount } from './orders.ts';
import { placeOrder, setMarginModel, withdraw } from './signing.ts';

export const MARGIN = {
  setsModel: (world: World): Case =>
    setMarginModel(
      world,
      world.anyAccount(),
      world.random.pick([MODEL_PORTFOLIO, MODEL_PORTFOLIO, MODEL_STANDARD]),
    ),

  setsModelOfLargeAccount: (world: World): Case => {
    const account = largeAccount(world, world.random.pick([MODEL_STANDARD, MODEL_PORTFOLIO]));
    const model = world.random.pick([MODEL_STANDARD, MODEL_PORTFOLIO, MODEL_PORTFOLIO]);
    return { ...setMarginModel(world, account, model), isPrepared: true };
  },

  setsModelBadly: (world: World): Case => {
    const account = world.anyAccount();
    const model = world.random.pick([MODEL_PORTFOLIO, 2, 255]);
    if (world.random.chance(0.5)) {
      world.state.accounts.setMarginModel(account, MODEL_STANDARD);
      fillPositions(world, account, { count: world.random.between(2, 20), besides: 1 });
    }
    return { ...setMarginModel(world, account, model), isPrepared: true };
  },

  standardWithdraws: (world: World): Case => withdraws(world, MODEL_STANDARD),

  portfolioWithdraws: (world: World): Case => withdraws(world, MODEL_PORTFOLIO),

  portfolioTrades: (world: World): Case => {
    const fields = crossingOrder(world);
    const account = richAccount(world);
    world.state.accounts.setMarginModel(account, MODEL_PORTFOLIO);
    fillPositions(world, account, {
      count: world.random.between(1, 60),
      besides: fields.instrument,
      sharesExpiry: world.random.chance(0.7),
    });
    world.setCash(account, world.random.magnitude(1_000_000, 2 ** 46));
    return { ...placeOrder(world, account, fields), isPrepared: true };
  },

  portfolioMakes: (world: World): Case => {
    const fields = crossingOrder(world, { makers: 2 });
    const taker = richAccount(world);
    for (const maker of world.makersOf(fields)) {
      world.state.accounts.setMarginModel(maker, MODEL_PORTFOLIO);
      const count = world.random.pick([0, 3, 30, 128]);
      fillPositions(world, maker, { count, besides: fields.instrument });
      world.setCash(maker, world.random.magnitude(1_000_000, 2 ** 46));
    }
    return { ...placeOrder(world, taker, fields), isPrepared: true };
  },

  /** More makers whose margins take several pages than one order may look at. */
  manyLargeMakers: (world: World): Case => {
    const fields = crossingOrder(world, { makers: 12 });
    const taker = richAccount(world);
    for (const maker of world.makersOf(fields)) {
      world.state.accounts.setMarginModel(maker, MODEL_PORTFOLIO);
      fillPositions(world, maker, { count: 100, besides: fields.instrument, expiries: 4 });
      world.setCash(maker, 2 ** 44);
    }
    const quantityE4 = fields.quantityE4 * 10;
    return { ...placeOrder(world, taker, { ...fields, quantityE4 }), isPrepared: true };
  },

  wrongUnderlying: (world: World): Case => {
    const fields = crossingOrder(world);
    const other = world
      .liveInstruments()
      .filter((id) => world.terms(id).underlying !== world.terms(fields.instrument).underlying);
    const account = world.random.chance(0.5) ? richAccount(world) : world.makersOf(fields)[0];
    world.state.accounts.setMarginModel(account, MODEL_PORTFOLIO);
    fillPositions(world, account, { count: 3, besides: world.random.pick(other), expiries: 2 });
    world.setCash(account, 2 ** 45);
    const taker = world.random.chance(0.5) ? account : richAccount(world, { besides: account });
    return { ...placeOrder(world, taker, fields), isPrepared: true };
  },

  otherParameters: (world: World): Case => {
    world.changeParameters();
    return { ...withdraws(world, world.random.below(2)), isPrepared: true };
  },

  surfaceIsLate: (world: World): Case => {
    const account = largeAccount(world, world.random.below(2));
    const { accounts, expiries } = world.state;
    const code = accounts.positionCode(
      account,
      world.random.below(accounts.positionCount(account)),
    );
    const { underlying, day } = decodeTerms(code);
    const late = world.timeSec - SURFACE_HEARTBEAT_SEC;
    const printedSec = world.random.pick([0, late - 1, late, late + 1]);
    const expiry = expiryIndex(underlying, day);
    if (expiries.surfaceTimeSec(expiry) === 0) world.printSurface({ underlying, day });
    // No print without its figures.
    if (expiries.surfaceTimeSec(expiry) !== 0) expiries.setSurfaceTimeSec(expiry, printedSec);
    return { ...withdraw(world, account, 1), isPrepared: true };
  },

  indexIsLate: (world: World): Case => {
    const { underlyings } = world.state;
    const late = world.timeSec - ORACLE_HEARTBEAT_SEC;
    underlyings.setIndexTimeSec(world.random.below(2), world.random.pick([late - 1, late]));
    const fields = randomOrder(world);
    const given = world.random.chance(0.5)
      ? placeOrder(world, richAccount(world), fields)
      : withdraw(world, largeAccount(world, world.random.below(2)), 1);
    return { ...given, isPrepared: true };
  },

  printsHaveComeBack: (world: World): Case => {
    const fields = randomOrder(world);
    const sinceSec = world.random.pick([
      0,
      CANCEL_ONLY_SEC - 1,
      CANCEL_ONLY_SEC,
      POST_ONLY_SEC - 1,
      POST_ONLY_SEC,
    ]);
    const { underlying } = world.terms(fields.instrument);
    world.state.underlyings.setResumedAtSec(underlying, world.timeSec - sinceSec);
    const timeInForce = world.random.pick([GTC, IOC, FOK, POST_ONLY]);
    return {
      ...placeOrder(world, richAccount(world), { ...fields, timeInForce }),
      isPrepared: true,
    };
  },

  underAuction: (world: World): Case => {
    const account = richAccount(world);
    world.state.accounts.setAuctionStartSec(account, world.timeSec - world.random.below(100));
    const given = world.random.pick([
      () => placeOrder(world, account, randomOrder(world)),
      () => withdraw(world, account, 1),
      () => setMarginModel(world, account, MODEL_PORTFOLIO),
    ])();
    return { ...given, isPrepared: true };
  },
};

function withdraws(world: World, model: number): Case {
  const account = largeAccount(world, model);
  const cash = world.state.accounts.cash(account);
  const amount = world.random.pick([1, Math.ceil(cash / 2), cash]);
  return { ...withdraw(world, account, amount), isPrepared: true };
}

/** Of any size and with any cash, with positions in many expiries. */
function largeAccount(world: World, model: number): number {
  const { random } = world;
  const account = world.anyAccount();
  world.state.accounts.setMarginModel(account, model);
  const besides = random.pick(world.instruments());
  const count = random.pick([1, 2, random.between(3, 127), 128]);
  fillPositions(world, account, { count, besides, sharesExpiry: random.chance(0.5) });
  world.setCash(account, random.magnitude(1_000_000, 2 ** 45));
  return account;
}
