/** What nodes say of transactions and calls that they do not take. Each says it in its own words. */
import { BaseError, decodeErrorResult, type Hex } from 'viem';

import { messageOf, ProverError } from '../errors.ts';
import { rollupAbi } from '../l1/abi.ts';

export type Refusal =
  | 'known'
  | 'nonceTooHigh'
  | 'nonceTooLow'
  | 'underpriced'
  | 'poor'
  | 'reverted'
  | 'unclear';

const WORDS: readonly [Refusal, RegExp][] = [
  ['known', /already known|already imported|known transaction|already in (the )?(mem)?pool/i],
  // A node without a pool takes nothing while an earlier nonce is missing.
  ['nonceTooHigh', /nonce (is )?too high|nonce gap/i],
  ['nonceTooLow', /nonce (is )?too low|nonce.*already.*used|old nonce|expected nonce to be/i],
  [
    'underpriced',
    /underpriced|fee too low|max fee per gas (is )?less than|feetoolow|too low to replace/i,
  ],
  ['poor', /insufficient funds|enough funds|insufficient balance/i],
];

export function refusalOf(error: unknown): Refusal {
  const text = `${messageOf(error)} ${error instanceof Error ? error.message : ''}`;
  const found = WORDS.find(([, words]) => words.test(text));
  if (found !== undefined) return found[0];
  return revertReason(error) === undefined ? 'unclear' : 'reverted';
}

/** The contract's error, or the node's words, where a call was reverted; nothing where the call did not get that far. */
export function revertReason(failure: unknown): string | undefined {
  const error = failure instanceof ProverError ? failure.cause : failure;
  if (!(error instanceof BaseError)) return undefined;
  const withData = error.walk((cause) => typeof dataOf(cause) === 'string');
  const data = dataOf(withData);
  if (data !== undefined && data.length >= 10) {
    try {
      const { errorName, args } = decodeErrorResult({ abi: rollupAbi, data });
      return `${errorName}(${(args ?? []).map(String).join(', ')})`;
    } catch {
      return `revert ${data.slice(0, 10)}`;
    }
  }
  const reverted = error.walk((cause) => (cause as Error).name === 'ExecutionRevertedError');
  return reverted === null ? undefined : messageOf(reverted);
}

function dataOf(error: unknown): Hex | undefined {
  if (typeof error !== 'object' || error === null || !('data' in error)) return undefined;
  const { data } = error;
  if (typeof data === 'string' && data.startsWith('0x')) return data as Hex;
  return dataOf(data);
}
