/** What vectors of standard margin, settlement and fees call, each as a promise. */
import { standardMargin } from '../../../protocol/margin/standard.ts';
import type { StandardParams } from '../../../protocol/margin/standardParams.ts';
import type { StandardPortfolio } from '../../../protocol/margin/standardTypes.ts';
import type { MarginResult, OptionPosition } from '../../../protocol/margin/types.ts';
import { type WorstPayoff, worstPayoff } from '../../../protocol/margin/worstPayoff.ts';
import {
  type FeeTerms,
  feeUp,
  type PerpetualFeeTerms,
  perpetualFeeUp,
} from '../../../protocol/money.ts';
import { type PayoffTerms, settlementPayoff } from '../../../protocol/payoff.ts';
import type { ContractCall } from '../kind.ts';

export interface StandardCalls {
  standardMargin(portfolio: StandardPortfolio, params: StandardParams): Promise<MarginResult>;
  worstPayoff(options: readonly OptionPosition[]): Promise<WorstPayoff>;
  settlementPayoff(terms: PayoffTerms, settlement: bigint): Promise<bigint>;
  feeUp(terms: FeeTerms): Promise<number>;
  perpetualFeeUp(terms: PerpetualFeeTerms): Promise<number>;
}

export const protocolStandard: StandardCalls = {
  standardMargin: async (portfolio, params) => standardMargin(portfolio, params),
  worstPayoff: async (options) => worstPayoff(options),
  settlementPayoff: async (terms, settlement) => settlementPayoff(terms, settlement),
  feeUp: async (terms) => feeUp(terms),
  perpetualFeeUp: async (terms) => perpetualFeeUp(terms),
};

/** The positions of a payoff have no volatility. */
export function contractStandard(call: ContractCall): StandardCalls {
  return {
    async standardMargin(portfolio, params) {
      return (await call('standardMargin', [portfolio, params])) as MarginResult;
    },
    async worstPayoff(options) {
      const args = [options.map((option) => ({ ...option, vol: 0n }))];
      const [loss, callAmount] = (await call('worstPayoff', args)) as readonly bigint[];
      return { loss, callAmount };
    },
    async settlementPayoff({ put, strike }, settlement) {
      return (await call('settlementPayoff', [put, strike, settlement])) as bigint;
    },
    async feeUp({ indexCents, priceCents, quantityE4, ratePpm, baseFee }) {
      const args = [indexCents, priceCents, quantityE4, ratePpm, baseFee].map(BigInt);
      return Number(await call('feeUp', args));
    },
    async perpetualFeeUp({ indexCents, quantityE4, ratePpm, baseFee }) {
      const args = [indexCents, quantityE4, ratePpm, baseFee].map(BigInt);
      return Number(await call('perpetualFeeUp', args));
    },
  };
}
