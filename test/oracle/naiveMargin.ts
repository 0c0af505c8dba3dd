/** SPEC §8: margins in floating point, next to exact cash. */
import { floatUnderlying, total } from './floatInputs.ts';
import { floatPortfolio } from './floatPortfolio.ts';
import { floatStandard } from './floatStandard.ts';
import { abs, max, min } from './integers.ts';
import { Disagreement, type MachineMargin } from './judge.ts';
import { type Holdings, holdingsOf, type Priced, pricedBy } from './naiveHoldings.ts';
import { itemCount, type Named, named } from './naiveParameters.ts';
import type { Account, NaiveState } from './naiveState.ts';
import { demand } from './rejected.ts';

export type MarginKind = 'initial' | 'maintenance' | 'equity';

export interface Margin {
  /** 10^-6 USD; the figures leave it out and are USD. */
  readonly cash: bigint;
  readonly initial: number;
  readonly maintenance: number;
  readonly equity: number;
  /** USD: what a figure may be off by. 0 where it is exact. */
  readonly tolerance: number;
  readonly priced: Priced;
  /** The same margin as protocol/ has it, where it is known. */
  readonly machine: MachineMargin | null;
}

const TOLERANCE_OF_GROSS = 1e-12;
const LEAST_TOLERANCE_USD = 1e-8;

const floats = new WeakMap<readonly bigint[], Named<number>>();

export function floatParameters({ parameters }: NaiveState): Named<number> {
  const known = floats.get(parameters) ?? named(parameters, (value) => Number(value) / 1e9);
  floats.set(parameters, known);
  return known;
}

/** The account's margin as it would be under this model; nothing is compared. */
export function marginOf(
  state: NaiveState,
  account: Account,
  model: bigint = account.marginModel,
): Margin {
  const holdings = holdingsOf(state, account);
  const priced = pricedBy(state, holdings, model);
  const { cash } = holdings;
  const none = { initial: 0, maintenance: 0, equity: 0 };
  const figures = priced === 'missing' ? none : figuresOf(state, holdings, model);
  const { initial, maintenance, equity } = figures;
  const tolerance = toleranceOf(grossOf(holdings));
  return { cash, initial, maintenance, equity, tolerance, priced, machine: null };
}

function figuresOf(state: NaiveState, { underlyings }: Holdings, model: bigint) {
  const held = underlyings.map(floatUnderlying);
  const parameters = floatParameters(state);
  if (model === 0n) return floatStandard(held, parameters.standard);
  if (held.length === 0) return { initial: 0, maintenance: 0, equity: 0 };
  return floatPortfolio(held[0], parameters);
}

/** USD: spot and strike of every contract. */
export function grossOf({ underlyings }: Holdings): number {
  return total(
    underlyings.flatMap(({ indexCents, expiries }) =>
      expiries.flatMap(({ positions }) =>
        positions.map(
          ({ instrument, amount }) =>
            Number(abs(amount) * (indexCents + instrument.strikeCents)) / 1e6,
        ),
      ),
    ),
  );
}

const toleranceOf = (gross: number): number =>
  gross === 0 ? 0 : LEAST_TOLERANCE_USD + gross * TOLERANCE_OF_GROSS;

/** SPEC §8.3, compared with what protocol/ has. */
export function evaluate(
  state: NaiveState,
  id: bigint,
  options: { readonly account?: Account; readonly model?: bigint } = {},
): Margin {
  const account = options.account ?? state.accounts.get(id)!;
  const model = options.model ?? account.marginModel;
  const margin = marginOf(state, account, model);
  if (state.judge === null) return margin;
  return { ...margin, machine: sameOfMachine(state, margin, { id, model }) };
}

/** Pages of an account's margin. */
export function pagesOf(state: NaiveState, { positions, marginModel }: Account): bigint {
  if (marginModel === 0n) return 1n;
  const items = itemCount(state.parameters);
  if (positions.size === 0) return 1n;
  const n = BigInt(positions.size);
  const page = max(2304n / (2n * n + min(n, 32n)), 1n);
  return (items + page - 1n) / page;
}

