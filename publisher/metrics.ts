import { Counter, Gauge, Registry } from 'prom-client';

import { UNDERLYINGS } from '../protocol/params.ts';
import type { Publisher } from './node/publisher.ts';

/** What Prometheus may ask of one publisher. */
export class Metrics {
  readonly registry = new Registry();
  readonly answers = new Counter({
    name: 'tenor_publisher_answers_total',
    help: 'Questions of other publishers, by kind and answer',
    labelNames: ['what', 'outcome'],
    registers: [this.registry],
  });
  readonly submitted = new Counter({
    name: 'tenor_publisher_submitted_total',
    help: 'Operations handed to the sequencer, by kind and outcome: accepted, rejected, noQuorum, unreachable',
    labelNames: ['what', 'outcome'],
    registers: [this.registry],
  });

  constructor(publisher: Publisher) {
    const labelNames = ['underlying'] as const;
    void new Gauge({
      name: 'tenor_publisher_market_age_seconds',
      help: 'Age of what was seen last of the market',
      labelNames,
      registers: [this.registry],
      collect() {
        UNDERLYINGS.forEach(({ symbol }, underlying) => {
          const age = publisher.viewAgeSec(underlying);
          if (age !== null) this.set({ underlying: symbol }, age);
        });
      },
    });
  }
}
