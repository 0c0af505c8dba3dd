/**
 * Margin parameters: SPEC §8.5. State keeps them as integers × 10^-9 in one list, so that one inbox item changes one of
 * them; the models take them as integers × 10^-18. Defaults: the published mainnet values of the models' author.
 */
import type { AuctionParams } from '../auction.ts';
import {
  AUCTION_PARAMETERS,
  MAX_SCENARIOS,
  PARAMETER_COUNT,
  PORTFOLIO_PARAMETERS,
  SCENARIO_COUNT_PARAMETER,
  SCENARIO_PARAMETERS,
  STANDARD_PARAMETERS,
} from '../params.ts';
import type { State } from '../state.ts';
import { WAD } from '../maths/wad.ts';
import { DIRECTION, type Direction, type PortfolioParams } from './portfolio/params.ts';
import type { StandardParams } from './standardParams.ts';

const STANDARD: Readonly<Record<keyof StandardParams, string>> = {
  maxSpotReq: '0.15',
  minSpotReq: '0.13',
  mmCallSpotReq: '0.09',
  mmPutSpotReq: '0.09',
  mmPutMtmReq: '0.09',
  unpairedImScale: '1.2',
  unpairedMmScale: '1.1',
  mmOffsetScale: '1.05',
  imPerpReq: '0.1',
  mmPerpReq: '0.065',
  perpThreshold: '0.55',
  optionThreshold: '0.55',
  baseThreshold: '0.55',
  ocFactor: '1',
  depegThreshold: '0.99',
  depegFactor: '2',
  marginFactor: '0.75',
  imScale: '0.93',
};

const PORTFOLIO: Readonly<Record<Exclude<keyof PortfolioParams, 'scenarios'>, string>> = {
  volRangeUp: '0.5',
  volRangeDown: '0.275',
  shortTermPower: '0.3',
  longTermPower: '0.13',
  dteFloorDays: '1',
  minVolEvalShocked: '0.4',
  imLossFactor: '1',
  mmLossFactor: '0.8',
  longRateMultScale: '0',
  longRateAddScale: '0.1',
  baseStaticDiscount: '0.98',
  shortRateMultScale: '0',
  shortRateAddScale: '0.1',
  baseStaticDiscountNeg: '1.02',
  scenarioSpotUp: '1.045',
  scenarioSpotDown: '0.955',
  basisContAddFactor: '0.5',
  basisContMultFactor: '2',
  pegLossThreshold: '0.99',
  pegLossFactor: '4',
  confThreshold: '0.55',
  confMargin: '1',
  mmPerpPercent: '0.03',
  imPerpPercent: '0.01',
  mmOptionPercent: '0.003',
  imOptionPercent: '0.002',
  linearScaleCap: '0.25',
  absScaleCap: '0.25',
  linearCBase: '-0.1',
  absCBase: '-0.1',
  minKStar: '0.01',
  minWidthScale: '4',
  volParamStatic: '0.6',
  volParamScale: '0',
};

const AUCTION: Readonly<Record<keyof AuctionParams, string>> = {
  buffer: '0.15',
  startShare: '0.95',
  cutoffShare: '0.7',
  fastSec: '900',
  slowSec: '43200',
  insolventSec: '3600',
  feeRate: '0.1',
  wholeBelow: '0',
};

type ScenarioRow = readonly [spotShock: string, direction: number, dampening: string];

const REGULAR: readonly ScenarioRow[] = ['1.135', '1.09', '1.045', '1', '0.955', '0.91', '0.865']
  .flatMap((shock) =>
    [DIRECTION.up, DIRECTION.none, DIRECTION.down].map(
      (direction) => [shock, direction, '1'] as const,
    ),
  )
  .concat([
    ['1.18', DIRECTION.up, '1'],
    ['0.82', DIRECTION.up, '1'],
  ]);

