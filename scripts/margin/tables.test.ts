import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import type { MarginReport } from '../../sdk/marginTypes.ts';
import { offlineReport } from '../../sequencer/margin/offline.ts';
import { parseWhatIf, type SimulateRequest } from '../../sequencer/margin/request.ts';
import { readPortfolio } from './portfolio.ts';
import { addingUp, describeReport } from './tables.ts';

const EXAMPLE = join(import.meta.dirname, '../../docs/examples/portfolio.json');

function reportOf(changes: Partial<SimulateRequest> = {}): MarginReport {
  const { request, timeSec } = readPortfolio(EXAMPLE);
  const whatIf = parseWhatIf({ ...request, ...changes }, timeSec);
  return { account: null, ...offlineReport(whatIf, timeSec) } as MarginReport;
}

/** Figures of the lines between a title and the next empty line. */
function column(text: string, title: string, at: number): bigint[] {
  const [, after] = text.split(`\n${title}\n`);
  const rows = after.split('\n\n')[0].split('\n').slice(1);
  return rows.map((row) => {
    const cells = row.trim().split(/ {2,}/);
    return BigInt(cells[at].replaceAll(/[,.]/g, ''));
  });
}

describe('describeReport', () => {
  test.each(['portfolio', 'standard'] as const)(
    'shows a requirement whose lines add up to the cent, under the %s model',
    (model) => {
      const text = describeReport(reportOf({ model }));
      for (const at of [1, 2]) {
        const figures = column(text, 'Requirement', at);
        const total = figures.pop();
        expect(figures.reduce((sum, each) => sum + each, 0n)).toBe(total);
      }
      const [cash, options, equity] = column(text.replace(/\n {2}initial[^]*$/, ''), 'Margin', 1);
      expect(cash + options).toBe(equity);
    },
  );

  test('marks the worst scenario, once', () => {
    const report = reportOf();
    const text = describeReport(report);
    expect(text.match(/← the worst/g)).toHaveLength(1);
    expect(text).toContain(`${report.worst!.index} ${report.worst!.name}`);
  });

  test('says what is missing where there is no margin', () => {
    const text = describeReport(reportOf({ overrides: {} }));
    expect(text).toContain('noIndex');
    expect(text).toContain('No margin without prices');
  });
});

describe('addingUp', () => {
  test('loses no cent', () => {
    expect(addingUp(['0.004', '0.004', '0.004'])).toEqual([0n, 1n, 0n]);
    expect(addingUp(['-10.005', '3.333', '3.333', '3.339'])).toEqual([-1001n, 334n, 333n, 334n]);
  });
});
