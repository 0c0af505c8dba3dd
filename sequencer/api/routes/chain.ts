import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';

import { decodeHeader, OPERATION_BY_KIND } from '../../../protocol/generated/codec.ts';
import {
  MAKER_FEE_PPM,
  MAX_BATCH_BYTES,
  MAX_MATCH_ATTEMPTS,
  MAX_OPEN_ORDERS,
  MAX_POSITIONS,
  NONCE_WINDOW,
  TAKER_BASE_FEE,
  TAKER_FEE_PPM,
  UNDERLYINGS,
} from '../../../protocol/params.ts';
import { typedDataDomain, typedDataTypes } from '../../../protocol/typedDataJson.ts';
import {
  formatAmount,
  formatPrice,
  formatQuantity,
  parseInteger,
} from '../../admission/decimals.ts';
import { parseHex, toHex } from '../../admission/hex.ts';
import { RECEIPTS_TYPE } from '../../engine/receipts.ts';
import type { Heads } from '../../l1/watcher.ts';
import { Refusal } from '../../rejections.ts';
import type { BatchRow } from '../../store/batches.ts';
import type { OperationRow } from '../../store/readModel.ts';
import type { ApiContext } from '../context.ts';
import { parsePage } from '../page.ts';
import { HexText, Integer, notFound, PageQuery, ReceiptSchema } from '../schemas.ts';
import { viewReceipt } from './operations.ts';

const Batch = Type.Object({
  number: Integer,
  head: Type.String({ description: 'unsafe, safe, finalized or settled' }),
  hash: HexText,
  root: HexText,
  header: HexText,
  bytes: Type.Integer(),
  operations: Type.Integer(),
  orders: Type.Integer(),
  inboxFrom: Integer,
  inboxTo: Integer,
  firstSeq: Integer,
  time: Integer,
  transaction: Type.Union([Type.Null(), HexText]),
  gasUsed: Type.Union([Type.Null(), Integer]),
});
const OperationStatus = Type.Object({
  operation: Type.String(),
  account: Integer,
  head: Type.String({ description: 'unsafe, safe, finalized or settled' }),
  receipt: ReceiptSchema,
});

/** How far L1 is with a batch. */
export function headOf(batch: number, heads: Heads | null): string {
  if (heads === null) return 'unsafe';
  if (batch <= heads.settled) return 'settled';
  if (batch <= heads.finalized) return 'finalized';
  return batch <= heads.posted ? 'safe' : 'unsafe';
}

function viewBatch(row: BatchRow, heads: Heads | null) {
  const header = decodeHeader(row.header);
  return {
    number: String(row.number),
    head: headOf(row.number, heads),
    hash: toHex(row.hash),
    root: toHex(row.root),
    header: toHex(row.header),
    bytes: row.data.length,
    operations: row.operations,
    orders: row.orders,
    inboxFrom: String(header.inboxFrom),
    inboxTo: String(header.inboxTo),
    firstSeq: String(row.firstSeq),
    time: String(header.timeSec),
    transaction: row.postTransaction === null ? null : toHex(row.postTransaction),
    gasUsed: row.postGas === null ? null : String(row.postGas),
  };
}

