/** The deployed verifier, run locally: the specification of a step. DESIGN §2. */
import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import type { Hex } from 'viem';

import { toBytes, toHex } from '../hex.ts';

export interface Code {
  readonly address: Hex;
  readonly code: Hex;
}

/** What runs steps by the deployed bytecode. */
export interface Bytecode {
  step(pre: Uint8Array, witness: Uint8Array): Promise<Uint8Array>;
  initialState(root: Uint8Array, batchHash: Uint8Array): Promise<Uint8Array>;
  finalState(root: Uint8Array, batchHash: Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
}

const SELECTORS = { step: '88a92498', initialState: 'bc779a33', finalState: '8d368872' } as const;
const GAS = `0x${(2 ** 24).toString(16)}`;

/** Installs the code in an EVM of this process, under the limits of L1. COST: 0.3 s to open, 0.2 ms a call and the step. */
export async function openBytecode({
  codes,
  verifier,
  chainId,
}: {
  codes: readonly Code[];
  verifier: Hex;
  chainId: number;
}): Promise<Bytecode> {
  const environment = await createHardhatRuntimeEnvironment({
    networks: {
      verifier: { type: 'edr-simulated', chainType: 'l1', hardfork: 'osaka', chainId },
    },
  });
  const connection = await environment.network.create('verifier');
  for (const { address, code } of codes) {
    await connection.provider.request({ method: 'hardhat_setCode', params: [address, code] });
  }

  async function call(data: string): Promise<Uint8Array> {
    const request = { to: verifier, data, gas: GAS };
    const params = [request, 'latest'];
    return toBytes((await connection.provider.request({ method: 'eth_call', params })) as Hex);
  }

  return {
    step: (pre, witness) => call(encodeStep(pre, witness)),
    initialState: (root, batchHash) =>
      call(`0x${SELECTORS.initialState}${hexOf(root)}${hexOf(batchHash)}`),
    finalState: (root, batchHash) =>
      call(`0x${SELECTORS.finalState}${hexOf(root)}${hexOf(batchHash)}`),
    close: () => connection.close(),
  };
}

function encodeStep(pre: Uint8Array, witness: Uint8Array): string {
  const padding = '00'.repeat((32 - (witness.length % 32)) % 32);
  const offset = word(64);
  return `0x${SELECTORS.step}${hexOf(pre)}${offset}${word(witness.length)}${hexOf(witness)}${padding}`;
}

function word(value: number): string {
  return value.toString(16).padStart(64, '0');
}

function hexOf(bytes: Uint8Array): string {
  return toHex(bytes).slice(2);
}
