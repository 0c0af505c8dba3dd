import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';

import { CODE } from '../../../protocol/rejections.ts';
import { SIDES } from '../../../protocol/typedData.ts';
import { formatAmount, formatPrice, formatQuantity } from '../../admission/decimals.ts';
import { ProtocolRejection } from '../../rejections.ts';
import type { ApiContext } from '../context.ts';
import { parsePage } from '../page.ts';
import { Decimal, errors, Integer, PageQuery } from '../schemas.ts';
import { viewBook, viewInstrument } from '../views.ts';

const Instrument = Type.Object({
  instrument: Type.String(),
  id: Integer,
  underlying: Type.String(),
  expiresAt: Integer,
  strike: Decimal,
  type: Type.String(),
  bestBid: Type.Union([Type.Null(), Decimal]),
  bestAsk: Type.Union([Type.Null(), Decimal]),
  settlementPrice: Type.Union([Type.Null(), Decimal]),
});
const Level = Type.Object({ price: Decimal, quantity: Decimal, orders: Type.Integer() });
const Trade = Type.Object({
  seq: Integer,
  instrument: Type.String(),
  price: Decimal,
  quantity: Decimal,
  takerSide: Type.String(),
  taker: Integer,
  maker: Integer,
  takerFee: Decimal,
  makerFee: Decimal,
  time: Integer,
});

/** Instruments, books and trades. */
export function marketRoutes({ state, index, readModel }: ApiContext): FastifyPluginAsyncTypebox {
  const tags = ['market'];
  const idOf = (name: string): number => {
    const id = index.instrument(name);
    if (id === 0) throw new ProtocolRejection(CODE.unknownInstrument);
    return id;
  };

  return async (app) => {
    app.get(
      '/instruments',
      {
        schema: { tags, summary: 'Every listed option', response: { 200: Type.Array(Instrument) } },
      },
      async () => {
        const count = state.globals.instrumentCount();
        return Array.from({ length: count }, (_, i) => viewInstrument(state, i + 1));
      },
    );
    app.get(
      '/book/:instrument',
      {
        schema: {
          tags,
          summary: 'Price levels, best first',
          params: Type.Object({ instrument: Type.String({ maxLength: 40 }) }),
          querystring: Type.Object(
            { depth: Type.Optional(Integer) },
            { additionalProperties: false },
          ),
          response: {
            200: Type.Object({
              instrument: Type.String(),
              seq: Integer,
              bids: Type.Array(Level),
              asks: Type.Array(Level),
            }),
            ...errors,
          },
        },
      },
      async ({ params, query }) => {
        const depth = parsePage({ limit: query.depth }, 20).limit;
        const id = idOf(params.instrument);
        return {
          instrument: params.instrument,
          seq: String(readModel.seq),
          ...viewBook(state, id, depth),
        };
      },
    );
    app.get(
      '/trades',
      {
        schema: {
          tags,
          summary: 'Trades, latest first',
          querystring: Type.Object(
            {
              ...PageQuery.properties,
              instrument: Type.Optional(Type.String({ maxLength: 40 })),
            },
            { additionalProperties: false },
          ),
          response: { 200: Type.Array(Trade), ...errors },
        },
      },
      async ({ query }) => {
        const { before, limit } = parsePage(query);
        const id = query.instrument === undefined ? null : idOf(query.instrument);
        const trades = await readModel.trades(id, before, limit);
        return trades.map((trade) => ({
          seq: String(trade.seq),
          instrument: index.name(trade.instrument),
          price: formatPrice(trade.priceCents),
          quantity: formatQuantity(trade.quantityE4),
          takerSide: SIDES[trade.takerSide],
          taker: String(trade.taker),
          maker: String(trade.maker),
          takerFee: formatAmount(trade.takerFee),
          makerFee: formatAmount(trade.makerFee),
          time: String(trade.timeSec),
        }));
      },
    );
  };
}
