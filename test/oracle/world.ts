/** Who signs what in the tests: builds the bytes of operations, with signatures that the stub accepts. */
import { OPERATIONS } from '../../protocol/layout.ts';
import type { TYPES } from '../../protocol/typedData.ts';
import { encode, type Values } from './bytes.ts';
import { nameOf } from './naiveNames.ts';
import {
  type ExpiryName,
  expirySecOf,
  type Hex,
  type NaiveState,
  type SurfacePrint,
} from './naiveState.ts';
import { digestOf, type TypedValue } from './naiveTypedData.ts';
import { UNDERLYINGS } from '../../protocol/params.ts';
import { DOMAIN, stubSignature } from './pair.ts';

export const addressOf = (role: string, index: number): Hex =>
  Buffer.from(role.padEnd(4, '.')).toString('hex') + index.toString(16).padStart(32, '0');

export const PUBLISHERS: readonly Hex[] = Array.from({ length: 5 }, (_, i) => addressOf('pub', i));
export const QUORUM = 3;
export const START_SEC = 1_780_300_800;
export const NO_SIGNER: Hex = '00'.repeat(20);

export function operationBytes(
  name: string,
  values: Values,
  entries: readonly Values[] = [],
): Buffer {
  const { kind, fields, entry } = OPERATIONS[name];
  const counted = entry === undefined ? values : { ...values, count: BigInt(entries.length) };
  return Buffer.concat([
    Buffer.of(kind),
    encode(fields, counted),
    ...entries.map((item) => encode(entry!, item)),
  ]);
}

/** What every signed operation carries, and who signs it. */
export interface Authority {
  readonly key: bigint;
  readonly nonce: bigint;
  readonly expiresAtSec: bigint;
  readonly signer: Hex;
}

export type SignedName = Exclude<
  keyof typeof TYPES,
  'indexPrint' | 'surfacePrint' | 'settlementPrice'
>;

/** @param fields the operation's own ones, without `key`, `nonce`, `expiresAtSec` and the signature */
export function signedBytes(
  state: NaiveState,
  name: SignedName,
  { signer, key, nonce, expiresAtSec }: Authority,
  fields: Values,
): Buffer {
  const typed = typedValues(state, name, fields);
  const common = [key / 8n, key % 8n, nonce, expiresAtSec];
  const digest = digestOf(DOMAIN, name, [...common, ...typed]);
  const signature = stubSignature(signer, digest);
  return operationBytes(name, { key, nonce, expiresAtSec, ...fields, signature });
}

const SIDES = ['buy', 'sell'];
const TIMES_IN_FORCE = ['GTC', 'IOC', 'FOK', 'POST'];
const MODELS = ['standard', 'portfolio'];

/** Field values in the order of the layout are in the order of the type, but for texts. */
function typedValues(state: NaiveState, name: SignedName, fields: Values): TypedValue[] {
  if (name === 'setMarginModel') return [MODELS[Number(fields['model'])] ?? 'none'];
  if (name !== 'placeOrder') return Object.values(fields) as TypedValue[];
  const terms = state.instruments.get(fields['instrument'] as bigint);
  return [
    terms === undefined ? 'none' : nameOf(terms),
    SIDES[Number(fields['side'])] ?? 'none',
    TIMES_IN_FORCE[Number(fields['timeInForce'])] ?? 'none',
    fields['priceCents'] as bigint,
    fields['quantityE4'] as bigint,
  ];
}

export interface PriceEntry {
  readonly publisher: number;
  readonly priceCents: bigint;
}

export interface PrintEntry extends PriceEntry {
  readonly confidenceE4: bigint;
  readonly timeSec: bigint;
}

const symbolOf = (underlying: bigint): string => UNDERLYINGS[Number(underlying)]?.symbol ?? 'none';

function signatureOf(publisher: number, type: PublishedType, values: readonly TypedValue[]): Hex {
  return stubSignature(PUBLISHERS[publisher] ?? NO_SIGNER, digestOf(DOMAIN, type, values));
}

type PublishedType = 'indexPrint' | 'surfacePrint' | 'settlementPrice';

export function publishBytes(underlying: bigint, entries: readonly PrintEntry[]): Buffer {
  const signed = entries.map(({ publisher, ...print }) => {
    const { priceCents, confidenceE4, timeSec } = print;
    const values = [symbolOf(underlying), priceCents, confidenceE4, timeSec];
    const signature = signatureOf(publisher, 'indexPrint', values);
    return { ...print, publisher: BigInt(publisher), signature };
  });
  return operationBytes('publishPrices', { underlying }, signed);
}

export function surfaceBytes(
  { underlying, day }: ExpiryName,
  { surface, publishers }: { surface: SurfacePrint; publishers: readonly number[] },
): Buffer {
  const values = [symbolOf(underlying), expirySecOf(day), ...Object.values<bigint>({ ...surface })];
  const entries = publishers.map((publisher) => ({
    publisher: BigInt(publisher),
    signature: signatureOf(publisher, 'surfacePrint', values),
  }));
  return operationBytes('publishSurface', { underlying, day, ...surface }, entries);
}

export function settleExpiryBytes(
  { underlying, day }: ExpiryName,
  entries: readonly PriceEntry[],
): Buffer {
  const signed = entries.map(({ publisher, priceCents }) => {
    const values = [symbolOf(underlying), expirySecOf(day), priceCents];
    const signature = signatureOf(publisher, 'settlementPrice', values);
    return { publisher: BigInt(publisher), priceCents, signature };
  });
  return operationBytes('settleExpiry', { underlying, day }, signed);
}
