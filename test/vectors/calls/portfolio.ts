/** What vectors of portfolio margin call: the functions of protocol/margin/portfolio.ts, each as a promise. */
import { type PreparedExpiry, prepareExpiry } from '../../../protocol/margin/portfolio/expiry.ts';
import type { PortfolioParams } from '../../../protocol/margin/portfolio/params.ts';
import type { ItemRange } from '../../../protocol/margin/portfolio/prices.ts';
import {
  assemble,
  initialLossFactor,
  scan,
  type Scanned,
  type Worst,
} from '../../../protocol/margin/portfolio.ts';
import type { MarginResult, Portfolio, PortfolioExpiry } from '../../../protocol/margin/types.ts';
import type { Deployed } from '../../fixtures/deployed.ts';

/** Of 2^24 gas, with 300 positions. */
const ITEMS_PER_CALL = 8;

/** What the contract has of an expiry too. */
export type ExpiryFigures = Omit<
  PreparedExpiry,
  'feed' | 'params' | 'surface' | 'basisFactor' | 'unshocked' | 'basisUp' | 'basisDown' | 'shocked'
>;

export interface PortfolioCalls {
  scan(portfolio: Portfolio, params: PortfolioParams, page: ItemRange & Worst): Promise<Scanned>;
  assemble(
    portfolio: Portfolio,
    params: PortfolioParams,
    scanned: Pick<Scanned, 'worst' | 'optionMarks'>,
  ): Promise<MarginResult>;
  prepareExpiry(expiry: PortfolioExpiry, params: PortfolioParams): Promise<ExpiryFigures>;
  initialLossFactor(portfolio: Portfolio, params: PortfolioParams): Promise<bigint>;
}

export const protocolPortfolio: PortfolioCalls = {
  scan: async (portfolio, params, page) => scan(portfolio, params, page),
  assemble: async (portfolio, params, scanned) => assemble(portfolio, params, scanned),
  prepareExpiry: async (expiry, params) => prepareExpiry(expiry, params),
  initialLossFactor: async (portfolio, params) => initialLossFactor(portfolio, params),
};

/** The same of the deployed contract, whole scans in as many calls as it takes. */
export function contractPortfolio({ call }: Pick<Deployed, 'call'>): PortfolioCalls {
  async function run(functionName: string, args: readonly unknown[]): Promise<unknown> {
    return call({ contract: 'PortfolioMargin', functionName, args });
  }
  return {
    async scan(portfolio, params, { from, to, worst, worstIndex }) {
      const found = { worst, worstIndex, optionMarks: 0n };
      for (let at = from; at < to; at += ITEMS_PER_CALL) {
        const end = Math.min(at + ITEMS_PER_CALL, to);
        const args = [portfolio, params, at, end, found.worst, found.worstIndex];
        const [least, index, optionMarks] = (await run('scan', args)) as readonly bigint[];
        Object.assign(found, { worst: least, worstIndex: Number(index), optionMarks });
      }
      return found;
    },
    assemble: async (portfolio, params, { worst, optionMarks }) =>
      (await run('assemble', [portfolio, params, worst, optionMarks])) as MarginResult,
    prepareExpiry: async (...args) => (await run('prepareExpiry', args)) as ExpiryFigures,
    initialLossFactor: async (...args) => (await run('initialLossFactor', args)) as bigint,
  };
}
