// Writes what a change to the contracts must not change unseen: bytecode sizes, storage layouts, gas of the most
// expensive step of each kind. With `--check` it writes nothing and fails on a difference.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { VERIFIER_CONTRACTS } from '../sdk/verifierContracts.ts';
import { startVerifier } from '../test/differential/harness.ts';
import { worstSteps } from '../test/differential/worst.ts';

/** What is deployed. */
const CONTRACTS: Readonly<Record<string, string>> = {
  Bridge: 'bridge/Bridge.sol',
  Inbox: 'inbox/Inbox.sol',
  Rollup: 'rollup/Rollup.sol',
  Timelock: 'inbox/Timelock.sol',
  ...Object.fromEntries(
    Object.entries(VERIFIER_CONTRACTS).map(([name, { source }]) => [name, `verifier/${source}`]),
  ),
};

interface StorageLayout {
  readonly storage: readonly {
    readonly label: string;
    readonly slot: string;
    readonly offset: number;
    readonly type: string;
  }[];
}

interface BuildOutput {
  readonly output: {
    readonly contracts: Record<string, Record<string, { storageLayout?: StorageLayout }>>;
  };
}

const root = join(import.meta.dirname, '..');
const folder = join(root, 'test/snapshots');
const isCheck = process.argv.includes('--check');
const snapshots: Readonly<Record<string, unknown>> = {
  'bytecode.json': bytecodeSizes(),
  'storage.json': storageLayouts(),
  'gas.json': await stepGas(),
};

mkdirSync(folder, { recursive: true });
const changed = Object.entries(snapshots).filter(([name, value]) => {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  const path = join(folder, name);
  const isSame = readIfThere(path) === text;
  if (!isSame && !isCheck) writeFileSync(path, text);
  return !isSame;
});
const names = changed.map(([name]) => name).join(', ');
if (isCheck && changed.length > 0) {
  console.error(
    `snapshots differ: ${names}; run: node scripts/snapshots.ts, and say why in the commit`,
  );
  process.exit(1);
}
console.log(changed.length === 0 ? 'snapshots are up to date' : `wrote ${names}`);
process.exit();

function bytecodeSizes(): Record<string, number> {
  return mapContracts((name, source) => {
    const { deployedBytecode } = readJson(artifactPath({ name, source })) as {
      deployedBytecode: string;
    };
    return (deployedBytecode.length - 2) / 2;
  });
}

/** `slot:offset type` by variable. */
function storageLayouts(): Record<string, Record<string, string>> {
  return mapContracts((name, source) => {
    const { output } = buildOf({ name, source });
    const layout = output.contracts[`project/contracts/${source}`]?.[name]?.storageLayout;
    if (layout === undefined) throw new Error(`${source} was compiled without a storage layout`);
    return Object.fromEntries(
      layout.storage.map(({ label, slot, offset, type }) => [
        label,
        `${slot}:${offset} ${withoutIds(type)}`,
      ]),
    );
  });
}

/** What the present artifact was made by; the outputs of earlier compilations lie beside it. */
function buildOf({ name, source }: { name: string; source: string }): BuildOutput {
  const { buildInfoId } = readJson(artifactPath({ name, source })) as { buildInfoId: string };
  return readJson(join(root, 'artifacts/build-info', `${buildInfoId}.output.json`)) as BuildOutput;
}

/** Types name their declarations by AST ids, which change with every file. */
function withoutIds(type: string): string {
  return type.replaceAll(/\)\d+/g, ')');
}

async function stepGas(): Promise<Record<string, number>> {
  const verifier = await startVerifier();
  try {
    const rows: [string, number][] = [];
    for (const { name, step } of worstSteps()) rows.push([name, await verifier.gasOf(step)]);
    return Object.fromEntries(rows);
  } finally {
    await verifier.close();
  }
}

function mapContracts<T>(value: (name: string, source: string) => T): Record<string, T> {
  return Object.fromEntries(
    Object.entries(CONTRACTS).map(([name, source]) => [name, value(name, source)]),
  );
}

function artifactPath({ name, source }: { name: string; source: string }): string {
  return join(root, 'artifacts/contracts', source, `${name}.json`);
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
