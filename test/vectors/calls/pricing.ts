/** What vectors of prices call: the functions of protocol/maths and protocol/pricing, each as a promise. */
import { exp } from '../../../protocol/maths/exp.ts';
import { ln } from '../../../protocol/maths/ln.ts';
import { normalCdf, normalPdf } from '../../../protocol/maths/normal.ts';
import { pow } from '../../../protocol/maths/pow.ts';
import { sqrtDown } from '../../../protocol/maths/sqrt.ts';
import {
  black76,
  type Option,
  type OptionPrice,
  undiscountedCall,
  type UndiscountedOption,
} from '../../../protocol/pricing/black76.ts';
import { type Surface, volatility } from '../../../protocol/pricing/svi.ts';
import type { ContractCall } from '../kind.ts';

export interface PricingCalls {
  ln(x: bigint): Promise<bigint>;
  exp(x: bigint): Promise<bigint>;
  sqrtDown(x: bigint): Promise<bigint>;
  pow(x: bigint, y: bigint): Promise<bigint>;
  normalCdf(x: bigint): Promise<bigint>;
  normalPdf(x: bigint): Promise<bigint>;
  black76(option: Option): Promise<OptionPrice>;
  undiscountedCall(option: UndiscountedOption): Promise<bigint>;
  volatility(surface: Surface, strike: bigint): Promise<bigint>;
}

export const protocolPricing: PricingCalls = {
  ln: async (x) => ln(x),
  exp: async (x) => exp(x),
  sqrtDown: async (x) => sqrtDown(x),
  pow: async (x, y) => pow(x, y),
  normalCdf: async (x) => normalCdf(x),
  normalPdf: async (x) => normalPdf(x),
  black76: async (option) => black76(option),
  undiscountedCall: async (option) => undiscountedCall(option),
  volatility: async (surface, strike) => volatility(surface, strike),
};

export function contractPricing(call: ContractCall): PricingCalls {
  const number = async (name: string, args: readonly unknown[]): Promise<bigint> =>
    (await call(name, args)) as bigint;
  return {
    ln: (x) => number('ln', [x]),
    exp: (x) => number('exp', [x]),
    sqrtDown: (x) => number('sqrtDown', [x]),
    pow: (x, y) => number('pow', [x, y]),
    normalCdf: (x) => number('normalCdf', [x]),
    normalPdf: (x) => number('normalPdf', [x]),
    volatility: (surface, strike) => number('volatility', [surface, strike]),
    async black76(option) {
      const [price, put, delta] = (await call('black76', [option])) as readonly bigint[];
      return { call: price, put, delta };
    },
    undiscountedCall: ({ totalVol, logMoneyness, forward, strike }) =>
      number('undiscountedCall', [totalVol, logMoneyness, forward, strike]),
  };
}
