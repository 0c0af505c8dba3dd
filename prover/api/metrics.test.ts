import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { disputedStatus } from '../../test/fixtures/proverStatus.ts';
import type { ProverStatus } from '../status.ts';
import { FIGURES } from './figures.ts';
import { metricsOf } from './metrics.ts';

const COSTS = {
  moves: new Map([['reveal', { made: 2, lost: 1, gas: 330_000n, fees: 3n * 10n ** 14n }]]),
};

async function scrape(status: ProverStatus = disputedStatus()): Promise<string> {
  return metricsOf({ status: () => status, costs: COSTS }).metrics();
}

describe('metricsOf', () => {
  test('figures for alerts in the middle of a dispute', async () => {
    const text = await scrape();
    for (const line of [
      'tenor_prover_healthy 1',
      'tenor_prover_false_claims_total 1',
      'tenor_prover_disputes{stage="duels"} 1',
      'tenor_prover_duels{round="1"} 1',
      'tenor_prover_stake_eth{side="rivals"} 0.096',
      'tenor_prover_moves_total{move="reveal",outcome="made"} 2',
      'tenor_prover_gas_total{move="reveal"} 330000',
      'tenor_prover_fees_eth_total{move="reveal"} 0.0003',
      'tenor_prover_alarm{code="settledFalse"} 0',
      'tenor_prover_endpoint_up{endpoint="endpoint 1"} 1',
      'tenor_prover_history_progress{batch="8"} 1',
    ]) {
      expect(text).toContain(`${line}\n`);
    }
  });

  test('the clock is the least of the true side, and endless where nothing of it is due', async () => {
    expect(await scrape()).toContain('tenor_prover_clock_seconds +Inf\n');
    const status = disputedStatus();
    const [dispute] = status.disputes;
    const [duel] = dispute.duels;
    const [ours, theirs] = duel.sides;
    const late = { ...ours, untilSec: status.nowSec + 42 };
    const duels = [{ ...duel, sides: [late, theirs] as const }];
    const disputes = [{ ...dispute, duels, enterUntilSec: status.nowSec + 90 }];
    expect(await scrape({ ...status, disputes })).toContain('tenor_prover_clock_seconds 42\n');
  });

  test('two scrapes count nothing twice', async () => {
    const registry = metricsOf({ status: () => disputedStatus(), costs: COSTS });
    await registry.metrics();
    expect(await registry.metrics()).toContain('tenor_prover_false_claims_total 1\n');
  });

  test('docs/operations.md tells of every figure', () => {
    const docs = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
    const untold = FIGURES.filter(({ name }) => !docs.includes(`\`${name}`));
    expect(untold.map(({ name }) => name)).toEqual([]);
  });
});
