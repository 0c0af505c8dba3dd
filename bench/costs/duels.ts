/** A dispute about the batch in which every call that there is gets made. */
import type { Hex } from 'viem';

import { HistoryTree } from '../../prover/game/historyTree.ts';
import { recordStep } from '../../prover/game/replay.ts';
import { toHex } from '../../prover/hex.ts';
import { decodeState } from '../../prover/store/snapshot.ts';
import { garbageLie, noiseFrom } from '../../test/actors/liar.ts';
import { type Lie, runLie } from '../../test/actors/lie.ts';
import { loadMutant } from '../../test/actors/mutant.ts';
import type { Player } from '../../test/prover/rig.ts';
import { ARITY_LOG2, BUDGET_SEC, type CostStage, PERIOD_SEC, ROUNDS } from './stage.ts';

const DEPTH = ROUNDS * ARITY_LOG2;
/** A step in the middle of the batch. */
const LIE_AT = 500;

interface Entry {
  readonly id: Hex;
  readonly root: Hex;
  readonly tree: HistoryTree;
}

interface Playing {
  readonly stage: CostStage;
  readonly parent: Hex;
  readonly mover: Player;
}

/** Ends with batch 1 settled in its true root, and everything paid. */
export async function measureDuels(stage: CostStage): Promise<void> {
  const { rig, call } = stage;
  const [, honest, liar, second] = rig.players;
  const parent = await rig.genesisClaim();
  const playing = { stage, parent, mover: honest };
  const { truth, garbage, tampered, sameStep, silent } = await histories(stage);
  const bond = await rig.read<bigint>('BOND');
  const { hash } = await rig.read<{ hash: Hex }>('batchOf', [1n]);

  const claim = { functionName: 'claim', args: [parent, hash, toHex(garbage.root)], value: bond };
  await call(liar, 'claim, the first of a path', claim);
  const enter = async (player: Player, lie: Lie, value = bond): Promise<Entry> => {
    const tree = new HistoryTree(lie.leaves, DEPTH);
    const [root, history] = [toHex(lie.root), toHex(tree.root)];
    const proof = tree.proof(2 ** DEPTH - 1).map(toHex);
    const args = [parent, root, history, proof, player.address];
    await call(player, 'enter', { functionName: 'enter', args, value });
    return { id: await rig.read<Hex>('entryId', [parent, 0, root, history]), root, tree };
  };
  const ours = await enter(honest, truth);
  const noise = await enter(liar, garbage, 0n);
  const early = await enter(second, tampered);
  const late = await enter(second, sameStep);
  const mute = await enter(second, silent);

  // The garbage falls in a duel of two liars, so what the honest one did against it is paid out of the pot.
  await begin(playing, ours, noise);
  await playOut({ ...playing, mover: second }, [noise, early]);
  await playOut(playing, [ours, early]);
  await playOut(playing, [ours, late], 'step, result remembered');
  const lateDuel = await begin(playing, ours, mute);
  await rig.pass(BUDGET_SEC + PERIOD_SEC);
  await call(honest, 'timeout', { functionName: 'timeout', args: [lateDuel] });
  await call(honest, 'settle', { functionName: 'settle', args: [parent] });
  await collectAll(playing, {
    claimed: toHex(garbage.root),
    hash,
    duel: [ours, noise],
    entry: ours.id,
  });
}

async function collectAll(
  { stage: { rig, call }, parent, mover }: Playing,
  { claimed, hash, duel, entry }: { claimed: Hex; hash: Hex; duel: [Entry, Entry]; entry: Hex },
): Promise<void> {
  const id = await rig.read<Hex>('duelId', [duel[0].id, duel[1].id]);
  const claim = await rig.read<Hex>('claimId', [parent, 0, hash, claimed]);
  await call(mover, 'voidClaim', { functionName: 'voidClaim', args: [claim] });
  await call(mover, 'payMoves', { functionName: 'payMoves', args: [id] });
  await call(mover, 'payOut', { functionName: 'payOut', args: [entry] });
  await call(mover, 'collect', { functionName: 'collect', args: [] });
}

async function begin({ stage: { rig, call }, mover }: Playing, x: Entry, y: Entry): Promise<Hex> {
  await call(mover, 'duel', { functionName: 'duel', args: [x.id, y.id] });
  return rig.read<Hex>('duelId', [x.id, y.id]);
}

interface DuelView {
  readonly entries: readonly [Hex, Hex];
  readonly nodes: readonly [Hex, Hex];
  readonly index: number;
  readonly level: number;
}

/** One mover makes all moves of both sides, down to the step. */
async function playOut(
  playing: Playing,
  pair: readonly [Entry, Entry],
  stepName = 'step, with the machine',
): Promise<void> {
  const { stage, mover } = playing;
  const duel = await begin(playing, ...pair);
  const look = () => stage.rig.read<DuelView>('duelOf', [duel]);
  const { entries } = await look();
  const sides = entries[0] === pair[0].id ? pair : [pair[1], pair[0]];
  for (let level = 0; level < ROUNDS; level++) {
    const { index, nodes } = await look();
    const at = { level, index, arityLog2: ARITY_LOG2 };
    const children = sides.map(({ tree }) => tree.children(at).map(toHex));
    for (const side of [0, 1]) {
      if ((await stage.rig.read<bigint>('revealedAt', [level, nodes[side]])) !== 0n) continue;
      const args = [duel, side, children[side]];
      await stage.call(mover, 'reveal', { functionName: 'reveal', args });
    }
    const args = [duel, ...children];
    await stage.call(mover, 'advance', { functionName: 'advance', args });
  }
  const { index } = await look();
  const { pre, witness } = recordStep({ ...stage, state: decodeState(stage.state), index });
  const proof = index === 0 ? [] : sides[0].tree.proof(index - 1).map(toHex);
  const isKnown = stepName.includes('remembered');
  const args = [duel, 0n, toHex(pre), proof, isKnown ? '0x' : toHex(witness)];
  await stage.call(mover, stepName, { functionName: 'step', args });
}

/** Of which two lie about the same step, so that its result is remembered the second time. */
async function histories(
  source: CostStage,
): Promise<Record<'truth' | 'garbage' | 'tampered' | 'sameStep' | 'silent', Lie>> {
  const modules = await loadMutant();
  const truth = runLie({ ...source, modules });
  const tampered = runLie({
    ...source,
    modules,
    tamper: ({ index, machine }) => {
      if (index !== LIE_AT - 1) return;
      const { globals } = machine.state;
      globals.setInsurance(globals.insurance() + 1);
    },
  });
  const { root } = truth;
  return {
    truth,
    garbage: garbageLie(source.input, {}),
    tampered,
    sameStep: { root, leaves: noiseFrom(truth.leaves, LIE_AT) },
    silent: { root, leaves: noiseFrom(truth.leaves, LIE_AT + 1) },
  };
}