/** The rollup: what it is, its batches, where an operation went. */
export function chainRoutes(context: ApiContext): FastifyPluginAsyncTypebox {
  const { batches, readModel, heads } = context;
  const viewStatus = (row: OperationRow | null) => {
    if (row === null) throw new Refusal('notFound', 'operation');
    const { seq, batch, index, outcome, hash } = row;
    return {
      operation: OPERATION_BY_KIND[row.kind].name,
      account: String(row.account),
      head: headOf(batch, heads()),
      receipt: viewReceipt(context.signReceipt({ seq, batch, index, outcome, hash })),
    };
  };

  return async (app) => {
    app.get(
      '/info',
      {
        schema: { tags: ['rollup'], summary: 'What a client has to know', response: { 200: Info } },
      },
      async () => viewInfo(context),
    );
    app.get(
      '/batches',
      {
        schema: {
          tags: ['rollup'],
          summary: 'Sealed batches, latest first',
          querystring: PageQuery,
          response: { 200: Type.Array(Batch) },
        },
      },
      async ({ query }) => {
        const { before, limit } = parsePage(query, 20);
        const rows = await batches.before(before, Math.min(limit, 50));
        return rows.map((row) => viewBatch(row, heads()));
      },
    );
    app.get(
      '/batches/:number',
      {
        schema: {
          tags: ['rollup'],
          summary: 'One sealed batch with its data',
          params: Type.Object({ number: Type.String({ maxLength: 40 }) }),
          response: {
            200: Type.Intersect([Batch, Type.Object({ data: HexText })]),
            ...notFound,
          },
        },
      },
      async ({ params }) => {
        const row = await batches.get(
          parseInteger(params.number, 'number', Number.MAX_SAFE_INTEGER),
        );
        if (row === null) throw new Refusal('notFound', `batch ${params.number}`);
        return { ...viewBatch(row, heads()), data: toHex(row.data) };
      },
    );
    app.get(
      '/operations/:seq',
      {
        schema: {
          tags: ['rollup'],
          summary: 'Receipt of an operation by its seq, or by the hash of its bytes',
          params: Type.Object({ seq: Type.String({ maxLength: 66 }) }),
          response: { 200: OperationStatus, ...notFound },
        },
      },
      async ({ params }) => {
        const key = params.seq.startsWith('0x')
          ? { hash: parseHex(params.seq, 'hash', [32]) }
          : { seq: parseInteger(params.seq, 'seq', Number.MAX_SAFE_INTEGER) };
        return viewStatus(await readModel.operation(key));
      },
    );
  };
}

const Info = Type.Object({
  chainId: Type.Integer(),
  rollup: HexText,
  verifier: HexText,
  bridge: HexText,
  inbox: HexText,
  receiptSigner: HexText,
  domain: Type.Object({
    name: Type.String(),
    version: Type.String(),
    chainId: Type.Integer(),
    verifyingContract: HexText,
  }),
  types: Type.Record(
    Type.String(),
    Type.Array(Type.Object({ name: Type.String(), type: Type.String() })),
  ),
  receiptsType: Type.String(),
  underlyings: Type.Array(
    Type.Object({
      symbol: Type.String(),
      tick: Type.String(),
      lot: Type.String(),
      strikeStep: Type.String(),
      maxPrice: Type.String(),
      maxPosition: Type.String(),
      index: Type.Union([Type.Null(), Type.String()]),
    }),
  ),
  fees: Type.Object({
    makerPpm: Type.Integer(),
    takerPpm: Type.Integer(),
    takerBase: Type.String({ description: 'USDC, once an order' }),
  }),
  limits: Type.Object({
    bodyBytes: Type.Integer(),
    batchBytes: Type.Integer(),
    openOrders: Type.Integer(),
    positions: Type.Integer(),
    matchAttempts: Type.Integer(),
    nonceWindow: Type.Integer(),
    requestsPerSec: Type.Integer(),
  }),
  time: Integer,
});

function viewInfo({ chainId, addresses, receiptSigner, settings, state }: ApiContext) {
  return {
    chainId,
    ...addresses,
    receiptSigner,
    domain: typedDataDomain(chainId, addresses.rollup),
    types: typedDataTypes(),
    receiptsType: RECEIPTS_TYPE,
    underlyings: UNDERLYINGS.map((underlying, i) => {
      const index = state.underlyings.indexCents(i);
      return {
        symbol: underlying.symbol,
        tick: formatPrice(underlying.tickCents),
        lot: formatQuantity(underlying.lotE4),
        strikeStep: formatPrice(underlying.strikeStepCents),
        maxPrice: formatPrice(underlying.maxPriceCents),
        maxPosition: formatQuantity(underlying.maxPositionE4),
        index: index === 0 ? null : formatPrice(index),
      };
    }),
    fees: {
      makerPpm: MAKER_FEE_PPM,
      takerPpm: TAKER_FEE_PPM,
      takerBase: formatAmount(TAKER_BASE_FEE),
    },
    limits: {
      bodyBytes: settings.bodyBytesMax,
      batchBytes: MAX_BATCH_BYTES,
      openOrders: MAX_OPEN_ORDERS,
      positions: MAX_POSITIONS,
      matchAttempts: MAX_MATCH_ATTEMPTS,
      nonceWindow: NONCE_WINDOW,
      requestsPerSec: settings.rateLimitPerSec,
    },
    time: String(state.globals.timeSec()),
  };
}
