/** Settlement prices, the average that they are made of, and what accounts are paid by them. */
import { encodeSettleAccount } from '../../../protocol/generated/codec.ts';
import { decodeTerms, encodeTerms, expirySec } from '../../../protocol/instrument.ts';
import { ppmUp } from '../../../protocol/money.ts';
import {
  MAX_MONEY,
  ORACLE_HEARTBEAT_SEC,
  REFERENCE_BAND_PPM,
  SETTLEMENT_BAND_PPM,
  SETTLEMENT_WINDOW_SEC,
  UNDERLYINGS,
} from '../../../protocol/params.ts';
import { expiryIndex } from '../../../protocol/state.ts';
import { signerOf } from '../../fixtures/sign.ts';
import type { Case } from '../case.ts';
import type { World } from '../world.ts';
import { fillPositions, writePositions } from './orders.ts';
import { pricesOf, printsOf, publish, settle } from './prints.ts';

export const SETTLEMENT = {
  /** What of the time before a print lies in the settlement window: its edges, its inside, none of it. */
  printsInWindow: (world: World): Case => {
    const { random, state } = world;
    const underlying = random.below(2);
    const end = expirySec(world.terms(random.pick(world.liveInstruments())).day);
    const edge = random.pick([end - SETTLEMENT_WINDOW_SEC, end, end - random.between(1, 1800)]);
    const timeSec = edge + random.pick([-1, 0, 1, random.between(-200, 200)]);
    const last = timeSec - random.pick([1, 60, ORACLE_HEARTBEAT_SEC, ORACLE_HEARTBEAT_SEC + 50]);
    state.globals.setTimeSec(timeSec + random.below(ORACLE_HEARTBEAT_SEC));
    state.underlyings.setIndexTimeSec(underlying, last);
    const prints = printsOf(world, underlying).map((print) => ({ ...print, timeSec }));
    return { ...publish(world, underlying, prints), isPrepared: true };
  },

  settlesAverage: (world: World): Case => {
    const { random, state } = world;
    const { underlying, day, index } = unsettledExpiry(world);
    const coveredSec = random.pick([
      0,
      1,
      random.below(SETTLEMENT_WINDOW_SEC),
      SETTLEMENT_WINDOW_SEC,
    ]);
    const spot = state.underlyings.indexCents(underlying);
    state.expiries.setWindowCoveredSec(index, coveredSec);
    state.expiries.setWindowSum(
      index,
      Math.floor((coveredSec * spot * random.between(50, 150)) / 100),
    );
    state.underlyings.setReferenceCents(underlying, random.pick([0, spot]));
    return { ...settle(world, { underlying, day }, pricesOf(world, underlying)), isPrepared: true };
  },

  settlesBesideReference: (world: World): Case => {
    const { random, state } = world;
    const { underlying, day } = unsettledExpiry(world);
    const reference = state.underlyings.indexCents(underlying);
    const band = ppmUp(reference, REFERENCE_BAND_PPM);
    state.underlyings.setReferenceCents(underlying, reference);
    const away = random.pick([-band - 1, -band, band, band + 1]);
    state.underlyings.setIndexCents(underlying, reference + away);
    return { ...settle(world, { underlying, day }, pricesOf(world, underlying)), isPrepared: true };
  },

  settlesBeforePrint: (world: World): Case => {
    const { random, state } = world;
    const { underlying, day } = unsettledExpiry(world);
    state.underlyings.setIndexTimeSec(underlying, expirySec(day) - random.pick([0, 1, 100]));
    return { ...settle(world, { underlying, day }, pricesOf(world, underlying)), isPrepared: true };
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
};

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
