/** A portfolio in a file: the simulator's request, and for work without an exchange the time. */
import { readFileSync } from 'node:fs';

import { Type } from 'typebox';
import { Value } from 'typebox/value';

import { SimulateBody, type SimulateRequest } from '../../sequencer/margin/request.ts';

export interface Portfolio {
  readonly request: SimulateRequest;
  /** Unix seconds; the clock's where the file names none. */
  readonly timeSec: number;
}

const PortfolioFile = Type.Object(
  { ...SimulateBody.properties, time: Type.Optional(Type.String()) },
  { additionalProperties: false },
);

/** @throws Error that names the file and the field */
export function readPortfolio(file: string): Portfolio {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
  if (!Value.Check(PortfolioFile, value)) {
    const [wrong] = Value.Errors(PortfolioFile, value);
    throw new Error(`${file}${wrong?.instancePath ?? ''}: ${wrong?.message ?? 'is no portfolio'}`);
  }
  const { time, ...request } = value;
  return { request, timeSec: time === undefined ? Date.now() / 1000 : parseTime(time, file) };
}

/** `2026-06-01T00:00:00Z` */
function parseTime(text: string, file: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new Error(`${file}/time: ${text} is no time`);
  return ms / 1000;
}
