/** Standard margin, the auction and fees: TypeScript against the bytecode, over random and extreme arguments. */
import * as auction from '../../protocol/auction.ts';
import { AMOUNT_END } from '../../protocol/margin/domain.ts';
import { standardMargin } from '../../protocol/margin/standard.ts';
import { worstPayoff } from '../../protocol/margin/worstPayoff.ts';
import { feeUp, perpetualFeeUp } from '../../protocol/money.ts';
import { settlementPayoff } from '../../protocol/payoff.ts';
import { type CallResult, openDeployed } from '../fixtures/deployed.ts';
import { Random } from '../fixtures/random.ts';
import {
  randomAccount,
  randomAuctionParams,
  randomOffer,
  randomFeeTerms,
  randomShare,
} from '../fixtures/auction.ts';
import { type ComparedCall, compareCall } from './calls.ts';
import { randomStandardParams, randomStandardPortfolio } from '../fixtures/standard.ts';

/** Where it stands below contracts/. */
export const STANDARD_SOURCES = { StandardMargin: 'verifier/margin/StandardMargin' };

const CASES_PER_REQUEST = 50;

export interface StandardRun {
  /** By function: cases, and how many of them are errors. */
  readonly cases: Record<string, { cases: number; errors: number }>;
  readonly differences: string[];
}

/** @param count cases, of every function in turn; a case depends on its number and the seed alone */
export async function runStandardCases(count: number, seed: number): Promise<StandardRun> {
  const deployed = await openDeployed(STANDARD_SOURCES);
  const run: StandardRun = { cases: {}, differences: [] };
  try {
    for (let from = 0; from < count; from += CASES_PER_REQUEST) {
      const length = Math.min(CASES_PER_REQUEST, count - from);
      const cases = Array.from({ length }, (_, i) => caseOf(seed, from + i));
      const answers = await deployed.callAll(cases.map(({ call }) => call));
      cases.forEach((one, i) => {
        note(run, one, { answer: answers[i], place: `case ${from + i} of seed ${seed}` });
      });
    }
    return run;
  } finally {
    await deployed.close();
  }
}

function note(
  run: StandardRun,
  one: ComparedCall,
  compared: { answer: CallResult; place: string },
): void {
  const { isError, difference } = compareCall(one, compared);
  const counts = (run.cases[one.call.functionName] ??= { cases: 0, errors: 0 });
  counts.cases += 1;
  if (isError) counts.errors += 1;
  if (difference !== undefined) run.differences.push(difference);
}

function caseOf(seed: number, index: number): ComparedCall {
  const random = new Random(seed * 2 ** 32 + index);
  return DRAWS[index % DRAWS.length](random);
}

function caseWith(
  functionName: string,
  args: readonly unknown[],
  expected: () => unknown,
): ComparedCall {
  return { call: { contract: 'StandardMargin', functionName, args }, expected };
}

function standardCase(random: Random): ComparedCall {
  const isExtreme = random.chance(0.25);
  const size = isExtreme
    ? { underlyings: 1, expiries: random.between(1, 2), options: random.between(0, 4), isExtreme }
    : random.pick([
        { underlyings: 2, expiries: 2, options: 3 },
        { underlyings: 1, expiries: 1, options: 40 },
        { underlyings: random.between(0, 3), expiries: random.between(0, 4), options: 6 },
      ]);
  const portfolio = spoiled(random, randomStandardPortfolio(random, size));
  const params = randomStandardParams(random);
  return caseWith('standardMargin', [portfolio, params], () => standardMargin(portfolio, params));
}