/** 2008 where prices are missing. */
export function evaluatePriced(...[state, id, options]: Parameters<typeof evaluate>): Margin {
  const margin = evaluate(state, id, options);
  demand(margin.priced !== 'missing', 2008);
  return margin;
}

/** Whether a figure is at least so many 10^-6 USD. */
export function isAtLeast(
  state: NaiveState,
  margin: Margin,
  { kind, amount = 0n }: { kind: MarginKind; amount?: bigint },
): boolean {
  const value = Number(margin.cash - amount) / 1e6 + margin[kind];
  return decide(state, {
    value,
    tolerance: margin.tolerance,
    machine: margin.machine && margin.machine[kind] - amount * 10n ** 12n,
  });
}

/** Whether initial margin has not fallen. */
export function hasNotFallen(state: NaiveState, after: Margin, before: Margin): boolean {
  return decide(state, {
    value: Number(after.cash - before.cash) / 1e6 + (after.initial - before.initial),
    tolerance: after.tolerance + before.tolerance,
    machine: after.machine && before.machine && after.machine.initial - before.machine.initial,
  });
}

/** SPEC §8.4 */
export function passes(state: NaiveState, after: Margin, before: Margin): boolean {
  if (isAtLeast(state, after, { kind: 'initial' })) return true;
  return isAtLeast(state, after, { kind: 'maintenance' }) && hasNotFallen(state, after, before);
}

/** Whether the value is zero or more; protocol/ decides what is too close to tell. */
export function decide(
  { judge }: NaiveState,
  { value, tolerance, machine }: { value: number; tolerance: number; machine: bigint | null },
): boolean {
  if (judge === null || machine === null) return value >= 0;
  judge.counts.decisions += 1;
  if (tolerance === 0 || Math.abs(value) > tolerance) return value >= 0;
  judge.counts.closeDecisions += 1;
  return machine >= 0n;
}

/** The nearest of the margins of this account that protocol/ worked out; it must be within the tolerance. */
function sameOfMachine(
  state: NaiveState,
  margin: Margin,
  { id, model }: { id: bigint; model: bigint },
): MachineMargin {
  const { counts, run } = state.judge!;
  const candidates = run.margins.filter(
    (other) => other.account === id && other.model === model && other.priced === margin.priced,
  );
  const distances = candidates.map((other) => distanceOf(margin, other));
  const nearest = distances.indexOf(Math.min(...distances));
  if (nearest === -1 || distances[nearest] > margin.tolerance) {
    throw new Disagreement(describe(margin, { id, model, candidates: run.margins }));
  }
  counts.margins += 1;
  if (margin.tolerance > 0) {
    const gross = (margin.tolerance - LEAST_TOLERANCE_USD) / TOLERANCE_OF_GROSS;
    const off = (distances[nearest] - LEAST_TOLERANCE_USD / 10) / gross;
    counts.furthest = Math.max(counts.furthest, off);
  }
  return candidates[nearest];
}

/** USD; none where prices are missing. */
function distanceOf(margin: Margin, machine: MachineMargin): number {
  if (margin.priced === 'missing') return 0;
  const kinds = ['initial', 'maintenance', 'equity'] as const;
  return Math.max(
    ...kinds.map((kind) =>
      Math.abs(Number(machine[kind] - margin.cash * 10n ** 12n) / 1e18 - margin[kind]),
    ),
  );
}

function describe(
  margin: Margin,
  { id, model, candidates }: { id: bigint; model: bigint; candidates: readonly MachineMargin[] },
): string {
  const usd = (kind: MarginKind): string => (Number(margin.cash) / 1e6 + margin[kind]).toFixed(9);
  const own = `${margin.priced} ${usd('initial')} ${usd('maintenance')} ${usd('equity')}`;
  const lines = candidates.map(
    (m) =>
      `account ${m.account} model ${m.model}: ${m.priced} ` +
      [m.initial, m.maintenance, m.equity].map((wad) => (Number(wad) / 1e18).toFixed(9)).join(' '),
  );
  return `account ${id} model ${model}: naive ${own}\nprotocol\n${lines.join('\n')}`;
}
