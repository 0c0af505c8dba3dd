/** What goes over the wire. Numbers are decimal strings; unknown fields are refused. */
import { type Static, type TProperties, Type } from 'typebox';

import { MARGIN_MODELS, SIDES, TIMES_IN_FORCE } from '../../protocol/typedData.ts';

export const closed = <P extends TProperties>(properties: P, description?: string) =>
  Type.Object(properties, {
    additionalProperties: false,
    ...(description === undefined ? {} : { description }),
  });

export const decimal = (description: string) =>
  Type.String({ maxLength: 40, description, examples: ['12.5'] });
export const integer = (description: string) =>
  Type.String({ maxLength: 40, description, examples: ['7'] });
const hex = (description: string, maxBytes: number) =>
  Type.String({ maxLength: 2 + 2 * maxBytes, description, examples: ['0x'] });

export const Decimal = decimal('a decimal string');
export const Integer = integer('a whole number as a decimal string');
export const HexText = Type.String({ description: '0x and hex digits' });

const signed = {
  account: integer('the account that acts'),
  key: integer("0 is the owner's key, 1 to 7 are session keys"),
  nonce: integer('never used before by this key; any order within a window of 1024'),
  expiresAt: integer('Unix seconds after which the operation is refused'),
  signature: hex('of the typed data: r, s, v in 65 bytes, or EIP-2098 in 64', 65),
};

export const PlaceOrderBody = closed({
  ...signed,
  instrument: Type.String({ maxLength: 40, examples: ['BTC-26JUN26-60000-C'] }),
  side: Type.Enum([...SIDES]),
  timeInForce: Type.Enum([...TIMES_IN_FORCE]),
  price: decimal('USD a contract, at most 2 decimals'),
  quantity: decimal('contracts, at most 4 decimals'),
});
export const CancelBody = closed({
  ...signed,
  order: integer('id of the order'),
  generation: integer('tells the order from earlier ones of its id'),
});
export const CancelAllBody = closed(signed);
export const TransferBody = closed({
  ...signed,
  toAccount: integer('an account of the same owner'),
  amount: decimal('USDC, at most 6 decimals'),
});
export const WithdrawBody = closed({
  ...signed,
  amount: decimal('USDC, at most 6 decimals'),
});
export const SessionKeyBody = closed({
  ...signed,
  slot: integer('1 to 7'),
  signer: hex('address of the key; zero removes it', 20),
  keyExpiresAt: integer('Unix seconds; 0 means never'),
  scope: integer('sum of 1 trade, 2 transfer, 4 withdraw'),
});
export const MarginModelBody = closed({
  ...signed,
  model: Type.Enum([...MARGIN_MODELS]),
});
export const BidBody = closed({
  ...signed,
  liquidated: integer('the account under auction'),
  share: decimal('of the account as it is now, above 0, at most 1 and 6 decimals'),
  limit: decimal(
    'USDC that the share may cost at most; below 0: what must be paid for taking it, at least',
  ),
  revision: integer('of the account under auction: the bid is for the account as it was then'),
});
export const LiquidateBody = closed({ account: integer('whose auction is brought up to date') });
export const OperationBody = closed({
  operation: Type.String({
    maxLength: 2 + 2 * 1984,
    description: 'bytes of one unsigned system operation, as in the batch data',
    examples: ['0x0d00000001'],
  }),
});

export const ReceiptSchema = Type.Object(
  {
    seq: Integer,
    batch: Integer,
    index: Type.Integer(),
    outcome: Type.Integer({ description: '0, or the code of a rejection' }),
    hash: HexText,
    proof: Type.Array(HexText),
    signature: HexText,
  },
  { description: 'the signed promise of a place and an outcome' },
);
export const ExecutedSchema = Type.Object({ receipt: ReceiptSchema });
export const FillSchema = Type.Object({
  instrument: Type.String(),
  price: Decimal,
  quantity: Decimal,
  fee: Decimal,
});
export const PlacedSchema = Type.Object({
  receipt: ReceiptSchema,
  fills: Type.Array(FillSchema),
  resting: Type.Union([
    Type.Null(),
    Type.Object({ order: Integer, generation: Integer, quantity: Decimal }),
  ]),
});
export const BidSchema = Type.Object({
  receipt: ReceiptSchema,
  share: Type.String({ description: 'of the account, taken' }),
  price: Type.String({ description: 'USDC paid for it; below 0 what was received' }),
});
export const ErrorSchema = Type.Object(
  {
    code: Type.Integer(),
    name: Type.String(),
    message: Type.String(),
    receipt: Type.Optional(ReceiptSchema),
    hash: Type.Optional(HexText),
  },
  { description: '1xxx to 5xxx are rejections by the rules, 6xxx are refusals of the sequencer' },
);

export const errors = {
  400: ErrorSchema,
  413: ErrorSchema,
  422: ErrorSchema,
  429: ErrorSchema,
  503: ErrorSchema,
};
export const notFound = { 404: ErrorSchema };

export const PageQuery = closed({
  before: Type.Optional(integer('only what has a lower seq or number')),
  limit: Type.Optional(integer('at most 500')),
});
export type PageQueryType = Static<typeof PageQuery>;
