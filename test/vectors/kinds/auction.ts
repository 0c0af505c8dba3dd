/** Vectors of the liquidation auction. */
import type { AuctionParams } from '../../../protocol/auction.ts';
import { min } from '../../../protocol/maths/wad.ts';
import { type JsonObject, type Kind, marginRule, type Vector } from '../kind.ts';
import { integer, isNumber, wad } from '../read.ts';

export const auctionDiscount: Kind = {
  name: 'dutch_auction_discount',
  rule: marginRule,
  async run({ inputs, params }, calls) {
    return { discount: await calls.discount(integer(inputs.elapsedSec), readParams(params)) };
  },
};

export const auctionBid: Kind = {
  name: 'dutch_auction_bid',
  rule: remarkOrMargin,
  async run({ inputs, params: group }, calls) {
    const params = readParams(group);
    const account = readAccount(inputs);
    const discount = await calls.discount(integer(inputs.elapsedSec), params);
    const offer = { reserved: wad(inputs.reservedCash), discount };
    const price = await calls.bidPrice(account, offer);
    const most = await calls.largestShare(account, offer, params);
    const share = min(wad(inputs.bidPct ?? '1'), most);
    const cost = await calls.bidCost({ price, share });
    return {
      bufferMargin: await calls.bufferMargin(account, params),
      discount,
      bidPrice: price,
      maxProportion: most,
      maxProportion_floor3: most,
      finalPct: share,
      cashFromBidder: cost,
      cashFromBidder_floor: cost,
      fee: await calls.liquidationFee(account, params),
    };
  },
};

export const auctionInsolvent: Kind = {
  name: 'dutch_auction_insolvent',
  rule: marginRule,
  async run({ inputs, params }, calls) {
    const elapsedSec = integer(inputs.elapsedSec);
    const offer = await calls.insolventOffer(readAccount(inputs), elapsedSec, readParams(params));
    const share = wad(inputs.bidPct ?? '1');
    const cash = await calls.insolventPayout({ offer, share });
    return { offer, cashToBidder: cash, cashToBidder_floor: cash };
  },
};

/** Some vectors say the final share in words. */
function remarkOrMargin(field: string, { expected }: Vector): ReturnType<Kind['rule']> {
  return field === 'finalPct' && !isNumber(expected[field]) ? 'remark' : marginRule(field);
}

function readAccount(inputs: JsonObject): { markToMarket: bigint; maintenance: bigint } {
  return { markToMarket: wad(inputs.MtM), maintenance: wad(inputs.MM) };
}

function readParams(params: JsonObject): AuctionParams {
  return {
    buffer: wad(params.buffer),
    startShare: wad(params.start),
    cutoffShare: wad(params.cutoff),
    fastSec: integer(params.fast),
    slowSec: integer(params.slow),
    insolventSec: integer(params.insolvent ?? params.insolventLen),
    feeRate: wad(params.fee),
    wholeBelow: wad(params.M0),
  };
}
