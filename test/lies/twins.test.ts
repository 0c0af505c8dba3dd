/** The lies that L1 would believe: with the same line broken in the Solidity twin, the liar wins and the truth falls. */
import { afterEach, describe, expect, test } from 'vitest';
import type { Hex } from 'viem';

import { rollupAbi } from '../../contracts/generated/abi.ts';
import { genesisState } from '../../protocol/genesis.ts';
import type { BatchInput } from '../../protocol/machine.ts';
import { recoverSignatures } from '../../protocol/signatures.ts';
import type { RecordedStep } from '../../protocol/witness.ts';
import { HistoryTree } from '../../prover/game/historyTree.ts';
import { toHex } from '../../prover/hex.ts';
import { encodeState } from '../../prover/store/snapshot.ts';
import { deployVerifier } from '../../scripts/deploy/verifier.ts';
import type { Liar } from '../actors/liar.ts';
import { runLie } from '../actors/lie.ts';
import { loadMutant, type ProtocolModules } from '../actors/mutant.ts';
import { Rig, until } from '../prover/rig.ts';
import { MUTANTS } from './mutants.ts';
import { postStory, tell } from './rollup.ts';
import { compileMutant, type SolidityMutation } from './solidity.ts';

const HOUR_SEC = 3_600;
const TREE_DEPTH = 18;

let rig: Rig;
const liars: Liar[] = [];

afterEach(async () => {
  for (const liar of liars.splice(0)) await liar.stop();
  await rig?.stop();
});

const TWINS = MUTANTS.flatMap((mutant) =>
  mutant.twin === undefined ? [] : [{ ...mutant, twin: mutant.twin }],
);

describe('a lie that the Solidity twin tells too wins', () => {
  test.each(TWINS.map((mutant) => [mutant.lie, mutant] as const))(
    '%s',
    async (lie, mutant) => {
      rig = await startBroken(mutant.twin);
      const input = await postStory(rig);
      const modules = await loadMutant(mutant);
      const liar = await tell(rig, lie, { lying: { type: 'mutant', modules } });
      const truth = await tell(rig, 'truth', {
        lying: { type: 'mutant', modules: await loadMutant() },
        claims: false,
      });
      liars.push(liar, truth);
      const duel = await until('the duel to reach one step', () => atLeaves(liar, truth), {
        timeoutMs: 60_000,
      });
      await execute(duel, { modules, input });
      expect(await isAlive(truth)).toBe(false);
      expect(await isAlive(liar)).toBe(true);
      await rig.pass(3 * HOUR_SEC);
      await until('the lie to settle', async () => (await settledRoot()) === liar.lie()!.root);
    },
    120_000,
  );
});

function startBroken(twin: SolidityMutation): Promise<Rig> {
  const artifacts = compileMutant(twin);
  return Rig.start({
    censorshipBudget: HOUR_SEC,
    verifier: async ({ deployer, client }) => {
      const artifact = (name: keyof typeof artifacts) => artifacts[name];
      return (await deployVerifier({ wallet: deployer.wallet, client, artifact })).StateTransition;
    },
  });
}

interface Duel {
  readonly id: Hex;
  /** Of the disputed step. */
  readonly index: number;
  /** The liar's side. */
  readonly side: number;
}

async function entryId(liar: Liar): Promise<Hex | undefined> {
  const lie = liar.lie();
  if (lie === undefined) return undefined;
  return rig.read<Hex>('entryId', [await rig.genesisClaim(), 0, lie.root, lie.history]);
}

async function atLeaves(liar: Liar, truth: Liar): Promise<Duel | undefined> {
  for (const { error } of [liar, truth].map((one) => ({ error: one.failure() }))) {
    if (error !== undefined) throw error;
  }
  const [a, b] = [await entryId(liar), await entryId(truth)];
  if (a === undefined || b === undefined) return undefined;
  for (const [x, y] of [[a, b] as const, [b, a] as const]) {
    const id = await rig.read<Hex>('duelId', [x, y]);
    const { since, level, index, entries } = await rig.read<{
      since: bigint;
      level: number;
      index: number;
      entries: readonly Hex[];
    }>('duelOf', [id]);
    if (since !== 0n && level === 3) return { id, index, side: entries[0] === a ? 0 : 1 };
  }
  return undefined;
}

/** Anybody who runs the broken rules can prove the broken step. */
async function execute(
  { id, index, side }: Duel,
  { modules, input }: { modules: ProtocolModules; input: BatchInput },
): Promise<void> {
  const state = encodeState(genesisState(rig.genesis));
  const { leaves } = runLie({ state, input, modules });
  const proof = index === 0 ? [] : new HistoryTree(leaves, TREE_DEPTH).proof(index - 1);
  const { pre, witness } = stepAt(index, { modules, input });
  await rig.send(rig.players[5], {
    address: rig.rollup,
    abi: rollupAbi,
    functionName: 'step',
    args: [id, BigInt(side), toHex(pre), proof.map(toHex), toHex(witness)],
  });
}

function stepAt(
  index: number,
  { modules, input }: { modules: ProtocolModules; input: BatchInput },
): RecordedStep {
  const state = genesisState(rig.genesis);
  const own = new modules.State();
  state.tables.forEach((table, kind) => {
    const size = table.shape.recordBytes;
    const used = table.usedBytes();
    for (let id = 0; id * size < used.length; id++) own.tables[kind].load(id, table.record(id));
  });
  const machine = new modules.Machine({ state: own, input, signatures: recoverSignatures });
  const recorder = new modules.StepRecorder(machine, new modules.StateTree(own));
  for (let at = 0; at < index; at++) recorder.step();
  return recorder.step();
}

async function isAlive(liar: Liar): Promise<boolean> {
  const { alive } = await rig.read<{ alive: boolean }>('entry', [await entryId(liar)]);
  return alive;
}

async function settledRoot(): Promise<Hex> {
  return rig.read<Hex>('settledRoot');
}
