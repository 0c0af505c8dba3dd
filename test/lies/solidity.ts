/** The verifier with one line changed: what L1 would believe if the Solidity twin told the same lie. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Artifact } from '../../scripts/deploy/verifier.ts';
import { VERIFIER_CONTRACTS, type VerifierName } from '../../sdk/verifierContracts.ts';

export interface SolidityMutation {
  /** Below `contracts/verifier/`. */
  readonly file: string;
  /** Must occur exactly once. */
  readonly find: string;
  readonly replace: string;
}

export type VerifierArtifacts = Readonly<Record<VerifierName, Artifact>>;

interface SolcOutput {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts: Record<
    string,
    Record<string, { abi: Artifact['abi']; evm: { bytecode: { object: string } } }>
  >;
}

const ROOT = join(import.meta.dirname, '../..');
const FOLDERS = [
  'contracts/verifier',
  'contracts/generated',
  'contracts/interfaces',
  'contracts/types',
];

/** Compiled with the settings of the project's own build. COST: half a minute. */
export function compileMutant({ file, find, replace }: SolidityMutation): VerifierArtifacts {
  const sources = Object.fromEntries(FOLDERS.flatMap(solidityFiles));
  const path = `contracts/verifier/${file}`;
  const parts = sources[path].content.split(find);
  if (parts.length !== 2) throw new Error(`${path} has ${parts.length - 1} places with: ${find}`);
  sources[path] = { content: parts.join(replace) };
  const solc = createRequire(import.meta.url)('solc') as { compile(input: string): string };
  const output = JSON.parse(
    solc.compile(
      JSON.stringify({
        language: 'Solidity',
        sources,
        settings: {
          optimizer: { enabled: true, runs: 200 },
          viaIR: true,
          evmVersion: 'osaka',
          metadata: { bytecodeHash: 'none' },
          outputSelection: Object.fromEntries(
            Object.entries(VERIFIER_CONTRACTS).map(([name, { source }]) => [
              `contracts/verifier/${source}`,
              { [name]: ['abi', 'evm.bytecode.object'] },
            ]),
          ),
        },
      }),
    ),
  ) as SolcOutput;
  const error = output.errors?.find(({ severity }) => severity === 'error');
  if (error !== undefined) throw new Error(error.formattedMessage);
  const pick = (source: string, name: string): Artifact => {
    const { abi, evm } = output.contracts[`contracts/verifier/${source}`][name];
    return { abi, bytecode: `0x${evm.bytecode.object}`, deployedBytecode: '0x' };
  };
  return Object.fromEntries(
    Object.entries(VERIFIER_CONTRACTS).map(([name, { source }]) => [name, pick(source, name)]),
  ) as VerifierArtifacts;
}

function solidityFiles(folder: string): [string, { content: string }][] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sol'))
    .map((name) => {
      const path = join(folder, name);
      return [path, { content: readFileSync(join(ROOT, path), 'utf8') }];
    });
}
