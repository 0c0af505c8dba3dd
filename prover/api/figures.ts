/** What Prometheus is told, one by one. Amounts are in ETH, times in seconds. docs/operations.md lists them. */
import { ALARMS } from '../alarms.ts';
import type { MoveCost } from '../report/costs.ts';
import type { AccountStatus, DisputeStatus, ProverStatus } from '../status.ts';

export interface Measured {
  status(): ProverStatus;
  readonly costs: { readonly moves: ReadonlyMap<string, MoveCost> };
}

export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Figure {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
  readonly counts?: true;
  readonly read: (status: ProverStatus, measured: Measured) => readonly Sample[] | number;
}

const CHAIN: readonly Figure[] = [
  {
    name: 'healthy',
    help: '1 if the last turns were good and no alarm says otherwise',
    read: ({ healthy }) => Number(healthy),
  },
  {
    name: 'last_good_seconds',
    help: 'Since the last good look at L1',
    read: ({ ageMs }) => (ageMs === null ? Infinity : ageMs / 1000),
  },
  { name: 'l1_block', help: 'L1 block of the last decision', read: ({ l1Block }) => l1Block },
  { name: 'batches_posted', help: 'Last batch seen on L1', read: ({ posted }) => posted },
  { name: 'batches_derived', help: 'Last batch re-executed', read: ({ derived }) => derived },
  { name: 'batches_settled', help: 'Last batch settled on L1', read: ({ settled }) => settled },
  {
    name: 'claims',
    help: 'Claims above the settled batch, by what they say against what was computed here',
    labels: ['verdict'],
    read: ({ claims }) => labelled('verdict', { ...claims }),
  },
  {
    name: 'endpoint_blocks_behind',
    help: 'Blocks that an L1 endpoint is behind; NaN where it does not answer',
    labels: ['endpoint'],
    read: ({ endpoints }) =>
      endpoints.map(({ name, blocksBehind }) => ({
        labels: { endpoint: name },
        value: blocksBehind ?? NaN,
      })),
  },
  {
    name: 'endpoint_up',
    help: '1 where nothing is wrong with an L1 endpoint',
    labels: ['endpoint'],
    read: ({ endpoints }) =>
      endpoints.map(({ name, fault }) => ({
        labels: { endpoint: name },
        value: Number(fault === null),
      })),
  },
  {
    name: 'alarm',
    help: 'Alarms that last, by code',
    labels: ['code'],
    read: ({ alarms }) =>
      Object.keys(ALARMS).map((code) => ({
        labels: { code },
        value: alarms.filter((alarm) => alarm.code === code).length,
      })),
  },
  {
    name: 'problems',
    help: 'Alarms about the prover itself: all but false claims',
    read: ({ problems }) => problems.length,
  },
];

const DISPUTES: readonly Figure[] = [
  {
    name: 'false_claims_total',
    help: 'False roots seen, claimed or entered',
    counts: true,
    read: ({ record }) => record.falseClaims,
  },
  {
    name: 'disputes',
    help: 'Batches in dispute, by stage',
    labels: ['stage'],
    read: ({ disputes }) => stages(disputes),
  },
  {
    name: 'disputes_total',
    help: 'Disputes that L1 has decided, by whether the true root won',
    labels: ['outcome'],
    counts: true,
    read: ({ record }) =>
      labelled('outcome', { won: record.disputesWon, lost: record.disputesLost }),
  },
  {
    name: 'duels',
    help: 'Duels under way, by round; at the number of rounds the step is left',
    labels: ['round'],
    read: (status) => duelsByRound(status),
  },
  {
    name: 'duels_total',
    help: 'Duels of true entries that are over',
    labels: ['outcome'],
    counts: true,
    read: ({ record }) => labelled('outcome', { won: record.duelsWon, lost: record.duelsLost }),
  },
  {
    name: 'clock_seconds',
    help: 'Least seconds left to a true side that has to answer, or to stake; +Inf where no clock of it runs',
    read: leastClock,
  },
  {
    name: 'stake_eth',
    help: 'Bonds at stake in open disputes, by side',
    labels: ['side'],
    read: ({ disputes }) => stakes(disputes),
  },
  {
    name: 'history_progress',
    help: 'Share of the steps that are computed of the history of a disputed batch',
    labels: ['batch'],
    read: ({ histories }) =>
      histories.map(({ number, state, steps = 0, ofSteps = 0 }) => ({
        labels: { batch: String(number) },
        value: state === 'known' ? 1 : ofSteps === 0 ? 0 : steps / ofSteps,
      })),
  },
];

