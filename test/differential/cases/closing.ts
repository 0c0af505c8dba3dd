/** Expiries that are closed because prints have stopped, and what accounts are paid at their last marks. */
import {
  encodeCloseOut,
  encodeListInstrument,
  encodeSettleAccount,
  encodeSweepExpired,
} from '../../../protocol/generated/codec.ts';
import { decodeTerms, expirySec } from '../../../protocol/instrument.ts';
import {
  CLOSE_OUT_AFTER_SEC,
  DAY_SEC,
  MAX_POSITIONS,
  MODEL_PORTFOLIO,
  MODEL_STANDARD,
  SETTLEMENT_WINDOW_SEC,
  UNDERLYINGS,
} from '../../../protocol/params.ts';
import { expiryIndex } from '../../../protocol/state.ts';
import { signerOf } from '../../fixtures/sign.ts';
import type { Case } from '../case.ts';
import type { World } from '../world.ts';
import { fillPositions, randomOrder, richAccount } from './orders.ts';
import { publishSurface, surfaceOf } from './prints.ts';
import { placeOrder, setMarginModel, withdraw } from './signing.ts';

export const CLOSING = {
  closesOut: (world: World): Case => {
    const held = holding(world);
    stopPrints(world, held);
    return closeOut(held);
  },

  /** The last print is near the expiry or after it, or the index has fallen below what the basis takes off. */
  closesOutLate: (world: World): Case => {
    const { random, state } = world;
    const held = holding(world);
    const end = expirySec(held.day);
    const secLeft = random.pick([0, 1, random.below(SETTLEMENT_WINDOW_SEC), SETTLEMENT_WINDOW_SEC]);
    state.underlyings.setIndexTimeSec(held.underlying, end - secLeft);
    if (random.chance(0.3)) {
      state.underlyings.setIndexCents(held.underlying, random.between(1, 100_000));
    }
    const covered = random.below(SETTLEMENT_WINDOW_SEC - secLeft + 1);
    state.expiries.setWindowCoveredSec(held.expiry, covered);
    state.expiries.setWindowSum(held.expiry, covered * random.between(1, 10_000_000));
    stopPrints(world, held);
    return closeOut(held);
  },

  closesOutBadly: (world: World): Case => {
    const { random } = world;
    const held = holding(world);
    const empty = world.openAccount(1, signerOf('stranger'));
    stopPrints(world, held);
    if (random.chance(0.2)) world.state.expiries.setSettled(held.expiry, 1);
    return closeOut({
      ...held,
      ...random.pick([
        {},
        { account: empty },
        { account: random.pick([0, empty + 1, 2 ** 32 - 1]) },
        { underlying: random.pick([2, 255]) },
        { day: random.pick([0, 65_535]) },
      ]),
    });
  },

  settlesAtMarks: (world: World): Case => {
    const held = holding(world);
    close(world, held);
    world.state.expiries.setPool(held.expiry, world.random.pick([0, 2 ** 45, 2 ** 45]));
    world.state.globals.setPool(2 ** 46);
    const { account, underlying, day } = held;
    return { operation: encodeSettleAccount({ account, underlying, day }), isPrepared: true };
  },

  /** Margin of an account some of whose expiries are closed. */
  holdsMarks: (world: World): Case => {
    const { random, state } = world;
    const account = world.anyAccount();
    state.accounts.setMarginModel(account, random.pick([MODEL_STANDARD, MODEL_PORTFOLIO]));
    const count = random.pick([1, random.between(2, 100), MAX_POSITIONS]);
    fillPositions(world, account, { count, besides: 1, sharesExpiry: random.chance(0.5) });
    const share = random.pick([0.2, 0.6, 1]);
    for (const expiry of expiriesOf(world, account)) {
      if (random.chance(share)) close(world, expiry);
    }
    world.setCash(account, random.magnitude(1_000_000, 2 ** 45));
    const cash = state.accounts.cash(account);
    const given = random.pick([
      () => withdraw(world, account, random.pick([1, Math.ceil(cash / 2), cash])),
      () => withdraw(world, account, random.pick([1, Math.ceil(cash / 2), cash])),
      () => setMarginModel(world, account, random.pick([MODEL_STANDARD, MODEL_PORTFOLIO])),
      () => placeOrder(world, account, randomOrder(world)),
    ])();
    return { ...given, isPrepared: true };
  },

  tradesWhatIsClosed: (world: World): Case => {
    const fields = randomOrder(world);
    close(world, terms(world, fields.instrument));
    return { ...placeOrder(world, richAccount(world), fields), isPrepared: true };
  },

  sweepsWhatIsClosed: (world: World): Case => {
    const instrument = world.random.pick(world.liveInstruments());
    close(world, terms(world, instrument));
    return { operation: encodeSweepExpired({ instrument }), isPrepared: true };
  },

  listsWhatIsClosed: (world: World): Case => {
    const { underlying, day, expiry } = terms(world, world.random.pick(world.liveInstruments()));
    close(world, { underlying, day, expiry });
    const { strikeStepCents } = UNDERLYINGS[underlying];
    const index = world.state.underlyings.indexCents(underlying);
    const strikeCents = Math.ceil((index * 2) / strikeStepCents) * strikeStepCents;
    const operation = encodeListInstrument({ underlying, day, strikeCents, put: 0 });
    return { operation, isPrepared: true };
  },

  printsForWhatIsClosed: (world: World): Case => {
    const closed = terms(world, world.random.pick(world.liveInstruments()));
    close(world, closed);
    return { ...publishSurface(world, surfaceOf(world, closed)), isPrepared: true };
  },
};

