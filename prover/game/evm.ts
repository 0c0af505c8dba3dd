/** What a local EVM is, whichever runs it. */
import type { Hex } from 'viem';

export interface Code {
  readonly address: Hex;
  readonly code: Hex;
}

/** What a contract answers, or why it does not. */
export type Answer = Uint8Array | { readonly refused: string };

/** An EVM that holds some code and answers calls one after the other, under the limits of L1. */
export interface Evm {
  /** @throws where the EVM itself fails, which says nothing about the code */
  callAll(to: Hex, calls: readonly string[]): Promise<Answer[]>;
  close(): Promise<void>;
}

export interface EvmOptions {
  readonly codes: readonly Code[];
  readonly chainId: number;
}
