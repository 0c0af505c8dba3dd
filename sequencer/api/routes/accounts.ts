import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';

import { OPERATION_BY_KIND } from '../../../protocol/generated/codec.ts';
import { MAX_ACCOUNTS } from '../../../protocol/params.ts';
import { SIDES } from '../../../protocol/typedData.ts';
import { formatPrice, formatQuantity, parseInteger } from '../../admission/decimals.ts';
import { parseHex, toHex } from '../../admission/hex.ts';
import { Refusal } from '../../rejections.ts';
import type { ApiContext } from '../context.ts';
import { parsePage } from '../page.ts';
import { Decimal, errors, HexText, Integer, notFound, PageQuery } from '../schemas.ts';
import { viewAccount, viewOpenOrders } from '../views.ts';

const Account = Type.Object({
  account: Integer,
  owner: HexText,
  cash: Decimal,
  marginModel: Type.String({ description: 'standard or portfolio' }),
  revision: Integer,
  auction: Type.Union([
    Type.Null(),
    Type.Object({ startedAt: Integer, kind: Type.String(), reserved: Decimal }),
  ]),
  withdrawn: Decimal,
  openOrders: Type.Integer(),
  positions: Type.Array(Type.Object({ instrument: Type.String(), quantity: Decimal })),
  keys: Type.Array(
    Type.Object({
      key: Integer,
      signer: HexText,
      expiresAt: Integer,
      scope: Integer,
      nextNonce: Integer,
    }),
  ),
});
const OpenOrder = Type.Object({
  order: Integer,
  generation: Integer,
  instrument: Type.String(),
  side: Type.String(),
  price: Decimal,
  quantity: Decimal,
});
const PastOrder = Type.Intersect([
  OpenOrder,
  Type.Object({ seq: Integer, remaining: Decimal, status: Type.String() }),
]);
const Event = Type.Object({
  seq: Integer,
  batch: Integer,
  index: Type.Integer(),
  operation: Type.String(),
  outcome: Type.Integer(),
  time: Integer,
  hash: HexText,
});
const params = Type.Object({ account: Type.String({ maxLength: 40 }) });

/** Accounts as they are now, and what they did. */
export function accountRoutes({ state, index, readModel }: ApiContext): FastifyPluginAsyncTypebox {
  const tags = ['accounts'];
  const accountOf = (text: string): number => {
    const account = parseInteger(text, 'account', MAX_ACCOUNTS);
    if (account === 0 || account > state.globals.accountCount()) {
      throw new Refusal('notFound', `account ${account}`);
    }
    return account;
  };

  return async (app) => {
    app.get(
      '/accounts',
      {
        schema: {
          tags,
          summary: 'The accounts of an owner',
          querystring: Type.Object(
            { owner: Type.String({ maxLength: 42 }) },
            { additionalProperties: false },
          ),
          response: { 200: Type.Array(Account), ...errors },
        },
      },
      async ({ query }) => {
        const owner = toHex(parseHex(query.owner, 'owner', [20]));
        return index.accountsOf(owner).map((account) => viewAccount(state, account));
      },
    );
    app.get(
      '/accounts/:account',
      { schema: { tags, summary: 'One account', params, response: { 200: Account, ...notFound } } },
      async (request) => viewAccount(state, accountOf(request.params.account)),
    );
    app.get(
      '/accounts/:account/orders',
      {
        schema: {
          tags,
          summary: 'Orders in the book now',
          params,
          response: { 200: Type.Array(OpenOrder), ...notFound },
        },
      },
      async (request) => viewOpenOrders(state, index, accountOf(request.params.account)),
    );
    app.get(
      '/accounts/:account/history',
      {
        schema: {
          tags,
          summary: 'Orders that ever rested, latest first',
          params,
          querystring: PageQuery,
          response: { 200: Type.Array(PastOrder), ...notFound },
        },
      },
      async (request) => {
        const { before, limit } = parsePage(request.query);
        const orders = await readModel.ordersOf(accountOf(request.params.account), before, limit);
        return orders.map((order) => ({
          order: String(order.order),
          generation: String(order.generation),
          instrument: index.name(order.instrument),
          side: SIDES[order.side],
          price: formatPrice(order.priceCents),
          quantity: formatQuantity(order.quantityE4),
          remaining: formatQuantity(order.remainingE4),
          status: order.status,
          seq: String(order.seq),
        }));
      },
    );
    app.get(
      '/accounts/:account/events',
      {
        schema: {
          tags,
          summary: 'Operations of the account, latest first',
          params,
          querystring: PageQuery,
          response: { 200: Type.Array(Event), ...notFound },
        },
      },
      async (request) => {
        const { before, limit } = parsePage(request.query);
        const account = accountOf(request.params.account);
        const events = await readModel.operationsOf(account, before, limit);
        return events.map((event) => ({
          seq: String(event.seq),
          batch: String(event.batch),
          index: event.index,
          operation: OPERATION_BY_KIND[event.kind].name,
          outcome: event.outcome,
          time: String(event.timeSec),
          hash: toHex(event.hash),
        }));
      },
    );
  };
}
