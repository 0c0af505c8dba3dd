/** A vector of each kind that a rule of protocol/ computes fails when one line of the rule is wrong. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Mutation, withMutant } from '../actors/mutant.ts';
import { VECTORS_PATH } from '../oracle/vectors/make.ts';
import type { Implementation } from './kind.ts';
import { KINDS } from './kinds/all.ts';
import { parseVectors } from './read.ts';
import { runVectors } from './run.ts';

const VECTORS = parseVectors(readFileSync(VECTORS_PATH, 'utf8'));

/** Sums of arrays are nobody's rule. */
const WITHOUT_RULE = ['span_scan_risk'];

const DISTANCE: Mutation = {
  file: 'pricing/black76.ts',
  find: 'strike * normalCdf(d1 - v)',
  replace: 'strike * normalCdf(d1)',
};
const PAYOFF: Mutation = {
  file: 'payoff.ts',
  find: 'return each > 0n ? each : 0n;',
  replace: 'return each;',
};

const MUTANTS: Readonly<Record<string, Mutation>> = {
  black76: DISTANCE,
  svi_vol: {
    file: 'pricing/svi.ts',
    find: 'rootDown(x * x + sigma * sigma)',
    replace: 'rootDown(x * x)',
  },
  fixed_point_math: {
    file: 'maths/sqrt.ts',
    find: 'return rootDown(x * WAD);',
    replace: 'return rootDown(x * WAD) - 1_000n;',
  },
  black_scholes: DISTANCE,
  bsm_generalised: DISTANCE,
  bs_greek: {
    file: 'maths/normal.ts',
    find: 'exp(-mulDown(x, x) / 2n)',
    replace: 'exp(-mulDown(x, x))',
  },
  srm_margin_1e18: {
    file: 'margin/isolated.ts',
    find: 'params.maxSpotReq - divDown(outOfTheMoney, spot)',
    replace: 'params.maxSpotReq',
  },
  srm_margin_named_portfolio: {
    file: 'margin/standard.ts',
    find: 'maintenance: loss - mulUp(params.unpairedMmScale, unpaired)',
    replace: 'maintenance: loss - mulUp(params.unpairedImScale, unpaired)',
  },
  pmrm2_margin: {
    file: 'margin/portfolio.ts',
    find: 'mulDown(worst, params.mmLossFactor)',
    replace: 'mulDown(worst, params.imLossFactor)',
  },
  dutch_auction_discount: {
    file: 'auction.ts',
    find: '(startShare - cutoffShare) * elapsedSec',
    replace: 'startShare * elapsedSec',
  },
  dutch_auction_bid: {
    file: 'auction.ts',
    find: 'mulDown(buffer, maintenance - markToMarket)',
    replace: 'mulDown(buffer, maintenance)',
  },
  dutch_auction_insolvent: {
    file: 'auction.ts',
    find: 'const start = min(markToMarket, 0n);',
    replace: 'const start = markToMarket;',
  },
  settlement_payoff_linear: PAYOFF,
  settlement_payoff_inverse: PAYOFF,
  max_loss_collateral: { file: 'margin/worstPayoff.ts', find: 'slope -= amount;', replace: '' },
  fee: {
    file: 'money.ts',
    find: 'return ppmUp(indexCents * quantityE4, ratePpm) + baseFee;',
    replace: 'return ppmUp(indexCents * quantityE4, ratePpm);',
  },
};

/** Failed vectors by kind. */
async function failuresWith(mutation?: Mutation): Promise<Record<string, number>> {
  const folders = ['protocol', 'test/vectors'];
  const results = await withMutant({ mutation, folders }, async (load) => {
    const file = 'test/vectors/protocol.ts';
    const loaded = await load<{ protocolImplementation: Implementation }>(file);
    return runVectors(VECTORS, { kinds: KINDS, implementation: loaded.protocolImplementation });
  });
  return Object.fromEntries(results.map(({ kind, failures }) => [kind, failures.length]));
}

describe('one wrong line of a rule', () => {
  test('an unchanged copy passes, and every kind with a rule has a mutant', async () => {
    const failures = await failuresWith();
    expect(Object.values(failures).every((count) => count === 0)).toBe(true);
    const covered = [...Object.keys(MUTANTS), ...WITHOUT_RULE].sort();
    expect(covered).toEqual(KINDS.map(({ name }) => name).sort());
    expect(Object.keys(failures).sort()).toEqual(covered);
  });

  test.each(Object.entries(MUTANTS))('fails vectors of %s', async (kind, mutation) => {
    const failures = await failuresWith(mutation);
    expect(failures[kind]).toBeGreaterThan(0);
  });
});
