/** What publishers sign. */
import {
  encodePublishPrices,
  encodePublishSurface,
  encodeSettleExpiry,
} from '../../../protocol/generated/codec.ts';
import { expirySec } from '../../../protocol/instrument.ts';
import { FULL_CONFIDENCE_E4 } from '../../../protocol/params.ts';
import type { SurfacePrint } from '../../../protocol/signed.ts';
import { expiryIndex } from '../../../protocol/state.ts';
import { type Signer, signerOf, signOperation } from '../../fixtures/sign.ts';
import { randomSvi, type World } from '../world.ts';

export interface Print {
  publisher: number;
  priceCents: number;
  confidenceE4: number;
  timeSec: number;
  signature: Uint8Array;
}

export function printsOf(world: World, underlying: number, { everyone = false } = {}): Print[] {
  const { random, state } = world;
  const { publishers } = world;
  const from = Math.max(state.underlyings.indexTimeSec(underlying) + 1, world.timeSec - 100);
  const index = state.underlyings.indexCents(underlying);
  const count = everyone
    ? publishers.length
    : random.between(state.oracle.quorum(), publishers.length);
  return random
    .shuffled(publishers.map((_, publisher) => publisher))
    .slice(0, count)
    .sort((a, b) => a - b)
    .map((publisher) => ({
      publisher,
      priceCents: Math.round((index * random.between(970, 1030)) / 1000),
      confidenceE4: random.pick([FULL_CONFIDENCE_E4, random.below(FULL_CONFIDENCE_E4)]),
      timeSec: random.between(Math.min(from, world.timeSec), world.timeSec),
      signature: new Uint8Array(64),
    }));
}

export function pricesOf(
  world: World,
  underlying: number,
): Omit<Print, 'timeSec' | 'confidenceE4'>[] {
  return printsOf(world, underlying).map(({ publisher, priceCents, signature }) => ({
    publisher,
    priceCents,
    signature,
  }));
}

export function publish(
  world: World,
  underlying: number,
  entries: Print[],
  { lastSigner }: { lastSigner?: Signer } = {},
): { operation: Uint8Array } {
  const operation = encodePublishPrices({ underlying, entries });
  return { operation: signEntries(world, operation, { entries, lastSigner }) };
}

export function settle(
  world: World,
  { underlying, day }: { underlying: number; day: number },
  entries: Omit<Print, 'timeSec' | 'confidenceE4'>[],
  { lastSigner }: { lastSigner?: Signer } = {},
): { operation: Uint8Array } {
  const operation = encodeSettleExpiry({ underlying, day, entries });
  return { operation: signEntries(world, operation, { entries, lastSigner }) };
}

/** A surface that the rules take, but for what stands in its way already. */
export function surfaceOf(
  world: World,
  { underlying, day }: { underlying: number; day: number },
): SurfacePrint {
  const { random, state, timeSec } = world;
  const index = state.underlyings.indexCents(underlying);
  const printed = state.expiries.surfaceTimeSec(expiryIndex(underlying, day));
  const printedSec = random.between(
    Math.min(Math.max(printed + 1, timeSec - 800), timeSec),
    timeSec,
  );
  const forwardCents = Math.round((index * random.between(80, 120)) / 100);
  const confidence = (): number => random.pick([FULL_CONFIDENCE_E4, random.below(10_001)]);
  return {
    underlying,
    day,
    timeSec: printedSec,
    basisCents: Math.round((index * random.between(-200, 200)) / 1000),
    rateE9: random.between(-(10 ** 9), 10 ** 9),
    forwardConfidenceE4: confidence(),
    rateConfidenceE4: confidence(),
    volConfidenceE4: confidence(),
    forwardCents,
    ...randomSvi(random, { sec: Math.max(expirySec(day) - printedSec, 1), forwardCents }),
  };
}

/** Signed by the quorum unless told otherwise. */
export function publishSurface(
  world: World,
  print: SurfacePrint,
  {
    publishers = world.publishers
      .map((_, publisher) => publisher)
      .slice(0, world.state.oracle.quorum()),
    lastSigner,
  }: { publishers?: readonly number[]; lastSigner?: Signer } = {},
): { operation: Uint8Array } {
  const entries = publishers.map((publisher) => ({ publisher, signature: new Uint8Array(64) }));
  const operation = encodePublishSurface({ ...print, entries });
  return { operation: signEntries(world, operation, { entries, lastSigner }) };
}

function signEntries(
  world: World,
  operation: Uint8Array,
  {
    entries,
    lastSigner,
  }: { entries: readonly { publisher: number }[]; lastSigner: Signer | undefined },
): Uint8Array {
  const by = entries.map(({ publisher }) => world.publishers[publisher] ?? signerOf('nobody'));
  if (lastSigner !== undefined) by[by.length - 1] = lastSigner;
  return signOperation(operation, by, { domain: world.domain, nameHash: null });
}
