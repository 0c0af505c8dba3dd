import { type Static, type TSchema } from 'typebox';
import { Value } from 'typebox/value';

import type { PublishPricesEntry, SettleExpiryEntry } from '../../protocol/generated/codec.ts';
import type { SurfacePrint } from '../../protocol/signed.ts';
import type { Answer, CoSignature, Expiry, Peer } from '../node/peer.ts';
import {
  fromWire,
  IndexAnswer,
  Refusal,
  SettlementAnswer,
  StatusAnswer,
  SurfaceAnswer,
} from './wire.ts';

export interface PeerAddress {
  readonly url: string;
  readonly timeoutMs: number;
}

/** Another publisher, by its address. Calls reject where nothing or nonsense is answered. */
export class HttpPeer implements Peer {
  readonly publisher: number;
  readonly #address: PeerAddress;

  constructor(publisher: number, address: PeerAddress) {
    this.publisher = publisher;
    this.#address = address;
  }

  async signIndex(underlying: number): Promise<Answer<PublishPricesEntry>> {
    return this.#ask('/index', { underlying }, IndexAnswer);
  }

  async cosign(print: SurfacePrint): Promise<Answer<CoSignature>> {
    return this.#ask('/surface', print, SurfaceAnswer);
  }

  async signSettlement(expiry: Expiry): Promise<Answer<SettleExpiryEntry>> {
    return this.#ask('/settlement', expiry, SettlementAnswer);
  }

  async #ask<S extends TSchema>(path: string, body: object, schema: S) {
    const answer = await call(this.#address, path, body);
    if (Value.Check(Refusal, answer)) return answer;
    if (!Value.Check(schema, answer)) throw new Error('it answers with something else');
    return fromWire(answer as Static<S> & { signature: string });
  }
}

/** Who is at an address. @throws Error where nobody is, or somebody else */
export async function meetPeer(address: PeerAddress): Promise<HttpPeer> {
  const status = await call(address, '/status');
  if (!Value.Check(StatusAnswer, status)) throw new Error(`${address.url} is no publisher`);
  return new HttpPeer(status.publisher, address);
}

async function call(
  { url, timeoutMs }: PeerAddress,
  path: string,
  body?: object,
): Promise<unknown> {
  const request = body === undefined ? {} : post(body);
  const response = await fetch(`${url}${path}`, {
    ...request,
    signal: AbortSignal.timeout(timeoutMs),
  }).catch(() => {
    throw new Error('it does not answer');
  });
  if (!response.ok) throw new Error(`it answers ${response.status}`);
  return response.json();
}

function post(body: object): RequestInit {
  const headers = { 'content-type': 'application/json' };
  return { method: 'POST', headers, body: JSON.stringify(body) };
}
