/** Standard margin in doubles: protocol/margin/standard.ts for an account of options and cash. */
import { STRIKE_SPAN } from '../../../protocol/instrument.ts';
import type { MarginParameters } from '../../../protocol/margin/parameters.ts';
import type { StandardParams } from '../../../protocol/margin/standardParams.ts';
import { max, mulUp, WAD } from '../../../protocol/maths/wad.ts';
import { MAX_POSITIONS } from '../../../protocol/params.ts';
import type { State } from '../../../protocol/state.ts';
import { AFTERMATH, PRICE_ERROR } from './bounds.ts';
import type { FloatExpiry } from './expiry.ts';
import type { FloatModel, HeldPositions } from './model.ts';
import { float } from './pricing.ts';

type Terms = { readonly [name in keyof StandardParams]: number } & {
  readonly parameters: MarginParameters;
  /** Share of the index for a short; the protocol's cash token counts as 1 USD. */
  readonly depegRate: number;
  /** Of a margin's error, for each cent that prices times amounts may be off by. */
  readonly weight: number;
};

function termsOf(parameters: MarginParameters): Terms {
  const { standard } = parameters;
  const figures = Object.fromEntries(
    Object.entries(standard).map(([name, value]) => [name, float(value as bigint)]),
  ) as { [name in keyof StandardParams]: number };
  const below = max(standard.depegThreshold - WAD, 0n);
  const depegRate = float(mulUp(below, standard.depegFactor));
  return { ...figures, parameters, depegRate, weight: weightOf(figures, depegRate) };
}

/** More than any figure of an option, in units of its price or the index, is multiplied by. */
function weightOf(terms: { [name in keyof StandardParams]: number }, depegRate: number): number {
  const { maxSpotReq, minSpotReq, mmCallSpotReq, mmPutSpotReq, mmPutMtmReq } = terms;
  const spot = Math.max(maxSpotReq, minSpotReq) + mmCallSpotReq + mmPutSpotReq;
  const unpaired = Math.max(terms.unpairedImScale, terms.unpairedMmScale);
  const all = 1 + mmPutMtmReq + spot + unpaired + terms.ocFactor + depegRate;
  return AFTERMATH * Math.max(terms.mmOffsetScale, 1) * all;
}

export class StandardSums implements FloatModel {
  initial = 0;
  maintenance = 0;
  error = 0;
  readonly doesWithoutSurface = true;
  #terms: Terms | null = null;
  /** Strikes in cents and amounts in 10^-4 contracts of the positions of one expiry. */
  readonly #strikes = new Float64Array(MAX_POSITIONS);
  readonly #amounts = new Float64Array(MAX_POSITIONS);
  /** Of one expiry. */
  #isolatedInitial = 0;
  #isolatedMaintenance = 0;
  #payoffAtZero = 0;
  #slopeAtZero = 0;
  #calls = 0;
  #shorts = 0;
  #gross = 0;
  #mispriced = 0;

  start(parameters: MarginParameters): void {
    if (this.#terms?.parameters !== parameters) this.#terms = termsOf(parameters);
    this.initial = 0;
    this.maintenance = 0;
    this.error = 0;
  }

  add(state: State, held: HeldPositions): number {
    const { expiry, priced, from } = held;
    const to = this.#sum(state, held);
    const { forward, indexCents, standardRate, unpricedRate } = expiry.figures;
    const { unpairedImScale, unpairedMmScale, depegRate, weight } = this.#terms!;
    const worst = this.#worstPayoff(to - from);
    const unpaired = forward * Math.max(-this.#calls, 0);
    const lossInitial = worst - unpairedImScale * unpaired;
    const lossMaintenance = worst - unpairedMmScale * unpaired;
    const rate = depegRate + (priced ? standardRate : unpricedRate);
    this.initial -= rate * this.#shorts * indexCents;
    this.initial += priced ? Math.max(this.#isolatedInitial, lossInitial) : lossInitial;
    this.maintenance += priced
      ? Math.max(this.#isolatedMaintenance, lossMaintenance)
      : lossMaintenance;
    const highest = this.#strikes[to - from - 1];
    this.error += weight * (this.#mispriced + PRICE_ERROR * this.#gross * highest);
    return to;
  }

  /** COST: one pass over the record. */
  #sum(state: State, { account, from, count, firstCode, expiry, priced }: HeldPositions): number {
    const { accounts } = state;
    this.#reset();
    let to = from;
    for (; to < count; to++) {
      const rest = accounts.positionCode(account, to) - firstCode;
      if (rest >= STRIKE_SPAN) break;
      const strikeCents = Math.floor(rest / 2);
      const put = rest !== 2 * strikeCents;
      const amount = accounts.positionAmount(account, to);
      this.#strikes[to - from] = strikeCents;
      this.#amounts[to - from] = amount;
      this.#gross += Math.abs(amount);
      if (put) {
        this.#payoffAtZero += amount * strikeCents;
        this.#slopeAtZero -= amount;
      } else {
        this.#calls += amount;
      }
      if (priced) this.#isolate(expiry, { strikeCents, put, amount });
      else this.#leaveUnpriced(expiry, strikeCents, amount);
    }
    return to;
  }

  #reset(): void {
    this.#isolatedInitial = 0;
    this.#isolatedMaintenance = 0;
    this.#payoffAtZero = 0;
    this.#slopeAtZero = 0;
    this.#calls = 0;
    this.#shorts = 0;
    this.#gross = 0;
    this.#mispriced = 0;
  }

  #leaveUnpriced({ figures }: FloatExpiry, strikeCents: number, amount: number): void {
    this.#shorts += Math.max(-amount, 0);
    const scale = figures.forward + strikeCents + figures.indexCents;
    this.#mispriced += Math.abs(amount) * PRICE_ERROR * scale;
  }

  /** protocol/margin/isolated.ts */
  #isolate(
    expiry: FloatExpiry,
    { strikeCents, put, amount }: { strikeCents: number; put: boolean; amount: number },
  ): void {
    if (amount >= 0) return this.#leaveUnpriced(expiry, strikeCents, amount);
    const terms = this.#terms!;
    const spot = expiry.figures.indexCents;
    const strike = expiry.marked(strikeCents);
    const mark = amount * expiry.marks[2 * strike + (put ? 1 : 0)];
    const notional = -amount * spot;
    const outOfTheMoney = Math.max(put ? spot - strikeCents : strikeCents - spot, 0);
    const share = Math.max(terms.maxSpotReq - outOfTheMoney / spot, terms.minSpotReq);
    const initial = mark - share * notional;
    if (put) {
      const ofSpot = -terms.mmPutSpotReq * notional;
      const maintenance = mark + Math.min(ofSpot, terms.mmPutMtmReq * mark);
      this.#isolatedMaintenance += maintenance;
      this.#isolatedInitial += Math.min(initial, terms.mmOffsetScale * maintenance);
    } else {
      this.#isolatedMaintenance += mark - terms.mmCallSpotReq * notional;
      this.#isolatedInitial += initial;
    }
    this.#shorts -= amount;
    this.#mispriced -= amount * expiry.markErrors[strike];
  }

  /** protocol/margin/worstPayoff.ts; exact below 2^53. */
  #worstPayoff(count: number): number {
    let payoff = this.#payoffAtZero;
    let slope = this.#slopeAtZero;
    let worst = Math.min(payoff, 0);
    let passed = 0;
    for (let i = 0; i < count; i++) {
      const strike = this.#strikes[i];
      payoff += slope * (strike - passed);
      worst = Math.min(worst, payoff);
      slope += this.#amounts[i];
      passed = strike;
    }
    return worst;
  }

  finish(): void {}
}
