import { protocolAuction } from './calls/auction.ts';
import { protocolPortfolio } from './calls/portfolio.ts';
import { protocolPricing } from './calls/pricing.ts';
import { protocolStandard } from './calls/standard.ts';
import type { Implementation } from './kind.ts';

/** The rules as the sequencer and the prover run them. */
export const protocolImplementation: Implementation = {
  name: 'protocol',
  ...protocolPricing,
  ...protocolPortfolio,
  ...protocolStandard,
  ...protocolAuction,
};
