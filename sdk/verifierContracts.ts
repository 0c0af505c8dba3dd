/** A contract of the state transition, and those whose addresses its constructor takes. */
export interface VerifierContract {
  /** Below `contracts/verifier/`. */
  readonly source: string;
  readonly needs: readonly string[];
}

/** In the order in which they are deployed. */
export const VERIFIER_CONTRACTS = {
  PortfolioMargin: { source: 'margin/PortfolioMargin.sol', needs: [] },
  StandardMargin: { source: 'margin/StandardMargin.sol', needs: [] },
  AccountStep: { source: 'steps/AccountStep.sol', needs: [] },
  TradeStep: { source: 'steps/TradeStep.sol', needs: [] },
  MarketStep: { source: 'steps/MarketStep.sol', needs: [] },
  LiquidationStep: { source: 'steps/LiquidationStep.sol', needs: [] },
  MarginStep: { source: 'steps/MarginStep.sol', needs: ['PortfolioMargin', 'StandardMargin'] },
  StateTransition: {
    source: 'StateTransition.sol',
    needs: ['AccountStep', 'TradeStep', 'MarketStep', 'LiquidationStep', 'MarginStep'],
  },
} as const satisfies Readonly<Record<string, VerifierContract>>;

export type VerifierName = keyof typeof VERIFIER_CONTRACTS;
export type VerifierAddresses = Readonly<Record<VerifierName, `0x${string}`>>;

/** @param deploy makes one contract of addresses made before */
export async function deployInOrder(
  deploy: (name: VerifierName, args: readonly `0x${string}`[]) => Promise<`0x${string}`>,
): Promise<VerifierAddresses> {
  const made: Partial<Record<VerifierName, `0x${string}`>> = {};
  for (const name of Object.keys(VERIFIER_CONTRACTS) as VerifierName[]) {
    const needs: readonly VerifierName[] = VERIFIER_CONTRACTS[name].needs;
    made[name] = await deploy(
      name,
      needs.map((needed) => made[needed]!),
    );
  }
  return made as VerifierAddresses;
}
