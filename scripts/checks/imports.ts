// Holds the boundaries of the tree: who may import whom.
import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, normalize } from 'node:path';

export interface Rule {
  /** The rule covers the files below this folder. */
  folder: string;
  /** Folders of this repository that it may import from, besides itself. */
  folders: string[];
  /** Packages that it may import; a name ending in `/` stands for its scope. Absent: any. */
  packages?: string[];
  /** Modules of Node. Absent: allowed. */
  builtins?: false;
  because: string;
}

export interface Source {
  path: string;
  text: string;
}

/** SPEC: the boundary. A folder without a rule may import anything. */
export const RULES: Rule[] = [
  {
    folder: 'protocol',
    folders: [],
    packages: ['hash-wasm', 'secp256k1', '@noble/'],
    builtins: false,
    because: 'the protocol is pure: a hash and a signature library, nothing else',
  },
  {
    folder: 'sequencer',
    folders: ['protocol', 'contracts/generated', 'artifacts'],
    because: 'the sequencer knows the protocol and the generated ABI',
  },
  {
    folder: 'prover',
    folders: ['protocol', 'contracts/generated', 'artifacts'],
    because: 'the prover knows the protocol and the generated ABI, and trusts no sequencer',
  },
  {
    folder: 'publisher',
    folders: ['protocol', 'sdk', 'contracts/generated', 'artifacts'],
    because: 'a publisher sees a market, not an exchange: it knows the protocol and the sdk',
  },
  {
    folder: 'sdk',
    folders: ['protocol', 'contracts/generated', 'artifacts'],
    because: 'the sdk is what a market maker imports',
  },
  {
    folder: 'contracts/dispute',
    folders: ['contracts/interfaces', 'contracts/types', 'contracts/generated'],
    because: 'the game knows one interface, IStateTransition',
  },
  {
    folder: 'contracts/verifier',
    folders: ['contracts/interfaces', 'contracts/types', 'contracts/generated'],
    because: 'the verifier knows no game',
  },
];

/** A test beside its source may use any package and the rigs below test/. */
const TEST_FILE = /\.(test|test-d|fuzz|bench)\.ts$|\.t\.sol$/;

export function findForbiddenImports(): string[] {
  const patterns = RULES.map(({ folder }) => `${folder}/**/*.{ts,sol}`);
  return globSync(patterns)
    .sort()
    .flatMap((path) => checkSource({ path, text: readFileSync(path, 'utf8') }));
}

export function checkSource({ path, text }: Source): string[] {
  const rule = RULES.find(({ folder }) => isBelow(path, folder));
  if (rule === undefined) return [];
  return listImports(text)
    .filter((name) => !isAllowed({ path, name, rule }))
    .map((name) => `${path} imports ${name}: ${rule.because}`);
}

function isAllowed({ path, name, rule }: { path: string; name: string; rule: Rule }): boolean {
  const isTest = TEST_FILE.test(path);
  const target = resolveInside(path, name);
  if (target !== undefined) {
    const folders = [rule.folder, ...rule.folders, ...(isTest ? ['test'] : [])];
    return folders.some((folder) => isBelow(target, folder));
  }
  if (isTest) return true;
  if (name.startsWith('node:') || builtinModules.includes(name)) return rule.builtins !== false;
  if (rule.packages === undefined) return true;
  return rule.packages.some((allowed) =>
    allowed.endsWith('/')
      ? name.startsWith(allowed)
      : name === allowed || name.startsWith(`${allowed}/`),
  );
}

/** The path from the root of the checkout, or nothing for a package. */
function resolveInside(path: string, name: string): string | undefined {
  if (name.startsWith('.')) return normalize(join(dirname(path), name));
  if (path.endsWith('.sol') && name.startsWith('contracts/')) return normalize(name);
  return undefined;
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** The names after `from`, after a bare `import`, and in `import(…)` and `require(…)`; of TypeScript and Solidity alike. */
export function listImports(text: string): string[] {
  const code = stripComments(text);
  const patterns = [
    /\b(?:import|export)\b[^;'"]*?\bfrom\s*['"]([^'"]+)['"]/g,
    /\bimport\s*['"]([^'"]+)['"]/g,
    /\b(?:import|require)\s*\(\s*['"]([^'"]+)['"]/g,
  ];
  return patterns.flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[1] ?? ''));
}

/** Leaves a comment at the end of a line of code, which a string such as a URL could look like. */
export function stripComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
}
