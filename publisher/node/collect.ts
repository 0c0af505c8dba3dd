/** Gathers what publishers sign into operations. A wrong signature would spoil the whole operation, so each is checked. */
import {
  encodePublishPrices,
  encodePublishSurface,
  encodeSettleExpiry,
} from '../../protocol/generated/codec.ts';
import { medianDown } from '../../protocol/oracle.ts';
import { FULL_CONFIDENCE_E4 } from '../../protocol/params.ts';
import { recoverAddress } from '../../protocol/signatures.ts';
import {
  indexPrintHash,
  settlementPriceHash,
  type SurfacePrint,
  surfacePrintHash,
} from '../../protocol/signed.ts';
import { digest } from '../../protocol/typedData.ts';
import { type Answer, type Expiry, isRefused, type Peer } from './peer.ts';

/** The oracle as the rollup was deployed with it. */
export interface Oracle {
  readonly domain: Uint8Array;
  /** 20-byte addresses. */
  readonly publishers: readonly Uint8Array[];
  readonly quorum: number;
}

export interface Collected {
  /** Null where too few signed. */
  readonly operation: Uint8Array | null;
  /** Who did not, and why: `publisher 2: it does not answer`. */
  readonly missing: readonly string[];
}

/** Values that stray further from the median than honest views do are left out: they could only move it. */
const STRAY = 0.005;
/** A print is as old as its oldest entry. */
const LATE_SEC = 30;

export async function collectIndex(
  { oracle, peers }: { oracle: Oracle; peers: readonly Peer[] },
  { underlying, nowSec }: { underlying: number; nowSec: number },
): Promise<Collected> {
  const asked = await ask(peers, async (peer) => peer.signIndex(underlying));
  const signed = keepSigned(oracle, asked, (entry) => indexPrintHash({ underlying, ...entry }));
  const timely = keep(
    signed,
    ({ timeSec }) => timeSec <= nowSec && timeSec >= nowSec - LATE_SEC,
    ({ timeSec }) => `its clock is at ${timeSec}, not at ${nowSec}`,
  );
  const sane = keepSane(timely);
  return finish(oracle, sane, (entries) => encodePublishPrices({ underlying, entries }));
}

export async function collectSurface(
  { oracle, peers }: { oracle: Oracle; peers: readonly Peer[] },
  print: SurfacePrint,
): Promise<Collected> {
  const asked = await ask(peers, async (peer) => peer.cosign(print));
  const structHash = surfacePrintHash(print);
  const signed = keepSigned(oracle, asked, () => structHash);
  return finish(oracle, signed, (entries) => encodePublishSurface({ ...print, entries }));
}

export async function collectSettlement(
  { oracle, peers }: { oracle: Oracle; peers: readonly Peer[] },
  expiry: Expiry,
): Promise<Collected> {
  const asked = await ask(peers, async (peer) => peer.signSettlement(expiry));
  const signed = keepSigned(oracle, asked, ({ priceCents }) =>
    settlementPriceHash({ ...expiry, priceCents }),
  );
  const sane = keepSane(signed);
  return finish(oracle, sane, (entries) => encodeSettleExpiry({ ...expiry, entries }));
}

interface Signed {
  readonly publisher: number;
  readonly signature: Uint8Array;
}

interface Entries<E> {
  readonly entries: readonly E[];
  readonly missing: readonly string[];
}

async function ask<E extends Signed>(
  peers: readonly Peer[],
  question: (peer: Peer) => Promise<Answer<E>>,
): Promise<Entries<E>> {
  const answers = await Promise.all(
    peers.map(async (peer) => ({
      publisher: peer.publisher,
      answer: await question(peer).catch((error: unknown) => ({ refused: words(error) })),
    })),
  );
  const entries: E[] = [];
  const missing: string[] = [];
  for (const { publisher, answer } of answers) {
    if (isRefused(answer)) missing.push(`publisher ${publisher}: ${answer.refused}`);
    else if (answer.publisher === publisher) entries.push(answer);
    else missing.push(`publisher ${publisher}: it answers as publisher ${answer.publisher}`);
  }
  return { entries, missing };
}

function keepSigned<E extends Signed>(
  { domain, publishers }: Oracle,
  { entries, missing }: Entries<E>,
  structHash: (entry: E) => Uint8Array,
): Entries<E> {
  const isSigned = (entry: E): boolean => {
    const signer = recoverAddress(digest(domain, structHash(entry)), entry.signature);
    return signer !== null && Buffer.compare(signer, publishers[entry.publisher] ?? []) === 0;
  };
  return keep({ entries, missing }, isSigned, () => 'its signature is wrong');
}

/** Positive prices near the median of all, with a confidence in range. */
function keepSane<E extends Signed & { priceCents: number; confidenceE4?: number }>(
  given: Entries<E>,
): Entries<E> {
  if (given.entries.length === 0) return given;
  const median = medianDown(given.entries.map(({ priceCents }) => priceCents));
  const isSane = ({ priceCents, confidenceE4 = 0 }: E): boolean =>
    priceCents > 0 &&
    confidenceE4 <= FULL_CONFIDENCE_E4 &&
    Math.abs(priceCents - median) <= median * STRAY;
  return keep(given, isSane, ({ priceCents }) => `${priceCents / 100} USD is not near the median`);
}

function keep<E extends Signed>(
  { entries, missing }: Entries<E>,
  isKept: (entry: E) => boolean,
  because: (entry: E) => string,
): Entries<E> {
  const dropped = entries.filter((entry) => !isKept(entry));
  return {
    entries: entries.filter(isKept),
    missing: [
      ...missing,
      ...dropped.map((entry) => `publisher ${entry.publisher}: ${because(entry)}`),
    ],
  };
}

function finish<E extends Signed>(
  { quorum }: Oracle,
  { entries, missing }: Entries<E>,
  encode: (entries: E[]) => Uint8Array,
): Collected {
  const sorted = entries.toSorted((a, b) => a.publisher - b.publisher);
  return { operation: sorted.length < quorum ? null : encode(sorted), missing };
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
