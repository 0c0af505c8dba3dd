/** What publishers say to each other: JSON with bytes in hex. */
import { Type } from 'typebox';

import type { Answer } from '../node/peer.ts';
import type { SurfacePrint } from '../../protocol/signed.ts';

const Integer = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Signed = Type.Integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER });
const Signature = Type.String({ pattern: '^0x[0-9a-f]{128}$' });
const closed = { additionalProperties: false };

export const IndexQuestion = Type.Object({ underlying: Integer }, closed);
export const ExpiryQuestion = Type.Object({ underlying: Integer, day: Integer }, closed);
export const SurfaceQuestion = Type.Object(
  {
    underlying: Integer,
    day: Integer,
    timeSec: Integer,
    basisCents: Signed,
    rateE9: Signed,
    forwardConfidenceE4: Integer,
    rateConfidenceE4: Integer,
    volConfidenceE4: Integer,
    forwardCents: Integer,
    aE12: Signed,
    bE12: Signed,
    rhoE12: Signed,
    mE12: Signed,
    sigmaE12: Signed,
  } satisfies Record<keyof SurfacePrint, unknown>,
  closed,
);

export const IndexAnswer = Type.Object({
  publisher: Integer,
  priceCents: Integer,
  confidenceE4: Integer,
  timeSec: Integer,
  signature: Signature,
});
export const SurfaceAnswer = Type.Object({ publisher: Integer, signature: Signature });
export const SettlementAnswer = Type.Object({
  publisher: Integer,
  priceCents: Integer,
  signature: Signature,
});
export const Refusal = Type.Object({ refused: Type.String() });
export const StatusAnswer = Type.Object({ publisher: Integer });

/** Bytes as the wire has them, and back. */
export function toWire<T extends { readonly signature: Uint8Array }>(
  answer: Answer<T>,
): { readonly refused: string } | (Omit<T, 'signature'> & { signature: string }) {
  if ('refused' in answer) return answer;
  return { ...answer, signature: `0x${Buffer.from(answer.signature).toString('hex')}` };
}

export function fromWire<T extends { readonly signature: string }>(
  answer: T,
): Omit<T, 'signature'> & { signature: Uint8Array } {
  return { ...answer, signature: Buffer.from(answer.signature.slice(2), 'hex') };
}
