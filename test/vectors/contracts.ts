/** The rules as L1 runs them: calls of the deployed contracts, with arguments and results as in protocol/. */
import type { Node } from '../differential/node.ts';
import { openDeployed } from '../fixtures/deployed.ts';
import { contractAuction } from './calls/auction.ts';
import { contractPortfolio } from './calls/portfolio.ts';
import { contractPricing } from './calls/pricing.ts';
import { contractStandard } from './calls/standard.ts';
import type { Implementation } from './kind.ts';

/** Below contracts/. */
const SOURCES = {
  PortfolioMargin: 'verifier/margin/PortfolioMargin',
  StandardMargin: 'verifier/margin/StandardMargin',
};

/** @param openL1 Where they are deployed. */
export async function openContracts(openL1: () => Promise<Node>): Promise<{
  readonly implementation: Implementation;
  close(): Promise<void>;
}> {
  const deployed = await openDeployed(SOURCES, openL1);
  const of = (contract: keyof typeof SOURCES) => (functionName: string, args: readonly unknown[]) =>
    deployed.call({ contract, functionName, args });
  const implementation: Implementation = {
    name: 'contracts',
    ...contractPricing(of('StandardMargin')),
    ...contractPortfolio(deployed),
    ...contractStandard(of('StandardMargin')),
    ...contractAuction(of('StandardMargin')),
  };
  return { implementation, close: () => deployed.close() };
}
