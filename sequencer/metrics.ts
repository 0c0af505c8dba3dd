import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What Prometheus may ask for. */
export class Metrics {
  readonly registry = new Registry();
  readonly operations = new Counter({
    name: 'tenor_operations_total',
    help: 'Operations in batches, by kind and outcome code',
    labelNames: ['kind', 'outcome'],
    registers: [this.registry],
  });
  readonly fills = new Counter({
    name: 'tenor_fills_total',
    help: 'Trades',
    registers: [this.registry],
  });
  readonly commitSeconds = new Histogram({
    name: 'tenor_journal_commit_seconds',
    help: 'Time to write one group to the journal',
    buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5],
    registers: [this.registry],
  });
  readonly refusals = new Counter({
    name: 'tenor_refusals_total',
    help: 'Operations turned away before the engine, by reason',
    labelNames: ['reason'],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  gauge(name: string, help: string, read: () => number): void {
    const gauge = new Gauge({
      name: `tenor_${name}`,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
    gauge.set(read());
  }
}
