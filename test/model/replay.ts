/** The model's events on the real contracts: the same moves taken and refused, the same state after each, to the wei. */
import { encodeFunctionData, type Hex, parseEventLogs, toFunctionSelector } from 'viem';
import { formatAbiItem } from 'viem/utils';

import { rollupAbi } from '../../contracts/generated/abi.ts';
import { assert } from '../../protocol/assert.ts';
import { type Chain, deployRollup, type Deployment, openChain, tryAll } from './chain.ts';
import { type Accounts, differences } from './compare.ts';
import { contractCall, type Names } from './contractCall.ts';
import { hashesOf, type Hashes } from './hashes.ts';
import { decide } from './honest.ts';
import { calls, type Move, play } from './moves.ts';
import { outcomesOf } from './outcomes.ts';
import { type Config, HONEST, LIARS } from './rules.ts';
import { copyState, FIRST_SECOND, initialState, type State } from './state.ts';
import type { Event } from './world.ts';

/** Seconds of L1 between the deployment and the model's second 0. */
const HEAD_START_SEC = 1_000;

/** What a comparison counts. */
export interface Tally {
  moves: number;
  states: number;
  /** Calls that were tried in a state, by what both answered. */
  readonly tried: Record<string, number>;
  /** Moves by what they did. */
  readonly outcomes: Record<string, number>;
}

/** A deployment that every walk starts from. */
export interface Stage {
  readonly chain: Chain;
  readonly config: Config;
  readonly deployment: Deployment;
  readonly hashes: Hashes;
  readonly accounts: Accounts;
  readonly startSec: number;
  readonly tally: Tally;
  readonly snapshot: Hex;
}

export async function openStage(config: Config): Promise<Stage> {
  const chain = await openChain();
  const [guardian, honest, claimant, other] = chain.accounts;
  assert(guardian !== undefined, 'L1 has accounts');
  const deployment = await deployRollup(chain, config.rules, config.places);
  return {
    chain,
    config,
    deployment,
    hashes: hashesOf(config.tree, deployment.genesis, deployment.batchHashes),
    accounts: [[honest], [claimant, other]],
    startSec: (await chain.latestSec()) + HEAD_START_SEC,
    tally: { moves: 0, states: 0, tried: {}, outcomes: {} },
    snapshot: await chain.snapshot(),
  };
}

/** A walk in progress: the model's state, which the contracts share. */
export interface Walk {
  readonly stage: Stage;
  state: State;
  readonly told: string[];
}

export async function startWalk(stage: Stage): Promise<Walk> {
  const { chain } = stage;
  await chain.revert(stage.snapshot);
  const again = { ...stage, snapshot: await chain.snapshot() };
  Object.assign(stage, again);
  await chain.setTime(stage.startSec + FIRST_SECOND);
  return { stage, state: initialState(stage.config), told: [] };
}

/** @throws where the contracts differ from the model, with the way there */
export async function follow(walk: Walk, event: Event): Promise<void> {
  const { stage, state } = walk;
  switch (event.type) {
    case 'tick':
      state.now += event.seconds;
      state.censored += event.isCensored ? 1 : 0;
      state.served = decide(stage.config, state) === undefined;
      walk.told.push(`${event.seconds} s pass`);
      await stage.chain.setTime(stage.startSec + state.now);
      break;
    case 'turn':
      for (let move = decide(stage.config, walk.state); move !== undefined; ) {
        await make(walk, move);
        move = decide(stage.config, walk.state);
      }
      state.served = true;
      break;
    case 'call':
    case 'answer':
      await make(walk, event.move);
      break;
    default:
      throw new Error(`${event.type} is no move of the contracts`);
  }
  await compare(walk);
}

