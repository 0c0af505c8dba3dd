import type { Engine } from './engine/engine.ts';
import type { Journal } from './journal/journal.ts';
import type { Watcher } from './l1/watcher.ts';
import type { SequencerEvents } from './options.ts';
import { Refusal } from './rejections.ts';

const CHECK_MS = 250;

export interface HealthParts {
  readonly journal: Pick<Journal, 'trouble'>;
  readonly watcher: Pick<Watcher, 'trouble'>;
  readonly engine: Pick<Engine, 'refuseQueue' | 'wake'>;
  readonly log: (line: string) => void;
  readonly on: SequencerEvents;
}

/** Whether operations can be acknowledged, told when it changes; what is queued meanwhile is refused. */
export class HealthWatch {
  readonly #parts: HealthParts;
  #told: string | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: HealthParts) {
    this.#parts = parts;
  }

  /** What is gone, in words; null while L1 and the journal can be relied on. */
  get trouble(): string | null {
    const { journal, watcher } = this.#parts;
    if (journal.trouble !== null) return `PostgreSQL is gone: ${journal.trouble}`;
    return watcher.trouble === null ? null : `L1 is gone: ${watcher.trouble}`;
  }

  start(): void {
    this.#check();
    this.#timer = setInterval(() => this.#check(), CHECK_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #check(): void {
    const { engine, log, on } = this.#parts;
    const words = this.trouble;
    if (words !== null) engine.refuseQueue(new Refusal('unhealthy', words));
    if (words === this.#told) return;
    if (words === null) engine.wake();
    log(words ?? 'L1 and PostgreSQL are back: acknowledging again');
    this.#told = words;
    on.health?.(words);
  }
}
