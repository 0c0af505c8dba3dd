/** The verifier with one line changed: what L1 would believe if the Solidity twin told the same lie. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, normalize } from 'node:path';
import { type Artifact, verifierArtifact } from '../../scripts/deploy/verifier.ts';
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

type Sources = Record<string, { content: string }>;

/**
 * The verifier's contracts, those that the line reaches compiled with the settings of the project's own build.
 * COST: several seconds a contract.
 */
export function compileMutant({ file, find, replace }: SolidityMutation): VerifierArtifacts {
  const sources: Sources = Object.fromEntries(FOLDERS.flatMap(solidityFiles));
  const path = `contracts/verifier/${file}`;
  const parts = sources[path].content.split(find);
  if (parts.length !== 2) throw new Error(`${path} has ${parts.length - 1} places with: ${find}`);
  sources[path] = { content: parts.join(replace) };
  return Object.fromEntries(
    Object.entries(VERIFIER_CONTRACTS).map(([name, { source }]) => {
      const root = `contracts/verifier/${source}`;
      const needed = importsOf(root, sources);
      if (!(path in needed)) return [name, verifierArtifact(name as VerifierName)];
      return [name, compile({ root, name, sources: needed })];
    }),
  ) as VerifierArtifacts;
}

/** A file and all that it imports, directly or not. */
function importsOf(path: string, sources: Sources, found: Sources = {}): Sources {
  if (path in found || !(path in sources)) return found;
  found[path] = sources[path];
  for (const [, imported] of sources[path].content.matchAll(/from "(\.[^"]+)"/g)) {
    importsOf(normalize(join(dirname(path), imported)), sources, found);
  }
  return found;
}

function compile({
  root,
  name,
  sources,
}: {
  root: string;
  name: string;
  sources: Sources;
}): Artifact {
  const solc = createRequire(import.meta.url)('solc') as { compile(input: string): string };
  const settings = {
    optimizer: { enabled: true, runs: 200 },
    viaIR: true,
    evmVersion: 'osaka',
    metadata: { bytecodeHash: 'none' },
    outputSelection: { [root]: { [name]: ['abi', 'evm.bytecode.object'] } },
  };
  const input = JSON.stringify({ language: 'Solidity', sources, settings });
  const output = JSON.parse(solc.compile(input)) as SolcOutput;
  const error = output.errors?.find(({ severity }) => severity === 'error');
  if (error !== undefined) throw new Error(error.formattedMessage);
  const { abi, evm } = output.contracts[root][name];
  return { abi, bytecode: `0x${evm.bytecode.object}`, deployedBytecode: '0x' };
}

function solidityFiles(folder: string): [string, { content: string }][] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sol'))
    .map((name) => {
      const path = join(folder, name);
      return [path, { content: readFileSync(join(ROOT, path), 'utf8') }];
    });
}
