/** A copy of the protocol with one line changed: the machine that a liar runs. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type * as batch from '../../protocol/batch.ts';
import type * as derive from '../../protocol/derive.ts';
import type * as machine from '../../protocol/machine.ts';
import type * as merkle from '../../protocol/merkle.ts';
import type * as signatures from '../../protocol/signatures.ts';
import type * as state from '../../protocol/state.ts';
import type * as witness from '../../protocol/witness.ts';

/** What it takes to run a batch and record its steps, all of one copy of the protocol. */
export interface ProtocolModules {
  readonly Machine: typeof machine.Machine;
  readonly PHASE: typeof machine.PHASE;
  readonly State: typeof state.State;
  readonly StateTree: typeof merkle.StateTree;
  readonly StepRecorder: typeof witness.StepRecorder;
  readonly runBatch: typeof derive.runBatch;
  readonly hashState: typeof batch.hashState;
  readonly recoverSignatures: typeof signatures.recoverSignatures;
}

export interface Mutation {
  /** Path below protocol/, such as `ops/transfer.ts`. */
  readonly file: string;
  /** Must occur exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}

const ROOT = join(import.meta.dirname, '../..');

/** COST: a tenth of a second to copy and load. */
let unchanged: Promise<ProtocolModules> | undefined;

/** The protocol with a change, or without one. */
export async function loadMutant(mutation?: Mutation): Promise<ProtocolModules> {
  if (mutation !== undefined) return loadCopy(mutation);
  return (unchanged ??= loadCopy());
}

async function loadCopy(mutation?: Mutation): Promise<ProtocolModules> {
  return withMutant({ mutation, folders: ['protocol'] }, async (load) => {
    const { Machine, PHASE } = await load<typeof machine>('protocol/machine.ts');
    const { State } = await load<typeof state>('protocol/state.ts');
    const { StateTree } = await load<typeof merkle>('protocol/merkle.ts');
    const { StepRecorder } = await load<typeof witness>('protocol/witness.ts');
    const { runBatch } = await load<typeof derive>('protocol/derive.ts');
    const { hashState } = await load<typeof batch>('protocol/batch.ts');
    const { recoverSignatures } = await load<typeof signatures>('protocol/signatures.ts');
    return {
      Machine,
      PHASE,
      State,
      StateTree,
      StepRecorder,
      runBatch,
      hashState,
      recoverSignatures,
    };
  });
}

type Load = <T>(file: string) => Promise<T>;

/** Loads files of a copy of some folders, protocol/ among them. Nothing of the copy stays on disk. */
export async function withMutant<Result>(
  { mutation, folders }: { mutation: Mutation | undefined; folders: readonly string[] },
  use: (load: Load) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'tenor-mutant-'));
  try {
    for (const name of folders) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    if (mutation !== undefined) mutate(join(folder, 'protocol'), mutation);
    return await use(async <T>(file: string): Promise<T> => {
      const url = pathToFileURL(join(folder, file)).href;
      return (await import(/* @vite-ignore */ url)) as T;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function mutate(folder: string, { file, find, replace }: Mutation): void {
  const path = join(folder, file);
  const source = readFileSync(path, 'utf8');
  const parts = source.split(find);
  if (parts.length !== 2) {
    throw new Error(`${file} has ${parts.length - 1} places with: ${find}`);
  }
  writeFileSync(path, parts.join(replace));
}
