/** Portfolio margin in floating point: docs/margin.md §7. Figures leave cash out. */
import { black, volatility, yearsOf } from './floatPricing.ts';
import {
  type FloatExpiry,
  type FloatFigures,
  type FloatOption,
  type FloatUnderlying,
  total,
} from './floatInputs.ts';
import type { Named, NamedScenario } from './naiveParameters.ts';

type Params = Readonly<Record<string, number>>;

export interface FloatPortfolio extends FloatFigures {
  /** What each scenario comes to. */
  readonly profits: readonly number[];
}

export function floatPortfolio(
  { spot, confidence, expiries }: FloatUnderlying,
  { portfolio: p, scenarios }: Pick<Named<number>, 'portfolio' | 'scenarios'>,
): FloatPortfolio {
  const books = expiries.map((expiry) => bookOf(expiry));
  const basis = total(books.map((book) => basisOf(book, p)));
  const profits = scenarios.map((scenario) =>
    total(books.map((book) => profitOf(book, scenario, p))),
  );
  const worst = Math.min(basis, ...profits);
  const equity = total(books.map(({ mark }) => mark));
  let [charged, chargedMore] = [0, 0];
  for (const { options, confidences } of expiries) {
    const naked = nakedShorts(options) * spot;
    const gross = total(options.map(({ amount }) => Math.abs(amount))) * spot;
    const c = Math.min(confidence, ...Object.values(confidences));
    charged += naked * p['mmOptionPercent'];
    chargedMore += naked * p['imOptionPercent'];
    if (c < p['confThreshold']) chargedMore += (1 - c) * p['confMargin'] * gross;
  }
  const peg = p['pegLossFactor'] * Math.max(p['pegLossThreshold'] - 1, 0);
  return {
    initial: equity + worst * (p['imLossFactor'] + peg) - charged - chargedMore,
    maintenance: equity + worst * p['mmLossFactor'] - charged,
    equity,
    profits,
  };
}

interface Book {
  readonly expiry: FloatExpiry;
  readonly vols: readonly number[];
  readonly mark: number;
}

function bookOf(expiry: FloatExpiry): Book {
  const { surface, options } = expiry;
  const vols = options.map(({ strike }) => (surface === null ? 0 : volatility(surface, strike)));
  return { expiry, vols, mark: valueOf(expiry, vols, 1) };
}

/** All options of an expiry with the moving part of the forward shocked. */
function valueOf(expiry: FloatExpiry, vols: readonly number[], shock: number): number {
  const { sec, fixed, variable, rate, options } = expiry;
  const time = yearsOf(sec);
  const discount = Math.exp(-Math.max(rate, 0) * time);
  const forward = fixed + shock * variable;
  return total(
    options.map(
      ({ strike, put, amount }, i) =>
        amount * black({ time, vol: vols[i], forward, strike, put, discount }),
    ),
  );
}

function basisOf({ expiry, vols, mark }: Book, p: Params): number {
  const moved = [p['scenarioSpotUp'], p['scenarioSpotDown']].map(
    (shock) => valueOf(expiry, vols, shock) - mark,
  );
  const years = yearsOf(expiry.sec);
  return Math.min(...moved, 0) * (p['basisContAddFactor'] + p['basisContMultFactor'] * years);
}

function profitOf(
  { expiry, vols, mark }: Book,
  { shock, direction, dampening }: NamedScenario<number>,
  p: Params,
): number {
  const { up, down, gain, loss } = shocksOf(expiry, p);
  const shocked = vols.map((vol, i) => {
    if (direction === 'None') return vol;
    if (direction === 'Up') return Math.max(p['minVolEvalShocked'], vol * up);
    if (direction === 'Down') return vol * down;
    return vol * Math.max(tiltOf(expiry, expiry.options[i], { direction, p }), 0);
  });
  const value = valueOf(expiry, shocked, shock);
  const change = value * (value >= 0 ? gain : loss) - mark;
  const isSkew = direction === 'LINEAR' || direction === 'ABS';
  return dampening * (isSkew ? -Math.abs(change) : change);
}

function shocksOf(
  { sec, rate }: FloatExpiry,
  p: Params,
): Record<'up' | 'down' | 'gain' | 'loss', number> {
  const t = yearsOf(sec);
  const r = Math.max(rate, 0);
  const month = 30 * 86_400;
  const power = sec <= month ? p['shortTermPower'] : p['longTermPower'];
  const y = (month / Math.max(sec, p['dteFloorDays'] * 86_400)) ** power;
  const long = r * p['longRateMultScale'] + p['longRateAddScale'];
  const short = r * p['shortRateMultScale'] + p['shortRateAddScale'];
  return {
    up: 1 + p['volRangeUp'] * y,
    down: Math.max(1 - p['volRangeDown'] * y, 0),
    gain: p['baseStaticDiscount'] * Math.exp(-t * long),
    loss: Math.min(Math.exp(r * t), p['baseStaticDiscountNeg'] * Math.exp(t * short)),
  };
}

function tiltOf(
  { sec, forward }: FloatExpiry,
  { strike }: FloatOption,
  { direction, p }: { direction: 'LINEAR' | 'ABS'; p: Params },
): number {
  const root = Math.sqrt(yearsOf(sec));
  const k = Math.log(strike / forward);
  const [z, base, scale] =
    direction === 'LINEAR'
      ? [k, p['linearCBase'], p['linearScaleCap']]
      : [Math.abs(k), p['absCBase'], p['absScaleCap']];
  const cap = base * root + scale;
  const width = root * p['minWidthScale'] * (p['volParamStatic'] + root * p['volParamScale']);
  const change = (z * cap) / Math.max(p['minKStar'], width);
  return 1 + (z >= 0 ? Math.min(change, cap) : Math.max(change, -cap));
}

/** What the calls and puts of each strike come to, where that is short. */
function nakedShorts(options: readonly FloatOption[]): number {
  const byStrike = new Map<number, number>();
  for (const { strike, amount } of options) {
    byStrike.set(strike, (byStrike.get(strike) ?? 0) + amount);
  }
  return total([...byStrike.values()].map((amount) => Math.max(-amount, 0)));
}
