// node test/oracle/vectors/make.ts: writes test/vectors/tenor.json, vectors of the oracle's making.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../fixtures/random.ts';
import { makeAuctions, makeFees, makeSettlements } from './auction.ts';
import { makeNamedPortfolios, OFFSETS } from './named.ts';
import { makePortfolios } from './portfolio.ts';
import { makePricing } from './pricing.ts';
import { makeStandard } from './standard.ts';

const SEED = 20_261_120;
export const VECTORS_PATH = join(import.meta.dirname, '../../vectors/tenor.json');

export function makeVectors(seed = SEED): string {
  const makers = [
    makePricing,
    makeStandard,
    makePortfolios,
    makeAuctions,
    makeSettlements,
    makeFees,
    makeNamedPortfolios,
  ];
  const vectors = makers.flatMap((make, i) => make(new Random(seed + i)));
  const about = 'Computed by test/oracle in 60 decimals; written by test/oracle/vectors/make.ts.';
  const meta = { about, ...OFFSETS, total: vectors.length };
  return `${JSON.stringify({ meta, vectors }, null, 1)}\n`;
}

if (import.meta.main) writeFileSync(VECTORS_PATH, makeVectors());