const TAILS: readonly ScenarioRow[] = [
  ['0.34', DIRECTION.up, '0.21'],
  ['0.67', DIRECTION.up, '0.42'],
  ['1.5', DIRECTION.up, '0.2772'],
  ['2', DIRECTION.up, '0.1386'],
  ['3', DIRECTION.up, '0.0693'],
  ['4', DIRECTION.up, '0.0462'],
  ['5', DIRECTION.up, '0.03465'],
  ['6', DIRECTION.up, '0.02772'],
];

const SCENARIOS: readonly ScenarioRow[] = [
  ...REGULAR,
  ...TAILS,
  ['1', DIRECTION.linear, '1'],
  ['1', DIRECTION.abs, '1'],
];

/** Index of a parameter by its name; scenario i has `scenario.i.spotShock`, `.direction` and `.dampening`. */
export const PARAMETER_NAMES: readonly string[] = [
  ...Object.keys(STANDARD).map((name) => `standard.${name}`),
  ...Object.keys(PORTFOLIO).map((name) => `portfolio.${name}`),
  ...Object.keys(AUCTION).map((name) => `auction.${name}`),
  'scenarioCount',
  ...Array.from({ length: MAX_SCENARIOS }, (_, i) =>
    ['spotShock', 'direction', 'dampening'].map((field) => `scenario.${i}.${field}`),
  ).flat(),
];

const E9 = 1_000_000_000;

/** × 10^-9, in the order of `PARAMETER_NAMES`. */
export const DEFAULT_PARAMETERS: readonly number[] = [
  ...Object.values(STANDARD),
  ...Object.values(PORTFOLIO),
  ...Object.values(AUCTION),
  String(SCENARIOS.length),
  ...SCENARIOS.flat().map(String),
].map(e9);

/** A decimal with at most nine digits after the point, × 10^-9. */
function e9(decimal: string): number {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,9}))?$/.exec(decimal)!;
  const magnitude = Number(whole) * E9 + Number(fraction.padEnd(9, '0'));
  return sign === '-' ? -magnitude : magnitude;
}

export function loadDefaultParameters(state: State): void {
  state.parameters.setVersion(1);
  DEFAULT_PARAMETERS.forEach((value, i) => state.parameters.setValue(i, value));
}

type Limits = readonly [least: string, greatest: string];

const ANY: Limits = ['0', '10'];
const SIGNED: Limits = ['-10', '10'];
const SECONDS: Limits = ['1', '1000000'];

/** Where a parameter is not within [0, 10]. */
const SPECIAL_LIMITS: Readonly<Record<string, Limits>> = {
  'standard.mmOffsetScale': ['1', '10'],
  'standard.imScale': ['0', '1'],
  'portfolio.dteFloorDays': ['1', '1000'],
  'portfolio.scenarioSpotUp': ['0.01', '10'],
  'portfolio.scenarioSpotDown': ['0.01', '10'],
  'portfolio.confThreshold': ['0', '1'],
  'portfolio.linearScaleCap': SIGNED,
  'portfolio.absScaleCap': SIGNED,
  'portfolio.linearCBase': SIGNED,
  'portfolio.absCBase': SIGNED,
  'portfolio.minKStar': ['0.000001', '10'],
  'portfolio.volParamStatic': SIGNED,
  'portfolio.volParamScale': SIGNED,
  'auction.startShare': ['0', '1'],
  'auction.cutoffShare': ['0', '1'],
  'auction.fastSec': SECONDS,
  'auction.slowSec': SECONDS,
  'auction.insolventSec': SECONDS,
  'auction.feeRate': ['0', '1'],
  'auction.wholeBelow': ['0', '1000000'],
  'scenario.0.spotShock': ['0.01', '10'],
};

/** `[least, greatest]` × 10^-9 of the parameters before the scenarios and of one scenario's three. */
export const PARAMETER_LIMITS: readonly (readonly [number, number])[] = PARAMETER_NAMES.slice(
  0,
  SCENARIO_PARAMETERS + 3,
).map((name) => {
  if (name === 'scenarioCount') return [E9, MAX_SCENARIOS * E9];
  if (name === 'scenario.0.direction') return [DIRECTION.none, DIRECTION.abs * E9];
  const [least, greatest] = SPECIAL_LIMITS[name] ?? ANY;
  return [e9(least), e9(greatest)];
});

