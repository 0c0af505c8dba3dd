/** What the scenarios of disputes have in common: a lie is told, an honest prover throws it out and loses nothing. */
import { type Hex, parseEventLogs } from 'viem';
import { expect } from 'vitest';

import { rollupAbi } from '../../../contracts/generated/abi.ts';
import type { ProverEvent } from '../../../prover/options.ts';
import type { Lying } from '../../actors/liar.ts';
import type { LiarMachine } from '../../actors/lie.ts';
import { until } from '../../prover/rig.ts';
import { movesOf, type Stage, type StagedProver } from '../../prover/stage.ts';

/** Accounts by what they do; 0 posts batches. */
export const HONEST = 1;
export const LIAR = 3;
export const SECOND_LIAR = 4;
export const THIRD_LIAR = 5;
export const STRANGER = 6;

/** Of the rig's contracts, in seconds: A, g and V = A + g. */
export const BUDGET_SEC = 3_600;
export const GRACE_SEC = 600;
export const PERIOD_SEC = BUDGET_SEC + GRACE_SEC;

/** What every account of the rig begins with. */
const START_WEI = 10_000n * 10n ** 18n;
const SLOW_MS = 90_000;

export type RivalFell = Extract<ProverEvent, { type: 'rivalFell' }>;

/** Puts money into the insurance that nobody paid, once there is any. */
export function theft({ machine }: { index: number; machine: LiarMachine }): void {
  const { globals } = machine.state;
  if (globals.vault() > 0) globals.setInsurance(globals.insurance() + 1);
}

/** A batch of a few steps: two accounts, money that goes to and fro, a withdrawal. */
export async function postTransfers(stage: Stage): Promise<void> {
  const x = stage.exchange();
  const alice = x.open(1_000_000_000);
  const bob = x.open(1_000_000_000);
  for (let i = 1; i <= 4; i++) x.transfer(alice, bob, 1_000 * i);
  x.withdraw(bob, 5_000_000);
  await stage.post(x);
}

/** One liar claims first; the honest prover throws it out, settles the truth and is paid. */
export async function throwOut(
  stage: Stage,
  lying: Lying,
  { root }: { root?: Hex } = {},
): Promise<RivalFell> {
  const liar = await stage.liar(LIAR, { lying });
  await stage.untilClaimed(liar);
  const honest = await stage.prover(HONEST);
  await stage.untilFallen(liar);
  expect(liar.failure()?.message).toBe(undefined);
  const fell = await fallOf(honest);
  await settleTruth(stage, honest, { root });
  await untilPaid(stage);
  return fell;
}

/** What the prover tells of the first rival that fell. */
export async function fallOf({ events }: StagedProver): Promise<RivalFell> {
  return until('the story of the fall', () =>
    events.find((event): event is RivalFell => event.type === 'rivalFell'),
  );
}

/** Waits until the honest side has entered and made every move that it can: time that is made to pass then is its rivals'. */
export async function untilIdle({ rig }: Stage, honest: StagedProver): Promise<void> {
  const isIdle = async () => {
    const head = await rig.client.getBlockNumber({ cacheTime: 0 });
    const { l1Block, disputes } = honest.status();
    const moves = disputes.flatMap(({ nextMoves }) => nextMoves);
    return BigInt(l1Block) === head && moves.length === 0;
  };
  await until('our entry', () => movesOf(honest).includes('enter'), { timeoutMs: SLOW_MS });
  await until('the honest side to have no move left', isIdle, { timeoutMs: SLOW_MS });
}

/** @param root the true one; by default what the prover derived last */
export async function settleTruth(
  stage: Stage,
  honest: StagedProver,
  { root, seconds = PERIOD_SEC + 100 }: { root?: Hex | undefined; seconds?: number } = {},
): Promise<void> {
  await stage.untilSettled(honest, { seconds });
  const truth = root ?? honest.status().root;
  expect(await stage.rig.read('settledRoot'), 'the true root settles').toBe(truth);
}

/** Waits until an honest player has no less than it began with, and checks that it lost no bond and no claim. */
export async function untilPaid(stage: Stage, player = HONEST): Promise<void> {
  const { rig } = stage;
  const { address } = rig.players[player];
  const isWhole = async () => {
    const held = await rig.client.getBalance({ address });
    // A prover collects again only some seconds after it has: what it may collect is its own already.
    return held + (await rig.read<bigint>('owed', [address])) >= START_WEI;
  };
  await until('the honest side to have its ether back', isWhole, { timeoutMs: SLOW_MS });
  await expectNothingLost(stage, player);
}

/** INVARIANT: no entry that an honest player sponsors falls, and none of its paths is forfeited. */
export async function expectNothingLost({ rig }: Stage, player: number): Promise<void> {
  const { address } = rig.players[player];
  const logs = await rig.client.getLogs({ address: rig.rollup, fromBlock: 0n });
  const own = new Set(
    parseEventLogs({ abi: rollupAbi, logs, eventName: 'Entered' })
      .filter(({ args }) => args.sponsor === address)
      .map(({ args }) => args.entry),
  );
  const died = parseEventLogs({ abi: rollupAbi, logs, eventName: 'Died' });
  expect(died.filter(({ args }) => own.has(args.entry))).toEqual([]);
  const paths = new Set(
    parseEventLogs({ abi: rollupAbi, logs, eventName: 'PathOpened' })
      .filter(({ args }) => args.owner === address)
      .map(({ args }) => args.path),
  );
  const forfeited = parseEventLogs({ abi: rollupAbi, logs, eventName: 'PathForfeited' });
  expect(forfeited.filter(({ args }) => paths.has(args.path))).toEqual([]);
}

/** Root after the last derived batch, as one who only watches has it. */
export async function derivedRoot(prover: StagedProver, number: number): Promise<Hex> {
  await until(`batch ${number}`, () => prover.status().derived === number);
  return prover.status().root;
}
