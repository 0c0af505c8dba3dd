import { describe, expect, test } from 'vitest';

import {
  calm,
  type Distress,
  distressed,
  give,
  marginOf,
  netPositions,
  reprint,
  requirement,
  setEquityShare,
} from '../../test/fixtures/distress.ts';
import { EXPIRY_DAY } from '../../test/fixtures/exchange.ts';
import { Random } from '../../test/fixtures/random.ts';
import { moneyOf } from '../derive.ts';
import { encodeTerms } from '../instrument.ts';
import type { AccountMargin } from '../margin/evaluate.ts';
import { addCash } from '../money.ts';
import { MAX_MONEY, MODEL_PORTFOLIO, MODEL_STANDARD, WHOLE_PPM } from '../params.ts';
import { ACCEPTED, CODE } from '../rejections.ts';
import { INSOLVENT, RAN_OUT, SOLVENT } from './liquidate.ts';

const USD = 1_000_000;
const call = (strikeUsd: number): number =>
  encodeTerms({ underlying: 0, day: EXPIRY_DAY, strikeCents: strikeUsd * 100, put: false });

/** Short one call, with equity of a share of the requirement, under auction. */
function auctioned(equityShare: number): Distress {
  const d = calm();
  give(d.x.state, { from: d.whale, to: d.victim, code: call(60_000), delta: -10_000 });
  setEquityShare(d, equityShare);
  expect(d.x.liquidate(d.victim)).toBe(ACCEPTED);
  return d;
}

const REFUSALS = [ACCEPTED, CODE.noAuction, CODE.auctionOver, CODE.bidTooSmall];

/** Equity against the requirement has not fallen. */
function isFair(before: AccountMargin, after: AccountMargin): boolean {
  const needed = after.markToMarket - after.maintenance;
  const neededBefore = before.markToMarket - before.maintenance;
  return after.markToMarket * neededBefore >= before.markToMarket * needed;
}

