/** A state of the model beside what the contracts say: every field that both have. */
import { decodeFunctionResult, encodeFunctionData, type Hex } from 'viem';

import type { Chain, Deployment } from './chain.ts';
import { livingIn } from './entries.ts';
import { duelName, type Names } from './contractCall.ts';
import { claimHash, entryHash, nodeHash, NO_HASH, parentHash, rootHash } from './hashes.ts';
import { HONEST, LIARS, type Party } from './rules.ts';

/** By party, the accounts that it has on L1. */
export type Accounts = readonly [readonly Hex[], readonly Hex[]];

interface Answer {
  readonly contests: readonly Record<string, unknown>[];
  readonly entries: readonly Record<string, unknown>[];
  readonly duels: readonly {
    readonly nodes: readonly Hex[];
    readonly clocks: readonly bigint[];
    readonly since: bigint;
    readonly index: number;
    readonly level: number;
  }[];
  readonly revealedAt: readonly bigint[];
  readonly claims: readonly Record<string, unknown>[];
  readonly paths: readonly { readonly owner: Hex; readonly bond: bigint; readonly tip: Hex }[];
  readonly owed: readonly bigint[];
  readonly balance: bigint;
  readonly settledTip: Hex;
}

interface Side {
  readonly chain: Chain;
  readonly deployment: Deployment;
  readonly accounts: Accounts;
  /** The second of L1 that is the model's second 0. */
  readonly startSec: number;
}

/** Lines that differ, as `what: model, contracts`. */
export async function differences(names: Names, side: Side): Promise<string[]> {
  const answer = await look(names, side);
  const expected = JSON.stringify(modelView(names, side), undefined, 1).split('\n');
  const received = JSON.stringify(contractView(names, side, answer), undefined, 1).split('\n');
  return expected.flatMap((line, i) => {
    return line === received[i] ? [] : [`model ${line.trim()}, contracts ${received[i]?.trim()}`];
  });
}

function nodesOf({ config: { tree }, hashes }: Names): { level: number; node: Hex }[] {
  const nodes: { level: number; node: Hex }[] = [];
  tree.nodes.forEach((levels, history) => {
    levels.slice(0, tree.rounds).forEach((ids, level) => {
      const depth = level * Math.log2(tree.arity);
      ids.forEach(
        (id, index) => (nodes[id] = { level, node: nodeHash(hashes, history, { depth, index }) }),
      );
    });
  });
  return nodes;
}

async function look(names: Names, { chain, deployment, accounts }: Side): Promise<Answer> {
  const { config, hashes, state } = names;
  const nodes = nodesOf(names);
  const question = {
    parents: state.contests.map((_, place) => parentHash(hashes, place)),
    entries: state.entries.map((_, history) => entryHash(hashes, config.tree, state, history)),
    duels: state.duels.map((_, id) => duelName(names, id).id),
    levels: nodes.map(({ level }) => level),
    nodes: nodes.map(({ node }) => node),
    claims: state.claims.map((claim) => claimHash(hashes, claim)),
    accounts: accounts.flat(),
    paths: BigInt(state.paths.length),
  };
  const { probe, probeAbi: abi } = deployment;
  const data = encodeFunctionData({ abi, functionName: 'look', args: [question] });
  const answer = await chain.call(probe, data);
  return decodeFunctionResult({ abi, functionName: 'look', data: answer }) as Answer;
}

function modelView({ config, hashes, state }: Names, { accounts }: Side) {
  const { tree } = config;
  const at = { config, state, by: HONEST };
  const { owed, paid, burned } = state.purses;
  const tips = state.claims.filter(({ settled }) => settled);
  return {
    contests: state.contests.map((it, place) => ({
      epoch: it.epoch,
      firstRoot: it.firstRoot < 0 ? NO_HASH : rootHash(it.firstRoot, place),
      firstClaimant: it.firstClaimedAt === 0 ? -1 : it.firstClaimant,
      firstClaimedAt: it.firstClaimedAt,
      openedAt: it.openedAt,
      closedAt: it.closedAt,
      pot: it.pot,
      killed: it.killed,
      livingEntries: livingIn(at, place),
      livingRoots: livingRoots(tree.histories, state.entries, place),
    })),
    entries: state.entries.map((it) => it && { ...it, clock: it.clock }),
    duels: state.duels.map(
      (it) => it && { clocks: it.clocks, since: it.since, index: it.index, level: it.level },
    ),
    revealedAt: state.revealed,
    claims: state.claims.map(({ settled, voided, path }) => ({ settled, voided, path })),
    paths: state.paths.map(({ owner, bond, tip }) => ({
      owner,
      bond,
      tip: claimHash(hashes, state.claims[tip]),
    })),
    owed: accounts.map((_, party) => owed[party as Party]),
    balance: paid[0] + paid[1] - burned,
    settledTip:
      tips.length === 0
        ? hashes.genesis
        : claimHash(
            hashes,
            tips.reduce((a, b) => (b.place > a.place ? b : a)),
          ),
  };
}

function livingRoots(
  histories: readonly { readonly place: number; readonly root: number }[],
  entries: readonly ({ readonly alive: boolean } | undefined)[],
  place: number,
): number {
  return new Set(
    histories
      .filter((it, i) => it.place === place && entries[i]?.alive === true)
      .map(({ root }) => root),
  ).size;
}

function contractView(names: Names, side: Side, answer: Answer) {
  const time = (sec: unknown) => (Number(sec) === 0 ? 0 : Number(sec) - side.startSec);
  const party = (account: unknown) => partyOf(side.accounts, account as Hex);
  return {
    contests: answer.contests.map((it) => ({
      epoch: it.epoch,
      firstRoot: it.firstRoot,
      firstClaimant: party(it.firstClaimant),
      firstClaimedAt: time(it.firstClaimedAt),
      openedAt: time(it.openedAt),
      closedAt: time(it.closedAt),
      pot: Number(it.pot),
      killed: Number(it.killed),
      livingEntries: it.livingEntries,
      livingRoots: it.livingRoots,
    })),
    entries: answer.entries.map((it) =>
      it.parent === NO_HASH
        ? undefined
        : {
            sponsor: party(it.sponsor),
            clock: Number(it.clock),
            alive: it.alive,
            paidOut: it.paidOut,
          },
    ),
    duels: answer.duels.map((it, id) => {
      const clocks = it.clocks.map(Number);
      const { isSwapped } = duelName(names, id);
      if (it.since === 0n) return undefined;
      return {
        clocks: isSwapped ? clocks.toReversed() : clocks,
        since: time(it.since),
        index: it.index,
        level: it.level,
      };
    }),
    revealedAt: answer.revealedAt.map(time),
    claims: answer.claims.map((it) => ({
      settled: it.settled,
      voided: it.voided,
      path: Number(it.path) - 1,
    })),
    paths: answer.paths.map(({ owner, bond, tip }) => ({
      owner: party(owner),
      bond: Number(bond),
      tip,
    })),
    owed: side.accounts.map((its, i) => {
      const from = i === LIARS ? side.accounts[HONEST].length : 0;
      return its.reduce((sum, _, j) => sum + Number(answer.owed[from + j]), 0);
    }),
    balance: Number(answer.balance),
    settledTip: answer.settledTip,
  };
}

function partyOf(accounts: Accounts, account: Hex): number {
  return accounts.findIndex((its) => its.some((it) => it.toLowerCase() === account.toLowerCase()));
}
