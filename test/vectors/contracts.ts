/** The rules as L1 runs them: calls of the deployed contracts. */
import type { Implementation } from './kind.ts';

export async function openContracts(): Promise<{
  readonly implementation: Implementation;
  close(): Promise<void>;
}> {
  throw new Error('not yet');
}
