/** A margin report as text: positions, scenarios, and a requirement that adds up. */
import type { MarginReport } from '../../sdk/marginTypes.ts';

const CENT = 10n ** 16n;
const INDENT = '  ';

type Row = readonly string[];
type Position = MarginReport['positions'][number];

export function describeReport(report: MarginReport): string {
  return [
    ...describeHead(report),
    ...describePositions(report),
    ...describeStandard(report),
    ...describeScenarios(report),
    ...describeRequirement(report),
    ...describeMargins(report),
    '',
  ].join('\n');
}

function describeHead({ model, time, account, expiries }: MarginReport): string[] {
  const at = new Date(Number(time) * 1000).toISOString().replace('T', ' ').slice(0, 16);
  const whose = account === null ? '' : ` of account ${account}`;
  const rows = expiries.map(({ expiry, index, forward, rate, secondsLeft, reason }) => [
    expiry,
    usd(index),
    usd(forward),
    rate === null ? '' : `${number(Number(rate) * 100, 2)} %`,
    `${number(Number(secondsLeft) / 86_400, 2)} days`,
    reason ?? '',
  ]);
  return [
    `${model[0].toUpperCase()}${model.slice(1)} margin${whose} at ${at} UTC`,
    ...table('Expiries', ['', 'index', 'forward', 'rate', 'left', ''], rows),
  ];
}

/** Greeks of the whole position. */
function describePositions({ positions }: MarginReport): string[] {
  const rows = positions.map((position) => [
    position.instrument,
    position.quantity,
    usd(position.mark),
    usd(position.value),
    position.markIv === null
      ? (position.reason ?? '')
      : `${number(Number(position.markIv) * 100, 1)} %`,
    ...greekCells(greeksOfPosition(position)),
  ]);
  const header = ['', 'contracts', 'mark', 'value', 'IV', 'delta', 'gamma', 'vega', 'theta'];
  return table('Positions, with greeks of the whole position', header, [
    ...rows,
    ...totalRow(positions),
  ]);
}

/** Greeks of different underlyings have no sum. */
function totalRow(positions: readonly Position[]): string[][] {
  const underlyings = new Set(positions.map(({ instrument }) => instrument.split('-')[0]));
  const greeks = positions.flatMap((position) => greeksOfPosition(position) ?? []);
  if (underlyings.size !== 1 || greeks.length < positions.length) return [];
  const value = positions.reduce((total, position) => total + wad(position.value ?? '0'), 0n);
  return [['= total', '', '', cents(roundCents(value)), '', ...greekCells(addGreeks(greeks))]];
}

interface Greeks {
  readonly delta: number;
  readonly gamma: number;
  readonly vega: number;
  readonly theta: number;
}

function greeksOfPosition({ greeks, quantity }: Position): Greeks | null {
  if (greeks === null) return null;
  const of = (greek: string): number => Number(greek) * Number(quantity);
  return {
    delta: of(greeks.delta),
    gamma: of(greeks.gamma),
    vega: of(greeks.vega),
    theta: of(greeks.theta),
  };
}

function addGreeks(greeks: readonly Greeks[]): Greeks {
  const total = (of: keyof Greeks): number => greeks.reduce((all, each) => all + each[of], 0);
  return {
    delta: total('delta'),
    gamma: total('gamma'),
    vega: total('vega'),
    theta: total('theta'),
  };
}

function greekCells(greeks: Greeks | null): string[] {
  if (greeks === null) return ['', '', '', ''];
  const { delta, gamma, vega, theta } = greeks;
  return [number(delta, 4), number(gamma, 6), number(vega, 2), number(theta, 2)];
}

function describeStandard({ standardExpiries }: MarginReport): string[] {
  const rows = standardExpiries.map(({ expiry, value, isolated, worstPayoff }) => [
    expiry,
    usd(value),
    usd(isolated.initial),
    usd(isolated.maintenance),
    usd(worstPayoff.initial),
    usd(worstPayoff.maintenance),
  ]);
  const header = ['', 'value', 'alone, initial', 'maint.', 'worst payoff, initial', 'maint.'];
  return table('What an expiry counts: the milder of the two', header, rows);
}

