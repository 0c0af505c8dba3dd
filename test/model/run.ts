/** A suite of configurations, one after the other, told line by line. */
import { explore } from './explore.ts';
import type { Config } from './rules.ts';
import { describeTrace } from './traces.ts';

const PROGRESS_MS = 5_000;

/** @returns how many configurations broke a property */
export function exploreSuite(suite: readonly Config[], tell: (line: string) => void): number {
  let [broken, states] = [0, 0];
  const startMs = performance.now();
  for (const config of suite) {
    const result = exploreOne(config, tell);
    states += result.states;
    if (result.broken === undefined) continue;
    broken += 1;
    for (const line of describeTrace(result.broken.trace)) tell(`  ${line}`);
  }
  tell(`${states} states of ${suite.length} configurations, ${rate(states, startMs)}`);
  return broken;
}

function exploreOne(config: Config, tell: (line: string) => void): ReturnType<typeof explore> {
  const startMs = performance.now();
  let shownMs = startMs;
  const result = explore(config, {
    onProgress: (states) => {
      if (performance.now() - shownMs < PROGRESS_MS) return;
      shownMs = performance.now();
      tell(`… ${config.name}: ${states} states, ${rate(states, startMs)}`);
    },
  });
  const { states, transitions, depth, broken } = result;
  const outcome = broken === undefined ? 'all properties hold' : `BROKEN: ${broken.property}`;
  const figures = `${states} states, ${transitions} moves, ${depth} deep, ${rate(states, startMs)}`;
  tell(`${config.name}: ${figures}: ${outcome}`);
  return result;
}

function rate(states: number, startMs: number): string {
  const seconds = (performance.now() - startMs) / 1000;
  return `${Math.round(states / seconds)} states/s`;
}
