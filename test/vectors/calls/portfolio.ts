/** What vectors of portfolio margin call: the functions of protocol/margin/portfolio.ts, each as a promise. */
import { type PreparedExpiry, prepareExpiry } from '../../../protocol/margin/portfolio/expiry.ts';
import type { PortfolioParams } from '../../../protocol/margin/portfolio/params.ts';
import type { ItemRange } from '../../../protocol/margin/portfolio/prices.ts';
import {
  assemble,
  initialLossFactor,
  scan,
  type Worst,
} from '../../../protocol/margin/portfolio.ts';
import type { MarginResult, Portfolio, PortfolioExpiry } from '../../../protocol/margin/types.ts';

/** What the contract has of an expiry too: everything but the forwards and where they come from. */
export type ExpiryFigures = Omit<
  PreparedExpiry,
  'feed' | 'params' | 'surface' | 'unshocked' | 'basisUp' | 'basisDown' | 'shocked'
>;

export interface PortfolioCalls {
  scan(
    portfolio: Portfolio,
    params: PortfolioParams,
    page: ItemRange & Worst,
  ): Promise<Pick<Worst, 'worst' | 'worstIndex'>>;
  assemble(portfolio: Portfolio, params: PortfolioParams, worst: bigint): Promise<MarginResult>;
  prepareExpiry(expiry: PortfolioExpiry, params: PortfolioParams): Promise<ExpiryFigures>;
  initialLossFactor(portfolio: Portfolio, params: PortfolioParams): Promise<bigint>;
}

export const protocolPortfolio: PortfolioCalls = {
  scan: async (portfolio, params, page) => scan(portfolio, params, page),
  assemble: async (portfolio, params, worst) => assemble(portfolio, params, worst),
  prepareExpiry: async (expiry, params) => prepareExpiry(expiry, params),
  initialLossFactor: async (portfolio, params) => initialLossFactor(portfolio, params),
};