describe('bid', () => {
  test.each([
    ['standard', MODEL_STANDARD, 0.6],
    ['portfolio', MODEL_PORTFOLIO, 0.6],
    ['standard, insolvent', MODEL_STANDARD, -0.4],
    ['portfolio, insolvent', MODEL_PORTFOLIO, -0.4],
  ])(
    'never lowers equity against the requirement, and makes neither money nor contracts: %s',
    (_, model, equityShare) => {
      let bids = 0;
      for (let seed = 1; seed <= 30; seed++) {
        const random = new Random(seed);
        const d = distressed(random, {
          model,
          equityShare: (equityShare * random.between(1, 150)) / 100,
        });
        const { x, victim, bidder } = d;
        expect(x.liquidate(victim)).toBe(ACCEPTED);
        for (let i = 0; i < 6; i++) {
          if (random.chance(0.3)) reprint(x);
          const before = marginOf(x.state, victim);
          const outcome = x.bid(bidder, {
            account: victim,
            sharePpm: random.magnitude(1, WHOLE_PPM),
          });
          const after = marginOf(x.state, victim);
          if (outcome === ACCEPTED) bids += 1;
          expect(REFUSALS).toContain(outcome);
          expect(isFair(before, after)).toBe(true);
          expect(moneyOf(x.state).difference).toBe(0n);
          expect(netPositions(x.state).every((net) => net === 0)).toBe(true);
        }
      }
      expect(bids).toBeGreaterThan(30);
    },
  );

  test('the largest share heals the account', () => {
    const { x, victim, bidder } = auctioned(0.9);
    expect(x.bid(bidder, { account: victim })).toBe(ACCEPTED);
    const { maintenance, markToMarket } = marginOf(x.state, victim);
    expect(maintenance > 0n).toBe(true);
    expect(x.state.accounts.auctionStartSec(victim)).toBe(0);
    // Maintenance margin is the buffer of the gap to equity: 0.15 / 1.15 of equity, but for whole contracts.
    expect(Number((maintenance * 1000n) / markToMarket)).toBeCloseTo(130, -1);
    expect(x.state.accounts.positionAmount(victim, 0)).toBeGreaterThan(-10_000);
    expect(x.liquidate(victim)).toBe(CODE.notLiquidatable);
  });

  test('a small bid does not keep others from bidding', () => {
    const { x, victim, whale, bidder } = auctioned(0.5);
    const revision = x.state.accounts.revision(victim);
    const own = x.state.accounts.revision(bidder);
    expect(x.bid(bidder, { account: victim, sharePpm: 1, revision })).toBe(ACCEPTED);
    expect(x.state.accounts.revision(bidder)).toBe(own + 1);
    expect(x.bid(whale, { account: victim, revision })).toBe(ACCEPTED);
  });

  test('what bidders paid is not for sale', () => {
    const { x, victim, bidder } = auctioned(0.5);
    expect(x.bid(bidder, { account: victim, sharePpm: 100_000 })).toBe(ACCEPTED);
    const reserved = x.state.accounts.reserved(victim);
    expect(reserved).toBeGreaterThan(0);
    const cash = x.state.accounts.cash(victim);
    expect(x.bid(bidder, { account: victim, sharePpm: 100_000 })).toBe(ACCEPTED);
    const paid = x.state.accounts.reserved(victim) - reserved;
    expect(x.state.accounts.cash(victim)).toBe(cash + paid - Math.floor((cash - reserved) / 10));
  });

  test('of a whole insolvent account, paid by insurance and then by everybody', () => {
    const { x, victim, bidder } = auctioned(-1);
    const owed = -x.state.accounts.cash(victim);
    x.state.globals.setInsurance(x.state.globals.insurance() + 10 * USD);
    x.state.globals.setVault(x.state.globals.vault() + 10 * USD);
    const cash = x.state.accounts.cash(bidder);
    expect(x.bid(bidder, { account: victim })).toBe(ACCEPTED);
    expect(x.state.globals.insurance()).toBe(0);
    expect(x.state.globals.socialized()).toBeLessThan(0);
    const received = 10 * USD - x.state.globals.socialized();
    expect(x.state.accounts.cash(bidder)).toBe(cash - owed + received);
    expect(x.state.accounts.cash(victim)).toBe(0);
    expect(x.state.accounts.positionCount(victim)).toBe(0);
    expect(x.state.accounts.auctionStartSec(victim)).toBe(0);
    expect(moneyOf(x.state).difference).toBe(0n);
  });

  test('an insolvent account that has come back above zero is not given away', () => {
    const d = auctioned(-0.1);
    const { x, victim, bidder } = d;
    setEquityShare(d, 0.5);
    expect(x.bid(bidder, { account: victim })).toBe(CODE.auctionOver);
    expect(x.liquidate(victim)).toBe(ACCEPTED);
    expect(x.state.accounts.insolvent(victim)).toBe(SOLVENT);
    expect(x.bid(bidder, { account: victim, sharePpm: 10_000 })).toBe(ACCEPTED);
  });

  test('after the time of a solvent auction insurance pays', () => {
    const { x, victim, bidder } = auctioned(0.5);
    x.state.accounts.setAuctionStartSec(victim, x.state.globals.printTimeSec() - 43_200 - 900);
    expect(x.bid(bidder, { account: victim })).toBe(CODE.auctionOver);
    expect(x.liquidate(victim)).toBe(ACCEPTED);
    expect(x.state.accounts.insolvent(victim)).toBe(RAN_OUT);
    reprint(x);
    expect(x.bid(bidder, { account: victim, limit: 0 })).toBe(ACCEPTED);
    expect(moneyOf(x.state).difference).toBe(0n);
  });

  test('an outage of prints sells nobody', () => {
    const { x, victim, bidder } = auctioned(0.5);
    x.advance(x.state.globals.timeSec() + 50_000);
    expect(x.bid(bidder, { account: victim })).toBe(CODE.liquidationHalted);
    reprint(x);
    expect(x.bid(bidder, { account: victim })).toBe(CODE.liquidationHalted);
    reprint(x);
    reprint(x);
    x.surface();
    // The account's clock has run for seconds again, so its price is still that of the start.
    const equity = Number(marginOf(x.state, victim).markToMarket / 10n ** 12n);
    expect(
      x.bid(bidder, { account: victim, sharePpm: 10_000, limit: Math.floor(equity * 0.009) }),
    ).toBe(CODE.bidLimit);
    expect(x.bid(bidder, { account: victim, sharePpm: 10_000 })).toBe(ACCEPTED);
  });

  test('refusals', () => {
    const d = auctioned(0.5);
    const { x, victim, whale, bidder } = d;
    const account = victim;
    const poor = x.open(USD);
    expect(x.bid(bidder, { account: 99 })).toBe(CODE.unknownAccount);
    expect(x.bid(bidder, { account: bidder })).toBe(CODE.sameAccount);
    expect(x.bid(bidder, { account: whale })).toBe(CODE.noAuction);
    expect(x.bid(bidder, { account, sharePpm: 0 })).toBe(CODE.badShare);
    expect(x.bid(bidder, { account, sharePpm: WHOLE_PPM + 1 })).toBe(CODE.badShare);
    expect(x.bid(bidder, { account, revision: 7 })).toBe(CODE.accountChanged);
    expect(x.bid(bidder, { account, limit: 0 })).toBe(CODE.bidLimit);
    expect(x.bid(bidder, { account, limit: 2 ** 53 })).toBe(CODE.bidLimit);
    expect(x.bid(bidder, { account, limit: -(2 ** 53) })).toBe(CODE.bidLimit);
    expect(x.bid(poor, { account })).toBe(CODE.initialMargin);
    expect(x.bid(victim, { account: bidder })).toBe(CODE.underAuction);
    expect(marginOf(x.state, victim).maintenance < 0n).toBe(true);
    expect(x.state.accounts.insolvent(victim)).toBe(SOLVENT);
  });

  test('a share too small to move a contract takes no cash', () => {
    const { x, victim, bidder } = auctioned(0.5);
    // A share of nothing that is long, all of what is short: rounding is for the account.
    const before = marginOf(x.state, victim);
    expect(x.bid(bidder, { account: victim, sharePpm: 1 })).toBe(ACCEPTED);
    expect(x.state.accounts.positionAmount(victim, 0)).toBe(-9_999);
    expect(marginOf(x.state, victim).markToMarket >= before.markToMarket).toBe(true);
  });

  test('a long account is left no worse by rounding', () => {
    const d = calm();
    const { x, victim, whale, bidder } = d;
    give(x.state, { from: whale, to: victim, code: call(60_000), delta: 3 });
    setEquityShare(d, 0.9);
    expect(x.liquidate(victim)).toBe(ACCEPTED);
    expect(requirement(x.state, victim) > 0n).toBe(true);
    // A tenth of three contracts is none, but a tenth of the debt is something: that suits the account.
    expect(x.bid(bidder, { account: victim, sharePpm: 100_000 })).toBe(ACCEPTED);
    expect(x.state.accounts.positionAmount(victim, 0)).toBe(3);
  });

  test('figures beyond the ledger', () => {
    const { x, victim, bidder } = auctioned(-0.5);
    addCash(x.state, bidder, MAX_MONEY - moneyOf(x.state).vault);
    x.state.globals.setSocialized(-MAX_MONEY);
    reprint(x);
    expect(x.bid(bidder, { account: victim, sharePpm: 500_000 })).toBe(CODE.ledgerLimit);
    expect(x.state.accounts.insolvent(victim)).toBe(INSOLVENT);
  });
});
