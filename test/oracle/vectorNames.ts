/** Parameters by the names that the oracle of margins and its vectors have. */
import type { Real } from './decimal.ts';
import type { NaiveScenario } from './naivePortfolio.ts';

/** By the number of the direction. */
export const DIRECTION_NAMES: readonly NaiveScenario['direction'][] = [
  'None',
  'Up',
  'Down',
  'LINEAR',
  'ABS',
];

const PORTFOLIO_NAMES: Readonly<Record<string, string>> = {
  volRangeUp: 'VOLRANGEUP',
  volRangeDown: 'VOLRANGEDOWN',
  shortTermPower: 'SHORTTERMPOWER',
  longTermPower: 'LONGTERMPOWER',
  dteFloorDays: 'DTE_FLOOR',
  longRateMultScale: 'LONG_RATE_MULTSCALE',
  longRateAddScale: 'LONG_RATE_ADDSCALE',
  shortRateMultScale: 'SHORT_RATE_MULTSCALE',
  shortRateAddScale: 'SHORT_RATE_ADDSCALE',
  linearCBase: 'LINEAR_CBASE',
  absCBase: 'ABS_CBASE',
};

const STANDARD_NAMES: Readonly<Record<string, string>> = {
  mmPutMtmReq: 'MMPutMtMReq',
  unpairedImScale: 'unpairedIMScale',
  unpairedMmScale: 'unpairedMMScale',
  ocFactor: 'OCFactor',
  imScale: 'IMScale',
};

/** @param params by their names in the protocol, without the scenarios */
export function portfolioNumbers<N>(
  params: Readonly<Record<string, N>> | object,
  toReal: (value: N) => Real,
): Record<string, Real> {
  const entries = Object.entries(params as Record<string, N>).map(([name, value]) => {
    const loud = PORTFOLIO_NAMES[name] ?? name.replaceAll(/(?=[A-Z])/g, '_').toUpperCase();
    return [loud, toReal(value)];
  });
  return Object.fromEntries(entries) as Record<string, Real>;
}

/** @param params by their names in the protocol */
export function standardNumbers<N>(
  params: Readonly<Record<string, N>> | object,
  toReal: (value: N) => Real,
): Record<string, Real> {
  const entries = Object.entries(params as Record<string, N>);
  const renamed = entries.map(([name, value]) => [STANDARD_NAMES[name] ?? name, toReal(value)]);
  return Object.fromEntries(renamed) as Record<string, Real>;
}