const MONEY: readonly Figure[] = [
  {
    name: 'balance_eth',
    help: 'Ether of the account that moves',
    read: ofAccount(({ balance }) => balance),
  },
  {
    name: 'staked_eth',
    help: 'Bonds of the account that are at stake',
    read: ofAccount(({ staked }) => staked),
  },
  { name: 'owed_eth', help: 'What L1 owes to the account', read: ofAccount(({ owed }) => owed) },
  {
    name: 'collected_eth_total',
    help: 'What the account has collected from L1',
    counts: true,
    read: ofAccount(({ collected }) => collected),
  },
  {
    name: 'won_eth_total',
    help: 'Rewards and refunds of gas that L1 has credited',
    counts: true,
    read: ofAccount(({ won }) => won),
  },
  {
    name: 'bond_eth',
    help: 'One bond',
    read: ({ rules }) => (rules === undefined ? NaN : ether(rules.bond)),
  },
  {
    name: 'moves_total',
    help: 'Moves mined, by kind and whether they were made or somebody else was first',
    labels: ['move', 'outcome'],
    counts: true,
    read: (_status, measured) =>
      moveSamples(measured, ([move, { made, lost }]) => [
        { labels: { move, outcome: 'made' }, value: made },
        { labels: { move, outcome: 'lost' }, value: lost },
      ]),
  },
  {
    name: 'gas_total',
    help: 'Gas spent, by kind of move',
    labels: ['move'],
    counts: true,
    read: (_status, measured) =>
      moveSamples(measured, ([move, { gas }]) => [{ labels: { move }, value: Number(gas) }]),
  },
  {
    name: 'fees_eth_total',
    help: 'Paid for gas, by kind of move',
    labels: ['move'],
    counts: true,
    read: (_status, measured) =>
      moveSamples(measured, ([move, { fees }]) => [
        { labels: { move }, value: ether(String(fees)) },
      ]),
  },
];

export const FIGURES: readonly Figure[] = [...CHAIN, ...DISPUTES, ...MONEY];

function stages(disputes: readonly DisputeStatus[]): Sample[] {
  const all = ['undefended', 'duels', 'won', 'paying'] as const;
  return all.map((stage) => ({
    labels: { stage },
    value: disputes.filter((dispute) => dispute.stage === stage).length,
  }));
}

function duelsByRound({ disputes, rules }: ProverStatus): Sample[] {
  const duels = disputes.flatMap((dispute) => dispute.duels);
  return Array.from({ length: (rules?.rounds ?? 0) + 1 }, (_, round) => ({
    labels: { round: String(round) },
    value: duels.filter((duel) => duel.round === round).length,
  }));
}

function leastClock({ disputes, nowSec }: ProverStatus): number {
  const untils = disputes.flatMap(({ enterUntilSec, duels }) => [
    enterUntilSec,
    ...duels.flatMap(({ sides, stepUntilSec }) => [sides[0].untilSec, stepUntilSec]),
  ]);
  return Math.min(...untils.filter((until) => until !== null).map((until) => until - nowSec));
}

function stakes(disputes: readonly DisputeStatus[]): Sample[] {
  const sum = (side: 'ours' | 'true' | 'rivals'): number =>
    disputes.reduce((total, each) => total + ether(each.stakes[side]), 0);
  return labelled('side', { ours: sum('ours'), true: sum('true'), rivals: sum('rivals') });
}

function moveSamples(
  { costs }: Measured,
  samples: (move: [string, MoveCost]) => Sample[],
): Sample[] {
  return [...costs.moves].flatMap(samples);
}

/** Nothing where there is no account. */
function ofAccount(read: (account: AccountStatus) => string): Figure['read'] {
  return ({ account }) => (account === undefined ? [] : ether(read(account)));
}

function labelled(label: string, values: Readonly<Record<string, number>>): Sample[] {
  return Object.entries(values).map(([name, value]) => ({ labels: { [label]: name }, value }));
}

function ether(wei: string): number {
  return Number(BigInt(wei)) / 1e18;
}
