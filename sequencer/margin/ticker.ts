/** What an option is worth by the committed prints, beside what is bid and offered for it. */
import { decodeTerms, expirySec, instrumentName } from '../../protocol/instrument.ts';
import { CENTS, type ExpiryPrices, expiryPrices } from '../../protocol/margin/feeds.ts';
import { marginParameters } from '../../protocol/margin/parameters.ts';
import { prepareExpiry } from '../../protocol/margin/portfolio/expiry.ts';
import { prepareStrike, strikePrices } from '../../protocol/margin/portfolio/prices.ts';
import { CANCEL_ONLY, marketMode, OPEN, POST_ONLY_MODE } from '../../protocol/market.ts';
import { UNDERLYINGS } from '../../protocol/params.ts';
import { expiryIndex, type State } from '../../protocol/state.ts';
import { formatPrice, formatWad } from '../admission/decimals.ts';
import { greeksOf, impliedVol } from './greeks.ts';
import {
  formatFloat,
  type GreeksView,
  showGreeks,
  type UnpricedReason,
  unpricedReason,
} from './show.ts';

export interface QuotedOption {
  readonly code: number;
  /** 0 where nobody bids or offers. */
  readonly bidCents: number;
  readonly askCents: number;
}

export interface Ticker {
  readonly instrument: string;
  readonly underlying: string;
  readonly expiresAt: string;
  readonly strike: string;
  readonly type: string;
  /** `open`, `postOnly` or `cancelOnly` */
  readonly mode: string;
  readonly time: string;
  readonly index: string | null;
  readonly indexAgeSec: string | null;
  readonly surfaceAgeSec: string | null;
  readonly forward: string | null;
  readonly rate: string | null;
  readonly mark: string | null;
  readonly markIv: string | null;
  readonly bid: string | null;
  readonly bidIv: string | null;
  readonly ask: string | null;
  readonly askIv: string | null;
  readonly greeks: GreeksView | null;
  /** Why there is no mark. */
  readonly reason: UnpricedReason;
}

const MODES: Readonly<Record<number, string>> = {
  [CANCEL_ONLY]: 'cancelOnly',
  [POST_ONLY_MODE]: 'postOnly',
  [OPEN]: 'open',
};

export function viewTicker(state: State, option: QuotedOption): Ticker {
  const terms = decodeTerms(option.code);
  const reason = reasonOf(state, terms);
  return {
    instrument: instrumentName(terms),
    underlying: UNDERLYINGS[terms.underlying].symbol,
    expiresAt: String(expirySec(terms.day)),
    strike: formatPrice(terms.strikeCents),
    type: terms.put ? 'put' : 'call',
    mode: MODES[marketMode(state, terms.underlying)],
    time: String(state.globals.timeSec()),
    ...viewPrints(state, terms),
    bid: option.bidCents === 0 ? null : formatPrice(option.bidCents),
    ask: option.askCents === 0 ? null : formatPrice(option.askCents),
    ...(reason === null ? viewPrices(state, option) : UNPRICED),
    reason,
  };
}

const UNPRICED = {
  forward: null,
  rate: null,
  mark: null,
  markIv: null,
  bidIv: null,
  askIv: null,
  greeks: null,
};

function reasonOf(state: State, terms: { underlying: number; day: number }): UnpricedReason {
  const expiry = expiryIndex(terms.underlying, terms.day);
  return state.expiries.settled(expiry) === 1 ? 'settled' : unpricedReason(state, terms);
}

function viewPrints(
  state: State,
  { underlying, day }: { underlying: number; day: number },
): Pick<Ticker, 'index' | 'indexAgeSec' | 'surfaceAgeSec'> {
  const now = state.globals.timeSec();
  const index = state.underlyings.indexCents(underlying);
  const surfaceSec = state.expiries.surfaceTimeSec(expiryIndex(underlying, day));
  return {
    index: index === 0 ? null : formatPrice(index),
    indexAgeSec: index === 0 ? null : String(now - state.underlyings.indexTimeSec(underlying)),
    surfaceAgeSec: surfaceSec === 0 ? null : String(now - surfaceSec),
  };
}

/** The mark is that of portfolio margin, discounted. */
function viewPrices(state: State, { code, bidCents, askCents }: QuotedOption) {
  const { strikeCents, ...terms } = decodeTerms(code);
  const strike = BigInt(strikeCents) * CENTS;
  const prices = expiryPrices(state, terms);
  const expiry = prepareExpiry(prices, marginParameters(state).portfolio);
  const { vol } = prepareStrike(expiry, strike);
  const option = { strike, put: terms.put, vol };
  const { mark } = strikePrices(expiry, strike, { from: 0, to: 0 })[terms.put ? 'put' : 'call'];
  return {
    forward: formatWad(prices.fixedForward + prices.variableForward),
    rate: formatWad(prices.rate),
    mark: formatWad(mark),
    markIv: formatFloat(Number(vol) / 1e18),
    bidIv: viewQuoteVol(prices, option, bidCents),
    askIv: viewQuoteVol(prices, option, askCents),
    greeks: showGreeks(greeksOf(prices, option)),
  };
}

function viewQuoteVol(
  prices: ExpiryPrices,
  option: { strike: bigint; put: boolean },
  cents: number,
): string | null {
  if (cents === 0) return null;
  const vol = impliedVol(prices, option, BigInt(cents) * CENTS);
  return vol === null ? null : formatFloat(vol);
}
