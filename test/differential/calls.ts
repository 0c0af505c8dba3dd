/** One call of a deployed function beside the same in TypeScript: answers and errors, counted and compared. */
import { DomainError } from '../../protocol/maths/errors.ts';
import type { Call, CallResult } from '../fixtures/deployed.ts';

export interface ComparedCall {
  readonly call: Call;
  /** @throws DomainError */
  readonly expected: () => unknown;
}

export interface Comparison {
  readonly answer: CallResult;
  /** Names the call in a difference. */
  readonly place: string;
  /** An error by what both sides must agree on; by default its name and its value. */
  readonly errorName?: (revert: string) => string;
}

/** @returns whether the answer is an error, and the difference in words, if there is one */
export function compareCall(
  { call, expected }: ComparedCall,
  { answer, place, errorName = (revert) => revert }: Comparison,
): { isError: boolean; difference?: string } {
  const isError = 'revert' in answer;
  const [mine, theirs] = [outcome(expected), answer].map((result) => printed(result, errorName));
  if (mine === theirs) return { isError };
  const difference = `${call.functionName}, ${place}: TypeScript ${mine}, bytecode ${theirs}`;
  return { isError, difference };
}

function outcome(expected: () => unknown): CallResult {
  try {
    return { value: expected() };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { revert: `OutOfDomain(${hexName(error.function)}, ${error.value})` };
  }
}

function hexName(name: string): string {
  return `0x${Buffer.from(name).toString('hex').padEnd(64, '0')}`;
}

function printed(result: CallResult, errorName: (revert: string) => string): string {
  const shown = 'revert' in result ? { revert: errorName(result.revert) } : result;
  return JSON.stringify(shown, (_, value: unknown) =>
    typeof value === 'bigint' || typeof value === 'number' ? String(value) : value,
  );
}
