import { Counter, Gauge, Registry } from 'prom-client';

import { ALARMS } from '../alarms.ts';
import type { Prover } from '../watch/prover.ts';

/** Figures for Prometheus, read from the prover when asked. */
export function metricsOf(prover: Prover): Registry {
  const registry = new Registry();
  const gauge = (name: string, help: string, read: () => number): void => {
    const figure = new Gauge({
      name: `tenor_prover_${name}`,
      help,
      registers: [],
      collect() {
        this.set(read());
      },
    });
    registry.registerMetric(figure);
  };
  gauge('l1_block', 'L1 block of the last decision', () => prover.status().l1Block);
  gauge('batches_posted', 'Last batch seen on L1', () => prover.status().posted);
  gauge('batches_derived', 'Last batch derived', () => prover.status().derived);
  gauge('batches_settled', 'Last batch settled', () => prover.status().settled);
  gauge('disputes', 'Batches in dispute', () => prover.status().disputes.length);
  gauge('duels', 'Duels under way', () =>
    prover.status().disputes.reduce((sum, { duels }) => sum + duels.length, 0),
  );
  gauge('problems', 'Problems that a person should look at', () => prover.status().problems.length);
  gauge('healthy', '1 if the last turns were good', () => (prover.status().healthy ? 1 : 0));
  gauge('balance_eth', 'Ether of the account that moves', () => {
    const { account } = prover.status();
    return account === undefined ? 0 : Number(BigInt(account.balance)) / 1e18;
  });
  const moves = new Counter({
    name: 'tenor_prover_moves_total',
    help: 'Moves mined, by kind',
    labelNames: ['move'],
    registers: [],
    collect() {
      this.reset();
      for (const [move, count] of prover.moveCounts) this.inc({ move }, count);
    },
  });
  registry.registerMetric(moves);
  const alarms = new Gauge({
    name: 'tenor_prover_alarm',
    help: 'Alarms that last, by code',
    labelNames: ['code'],
    registers: [],
    collect() {
      const lasting = prover.status().alarms;
      for (const code of Object.keys(ALARMS)) {
        this.set({ code }, lasting.filter((alarm) => alarm.code === code).length);
      }
    },
  });
  registry.registerMetric(alarms);
  return registry;
}
