import type { PublishPricesEntry, SettleExpiryEntry } from '../../protocol/generated/codec.ts';
import { expirySec } from '../../protocol/instrument.ts';
import { FULL_CONFIDENCE_E4, UNDERLYINGS } from '../../protocol/params.ts';
import { signDigest } from '../../protocol/signatures.ts';
import {
  type IndexPrint,
  indexPrintHash,
  settlementPriceHash,
  type SurfacePrint,
  surfacePrintHash,
} from '../../protocol/signed.ts';
import { digest } from '../../protocol/typedData.ts';
import { agrees } from '../fit/agrees.ts';
import type { ChainSnapshot } from '../fit/chain.ts';
import { IndexHistory } from './average.ts';
import type { Answer, CoSignature, Expiry, Peer } from './peer.ts';
import { fromSurfacePrint, toSurfacePrint } from './print.ts';
import { moveSurface, type SeenSurface, View } from './view.ts';

export interface PublisherOptions {
  /** Its place in the oracle's list. */
  readonly publisher: number;
  /** 32 bytes. */
  readonly privateKey: Uint8Array;
  /** EIP-712 domain separator of the rollup. */
  readonly domain: Uint8Array;
  /** L1's time. */
  readonly nowSec: () => number;
  /** Settlement prices that are known otherwise than by watching, in USD; null where they are not. */
  readonly deliveryUsd?: (expiry: Expiry) => number | null;
}

/** How far another publisher's surface may lie from its own. */
const TOLERANCE = { toleranceVolPoints: 1, toleranceForward: 0.005, toleranceSec: 1 };
const TOLERANCE_BASIS = 0.002;
const TOLERANCE_RATE_E9 = 20_000_000;
const TOLERANCE_CONFIDENCE_E4 = 1_000;
const TOLERANCE_CLOCK_SEC = 60;
/** A market that was seen so long ago is not signed for. */
const VIEW_SEC_MAX = 120;
/** A price is as good as new for so long, and then worth less by the second. */
const FRESH_SEC = 30;

/** Signs what it sees, and what others see if it sees the same. */
export class Publisher implements Peer {
  readonly publisher: number;
  readonly #options: PublisherOptions;
  readonly #views = new Map<number, View>();
  readonly #history = UNDERLYINGS.map(() => new IndexHistory());

  constructor(options: PublisherOptions) {
    this.publisher = options.publisher;
    this.#options = options;
  }

  /** The market as it is now; a chain of an underlying that the exchange does not have is left out. */
  see(chain: ChainSnapshot): void {
    const underlying = UNDERLYINGS.findIndex(({ symbol }) => symbol === chain.underlying);
    if (underlying < 0 || !(chain.indexUsd > 0)) return;
    this.#views.set(underlying, new View(chain, this.#views.get(underlying)));
    this.#history[underlying].add({ timeSec: chain.timeSec, usd: chain.indexUsd });
  }

  /** How old what it sees is; null before anything was seen. */
  viewAgeSec(underlying: number): number | null {
    const view = this.#views.get(underlying);
    return view === undefined ? null : this.#options.nowSec() - view.chain.timeSec;
  }

  async signIndex(underlying: number): Promise<Answer<PublishPricesEntry>> {
    const view = this.#freshView(underlying);
    if ('refused' in view) return view;
    const timeSec = this.#options.nowSec();
    const confidenceE4 = confidenceOfAge(timeSec - view.chain.timeSec);
    const priceCents = Math.round(view.chain.indexUsd * 100);
    return this.signPrice({ underlying, priceCents, confidenceE4, timeSec });
  }

  /** Of a price that it knows otherwise. */
  signPrice(print: IndexPrint): PublishPricesEntry {
    const { underlying: _, ...value } = print;
    return {
      publisher: this.publisher,
      ...value,
      signature: this.#sign(indexPrintHash(print)),
    };
  }

