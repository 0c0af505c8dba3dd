/** Deploys the state-transition contracts: the two that run steps, then the one that disputes know. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildModule } from '@nomicfoundation/hardhat-ignition/modules';
import { type Abi, type Account, type Chain, encodeDeployData, type Hex } from 'viem';
import type { PublicClient, Transport, WalletClient } from 'viem';

/** For `hardhat ignition` and `ignition.deploy`. */
export const verifierModule = buildModule('Verifier', (m) => {
  const nextStep = m.contract('NextStep');
  const loopStep = m.contract('LoopStep');
  const stateTransition = m.contract('StateTransition', [nextStep, loopStep]);
  return { nextStep, loopStep, stateTransition };
});

export interface VerifierAddresses {
  readonly nextStep: Hex;
  readonly loopStep: Hex;
  readonly stateTransition: Hex;
}

export interface Artifact {
  readonly abi: Abi;
  readonly bytecode: Hex;
  readonly deployedBytecode: Hex;
}

/** What Hardhat compiled. */
export function verifierArtifact(name: 'NextStep' | 'LoopStep' | 'StateTransition'): Artifact {
  const source = name === 'StateTransition' ? 'StateTransition.sol' : 'Step.sol';
  const path = `../../artifacts/contracts/verifier/${source}/${name}.json`;
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
  async function deploy({ abi, bytecode }: Artifact, args: readonly Hex[] = []): Promise<Hex> {
    const data = encodeDeployData({ abi, bytecode, args });
    const hash = await wallet.sendTransaction({ data });
    const { contractAddress } = await client.waitForTransactionReceipt({ hash });
    if (typeof contractAddress !== 'string')
      throw new Error(`transaction ${hash} deployed nothing`);
    return contractAddress;
  }
  const nextStep = await deploy(artifact('NextStep'));
  const loopStep = await deploy(artifact('LoopStep'));
  const stateTransition = await deploy(artifact('StateTransition'), [nextStep, loopStep]);
  return { nextStep, loopStep, stateTransition };
}
