// Every dependency is pinned, and the lock file names no server, so that the same tree installs from any registry.
import { readFileSync } from 'node:fs';

const EXACT = /^(npm:.+@)?\d+\.\d+\.\d+(-[\w.]+)?$/;

type Dependencies = Record<string, string>;

export function findLooseVersions(): string[] {
  return ['.', 'scripts/runtime'].flatMap((folder) => {
    const file = `${folder}/package.json`;
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<
      string,
      Dependencies | undefined
    >;
    const lock = readFileSync(`${folder}/package-lock.json`, 'utf8');
    return [
      ...listLoose(manifest).map((name) => `${file}: ${name} is not an exact version`),
      ...(lock.includes('"resolved":') ? [`${folder}/package-lock.json names a server`] : []),
    ];
  });
}

function listLoose(manifest: Record<string, Dependencies | undefined>): string[] {
  return ['dependencies', 'devDependencies', 'optionalDependencies', 'overrides'].flatMap((kind) =>
    Object.entries(manifest[kind] ?? {})
      .filter(([, version]) => !EXACT.test(version))
      .map(([name]) => name),
  );
}