interface Expiry {
  readonly underlying: number;
  readonly day: number;
  /** Index of its record. */
  readonly expiry: number;
}

type Holding = Expiry & { readonly account: number };

function closeOut({ account, underlying, day }: Omit<Holding, 'expiry'>): Case {
  return { operation: encodeCloseOut({ account, underlying, day }), isPrepared: true };
}

function terms(world: World, instrument: number): Expiry {
  return expiryOf(world.state.instruments.code(instrument));
}

function expiryOf(code: number): Expiry {
  const { underlying, day } = decodeTerms(code);
  return { underlying, day, expiry: expiryIndex(underlying, day) };
}

function expiriesOf(world: World, account: number): Expiry[] {
  const { accounts } = world.state;
  const codes = Array.from({ length: accounts.positionCount(account) }, (_, i) =>
    accounts.positionCode(account, i),
  );
  const all = codes.map(expiryOf);
  return all.filter(({ expiry }, i) => i === 0 || expiry !== all[i - 1].expiry);
}

/** An account with options of an expiry that is not settled, some accounts with very many of them. */
function holding(world: World): Holding {
  const { random, state } = world;
  const instrument = random.pick(world.liveInstruments());
  const expiry = terms(world, instrument);
  const account = world.anyAccount();
  fillPositions(world, account, {
    count: random.pick([1, random.between(2, 20), MAX_POSITIONS]),
    besides: instrument,
    sharesExpiry: true,
    expiries: random.pick([1, 1, 5]),
  });
  if (random.chance(0.3)) state.expiries.setSurfaceTimeSec(expiry.expiry, 0);
  return { ...expiry, account };
}

function stopPrints({ random, state }: World, { underlying, expiry }: Expiry): void {
  const last = Math.max(
    state.underlyings.indexTimeSec(underlying),
    state.expiries.surfaceTimeSec(expiry),
  );
  const laterSec = random.pick([0, 1, 1, random.between(1, 100 * DAY_SEC)]);
  state.globals.setTimeSec(last + CLOSE_OUT_AFTER_SEC + laterSec);
}

/** As a close-out leaves it, with any life left and any forward. */
function close(world: World, { underlying, day, expiry }: Expiry): void {
  const { random, state } = world;
  const index = state.underlyings.indexCents(underlying);
  world.printSurface({ underlying, day });
  const hasSurface = state.expiries.surfaceTimeSec(expiry) !== 0;
  const life = random.pick([1, SETTLEMENT_WINDOW_SEC, random.between(1, 400 * DAY_SEC)]);
  state.expiries.setSettled(expiry, 1);
  state.expiries.setLifeSec(expiry, hasSurface ? life : 0);
  const usual = Math.round((index * random.between(80, 120)) / 100);
  state.expiries.setSettlementCents(
    expiry,
    random.pick([usual, usual, usual, 1, UNDERLYINGS[underlying].maxPriceCents]),
  );
}
