/** Positions of an account with marks and greeks. */
import { decodeTerms, expirySec, instrumentName } from '../../protocol/instrument.ts';
import type { HeldAccount, HeldExpiry } from '../../protocol/margin/account.ts';
import { markPrices } from '../../protocol/margin/markPrices.ts';
import type { StandardExpiry } from '../../protocol/margin/standardTypes.ts';
import { mulDown } from '../../protocol/maths/wad.ts';
import type { State } from '../../protocol/state.ts';
import { formatDecimal, formatQuantity, formatWad } from '../admission/decimals.ts';
import { greeksOf } from './greeks.ts';
import {
  expiryName,
  formatFloat,
  type GreeksView,
  showGreeks,
  type UnpricedReason,
  unpricedReason,
} from './show.ts';

export interface PositionView {
  readonly instrument: string;
  readonly quantity: string;
  /** USD of one contract and of the position, as the account's margin model counts them. */
  readonly mark: string | null;
  readonly value: string | null;
  readonly markIv: string | null;
  /** Of one contract. */
  readonly greeks: GreeksView | null;
  readonly reason: UnpricedReason;
}

export interface ExpiryView {
  /** `BTC-26JUN26` */
  readonly expiry: string;
  readonly expiresAt: string;
  /** From the index print to the expiry. */
  readonly secondsLeft: string;
  readonly index: string | null;
  readonly forward: string | null;
  readonly rate: string | null;
  readonly reason: UnpricedReason;
}

/** × 10^-18 USD of one contract and of a position, null where there is no mark. */
export interface Mark {
  readonly mark: bigint;
  readonly vol: bigint;
}

/** In the order in which the account holds them; what awaits its settlement has no mark any more. */
export function viewPositions(
  state: State,
  account: number,
  marks: ReadonlyMap<number, Mark>,
  { expiries }: HeldAccount,
): PositionView[] {
  const { accounts } = state;
  return Array.from({ length: accounts.positionCount(account) }, (_, i) => {
    const code = accounts.positionCode(account, i);
    const held = expiries.find(({ codes }) => codes.includes(code));
    const amount = accounts.positionAmount(account, i);
    return {
      instrument: instrumentName(decodeTerms(code)),
      quantity: formatQuantity(amount),
      ...viewMark(code, { held, amount, mark: marks.get(code) }),
      reason: held === undefined ? 'settled' : unpricedReason(state, held),
    };
  });
}

function viewMark(
  code: number,
  { held, amount, mark }: { held: HeldExpiry | undefined; amount: number; mark: Mark | undefined },
): Pick<PositionView, 'mark' | 'value' | 'markIv' | 'greeks'> {
  if (held === undefined || mark === undefined) {
    return { mark: null, value: null, markIv: null, greeks: null };
  }
  const option = { ...held.options[held.codes.indexOf(code)], vol: mark.vol };
  return {
    mark: formatWad(mark.mark),
    value: formatWad(mulDown(BigInt(amount) * LOTS, mark.mark)),
    markIv: formatFloat(Number(mark.vol) / 1e18),
    greeks: showGreeks(greeksOf(held.prices, option)),
  };
}

/** One lot of 10^-4 contracts, × 10^-18. */
const LOTS = 10n ** 14n;

export function viewExpiries(state: State, { expiries }: HeldAccount): ExpiryView[] {
  return expiries.map((held) => {
    const { prices } = held;
    const reason = unpricedReason(state, held);
    const hasIndex = reason !== 'noIndex' && reason !== 'staleIndex';
    return {
      expiry: expiryName(held),
      expiresAt: String(expirySec(held.day)),
      secondsLeft: String(prices.sec),
      index: hasIndex ? formatDecimal(state.underlyings.indexCents(held.underlying), 2) : null,
      forward: reason === null ? formatWad(prices.fixedForward + prices.variableForward) : null,
      rate: reason === null ? formatWad(prices.rate) : null,
      reason,
    };
  });
}

/** Marks of the standard model, which are not discounted. */
export function standardMarks(
  { expiries }: HeldAccount,
  standard: readonly StandardExpiry[],
): Map<number, Mark> {
  const marks = new Map<number, Mark>();
  expiries.forEach(({ codes, priced }, e) => {
    if (!priced) return;
    const prices = markPrices(standard[e]);
    codes.forEach((code, i) =>
      marks.set(code, { mark: prices[i], vol: standard[e].options[i].vol }),
    );
  });
  return marks;
}

export function portfolioMarks(
  { expiries }: HeldAccount,
  breakdowns: readonly { readonly options: readonly Mark[] }[],
): Map<number, Mark> {
  return new Map(
    expiries.flatMap(({ codes }, e) => codes.map((code, i) => [code, breakdowns[e].options[i]])),
  );
}
