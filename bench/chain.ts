/** A BTC option chain as a state holds it: one index, 500 contracts on eight surfaces, and accounts that hold some of them. */
import { encodeTerms, expirySec, firstExpiryFrom } from '../protocol/instrument.ts';
import { loadDefaultParameters } from '../protocol/margin/parameters.ts';
import { FULL_CONFIDENCE_E4, MODEL_PORTFOLIO } from '../protocol/params.ts';
import { expiryIndex, State } from '../protocol/state.ts';
import { Random } from '../scripts/market/random.ts';
import { START_SEC } from '../test/fixtures/exchange.ts';

const INDEX_CENTS = 6_000_000;
const YEAR_SEC = 31_536_000;
/** Days ahead, and strikes on each side of the money and their distance in cents. */
const EXPIRIES: readonly (readonly [number, number, number])[] = [
  [0, 12, 50_000],
  [1, 12, 50_000],
  [6, 15, 100_000],
  [13, 15, 100_000],
  [27, 17, 150_000],
  [62, 17, 200_000],
  [90, 17, 200_000],
  [181, 16, 300_000],
];

export interface Chain {
  readonly state: State;
  /** 500 of them, ascending. */
  readonly codes: readonly number[];
  /** Moves the index by a cent and a second, which every price depends on. */
  print(): void;
}

export function openChain(): Chain {
  const state = new State();
  loadDefaultParameters(state);
  state.globals.setTimeSec(START_SEC + 1000);
  state.underlyings.setConfidenceE4(0, FULL_CONFIDENCE_E4);
  let prints = 0;
  // The surfaces must not grow stale, so time goes round.
  const print = (): void => {
    prints += 1;
    const timeSec = START_SEC + 1000 + (prints % 500);
    state.globals.setTimeSec(timeSec);
    state.underlyings.setIndexTimeSec(0, timeSec);
    state.underlyings.setIndexCents(0, INDEX_CENTS + prints);
    state.journal.savepoint();
  };
  print();
  const first = firstExpiryFrom(START_SEC + 2000);
  const codes = EXPIRIES.flatMap(([ahead, perSide, stepCents]) => {
    const day = first + ahead;
    printSurface(state, day);
    return Array.from({ length: 4 * perSide + 2 }, (_, i) => {
      const strikeCents = INDEX_CENTS + ((i >> 1) - perSide) * stepCents;
      return encodeTerms({ underlying: 0, day, strikeCents, put: i % 2 === 1 });
    });
  });
  return { state, codes, print };
}

/** A smile around 50 % at the money; good for all the time that a measurement takes. */
function printSurface({ expiries, globals }: State, day: number): void {
  const expiry = expiryIndex(0, day);
  const years = (expirySec(day) - globals.timeSec()) / YEAR_SEC;
  const variance = 0.25 * years;
  const sigma = 0.8 * Math.sqrt(variance);
  const b = (0.3 * variance) / sigma;
  expiries.setSurfaceTimeSec(expiry, globals.timeSec());
  expiries.setBasisCents(expiry, Math.round(INDEX_CENTS * 0.05 * years));
  expiries.setRateE9(expiry, 50_000_000);
  expiries.setForwardCents(expiry, INDEX_CENTS);
  expiries.setForwardConfidenceE4(expiry, FULL_CONFIDENCE_E4);
  expiries.setRateConfidenceE4(expiry, FULL_CONFIDENCE_E4);
  expiries.setVolConfidenceE4(expiry, FULL_CONFIDENCE_E4);
  expiries.setAE12(expiry, Math.round((variance - b * sigma) * 1e12));
  expiries.setBE12(expiry, Math.round(b * 1e12));
  expiries.setRhoE12(expiry, -300_000_000_000);
  expiries.setME12(expiry, 0);
  expiries.setSigmaE12(expiry, Math.round(sigma * 1e12));
}

/** Gives an account so many positions of up to 2 BTC, spread over the chain. */
export function holdPositions(
  { state, codes }: Chain,
  {
    account,
    positions,
    seed,
    model = MODEL_PORTFOLIO,
  }: { account: number; positions: number; seed: number; model?: number },
): void {
  const random = new Random(seed);
  const { accounts } = state;
  const every = codes.length / positions;
  accounts.setMarginModel(account, model);
  accounts.setPositionCount(account, positions);
  accounts.setCash(account, 100_000_000_000);
  for (let i = 0; i < positions; i++) {
    const code = codes[Math.floor(i * every + random.below(Math.max(Math.floor(every), 1)))];
    accounts.setPositionCode(account, i, code);
    accounts.setPositionAmount(account, i, (random.below(40_000) - 20_000) | 1);
  }
  state.journal.savepoint();
}
