/** Refusals of the sequencer itself, 6xxx: what never reached the protocol. Protocol codes are in protocol/rejections.ts. */
import { REJECTION_BY_CODE } from '../protocol/rejections.ts';

/** Code, HTTP status, message. */
export const REFUSALS = {
  malformedJson: [6001, 400, 'the body is not JSON'],
  wrongType: [6002, 400, 'a field has the wrong type'],
  unknownField: [6003, 400, 'there is no such field'],
  missingField: [6004, 400, 'a field is missing'],
  malformedNumber: [6005, 400, 'a number is not a plain decimal string'],
  excessPrecision: [6006, 400, 'a number has more decimals than its unit'],
  outOfRange: [6007, 400, 'a number is out of range'],
  malformedHex: [6008, 400, 'bytes are not 0x and hex digits of the right length'],
  malformedOperation: [6009, 400, 'the bytes are not exactly one operation'],
  notUnsigned: [6010, 400, 'this kind of operation is not taken here'],
  notFound: [6011, 404, 'there is no such thing'],
  requestTimeout: [6012, 408, 'the request took too long to arrive'],
  bodyTooLarge: [6013, 413, 'the body is larger than the limit'],
  wrongMediaType: [6014, 415, 'the body must be application/json'],
  rateLimited: [6015, 429, 'too many requests; cancels are not limited'],
  internal: [6016, 500, 'a fault of the sequencer'],
  unhealthy: [6017, 503, 'L1 or the database is gone, so nothing is acknowledged'],
  queueFull: [6018, 503, 'too many operations are waiting'],
  unpostedFull: [6019, 503, 'L1 is behind: too many bytes wait to be posted; cancels are taken'],
  outcomeUnknown: [6020, 503, 'not acknowledged in time; look the operation up by its hash'],
  unpostedLate: [6022, 503, 'L1 has not taken a batch for too long; cancels are taken'],
  stopping: [6021, 503, 'the sequencer is stopping'],
  unpriceable: [6023, 422, 'the figures are beyond what the margin models take'],
} as const satisfies Record<string, readonly [number, number, string]>;

export type RefusalName = keyof typeof REFUSALS;

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: number;
  readonly status: number;
  readonly refusal: string;

  /** @param detail which field, which value; added to the message */
  constructor(refusal: RefusalName, detail = '') {
    const [code, status, text] = REFUSALS[refusal];
    super(detail === '' ? text : `${text}: ${detail}`);
    this.refusal = refusal;
    this.code = code;
    this.status = status;
  }
}

/** An acknowledgement that did not come in time: the operation may be executed or not. */
export class OutcomeUnknown extends Refusal {
  readonly hash: Uint8Array;

  /** @param hash of the operation's bytes */
  constructor(hash: Uint8Array) {
    super('outcomeUnknown');
    this.hash = hash;
  }
}

/** A rejection by the rules of the exchange, with the protocol's code. */
export class ProtocolRejection extends Error {
  override readonly name = 'ProtocolRejection';
  readonly code: number;
  readonly status = 422;
  readonly refusal: string;

  constructor(code: number) {
    const known = REJECTION_BY_CODE.get(code);
    super(known?.text ?? 'rejected');
    this.code = code;
    this.refusal = known?.name ?? 'unknown';
  }
}
