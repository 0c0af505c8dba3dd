// npm run check: every rule that needs no running system, one line each. `--write` mends and formats instead (npm run format).
import { spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';

import { findForbiddenImports } from './checks/imports.ts';
import { findImpureProtocol, findUnprovenFloats } from './checks/purity.ts';
import { findLooseVersions } from './checks/versions.ts';
import { findMissingTwins } from './checks/twins.ts';

interface Check {
  name: string;
  /** The lines to show; none when the check holds. */
  run: () => Promise<string[]> | string[];
}

const SOLIDITY = ['contracts/**/*.sol', 'test/contracts/**/*.sol'];
const hasSolidity = globSync(SOLIDITY).some((path) => !path.includes('/generated/'));

const checks: Check[] = process.argv.includes('--write')
  ? [
      { name: 'mend TypeScript', run: () => program(['oxlint', '--type-aware', '--fix']) },
      { name: 'format TypeScript', run: () => program(['biome', 'format', '--write', '.']) },
      { name: 'format Solidity', run: () => solidity(['prettier', '--write', ...SOLIDITY]) },
    ]
  : [
      { name: 'compile', run: () => program(['node', 'scripts/bootstrap.mjs', 'compile']) },
      { name: 'format TypeScript', run: () => program(['biome', 'format', '.']) },
      { name: 'format Solidity', run: () => solidity(['prettier', '--check', ...SOLIDITY]) },
      { name: 'types', run: () => program(['tsc', '--pretty', 'false']) },
      {
        name: 'lint TypeScript',
        run: () => program(['oxlint', '--type-aware', '--deny-warnings', '--format=unix']),
      },
      {
        name: 'lint Solidity',
        run: () =>
          solidity([
            'solhint',
            '--disc',
            '--noPoster',
            '--formatter',
            'unix',
            '--max-warnings',
            '0',
            ...SOLIDITY,
          ]),
      },
      { name: 'imports', run: () => findForbiddenImports() },
      { name: 'purity', run: () => [...findImpureProtocol(), ...findUnprovenFloats()] },
      { name: 'twins', run: () => findMissingTwins() },
      { name: 'versions', run: () => findLooseVersions() },
      { name: 'generated files', run: () => script('scripts/generate.ts') },
      { name: 'generated ABI', run: () => script('scripts/generate/abi.ts') },
      { name: 'snapshots', run: () => script('scripts/snapshots.ts') },
    ];

let failed = 0;
for (const { name, run } of checks) {
  const startMs = performance.now();
  const problems = await run();
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  console.log(
    `${problems.length === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(18)} ${seconds.padStart(5)} s`,
  );
  for (const problem of problems) console.log(`     ${problem}`);
  if (problems.length > 0) failed += 1;
}
console.log(
  failed === 0
    ? `All ${checks.length} checks hold.`
    : `${failed} of ${checks.length} checks failed.`,
);
process.exitCode = failed === 0 ? 0 : 1;

function solidity(command: string[]): Promise<string[]> | string[] {
  return hasSolidity ? program(command) : [];
}

function script(path: string): Promise<string[]> | string[] {
  return existsSync(path) ? program(['node', path, '--check']) : [];
}

/** Runs a tool of node_modules/.bin, which the bootstrap has put on PATH; its output is the problem when it fails. */
async function program([name = '', ...args]: string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(name, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve([]);
      else
        resolve(
          output.trim() === '' ? [`${name} ended with ${code}`] : output.trimEnd().split('\n'),
        );
    });
  });
}
