/** What a process and all that it started use, from /proc. */
import { readdirSync, readFileSync } from 'node:fs';

const SAMPLE_MS = 100;
/** Of every Linux that Node runs on. */
const TICKS_A_SEC = 100;
const PAGE_BYTES = 4096;

export interface Usage {
  /** Processor time so far, of processes that ended and were waited for too. */
  readonly cpuSec: number;
  /** The most resident memory that they had together. Pages that they share count in each. */
  readonly peakRssBytes: number;
}

export interface UsageMeter {
  read(): Usage;
  stop(): void;
}

export function meterProcess(pid: number): UsageMeter {
  let peakRssBytes = 0;
  const sample = (): number => {
    const processes = family(pid);
    const rss = processes.reduce((sum, { rssBytes }) => sum + rssBytes, 0);
    peakRssBytes = Math.max(peakRssBytes, rss);
    return processes.reduce((sum, { cpuSec }) => sum + cpuSec, 0);
  };
  const timer = setInterval(sample, SAMPLE_MS);
  return {
    read: () => ({ cpuSec: sample(), peakRssBytes }),
    stop: () => clearInterval(timer),
  };
}

export interface ProcessUsage {
  readonly pid: number;
  readonly parent: number;
  readonly cpuSec: number;
  readonly rssBytes: number;
}

/** A process and all below it. */
export function family(root: number): ProcessUsage[] {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? readStat(name) : []));
  const found = all.filter(({ pid }) => pid === root);
  for (const { pid } of found) found.push(...all.filter(({ parent }) => parent === pid));
  return found;
}

/** proc_pid_stat(5): after the name come state, parent, …, utime, stime, cutime, cstime, …, rss. */
function readStat(name: string): ProcessUsage[] {
  try {
    const text = readFileSync(`/proc/${name}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return [
      {
        pid: Number(name),
        parent: Number(fields[1]),
        cpuSec: ticks / TICKS_A_SEC,
        rssBytes: Number(fields[21]) * PAGE_BYTES,
      },
    ];
  } catch {
    return [];
  }
}