  /** Its own surface of an expiry, for others to sign; null where it has none. */
  propose({ underlying, day }: Expiry): SurfacePrint | null {
    const view = this.#freshView(underlying);
    if ('refused' in view) return null;
    const own = surfaceOf(view, day);
    if (own === undefined) return null;
    const { indexUsd } = view.chain;
    return toSurfacePrint(own, { timeSec: this.#options.nowSec(), indexUsd });
  }

  async cosign(print: SurfacePrint): Promise<Answer<CoSignature>> {
    const view = this.#freshView(print.underlying);
    if ('refused' in view) return view;
    const own = surfaceOf(view, print.day);
    if (own === undefined) return { refused: 'no fit of its own for that expiry' };
    const because = objection(print, { own, view, nowSec: this.#options.nowSec() });
    if (because !== null) return { refused: because };
    return { publisher: this.publisher, signature: this.#sign(surfacePrintHash(print)) };
  }

  async signSettlement(expiry: Expiry): Promise<Answer<SettleExpiryEntry>> {
    const endSec = expirySec(expiry.day);
    if (this.#options.nowSec() < endSec) return { refused: 'the expiry has not come' };
    const usd =
      this.#options.deliveryUsd?.(expiry) ??
      this.#history[expiry.underlying]?.averageUsd(endSec) ??
      null;
    if (usd === null) return { refused: 'the settlement window was not watched' };
    const priceCents = Math.round(usd * 100);
    const signature = this.#sign(settlementPriceHash({ ...expiry, priceCents }));
    return { publisher: this.publisher, priceCents, signature };
  }

  #freshView(underlying: number): Answer<View> {
    const view = this.#views.get(underlying);
    const age = this.viewAgeSec(underlying);
    if (view === undefined || age === null) return { refused: 'no market was seen' };
    return age > VIEW_SEC_MAX ? { refused: 'what was seen of the market is too old' } : view;
  }

  #sign(structHash: Uint8Array): Uint8Array {
    return signDigest(digest(this.#options.domain, structHash), this.#options.privateKey);
  }
}

/** × 10^-4 */
function confidenceOfAge(ageSec: number): number {
  const late = Math.max(ageSec - FRESH_SEC, 0) / (VIEW_SEC_MAX - FRESH_SEC);
  return Math.floor(FULL_CONFIDENCE_E4 * Math.max(1 - late, 0));
}

function surfaceOf(view: View, day: number): SeenSurface | undefined {
  return view.surfaces.find(({ surface }) => surface.expirySec === expirySec(day));
}

/** Why a print is not what this publisher sees; null where it is. */
function objection(
  print: SurfacePrint,
  { own, view, nowSec }: { own: SeenSurface; view: View; nowSec: number },
): string | null {
  const { timeSec } = print;
  const { indexUsd } = view.chain;
  if (Math.abs(timeSec - nowSec) > TOLERANCE_CLOCK_SEC) return 'its time is not now';
  const mine = toSurfacePrint(own, { timeSec, indexUsd });
  if (mine === null) return 'no surface of its own that a rule would admit';
  if (Math.abs(print.rateE9 - mine.rateE9) > TOLERANCE_RATE_E9) return 'the rate is another';
  const apart = Math.abs(print.basisCents - mine.basisCents) / 100;
  if (apart > indexUsd * TOLERANCE_BASIS) return `the bases lie ${apart.toFixed(2)} USD apart`;
  const isSurer = CONFIDENCES.some((name) => print[name] > mine[name] + TOLERANCE_CONFIDENCE_E4);
  if (isSurer) return 'it is surer than the quotes allow';
  const moved = moveSurface(own.surface, { timeSec, forwardUsd: mine.forwardCents / 100 });
  return agrees(fromSurfacePrint(print), moved, own.strikesUsd, TOLERANCE).because;
}

const CONFIDENCES = ['forwardConfidenceE4', 'rateConfidenceE4', 'volConfidenceE4'] as const;