function describeScenarios({ scenarios }: MarginReport): string[] {
  const rows = scenarios.map(({ index, name, profit, isWorst }) => [
    `${index} ${name}`,
    usd(profit),
    isWorst ? '← the worst' : '',
  ]);
  return table('Profit and loss by scenario', ['', 'USD', ''], rows);
}

/** Rounded so that what is shown adds up. */
function describeRequirement({ sources, requirement }: MarginReport): string[] {
  if (requirement === null) return [];
  const initial = addingUp(sources.map((source) => source.initial));
  const maintenance = addingUp(sources.map((source) => source.maintenance));
  const rows = sources.map(({ source, of }, i) => [
    of === null ? source : `${source}, ${of}`,
    cents(initial[i]),
    cents(maintenance[i]),
  ]);
  return table(
    'Requirement',
    ['', 'initial', 'maintenance'],
    [...rows, ['= requirement', cents(sum(initial)), cents(sum(maintenance))]],
  );
}

function describeMargins(report: MarginReport): string[] {
  const { cash, equity, requirement, initialMargin, maintenanceMargin, marginRatio } = report;
  if (equity === null || requirement === null) {
    return ['', 'No margin without prices: see what is missing above.'];
  }
  const [held, options] = addingUp([cash, minus(equity, cash)]);
  const ratio = marginRatio === null ? 'none' : `${number(Number(marginRatio) * 100, 2)} %`;
  return table(
    'Margin',
    ['', 'USD', ''],
    [
      ['cash', cents(held), ''],
      ['options at their marks', cents(options), ''],
      ['= equity', cents(held + options), ''],
      [
        'initial margin',
        usd(initialMargin),
        says(initialMargin, 'may trade', 'may only reduce risk'),
      ],
      [
        'maintenance margin',
        usd(maintenanceMargin),
        says(maintenanceMargin, 'holds', 'to be liquidated'),
      ],
      ['maintenance requirement of equity', ratio, ''],
    ],
  );
}

function says(margin: string | null, holds: string, fails: string): string {
  return wad(margin ?? '0') >= 0n ? holds : fails;
}

/** In cents: rounding the running sum, so that no cent is lost on the way. */
export function addingUp(amounts: readonly string[]): bigint[] {
  let exact = 0n;
  let shown = 0n;
  return amounts.map((amount) => {
    exact += wad(amount);
    const step = roundCents(exact) - shown;
    shown += step;
    return step;
  });
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}

function minus(a: string, b: string): string {
  const difference = wad(a) - wad(b);
  const digits = String(difference < 0n ? -difference : difference).padStart(19, '0');
  return `${difference < 0n ? '-' : ''}${digits.slice(0, -18)}.${digits.slice(-18)}`;
}

/** Of a decimal with at most 18 digits after the point, × 10^-18. */
function wad(text: string): bigint {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const size = BigInt(whole + fraction.padEnd(18, '0'));
  return text.startsWith('-') ? -size : size;
}

/** To the nearest, half away from 0. */
function roundCents(value: bigint): bigint {
  const size = ((value < 0n ? -value : value) + CENT / 2n) / CENT;
  return value < 0n ? -size : size;
}

function usd(text: string | null): string {
  return text === null ? '' : cents(roundCents(wad(text)));
}

function cents(value: bigint): string {
  const digits = String(value < 0n ? -value : value).padStart(3, '0');
  const whole = digits.slice(0, -2).replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `${value < 0n ? '-' : ''}${whole}.${digits.slice(-2)}`;
}

function number(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace('-', '') : text;
}

/** Nothing where there are no rows. The first column is left-aligned, the others right. */
function table(title: string, header: Row, rows: readonly Row[]): string[] {
  if (rows.length === 0) return [];
  const all = [header, ...rows];
  const widths = header.map((_, i) => Math.max(...all.map((row) => row[i].length)));
  const line = (row: Row): string =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
      .join('  ')
      .trimEnd();
  return ['', title, ...all.map((row) => INDENT + line(row)).filter((text) => text.trim() !== '')];
}
