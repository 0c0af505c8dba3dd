/** Deploys the state-transition contracts: those that run steps, then the one that disputes know. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildModule } from '@nomicfoundation/hardhat-ignition/modules';
import type { NamedArtifactContractDeploymentFuture } from '@nomicfoundation/ignition-core';
import { type Abi, type Account, type Chain, encodeDeployData, type Hex } from 'viem';
import type { PublicClient, Transport, WalletClient } from 'viem';

import {
  deployInOrder,
  VERIFIER_CONTRACTS,
  type VerifierAddresses,
  type VerifierName,
} from '../../sdk/verifierContracts.ts';

/** For `hardhat ignition` and `ignition.deploy`. */
export const verifierModule = buildModule('Verifier', (m) => {
  const made = new Map<string, NamedArtifactContractDeploymentFuture<VerifierName>>();
  for (const [name, { needs }] of Object.entries(VERIFIER_CONTRACTS)) {
    const args = needs.map((needed) => made.get(needed)!);
    made.set(name, m.contract(name as VerifierName, args));
  }
  return {
    stateTransition: made.get(
      'StateTransition',
    ) as NamedArtifactContractDeploymentFuture<'StateTransition'>,
  };
});

export interface Artifact {
  readonly abi: Abi;
  readonly bytecode: Hex;
  readonly deployedBytecode: Hex;
}

/** What Hardhat compiled. */
export function verifierArtifact(name: VerifierName): Artifact {
  const path = `../../artifacts/contracts/verifier/${VERIFIER_CONTRACTS[name].source}/${name}.json`;
  return JSON.parse(readFileSync(join(import.meta.dirname, path), 'utf8')) as Artifact;
}

/** The same without Hardhat. */
export async function deployVerifier({
  wallet,
  client,
  artifact = verifierArtifact,
}: {
  wallet: WalletClient<Transport, Chain, Account>;
  client: PublicClient;
  artifact?: typeof verifierArtifact;
}): Promise<VerifierAddresses> {
  return deployInOrder(async (name, args) => {
    const { abi, bytecode } = artifact(name);
    const data = encodeDeployData({ abi, bytecode, args });
    const hash = await wallet.sendTransaction({ data });
    const { contractAddress } = await client.waitForTransactionReceipt({ hash });
    if (typeof contractAddress !== 'string')
      throw new Error(`transaction ${hash} deployed nothing`);
    return contractAddress;
  });
}
