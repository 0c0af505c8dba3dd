/** Portfolio margin in doubles: the sums of protocol/margin/portfolio.ts over rows of prices. */
import { STRIKE_SPAN } from '../../../protocol/instrument.ts';
import type { MarginParameters } from '../../../protocol/margin/parameters.ts';
import { isSkew } from '../../../protocol/margin/portfolio/params.ts';
import { MAX_POSITIONS } from '../../../protocol/params.ts';
import type { State } from '../../../protocol/state.ts';
import type { FloatExpiry } from './expiry.ts';
import type { FloatModel, HeldPositions } from './model.ts';
import { float } from './pricing.ts';
import { BASIS_DOWN, BASIS_UP, lossFactors, MARK, SCENARIOS } from './shocks.ts';

interface Terms {
  readonly parameters: MarginParameters;
  readonly columns: number;
  /** By column; negative for a skew, where a profit counts as a loss. */
  readonly dampening: Float64Array;
  readonly initialLoss: number;
  readonly maintenanceLoss: number;
  /** Shares of the index for a naked short. */
  readonly nakedInitial: number;
  readonly nakedMaintenance: number;
}

function termsOf(parameters: MarginParameters): Terms {
  const { portfolio } = parameters;
  const dampening = portfolio.scenarios.map(({ direction, dampening: share }) =>
    isSkew(direction) ? -float(share) : float(share),
  );
  const losses = lossFactors(portfolio);
  return {
    parameters,
    columns: SCENARIOS + dampening.length,
    dampening: Float64Array.from([0, 0, 0, ...dampening]),
    initialLoss: losses.initial,
    maintenanceLoss: losses.maintenance,
    nakedInitial: float(portfolio.mmOptionPercent + portfolio.imOptionPercent),
    nakedMaintenance: float(portfolio.mmOptionPercent),
  };
}

export class PortfolioSums implements FloatModel {
  initial = 0;
  maintenance = 0;
  error = 0;
  readonly doesWithoutSurface = false;
  #terms: Terms | null = null;
  #underlying = 0;
  /** By column: of one expiry, and of all. Of all, the first is the basis. */
  #values = new Float64Array(SCENARIOS);
  #profits = new Float64Array(SCENARIOS);
  /** Of the positions of one expiry: 10^-4 contracts, and where their rows start. */
  readonly #amounts = new Float64Array(MAX_POSITIONS);
  readonly #starts = new Int32Array(MAX_POSITIONS);
  /** Of one expiry, in 10^-4 contracts and cents × 10^-4 contracts. */
  #naked = 0;
  #gross = 0;
  #mispriced = 0;

  start(parameters: MarginParameters): void {
    if (this.#terms?.parameters !== parameters) {
      this.#terms = termsOf(parameters);
      this.#values = new Float64Array(this.#terms.columns);
      this.#profits = new Float64Array(this.#terms.columns);
    }
    this.initial = 0;
    this.maintenance = 0;
    this.error = 0;
    this.#underlying = -1;
    this.#profits.fill(0);
  }

  add(state: State, held: HeldPositions): number {
    const { expiry } = held;
    const to = this.#sum(state, held);
    this.#takeProfits(expiry);
    const { indexCents, portfolioRate } = expiry.figures;
    const { nakedInitial, nakedMaintenance } = this.#terms!;
    const mark = this.#values[MARK];
    const naked = this.#naked * indexCents;
    this.initial += mark - naked * nakedInitial - this.#gross * indexCents * portfolioRate;
    this.maintenance += mark - naked * nakedMaintenance;
    this.error += this.#mispriced * expiry.shocks.weight;
    // A portfolio account holds one underlying: were it otherwise, nothing is known.
    if (this.#underlying >= 0 && this.#underlying !== expiry.underlying) this.error = NaN;
    this.#underlying = expiry.underlying;
    return to;
  }

  /** Reads the positions of an expiry, then runs over their rows. Calls and puts of a strike follow each other. */
  #sum(state: State, { account, from, count, firstCode, expiry }: HeldPositions): number {
    const { accounts } = state;
    const { columns } = this.#terms!;
    let [naked, gross, mispriced] = [0, 0, 0];
    let [net, strikeBefore] = [0, -1];
    let to = from;
    for (; to < count; to++) {
      const rest = accounts.positionCode(account, to) - firstCode;
      if (rest >= STRIKE_SPAN) break;
      const strikeCents = Math.floor(rest / 2);
      const amount = accounts.positionAmount(account, to);
      const strike = expiry.shocked(strikeCents);
      this.#amounts[to - from] = amount;
      this.#starts[to - from] = (2 * strike + (rest - 2 * strikeCents)) * columns;
      if (strikeCents !== strikeBefore) {
        naked += Math.max(-net, 0);
        net = 0;
        strikeBefore = strikeCents;
      }
      net += amount;
      gross += Math.abs(amount);
      mispriced += Math.abs(amount) * expiry.rowErrors[strike];
    }
    this.#naked = naked + Math.max(-net, 0);
    this.#gross = gross;
    this.#mispriced = mispriced;
    this.#addRows(expiry.rows, to - from);
    return to;
  }

  /** Σ amount × row. COST: the inner loop of the filter; four rows at once take half the time. */
  #addRows(rows: Float64Array, count: number): void {
    const values = this.#values;
    const { length } = values;
    const [starts, amounts] = [this.#starts, this.#amounts];
    // Rows that make the count up to a multiple of four count nothing.
    for (let i = count; i % 4 !== 0; i++) {
      starts[i] = starts[0];
      amounts[i] = 0;
    }
    values.fill(0);
    for (let i = 0; i < count; i += 4) {
      const [a, b, c, d] = [amounts[i], amounts[i + 1], amounts[i + 2], amounts[i + 3]];
      const [p, q, r, s] = [starts[i], starts[i + 1], starts[i + 2], starts[i + 3]];
      for (let k = 0; k < length; k++) {
        values[k] += a * rows[p + k] + b * rows[q + k] + (c * rows[r + k] + d * rows[s + k]);
      }
    }
  }

  #takeProfits({ shocks }: FloatExpiry): void {
    const { columns, dampening } = this.#terms!;
    const { discountPos, discountNeg, basisFactor } = shocks;
    const values = this.#values;
    const profits = this.#profits;
    const mark = values[MARK];
    const basis = Math.min(values[BASIS_UP], values[BASIS_DOWN]) - mark;
    profits[0] += Math.min(basis, 0) * basisFactor;
    for (let c = SCENARIOS; c < columns; c++) {
      const value = values[c];
      const profit = value * (value >= 0 ? discountPos : discountNeg) - mark;
      const share = dampening[c];
      profits[c] += share >= 0 ? share * profit : share * Math.abs(profit);
    }
  }

  finish(): void {
    const { columns, initialLoss, maintenanceLoss } = this.#terms!;
    const profits = this.#profits;
    let worst = profits[0];
    for (let c = SCENARIOS; c < columns; c++) worst = Math.min(worst, profits[c]);
    this.initial += worst * initialLoss;
    this.maintenance += worst * maintenanceLoss;
  }
}
