/** Vectors of auctions, settlement, sums and fees, by the oracle. */
import type { Random } from '../../fixtures/random.ts';
import { digitsOf, div, least, most, mul, ONE, type Real, real, size } from '../decimal.ts';
import { naiveBid, naiveDiscount, naiveInsolventOffer } from '../naiveAuction.ts';
import { naiveWorstPayoff } from '../naiveStandard.ts';
import { decimal, type MadeVector, reals, times } from './draw.ts';

const CURVES = [
  { start: '1', cutoff: '0.8', fast: 600, slow: 7200 },
  { start: '0.95', cutoff: '0.7', fast: 900, slow: 43_200 },
];

export function makeAuctions(random: Random): MadeVector[] {
  return [...makeDiscounts(), ...makeBids(random), ...makeInsolvent(random)];
}

type Curve = (typeof CURVES)[number];

function discountAt(elapsed: number, { start, cutoff, fast, slow }: Curve): Real {
  const shares = reals({ start, cutoff });
  return naiveDiscount(BigInt(elapsed), { ...shares, fast: BigInt(fast), slow: BigInt(slow) });
}

function makeDiscounts(): MadeVector[] {
  return [0, 1, 7, 599, 899, 900, 1313, 7799, 44_100].map((elapsedSec, i) => ({
    id: `discount_${i}`,
    kind: 'dutch_auction_discount',
    params: CURVES[i % 2],
    inputs: { elapsedSec },
    expected: { discount: digitsOf(discountAt(elapsedSec, CURVES[i % 2])) },
  }));
}

function makeBids(random: Random): MadeVector[] {
  return times(10, (i) => {
    const curve = CURVES[i % 2];
    const buffer = decimal(random, [0, 0.3]);
    const elapsedSec = random.between(0, 7_000);
    const MtM = i === 0 ? '-50' : decimal(random, [10, 90_000], 6);
    const MM = decimal(random, [-90_000, i === 1 ? 0 : -10], 6);
    const bidPct = decimal(random, [0.01, 1], 3);
    const reservedCash = i % 3 === 2 ? decimal(random, [0, Number(MtM) / 2]) : '0';
    const bid = naiveBid(reals({ MtM, MM, reserved: reservedCash, share: bidPct }), {
      buffer: real(buffer),
      discount: discountAt(elapsedSec, curve),
    });
    const { bufferMargin, bidPrice, largest, cost } = bid;
    return {
      id: `bid_${i}`,
      kind: 'dutch_auction_bid',
      params: { ...curve, buffer, fee: '0' },
      inputs: { MtM, MM, elapsedSec, reservedCash, bidPct },
      expected: {
        bufferMargin: digitsOf(bufferMargin),
        bidPrice: digitsOf(bidPrice),
        maxProportion_floor3: digitsOf(largest, 3),
        cashFromBidder_floor: digitsOf(cost, 0),
      },
    };
  });
}

function makeInsolvent(random: Random): MadeVector[] {
  return times(6, (i) => {
    const insolvent = [600, 3600][i % 2];
    const elapsedSec = i === 0 ? 900 : random.between(0, insolvent);
    const MtM = decimal(random, i === 1 ? [10, 500] : [-500, -10], 6);
    const MM = i === 2 ? '3' : decimal(random, [-2_000, -501], 6);
    const bidPct = decimal(random, [0.01, 1], 3);
    const clock = { elapsed: BigInt(elapsedSec), length: BigInt(insolvent) };
    const offer = naiveInsolventOffer(reals({ MtM, MM }), clock);
    return {
      id: `insolvent_${i}`,
      kind: 'dutch_auction_insolvent',
      params: i % 2 === 0 ? { insolventLen: insolvent } : { insolvent },
      inputs: { MtM, MM, elapsedSec, bidPct },
      expected: { cashToBidder: digitsOf(mul(-offer, real(bidPct))) },
    };
  });
}

export function makeSettlements(random: Random): MadeVector[] {
  const payoffOf = (type: string, strike: string, price: string): Real =>
    most(type === 'C' ? real(price) - real(strike) : real(strike) - real(price), 0n);
  return [
    ...times(6, (i): MadeVector => {
      const type = i % 2 === 0 ? 'C' : 'P';
      const [strike, settlement] = [decimal(random, [500, 900]), decimal(random, [500, 900])];
      const amount = decimal(random, [-20, 20]);
      const cash = digitsOf(mul(payoffOf(type, strike, settlement), real(amount)));
      return {
        id: `payoff_${i}`,
        kind: 'settlement_payoff_linear',
        inputs: { type, strike, settlement, amount },
        expected: { cash },
      };
    }),
    ...times(3, (i): MadeVector => {
      const [strike, delivery] = [decimal(random, [9_000, 9_999]), String(16_000 >> i)];
      const each = div(payoffOf('C', strike, delivery), real(delivery));
      const expected = { payout_btc: digitsOf(each), profit_btc: digitsOf(each - real('0.05')) };
      return {
        id: `inverse_${i}`,
        kind: 'settlement_payoff_inverse',
        inputs: { type: 'C', strike, delivery, premium: '0.05' },
        expected,
      };
    }),
    ...times(8, (i) => makeMaxLoss(random, i)),
    makeSpan(random),
  ];
}

function makeMaxLoss(random: Random, index: number): MadeVector {
  const leg = () => ({ strike: random.between(50, 300), amount: random.between(1, 9) });
  const legs = index % 2 === 0 ? { shortPut: leg(), longPut: leg() } : { shortPut: leg() };
  const collateral = random.between(0, 2_000);
  const options = Object.entries(legs).map(([name, { strike, amount }]) => {
    return { strike: real(strike), put: true, amount: real(name === 'longPut' ? amount : -amount) };
  });
  const net = real(collateral) + naiveWorstPayoff(options);
  return {
    id: `max_loss_${index}`,
    kind: 'max_loss_collateral',
    inputs: { longPut: null, ...legs, collateral },
    expected: { isExcess: net >= 0n, netValue: Number(size(net) / ONE) },
  };
}

function makeSpan(random: Random): MadeVector {
  const [first, second] = times(2, () => times(16, () => random.between(-9_000, 9_000)));
  const portfolio = first.map((value, i) => value + second[i]);
  return {
    id: 'span',
    kind: 'span_scan_risk',
    inputs: { first, second },
    expected: { portfolio, scanRisk: -Math.min(...portfolio) },
  };
}

export function makeFees(random: Random): MadeVector[] {
  return times(8, (i) => {
    const [base, rate] = [['0', '0.1', '0.5'][i % 3], ['0.0001', '0.0003', '0.00017'][i % 3]];
    const [amount, index] = [decimal(random, [0.1, 30]), decimal(random, [100, 90_000], 2)];
    const price = decimal(random, [0.5, 200], 2);
    const capPct = i === 7 ? '0.1' : '0.125';
    const share = mul(real(rate), real(amount), real(index));
    const cap = mul(real(capPct), real(amount), real(price));
    const capped = { base, rate, amount, index, ...(i % 2 === 0 ? {} : { capPct, price }) };
    const fee = real(base) + (i % 2 === 0 ? share : least(share, cap));
    return { id: `fee_${i}`, kind: 'fee', inputs: capped, expected: { fee: digitsOf(fee) } };
  });
}
