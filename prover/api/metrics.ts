/** Figures for Prometheus. Every scrape reads the status once. */
import { Counter, Gauge, Registry } from 'prom-client';

import type { ProverStatus } from '../status.ts';
import { type Figure, FIGURES, type Measured } from './figures.ts';

export function metricsOf(measured: Measured): Registry {
  const registry = new Registry();
  const collectors = FIGURES.map((figure) => collectorOf(figure, measured));
  // COST: it is collected first, and reads the status for all of them.
  const first = new Gauge({
    name: 'tenor_prover_scrape_seconds',
    help: 'Time that reading all of these took',
    registers: [],
    collect() {
      const startMs = performance.now();
      const status = measured.status();
      for (const { set } of collectors) set(status);
      this.set((performance.now() - startMs) / 1000);
    },
  });
  for (const metric of [first, ...collectors.map((each) => each.metric)]) {
    registry.registerMetric(metric);
  }
  return registry;
}

function collectorOf(
  { name, help, labels = [], counts, read }: Figure,
  measured: Measured,
): { metric: Gauge | Counter; set: (status: ProverStatus) => void } {
  const options = { name: `tenor_prover_${name}`, help, labelNames: [...labels], registers: [] };
  const metric = counts === true ? new Counter(options) : new Gauge(options);
  const set = (status: ProverStatus): void => {
    const found = read(status, measured);
    metric.reset();
    for (const { labels: of = {}, value } of typeof found === 'number'
      ? [{ value: found }]
      : found) {
      if (metric instanceof Counter) metric.inc(of, value);
      else metric.set(of, value);
    }
  };
  return { metric, set };
}
