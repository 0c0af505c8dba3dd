/** Portfolio margin in doubles: the sums of protocol/margin/portfolio.ts over rows of prices. */
import { STRIKE_SPAN } from '../../../protocol/instrument.ts';
import type { MarginParameters } from '../../../protocol/margin/parameters.ts';
import { isSkew } from '../../../protocol/margin/portfolio/params.ts';
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

  /** COST: the inner loop of the filter. Calls and puts of a strike follow each other. */
  #sum(state: State, { account, from, count, firstCode, expiry }: HeldPositions): number {
    const { accounts } = state;
    const { columns } = this.#terms!;
    const values = this.#values;
    values.fill(0);
    let [naked, gross, mispriced] = [0, 0, 0];
    let [net, strikeBefore] = [0, -1];
    let to = from;
    for (; to < count; to++) {
      const rest = accounts.positionCode(account, to) - firstCode;
      if (rest >= STRIKE_SPAN) break;
      const strikeCents = Math.floor(rest / 2);
      const amount = accounts.positionAmount(account, to);
      const strike = expiry.shocked(strikeCents);
      const { rows } = expiry;
      const at = (2 * strike + (rest - 2 * strikeCents)) * columns;
      for (let c = 0; c < columns; c++) values[c] += amount * rows[at + c];
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
    return to;
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
