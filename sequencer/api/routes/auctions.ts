import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';

import { MAX_ACCOUNTS } from '../../../protocol/params.ts';
import { formatAmount, formatShare, parseInteger } from '../../admission/decimals.ts';
import { Refusal } from '../../rejections.ts';
import type { AuctionRow } from '../../store/auctionEvents.ts';
import type { ApiContext } from '../context.ts';
import { AccountMargin, AuctionEvent } from '../marginSchemas.ts';
import { parsePage } from '../page.ts';
import { closed, errors, Integer, notFound, PageQuery } from '../schemas.ts';
import { askMargins } from './margin.ts';

const AUCTIONS_MAX = 100;

/** Accounts under auction, and what happened to them. */
export function auctionRoutes(context: ApiContext): FastifyPluginAsyncTypebox {
  const { readModel, auctions } = context;
  const tags = ['auctions'];
  const isRunning = (account: number): boolean => auctions.running().includes(account);

  return async (app) => {
    app.get(
      '/auctions',
      {
        schema: {
          tags,
          summary: 'Accounts under auction now, by account id, at most 100',
          querystring: closed({ after: Type.Optional(Integer) }),
          response: { 200: Type.Array(AccountMargin), ...errors },
        },
      },
      async ({ query }) => {
        const after = parseInteger(query.after ?? '0', 'after', MAX_ACCOUNTS);
        const running = auctions.running().filter((account) => account > after);
        return askMargins(context, running.slice(0, AUCTIONS_MAX));
      },
    );
    app.get(
      '/auctions/:account',
      {
        schema: {
          tags,
          summary: 'One auction',
          params: Type.Object({ account: Type.String({ maxLength: 40 }) }),
          response: { 200: AccountMargin, ...notFound, ...errors },
        },
      },
      async ({ params }) => {
        const account = parseInteger(params.account, 'account', MAX_ACCOUNTS);
        if (!isRunning(account)) throw new Refusal('notFound', `auction of account ${account}`);
        const [margin] = await askMargins(context, [account]);
        return margin;
      },
    );
    app.get(
      '/auction-events',
      {
        schema: {
          tags,
          summary: 'Starts, bids and ends of auctions, latest first',
          querystring: closed({ ...PageQuery.properties, account: Type.Optional(Integer) }),
          response: { 200: Type.Array(AuctionEvent), ...errors },
        },
      },
      async ({ query }) => {
        const { account } = query;
        const rows = await readModel.auctionEvents({
          ...parsePage(query),
          account: account === undefined ? null : parseInteger(account, 'account', MAX_ACCOUNTS),
        });
        return rows.map(viewEvent);
      },
    );
  };
}

function viewEvent({ seq, timeSec, account, event, bidder, sharePpm, price }: AuctionRow) {
  const isBid = event === 'bid';
  return {
    seq: String(seq),
    time: String(timeSec),
    account: String(account),
    event,
    bidder: isBid ? String(bidder) : null,
    share: isBid ? formatShare(sharePpm) : null,
    price: isBid ? formatAmount(price) : null,
  };
}
