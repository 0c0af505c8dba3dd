import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { TSchema } from 'typebox';

import { ACCEPTED } from '../../../protocol/rejections.ts';
import { formatAmount, formatPrice, formatQuantity, formatWad } from '../../admission/decimals.ts';
import { toHex } from '../../admission/hex.ts';
import {
  bidBytes,
  cancelAllBytes,
  cancelBytes,
  liquidateBytes,
  marginModelBytes,
  orderBytes,
  sessionKeyBytes,
  transferBytes,
  UNSIGNED_OPERATIONS,
  unsignedBytes,
  withdrawBytes,
} from '../../admission/requests.ts';
import type { Answer } from '../../engine/engine.ts';
import type { Receipt } from '../../engine/receipts.ts';
import { ProtocolRejection } from '../../rejections.ts';
import type { ApiContext } from '../context.ts';
import {
  BidBody,
  BidSchema,
  CancelAllBody,
  CancelBody,
  errors,
  ExecutedSchema,
  LiquidateBody,
  MarginModelBody,
  OperationBody,
  PlaceOrderBody,
  PlacedSchema,
  SessionKeyBody,
  TransferBody,
  WithdrawBody,
} from '../schemas.ts';

/** A rejection that is in a batch all the same: it burned its nonce. */
export class RecordedRejection extends ProtocolRejection {
  readonly receipt: Receipt;

  constructor(code: number, receipt: Receipt) {
    super(code);
    this.receipt = receipt;
  }
}

export function viewReceipt({ seq, batch, index, outcome, hash, proof, signature }: Receipt) {
  return {
    seq: String(seq),
    batch: String(batch),
    index,
    outcome,
    hash: toHex(hash),
    proof: proof.map(toHex),
    signature: toHex(signature),
  };
}

function receiptOf({ executed, receipt }: Answer): Receipt {
  if (receipt === null) throw new ProtocolRejection(executed.outcome);
  if (executed.outcome !== ACCEPTED) throw new RecordedRejection(executed.outcome, receipt);
  return receipt;
}

/** Everything that changes the exchange. */
export function operationRoutes(context: ApiContext): FastifyPluginAsyncTypebox {
  const { admit, index } = context;

  const run = async (operation: Uint8Array, isCancel = false) => {
    const receipt = receiptOf(await admit(operation, { isCancel }));
    return { receipt: viewReceipt(receipt) };
  };
  const schema = <B extends TSchema, R extends TSchema>(summary: string, body: B, response: R) => ({
    summary,
    tags: ['operations'],
    body,
    response: { 200: response, ...errors },
  });
  // Rate limits never apply to cancels.
  const unlimited = { config: { rateLimit: false as const } };

  return async (app) => {
    app.post(
      '/orders',
      { schema: schema('Place an order', PlaceOrderBody, PlacedSchema) },
      async ({ body }) => {
        const operation = orderBytes(body, (name) => index.instrument(name));
        const answer = await admit(operation, { isCancel: false });
        return { receipt: viewReceipt(receiptOf(answer)), ...viewPlaced(answer, context) };
      },
    );
    app.post(
      '/cancels',
      { ...unlimited, schema: schema('Cancel one order', CancelBody, ExecutedSchema) },
      async ({ body }) => run(cancelBytes(body), true),
    );
    app.post(
      '/cancels/all',
      {
        ...unlimited,
        schema: schema('Cancel every order of the account', CancelAllBody, ExecutedSchema),
      },
      async ({ body }) => run(cancelAllBytes(body), true),
    );
    app.post(
      '/transfers',
      {
        schema: schema('Move cash to another account of the owner', TransferBody, ExecutedSchema),
      },
      async ({ body }) => run(transferBytes(body)),
    );
    app.post(
      '/withdrawals',
      {
        schema: schema(
          'Take cash out; the bridge pays once the batch is settled',
          WithdrawBody,
          ExecutedSchema,
        ),
      },
      async ({ body }) => run(withdrawBytes(body)),
    );
    app.post(
      '/session-keys',
      { schema: schema('Set or remove a session key', SessionKeyBody, ExecutedSchema) },
      async ({ body }) => run(sessionKeyBytes(body)),
    );
    app.post(
      '/margin-models',
      {
        schema: schema('Change how the account is margined', MarginModelBody, ExecutedSchema),
      },
      async ({ body }) => run(marginModelBytes(body)),
    );
    app.post(
      '/bids',
      {
        schema: schema('Take a share of an account under auction', BidBody, BidSchema),
      },
      async ({ body }) => {
        const answer = await admit(bidBytes(body), { isCancel: false });
        return { receipt: viewReceipt(receiptOf(answer)), ...viewTaken(answer) };
      },
    );
    app.post(
      '/liquidations',
      {
        schema: schema(
          'Start the auction of an account below its maintenance margin, or bring it up to date; anyone may',
          LiquidateBody,
          ExecutedSchema,
        ),
      },
      async ({ body }) => run(liquidateBytes(body)),
    );
    app.post(
      '/operations',
      {
        schema: schema(
          `Hand in a system operation that needs no key: ${UNSIGNED_OPERATIONS.join(', ')}`,
          OperationBody,
          ExecutedSchema,
        ),
      },
      async ({ body }) => run(unsignedBytes(body.operation)),
    );
  };
}

function viewTaken({ executed }: Answer) {
  const [taken] = executed.effects.taken;
  return { share: formatWad(taken.share), price: formatAmount(taken.price) };
}

function viewPlaced({ executed }: Answer, { index }: ApiContext) {
  const { fills, rested } = executed.effects;
  const [order] = rested;
  return {
    fills: fills.map(({ instrument, priceCents, quantityE4, takerFee }) => ({
      instrument: index.name(instrument),
      price: formatPrice(priceCents),
      quantity: formatQuantity(quantityE4),
      fee: formatAmount(takerFee),
    })),
    resting:
      order === undefined
        ? null
        : {
            order: String(order.order),
            generation: String(order.generation),
            quantity: formatQuantity(order.quantityE4),
          },
  };
}
