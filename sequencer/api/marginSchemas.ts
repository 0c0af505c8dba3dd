/** Margins, auctions and tickers as they go over the wire. */
import { type TSchema, Type } from 'typebox';

import { Decimal, Integer } from './schemas.ts';

const nullable = <S extends TSchema>(schema: S) => Type.Union([Type.Null(), schema]);
const Text = Type.String();
const Pair = Type.Object({ initial: Decimal, maintenance: Decimal });
const Reason = nullable(
  Type.String({
    description: 'why there is no mark: noIndex, staleIndex, noSurface, staleSurface, settled',
  }),
);
const Greeks = Type.Object({
  delta: Type.String({ description: 'USD for a dollar of the index' }),
  gamma: Type.String({ description: 'delta for a dollar of the index' }),
  vega: Type.String({ description: 'USD for a volatility point (0.01)' }),
  theta: Type.String({ description: 'USD a day' }),
});

const figures = {
  cash: Decimal,
  equity: nullable(Decimal),
  initialMargin: nullable(Type.String({ description: 'equity minus initial requirement' })),
  maintenanceMargin: nullable(Decimal),
  requirement: nullable(Pair),
  marginRatio: nullable(
    Type.String({ description: 'maintenance requirement over equity; above 1 it is liquidated' }),
  ),
};

export const MarginReport = Type.Object({
  account: nullable(Integer),
  time: Integer,
  model: Text,
  parametersVersion: Integer,
  liquidatable: Type.Boolean({ description: 'prints are good enough to liquidate on' }),
  ...figures,
  worst: nullable(Type.Object({ index: Type.Integer(), name: Text, profit: Decimal })),
  scenarios: Type.Array(
    Type.Object({
      index: Type.Integer({ description: '0: forward against spot; i: scenario i - 1' }),
      name: Text,
      spotShock: Decimal,
      volatility: Text,
      dampening: Decimal,
      profit: Decimal,
      isWorst: Type.Boolean(),
    }),
    { description: 'of the portfolio model' },
  ),
  sources: Type.Array(
    Type.Object({ source: Text, of: nullable(Text), initial: Decimal, maintenance: Decimal }),
    { description: 'their sums are the requirement, exactly' },
  ),
  standardExpiries: Type.Array(
    Type.Object({
      expiry: Text,
      value: Decimal,
      isolated: Pair,
      worstPayoff: Pair,
      confidence: Decimal,
    }),
    { description: 'of the standard model: the milder of the two margins of an expiry counts' },
  ),
  expiries: Type.Array(
    Type.Object({
      expiry: Text,
      expiresAt: Integer,
      secondsLeft: Integer,
      index: nullable(Decimal),
      forward: nullable(Decimal),
      rate: nullable(Decimal),
      reason: Reason,
    }),
  ),
  positions: Type.Array(
    Type.Object({
      instrument: Text,
      quantity: Decimal,
      mark: nullable(Decimal),
      value: nullable(Decimal),
      markIv: nullable(Decimal),
      greeks: nullable(Greeks),
      reason: Reason,
    }),
  ),
});

export const Auction = Type.Object({
  kind: Type.String({ description: 'solvent or insolvent' }),
  startedAt: Integer,
  elapsedSec: Integer,
  endsAt: Integer,
  standing: Type.String({
    description:
      'runs; halted while prints are not good enough; or what liquidate would make of it: over, restart, insolvent',
  }),
  reserved: Type.String({ description: 'USDC that earlier bidders paid, not for sale' }),
  askedShare: nullable(Type.String({ description: 'share of the equity that is asked' })),
  largestShare: nullable(Type.String({ description: 'of the account, for one bid' })),
  price: nullable(
    Type.String({ description: 'USDC for the whole; below 0 what is paid for taking it' }),
  ),
  bufferMargin: nullable(Decimal),
});

export const AccountMargin = Type.Object({
  account: Integer,
  model: Text,
  revision: Integer,
  liquidatable: Type.Boolean(),
  ...figures,
  auction: nullable(Auction),
});

export const AuctionEvent = Type.Object({
  seq: Integer,
  time: Integer,
  account: Integer,
  event: Type.String({ description: 'started, insolvent, bid or closed' }),
  bidder: nullable(Integer),
  share: nullable(Decimal),
  price: nullable(Decimal),
});

export const Ticker = Type.Object({
  instrument: Text,
  underlying: Text,
  expiresAt: Integer,
  strike: Decimal,
  type: Text,
  mode: Type.String({ description: 'open, postOnly or cancelOnly' }),
  time: Integer,
  index: nullable(Decimal),
  indexAgeSec: nullable(Integer),
  surfaceAgeSec: nullable(Integer),
  forward: nullable(Decimal),
  rate: nullable(Decimal),
  mark: nullable(Decimal),
  markIv: nullable(Decimal),
  bid: nullable(Decimal),
  bidIv: nullable(Decimal),
  ask: nullable(Decimal),
  askIv: nullable(Decimal),
  greeks: nullable(Greeks),
  reason: Reason,
});