/** Now and then one figure that must be refused. */
function spoiled(
  random: Random,
  portfolio: ReturnType<typeof randomStandardPortfolio>,
): ReturnType<typeof randomStandardPortfolio> {
  const [first, ...others] = portfolio.underlyings;
  if (first === undefined || !random.chance(0.1)) return portfolio;
  const spoil = random.pick([
    { spot: 0n },
    { spotConfidence: 10n ** 18n + 1n },
    { base: AMOUNT_END },
    { expiries: first.expiries.map((expiry) => ({ ...expiry, sec: 2n ** 36n })) },
    { expiries: first.expiries.map((one) => ({ ...one, options: one.options.toReversed() })) },
  ]);
  return { ...portfolio, underlyings: [{ ...first, ...spoil }, ...others] };
}

function worstPayoffCase(random: Random): ComparedCall {
  const isExtreme = random.chance(0.3);
  const size = { underlyings: 1, expiries: 1, options: random.between(0, 20), isExtreme };
  const [{ expiries }] = randomStandardPortfolio(random, size).underlyings;
  const [{ options }] = expiries;
  return caseWith('worstPayoff', [options], () => {
    const { loss, callAmount } = worstPayoff(options);
    return [loss, callAmount];
  });
}

function payoffCase(random: Random): ComparedCall {
  const terms = { put: random.chance(0.5), strike: BigInt(random.below(1000)) };
  const price = BigInt(random.below(1000));
  return caseWith('settlementPayoff', [terms.put, terms.strike, price], () =>
    settlementPayoff(terms, price),
  );
}

function feeCase(random: Random): ComparedCall {
  const { indexCents, priceCents, quantityE4, ratePpm, baseFee } = randomFeeTerms(random);
  const [index, price, quantity] = [indexCents, priceCents, quantityE4].map(BigInt);
  const [rate, base] = [ratePpm, baseFee].map(BigInt);
  const terms = { indexCents, priceCents, quantityE4, ratePpm, baseFee };
  if (random.chance(0.5)) {
    return caseWith('perpetualFeeUp', [index, quantity, rate, base], () => perpetualFeeUp(terms));
  }
  return caseWith('feeUp', [index, price, quantity, rate, base], () => feeUp(terms));
}

const AUCTION_DRAWS: readonly ((random: Random) => ComparedCall)[] = [
  (random) => {
    const [account, params] = [randomAccount(random), randomAuctionParams(random)];
    return caseWith('bufferMargin', [account, params], () => auction.bufferMargin(account, params));
  },
  (random) => {
    const [sec, params] = [BigInt(random.below(60_000)), randomAuctionParams(random)];
    return caseWith('discount', [sec, params], () => auction.discount(sec, params));
  },
  (random) => {
    const [account, offer] = [randomAccount(random), randomOffer(random)];
    return caseWith('bidPrice', [account, offer], () => auction.bidPrice(account, offer));
  },
  (random) => {
    const [account, offer] = [randomAccount(random), randomOffer(random)];
    const params = randomAuctionParams(random);
    return caseWith('largestShare', [account, offer, params], () =>
      auction.largestShare(account, offer, params),
    );
  },
  (random) => {
    const [account, params] = [randomAccount(random), randomAuctionParams(random)];
    return caseWith('liquidationFee', [account, params], () =>
      auction.liquidationFee(account, params),
    );
  },
  (random) => {
    const [account, params] = [randomAccount(random), randomAuctionParams(random)];
    const sec = BigInt(random.below(5_000));
    return caseWith('insolventOffer', [account, sec, params], () =>
      auction.insolventOffer(account, sec, params),
    );
  },
  (random) => {
    const [price, share] = [randomAccount(random).markToMarket, randomShare(random)];
    return caseWith('bidCost', [price, share], () => auction.bidCost({ price, share }));
  },
  (random) => {
    const [offer, share] = [randomAccount(random).maintenance, randomShare(random)];
    return caseWith('insolventPayout', [offer, share], () =>
      auction.insolventPayout({ offer, share }),
    );
  },
];

/** Margin in every other case. */
const DRAWS: readonly ((random: Random) => ComparedCall)[] = [
  ...AUCTION_DRAWS,
  worstPayoffCase,
  payoffCase,
  feeCase,
].flatMap((draw) => [standardCase, draw]);
