/** Standard margin in floating point: docs/margin.md §6. Figures leave cash out. */
import { black, volatility, yearsOf } from './floatPricing.ts';
import {
  type FloatExpiry,
  type FloatFigures,
  type FloatOption,
  type FloatUnderlying,
  total,
} from './floatInputs.ts';

type Params = Readonly<Record<string, number>>;

export function floatStandard(underlyings: readonly FloatUnderlying[], p: Params): FloatFigures {
  const figures = { initial: 0, maintenance: 0, equity: 0 };
  for (const { spot, confidence, expiries } of underlyings) {
    for (const expiry of expiries) {
      const marks = expiry.options.map((option) => markOf(expiry, option));
      const alone = expiry.options.map((option, i) => aloneOf(option, marks[i], { spot, p }));
      const worst = worstPayoff(expiry.options);
      const naked = Math.max(-total(expiry.options.map((o) => (o.put ? 0 : o.amount))), 0);
      const nakedValue = naked * expiry.forward;
      const least = (sum: number, scale: number): number =>
        expiry.isPriced ? Math.max(sum, worst - scale * nakedValue) : worst - scale * nakedValue;
      figures.initial += least(total(alone.map(({ initial }) => initial)), p['unpairedImScale']);
      figures.maintenance += least(
        total(alone.map(({ maintenance }) => maintenance)),
        p['unpairedMmScale'],
      );
      figures.equity += expiry.isPriced ? total(marks) : 0;
      const shorts = total(expiry.options.map(({ amount }) => Math.max(-amount, 0)));
      const { forward, vol } = expiry.confidences;
      const c = expiry.isPriced ? Math.min(confidence, forward, vol) : confidence;
      if (c < p['optionThreshold']) figures.initial -= (1 - c) * p['ocFactor'] * spot * shorts;
      const peg = Math.max(p['depegThreshold'] - 1, 0);
      figures.initial -= peg * p['depegFactor'] * spot * shorts;
    }
  }
  return figures;
}

function markOf(
  { sec, forward, surface }: FloatExpiry,
  { strike, put, amount }: FloatOption,
): number {
  const vol = surface === null ? 0 : volatility(surface, strike);
  return amount * black({ time: yearsOf(sec), vol, forward, strike, put, discount: 1 });
}

/** Initial and maintenance margin of one option by itself. */
function aloneOf(
  { strike, put, amount }: FloatOption,
  mark: number,
  { spot, p }: { spot: number; p: Params },
): { initial: number; maintenance: number } {
  if (amount > 0) return { initial: 0, maintenance: 0 };
  const away = Math.max(put ? spot - strike : strike - spot, 0) / spot;
  const initial = mark + Math.max(p['maxSpotReq'] - away, p['minSpotReq']) * spot * amount;
  if (!put) return { initial, maintenance: mark + p['mmCallSpotReq'] * spot * amount };
  const maintenance = mark + Math.min(p['mmPutSpotReq'] * spot * amount, p['mmPutMtmReq'] * mark);
  return { initial: Math.min(initial, p['mmOffsetScale'] * maintenance), maintenance };
}

/** At 0 and at every strike: the least of the payoffs, never above 0. */
function worstPayoff(options: readonly FloatOption[]): number {
  const prices = [0, ...options.map(({ strike }) => strike)];
  const payoffs = prices.map((price) =>
    total(options.map((o) => o.amount * Math.max(o.put ? o.strike - price : price - o.strike, 0))),
  );
  return Math.min(0, ...payoffs);
}
