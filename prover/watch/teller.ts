/** Says what happens: log, events for whoever started the prover, and the alarms that last. */
import { type Alarm, type AlarmCode, ALARMS } from '../alarms.ts';
import type { Log, ProverEvent } from '../options.ts';

export class Teller {
  readonly log: Log | undefined;
  readonly #onEvent: ((event: ProverEvent) => void) | undefined;
  readonly #alarms = new Map<string, Alarm>();
  readonly #told = new Set<string>();

  constructor({ log, onEvent }: { log?: Log; onEvent?: (event: ProverEvent) => void }) {
    this.log = log;
    this.#onEvent = onEvent;
  }

  emit(event: ProverEvent): void {
    this.#onEvent?.(event);
  }

  /** Whether a thing is said for the first time. */
  isNew(key: string): boolean {
    return !this.#told.has(key) && this.#told.add(key) !== undefined;
  }

  /**
   * Says what a person should know of, once for the same words.
   * @param about which of several of a kind: an endpoint, a batch
   */
  alarm(
    code: AlarmCode,
    words: string,
    { about = '', ...fields }: { readonly about?: string; readonly [field: string]: unknown } = {},
  ): void {
    const key = `${code}:${about}`;
    const before = this.#alarms.get(key);
    if (before?.words === words) return;
    this.#alarms.set(key, { code, words, sinceMs: before?.sinceMs ?? Date.now() });
    const level = ALARMS[code].isSick ? 'error' : 'warn';
    this.log?.[level]({ alarm: true, code, ...fields }, words);
    if (ALARMS[code].isSick) this.emit({ type: 'alarm', code, words });
  }

  clear(code: AlarmCode, about = ''): void {
    const alarm = this.#alarms.get(`${code}:${about}`);
    if (alarm === undefined) return;
    this.#alarms.delete(`${code}:${about}`);
    this.log?.info({ code, over: true }, `over: ${alarm.words}`);
  }

  /** Clears the alarms of a kind but those about certain things. */
  clearOthers(code: AlarmCode, lasting: ReadonlySet<string>): void {
    for (const key of this.#alarms.keys()) {
      const about = key.slice(code.length + 1);
      if (key.startsWith(`${code}:`) && !lasting.has(about)) this.clear(code, about);
    }
  }

  get alarms(): readonly Alarm[] {
    return [...this.#alarms.values()];
  }
}