/** Pairs, by index, of which the first may not be below the second: initial margin is never above maintenance margin. */
export const ORDERED_PARAMETERS: readonly (readonly number[])[] = [
  ['standard.maxSpotReq', 'standard.minSpotReq'],
  ['standard.minSpotReq', 'standard.mmCallSpotReq'],
  ['standard.unpairedImScale', 'standard.unpairedMmScale'],
  ['standard.imPerpReq', 'standard.mmPerpReq'],
  ['portfolio.imLossFactor', 'portfolio.mmLossFactor'],
  ['auction.startShare', 'auction.cutoffShare'],
].map((pair) => pair.map((name) => PARAMETER_NAMES.indexOf(name)));

/** Whether the models may be run with these values, and initial margin is never the milder one. */
export function areSound(values: readonly number[]): boolean {
  return (
    values.every(isWithinLimits) &&
    ORDERED_PARAMETERS.every(([more, less]) => values[more] >= values[less]) &&
    values[SCENARIO_COUNT_PARAMETER] % E9 === 0 &&
    Array.from({ length: MAX_SCENARIOS }, (_, i) => SCENARIO_PARAMETERS + 3 * i).every(
      (at) => values[at + 1] % E9 === 0 && (values[at + 1] < SKEWED * E9 || values[at] === E9),
    )
  );
}

const SKEWED = DIRECTION.linear;

/** A scenario that is not in use may be zero. */
function isWithinLimits(value: number, index: number, values: readonly number[]): boolean {
  const beyond = index - SCENARIO_PARAMETERS;
  const isUnused = Math.floor(beyond / 3) * E9 >= values[SCENARIO_COUNT_PARAMETER];
  if (beyond >= 0 && isUnused && value === 0) return true;
  const limits = PARAMETER_LIMITS[beyond >= 0 ? SCENARIO_PARAMETERS + (beyond % 3) : index];
  return value >= limits[0] && value <= limits[1];
}

export interface MarginParameters {
  readonly version: number;
  readonly standard: StandardParams;
  readonly portfolio: PortfolioParams;
  readonly auction: AuctionParams;
}

const decoded = new WeakMap<State, MarginParameters>();

/** The parameters of the state. COST: decoded once a version. */
export function marginParameters(state: State): MarginParameters {
  const version = state.parameters.version();
  const known = decoded.get(state);
  if (known?.version === version) return known;
  const parameters = decode(parameterValues(state));
  const made = { version, ...parameters };
  decoded.set(state, made);
  return made;
}

/** × 10^-9, in the order of `PARAMETER_NAMES`. */
export function parameterValues(state: State): number[] {
  return Array.from({ length: PARAMETER_COUNT }, (_, i) => state.parameters.value(i));
}

/** @param values × 10^-9, in the order of `PARAMETER_NAMES` */
export function decode(values: readonly number[]): Omit<MarginParameters, 'version'> {
  const wad = (i: number): bigint => BigInt(values[i]) * BigInt(E9);
  const named = (names: readonly string[], from: number): Record<string, bigint> =>
    Object.fromEntries(names.map((name, i) => [name, wad(from + i)]));
  const scenarios = Array.from({ length: values[SCENARIO_COUNT_PARAMETER] / E9 }, (_, i) => {
    const at = SCENARIO_PARAMETERS + 3 * i;
    return {
      spotShock: wad(at),
      direction: (values[at + 1] / E9) as Direction,
      dampening: wad(at + 2),
    };
  });
  const auction = named(Object.keys(AUCTION), AUCTION_PARAMETERS) as unknown as AuctionParams;
  return {
    standard: named(Object.keys(STANDARD), STANDARD_PARAMETERS) as unknown as StandardParams,
    portfolio: {
      ...(named(Object.keys(PORTFOLIO), PORTFOLIO_PARAMETERS) as unknown as PortfolioParams),
      scenarios,
    },
    auction: {
      ...auction,
      fastSec: auction.fastSec / WAD,
      slowSec: auction.slowSec / WAD,
      insolventSec: auction.insolventSec / WAD,
    },
  };
}
