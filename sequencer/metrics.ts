import { OPERATION_BY_KIND } from '../protocol/generated/codec.ts';
import type { ApiContext } from './api/context.ts';
import type { Recorded } from './engine/recorded.ts';
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

  async timeCommit(commit: Promise<void>): Promise<void> {
    const end = this.commitSeconds.startTimer();
    await commit;
    end();
  }

  count(operations: readonly Recorded[]): void {
    for (const { operation, executed } of operations) {
      const { name } = OPERATION_BY_KIND[operation[0]];
      this.operations.inc({ kind: name, outcome: String(executed.outcome) });
      if (executed.effects.fills.length > 0) this.fills.inc(executed.effects.fills.length);
    }
  }

  /** Reads these when it is asked. */
  watch({ progress, heads, readModel }: ApiContext): void {
    this.#gauge('seq', 'Last operation executed', () => progress().seq);
    this.#gauge('batch', 'The open batch', () => progress().batch);
    this.#gauge('batch_bytes', 'Bytes in the open batch', () => progress().batchBytes);
    this.#gauge('queued', 'Operations waiting', () => progress().queued);
    this.#gauge('unposted_bytes', 'Bytes that L1 does not hold', () => progress().unpostedBytes);
    this.#gauge('posted_batch', 'Last batch on L1', () => heads()?.posted ?? 0);
    this.#gauge('settled_batch', 'Last settled batch', () => heads()?.settled ?? 0);
    this.#gauge('read_model_waiting', 'Not in the read model yet', () => readModel.waiting);
  }

  #gauge(name: string, help: string, read: () => number): void {
    void new Gauge({
      name: `tenor_${name}`,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }
}
