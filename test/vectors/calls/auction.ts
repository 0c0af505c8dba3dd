/** What vectors of the liquidation auction call: the functions of protocol/auction.ts, each as a promise. */
import * as auction from '../../../protocol/auction.ts';
import type { ContractCall } from '../kind.ts';

type Calls = Pick<
  typeof auction,
  | 'bufferMargin'
  | 'discount'
  | 'bidPrice'
  | 'largestShare'
  | 'bidCost'
  | 'liquidationFee'
  | 'insolventOffer'
  | 'insolventPayout'
>;

export type AuctionCalls = {
  readonly [Name in keyof Calls]: (...args: Parameters<Calls[Name]>) => Promise<bigint>;
};

export const protocolAuction: AuctionCalls = {
  bufferMargin: async (...args) => auction.bufferMargin(...args),
  discount: async (...args) => auction.discount(...args),
  bidPrice: async (...args) => auction.bidPrice(...args),
  largestShare: async (...args) => auction.largestShare(...args),
  bidCost: async (...args) => auction.bidCost(...args),
  liquidationFee: async (...args) => auction.liquidationFee(...args),
  insolventOffer: async (...args) => auction.insolventOffer(...args),
  insolventPayout: async (...args) => auction.insolventPayout(...args),
};

export function contractAuction(call: ContractCall): AuctionCalls {
  const number = async (name: string, args: readonly unknown[]): Promise<bigint> =>
    (await call(name, args)) as bigint;
  return {
    bufferMargin: (...args) => number('bufferMargin', args),
    discount: (...args) => number('discount', args),
    bidPrice: (...args) => number('bidPrice', args),
    largestShare: (...args) => number('largestShare', args),
    bidCost: ({ price, share }) => number('bidCost', [price, share]),
    liquidationFee: (...args) => number('liquidationFee', args),
    insolventOffer: (...args) => number('insolventOffer', args),
    insolventPayout: ({ offer, share }) => number('insolventPayout', [offer, share]),
  };
}
