/** The prover's log: sentences for people, or a JSON object a line for what collects logs. */
import type { Log } from './options.ts';

type Write = (line: string) => void;

/** One line a fact; alarms begin with ALARM and their code. */
export function wordsLog(write: Write): Log {
  const line = (prefix: string) => (fields: object, message: string) => {
    const { alarm, code } = fields as { alarm?: boolean; code?: string };
    const time = new Date().toISOString().slice(11, 19);
    write(`${time} ${alarm === true ? `ALARM ${code}: ` : prefix}${message}`);
  };
  return { info: line(''), warn: line('warning: '), error: line('error: ') };
}

/** Fields: time, level, message, and what belongs to the fact; `alarm` and `code` where somebody should look. */
export function jsonLog(write: Write): Log {
  const line = (level: string) => (fields: object, message: string) => {
    const time = new Date().toISOString();
    write(JSON.stringify({ time, level, message, ...fields }, withoutBigint));
  };
  return { info: line('info'), warn: line('warn'), error: line('error') };
}

function withoutBigint(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