/** Sends a move, tells the model what it was credited with, and expects both to take it or both to refuse it. */
async function make(walk: Walk, move: Move): Promise<void> {
  const { stage, state } = walk;
  walk.told.push(JSON.stringify(move));
  const foreseen = copyState(state);
  const refusal = play(stage.config, foreseen, move);
  if (refusal !== undefined) return;
  const value = foreseen.purses.paid[move.by] - state.purses.paid[move.by];
  const from = senderOf(stage, move);
  const { chain, deployment } = stage;
  await chain.stayInSecond(stage.startSec + state.now);
  const receipt = await chain.send({
    from,
    to: deployment.rollup,
    data: contractCall(names(walk), move, from),
    value,
  });
  expect(walk, receipt.status === '0x1', 'the contracts refuse the move');
  const logs = parseEventLogs({
    abi: rollupAbi,
    logs: receipt.logs,
    eventName: 'MoveCredited',
  });
  const credit = logs[0] && Number(logs[0].args.amount);
  const before = copyState(state);
  expect(walk, play(stage.config, state, move, credit) === undefined, 'the model refuses the move');
  stage.tally.moves += 1;
  for (const outcome of outcomesOf(move, { config: stage.config, before, after: state })) {
    stage.tally.outcomes[outcome] = (stage.tally.outcomes[outcome] ?? 0) + 1;
  }
}

/** A liar's claims, and entries that may be free, are of one account; entries that may not are of another. */
function senderOf({ accounts, chain }: Stage, move: Move): Hex {
  if (move.type === 'pause') return chain.accounts[0];
  if (move.by === HONEST) return accounts[HONEST][0];
  const isOther = move.type === 'enter' && move.otherAccount;
  return accounts[LIARS][isOther ? 1 : 0];
}

function names({ stage: { config, hashes }, state }: Walk): Names {
  return { config, hashes, state };
}

async function compare(walk: Walk): Promise<void> {
  const { stage } = walk;
  const different = await differences(names(walk), stage);
  expect(walk, different.length === 0, different.join('\n'));
  stage.tally.states += 1;
}

/** Every call that could be made in this state, tried by a stranger: both refuse it for one reason, or both take it. */
export async function tryEverything(walk: Walk): Promise<void> {
  const { stage, state } = walk;
  const { config, deployment, chain } = stage;
  const moves = calls(config, state, LIARS).filter(({ type }) => type !== 'pause');
  const tried = moves.map((move) => ({
    data: contractCall(names(walk), move, deployment.probe),
    value:
      move.type === 'claim' ? config.rules.pathBond : move.type === 'enter' ? config.rules.bond : 0,
  }));
  const answers = await tryAll(chain, deployment, tried);
  moves.forEach((move, i) => {
    const refusal = play(config, copyState(state), move);
    const answer = answers[i] === undefined ? undefined : (ERRORS.get(answers[i]) ?? answers[i]);
    expect(
      walk,
      isSame(move, refusal, answer),
      `${JSON.stringify(move)}: model ${refusal}, contracts ${answer}`,
    );
    const key = `${move.type}: ${refusal ?? 'taken'}`;
    stage.tally.tried[key] = (stage.tally.tried[key] ?? 0) + 1;
  });
}

/** An advance may fail for either side, and the contracts order sides by their hashes. */
function isSame({ type }: Move, ...answers: (string | undefined)[]): boolean {
  const isOfSides = (answer: string | undefined) =>
    answer === 'NotRevealed' || answer === 'ClockExpired';
  return answers[0] === answers[1] || (type === 'advance' && answers.every(isOfSides));
}

const ERRORS = new Map<Hex, string>([
  ...rollupAbi
    .filter((item) => item.type === 'error')
    .map((item): [Hex, string] => [toFunctionSelector(formatAbiItem(item)), item.name]),
  [toFunctionSelector('WitnessOpensOther(bytes32,bytes32)'), 'WitnessOpensOther'],
]);

/** Everybody collects, and what the contracts still hold is what they still owe for. */
export async function collectAll(walk: Walk): Promise<void> {
  const { chain, accounts, deployment } = walk.stage;
  const data = encodeFunctionData({ abi: rollupAbi, functionName: 'collect' });
  for (const from of accounts.flat()) {
    const owed = await chain.owed(deployment.rollup, from);
    if (owed === 0n) continue;
    const { status } = await chain.send({ from, to: deployment.rollup, data });
    expect(walk, status === '0x1', `${from} cannot collect`);
  }
  const { paid, owed, burned } = walk.state.purses;
  const left = paid[0] + paid[1] - owed[0] - owed[1] - burned;
  const balance = await chain.balance(deployment.rollup);
  expect(walk, balance === BigInt(left), `the contracts hold ${balance}, the model ${left}`);
}

function expect({ told }: Walk, holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`${what}\nafter\n${told.join('\n')}`);
}
