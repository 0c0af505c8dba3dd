/** Prices of the contracts of one expiry in doubles, kept for as long as its prints and the parameters stand. */
import { indexConfidence, CENTS, expiryPrices } from '../../../protocol/margin/feeds.ts';
import type { MarginParameters } from '../../../protocol/margin/parameters.ts';
import type { State } from '../../../protocol/state.ts';
import { CHAIN_ERROR, PRICE_ERROR, UNITS, VEGA } from './bounds.ts';
import { Feed } from './feed.ts';
import { type Figures, figuresOf } from './figures.ts';
import { call64, log, NO_VOLATILITY, put64, type Volatility, volatility64 } from './pricing.ts';
import { type Shocks, shockedTotals, shocksOf, totalsError } from './shocks.ts';

const FIRST_STRIKES = 16;
const DIRECTIONS = 5;

/**
 * A strike has a number, a contract twice that, and 1 more for a put.
 * COST: columns of numbers, so that a margin is a run over memory.
 */
export class FloatExpiry {
  readonly underlying: number;
  readonly day: number;
  figures!: Figures;
  /** By contract, in cents, not discounted; and by strike what they may be off by. */
  marks = new Float64Array(0);
  markErrors = new Float64Array(0);
  /** By contract and column, in cents, discounted; and by strike what they may be off by. */
  rows = new Float64Array(0);
  rowErrors = new Float64Array(0);

  readonly #feed: Feed;
  #parameters: MarginParameters | null = null;
  #look = -1;
  /** Of what stands now; prices of another one are of no use. */
  #print = 0;
  #shocks: Shocks | null = null;
  #columns = 0;
  readonly #numbers = new Map<number, number>();
  #logs = new Float64Array(0);
  #markedAt = new Float64Array(0);
  #shockedAt = new Float64Array(0);
  readonly #totals = new Float64Array(DIRECTIONS);

  constructor(terms: { underlying: number; day: number }) {
    this.underlying = terms.underlying;
    this.day = terms.day;
    this.#feed = new Feed(terms);
  }

  /**
   * Drops what the prints or the parameters have overtaken.
   * @param look a number that is another one whenever a print or the parameters may be
   */
  refresh(state: State, look: number, parameters: MarginParameters): void {
    if (this.#look === look) return;
    this.#look = look;
    const hasChanged = this.#feed.hasChanged(state);
    if (!hasChanged && this.#parameters === parameters) return;
    this.#parameters = parameters;
    this.#print += 1;
    this.#shocks = null;
    this.figures = figuresOf(expiryPrices(state, this), {
      indexCents: state.underlyings.indexCents(this.underlying),
      spotConfidence: indexConfidence(state, this.underlying),
      parameters,
    });
  }

  get shocks(): Shocks {
    this.#shocks ??= shocksOf(this.figures.prices, this.#parameters!.portfolio);
    return this.#shocks;
  }

  /** The number of a strike, whose marks then stand. */
  marked(strikeCents: number): number {
    const strike = this.#numberOf(strikeCents);
    if (this.#markedAt[strike] !== this.#print) this.#mark(strike, strikeCents);
    return strike;
  }

  /** The number of a strike, whose rows then stand. */
  shocked(strikeCents: number): number {
    const strike = this.#numberOf(strikeCents);
    if (this.#shockedAt[strike] !== this.#print) this.#shock(strike, strikeCents);
    return strike;
  }

  #mark(strike: number, strikeCents: number): void {
    const { forward, logForward, rootTime, indexCents } = this.figures;
    const { vol, error } = this.#volatility(strike);
    const call = call64(vol * rootTime, this.#logs[strike] - logForward, forward, strikeCents);
    this.marks[2 * strike] = call;
    this.marks[2 * strike + 1] = put64(call, forward, strikeCents);
    const volError = rootTime * (error + CHAIN_ERROR * vol) + UNITS;
    this.markErrors[strike] =
      PRICE_ERROR * (forward + strikeCents + indexCents) + VEGA * forward * volError;
    this.#markedAt[strike] = this.#print;
  }

  #shock(strike: number, strikeCents: number): void {
    const { shocks } = this;
    const { columns, mostForward } = shocks;
    if (columns !== this.#columns) this.#setColumns(columns);
    const volatility = this.#volatility(strike);
    shockedTotals(shocks, volatility, { logStrike: this.#logs[strike], totals: this.#totals });
    this.#fillRow(strike, strikeCents, shocks);
    this.rowErrors[strike] =
      PRICE_ERROR * (mostForward + strikeCents + this.figures.indexCents) +
      VEGA * mostForward * totalsError(shocks, volatility);
    this.#shockedAt[strike] = this.#print;
  }

  #fillRow(strike: number, strikeCents: number, shocks: Shocks): void {
    const { columns, discount, forwards, logForwards, directions } = shocks;
    const rows = this.rows;
    const totals = this.#totals;
    const logStrike = this.#logs[strike];
    const ofCall = 2 * strike * columns;
    const ofPut = ofCall + columns;
    for (let c = 0; c < columns; c++) {
      const forward = forwards[c];
      const call = call64(totals[directions[c]], logStrike - logForwards[c], forward, strikeCents);
      rows[ofCall + c] = discount * call;
      rows[ofPut + c] = discount * put64(call, forward, strikeCents);
    }
  }

  #volatility(strike: number): Volatility {
    const { smile } = this.figures;
    return smile === null ? NO_VOLATILITY : volatility64(smile, this.#logs[strike]);
  }

  #numberOf(strikeCents: number): number {
    return this.#numbers.get(strikeCents) ?? this.#add(strikeCents);
  }

  #add(strikeCents: number): number {
    const strike = this.#numbers.size;
    if (strike === this.#logs.length) this.#grow(Math.max(2 * strike, FIRST_STRIKES));
    this.#numbers.set(strikeCents, strike);
    this.#logs[strike] = log(BigInt(strikeCents) * CENTS);
    return strike;
  }

  #grow(strikes: number): void {
    this.marks = grown(this.marks, 2 * strikes);
    this.markErrors = grown(this.markErrors, strikes);
    this.rows = grown(this.rows, 2 * strikes * this.#columns);
    this.rowErrors = grown(this.rowErrors, strikes);
    this.#logs = grown(this.#logs, strikes);
    this.#markedAt = grown(this.#markedAt, strikes);
    this.#shockedAt = grown(this.#shockedAt, strikes);
  }

  /** Other parameters may have another number of scenarios. */
  #setColumns(columns: number): void {
    this.#columns = columns;
    this.rows = new Float64Array(2 * this.#logs.length * columns);
    this.#shockedAt.fill(0);
  }
}

function grown(numbers: Float64Array<ArrayBuffer>, length: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(length);
  larger.set(numbers);
  return larger;
}
