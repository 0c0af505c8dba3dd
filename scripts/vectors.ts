// npm run vectors -- FILE: acceptance vectors through protocol/ and through the deployed contracts.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openNode } from '../test/differential/node.ts';
import { openContracts } from '../test/vectors/contracts.ts';
import type { Implementation, Vector } from '../test/vectors/kind.ts';
import { KINDS } from '../test/vectors/kinds/all.ts';
import { protocolImplementation } from '../test/vectors/protocol.ts';
import { parseVectors } from '../test/vectors/read.ts';
import { type KindResult, runVectors } from '../test/vectors/run.ts';

const HELP = `npm run vectors -- [--only protocol | contracts] FILE
  Runs the vectors of FILE through protocol/ and through the contracts, deployed on an L1 in this process, and says
  what passes, by kind. The error is the largest of |got − expected| / max(|expected|, 1).
  Kinds: ${KINDS.map(({ name }) => name).join(', ')}`;

const { values, positionals } = readArguments();
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
if (values.only !== undefined && !['protocol', 'contracts'].includes(values.only)) {
  fail(`--only takes protocol or contracts, not '${values.only}'`);
}
if (positionals.length !== 1) fail(`one file is wanted\n${HELP}`);
const vectors = readFile(positionals[0]);
const known = new Set(KINDS.map(({ name }) => name));
const unknown = [...new Set(vectors.map(({ kind }) => kind).filter((kind) => !known.has(kind)))];
const runnable = vectors.filter(({ kind }) => known.has(kind));

const results: KindResult[] = [];
if (values.only !== 'contracts') await run(protocolImplementation);
if (values.only !== 'protocol') {
  const contracts = await openContracts(() => openNode('edr'));
  try {
    await run(contracts.implementation);
  } finally {
    await contracts.close();
  }
}
for (const { kind, implementation, failures } of results) {
  for (const { id, differences } of failures) {
    for (const difference of differences) {
      console.log(`FAILED ${kind}, ${implementation}, ${id}: ${difference}`);
    }
  }
}
for (const kind of unknown) console.log(`FAILED ${kind}: no such kind`);
const failed = results.reduce((sum, { failures }) => sum + failures.length, 0);
process.exitCode = failed + unknown.length === 0 ? 0 : 1;

async function run(implementation: Implementation): Promise<void> {
  for (const result of await runVectors(runnable, { kinds: KINDS, implementation })) {
    const { kind, passed, failures, largestRelativeError } = result;
    const counts = `${kind}: ${passed} passed, ${failures.length} failed`;
    const error = largestRelativeError.toExponential(1);
    console.log(`${counts} (${implementation.name}, largest relative error ${error})`);
    results.push(result);
  }
}

function readFile(path: string): Vector[] {
  try {
    const read = parseVectors(readFileSync(path, 'utf8'));
    if (read.length === 0) fail(`${path}: no vectors`);
    return read;
  } catch (error) {
    return fail(`${path}: ${(error as Error).message}`);
  }
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { help: { type: 'boolean', default: false }, only: { type: 'string' } },
    });
  } catch (error) {
    return fail((error as Error).message);
  }
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}
