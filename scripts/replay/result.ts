/** What a replay came to: one object for machines, and the same in words. */
import { moneyOf } from '../../protocol/derive.ts';
import type { FitReport } from '../../publisher/report/report.ts';
import type { Devnet } from '../devnet/devnet.ts';
import type { Roots } from '../devnet/finish.ts';
import type { MarkErrors } from './marks.ts';
import type { Observed } from './observer.ts';
import type { Replay, Settlement } from './replay.ts';

export interface ReplayResult {
  readonly ok: boolean;
  /** Why not, in words. */
  readonly problems: readonly string[];
  readonly window: { readonly from: string; readonly to: string; readonly snapshots: number };
  /** USD as decimals. */
  readonly money: {
    readonly conserved: boolean;
    readonly checks: number;
    readonly difference: string;
    readonly vault: string;
    readonly cash: string;
    readonly insurance: string;
    readonly socialized: string;
    readonly insurancePaid: string;
  };
  readonly roots: Roots;
  readonly settlements: readonly Settlement[];
  readonly unsettled: readonly string[];
  readonly surfaces: {
    readonly published: number;
    /** Of the publishers' fits, over the whole recording. */
    readonly fits: FitReport;
    /** Of the exchange's own marks of the options that were traded. */
    readonly marks: MarkErrors | null;
  };
  readonly trading: {
    readonly accounts: number;
    readonly orders: number;
    readonly fills: number;
    readonly premium: string;
    readonly fees: string;
    readonly rejected: Readonly<Record<string, number>>;
    readonly operations: Readonly<Record<string, number>>;
  };
  readonly liquidations: Observed['auctions'] & {
    readonly open: number;
    /** What accounts paid to insurance when their auctions started. */
    readonly fees: string;
    readonly negative: readonly {
      readonly account: number;
      readonly name: string;
      readonly time: string;
      readonly usd: string;
      readonly by: string;
    }[];
  };
  readonly refusals: Readonly<Record<string, number>>;
  readonly l1: { readonly batches: number; readonly bytes: number; readonly gas: number };
  readonly seconds: { readonly start: number; readonly replay: number; readonly end: number };
}

export interface ResultParts {
  readonly devnet: Devnet;
  readonly replay: Replay;
  readonly observed: Observed;
  readonly window: ReplayResult['window'];
  readonly unsettled: readonly string[];
  readonly roots: ReplayResult['roots'];
  readonly seconds: ReplayResult['seconds'];
  readonly problems: readonly string[];
}

export function makeResult(parts: ResultParts): ReplayResult {
  const { devnet, replay, observed, roots, unsettled } = parts;
  const { state } = devnet;
  const money = moneyOf(state);
  const conserved = money.difference === 0n;
  const problems = [
    ...parts.problems,
    ...(conserved ? [] : [`money is not conserved: ${money.difference} × 10^-6 USD`]),
    ...(roots.equal ? [] : ["a prover's root is not the sequencer's"]),
    ...unsettled.map((expiry) => `${expiry} is not settled`),
  ];
  const { figures } = devnet.narrator;
  return {
    ok: problems.length === 0,
    problems,
    window: parts.window,
    money: {
      conserved,
      checks: replay.moneyChecks,
      difference: usd(money.difference),
      vault: usd(money.vault),
      cash: usd(money.cash),
      insurance: usd(state.globals.insurance()),
      socialized: usd(state.globals.socialized()),
      insurancePaid: usd(observed.insurancePaid),
    },
    roots,
    settlements: replay.settlements,
    unsettled,
    surfaces: {
      published: replay.surfaces,
      fits: replay.reporter.report(),
      marks: replay.marks.errors,
    },
    trading: {
      accounts: state.globals.accountCount(),
      orders: replay.figures.orders,
      fills: observed.fills,
      premium: usd(observed.premium),
      fees: usd(observed.fees),
      rejected: observed.rejected,
      operations: observed.accepted,
    },
    liquidations: {
      ...observed.auctions,
      open: countAuctions(devnet),
      fees: usd(state.globals.insurance() + observed.insurancePaid - observed.fees),
      negative: observed.shortfalls.map(({ account, timeSec, amount, by }) => ({
        account,
        by,
        name: replay.nameOf(account),
        time: new Date(timeSec * 1000).toISOString(),
        usd: usd(amount),
      })),
    },
    refusals: Object.fromEntries(replay.refusals),
    l1: { batches: figures.batches, bytes: figures.postedBytes, gas: figures.postedGas },
    seconds: parts.seconds,
  };
}

function countAuctions({ state }: Devnet): number {
  const accounts = Array.from({ length: state.globals.accountCount() }, (_, i) => i + 1);
  return accounts.filter((account) => state.accounts.auctionStartSec(account) !== 0).length;
}

/** @param amount 10^-6 USD */
function usd(amount: number | bigint): string {
  const value = BigInt(amount);
  const digits = (value < 0n ? -value : value).toString().padStart(7, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

/** For a person. */
export function tellResult(result: ReplayResult): string[] {
  const { window, money, trading, liquidations, surfaces, roots, l1, seconds } = result;
  const exact = result.settlements.filter((each) => each.deliveryUsd === each.settledUsd).length;
  const operations = Object.values(trading.operations).reduce((sum, each) => sum + each, 0);
  return [
    `${window.snapshots} snapshots from ${window.from} to ${window.to} in ${seconds.replay.toFixed(0)} s ` +
      `(start ${seconds.start.toFixed(0)} s, end ${seconds.end.toFixed(0)} s)`,
    `trading: ${trading.orders} orders of ${trading.accounts} accounts, ${trading.fills} fills, ` +
      `premium ${trading.premium} USD, fees ${trading.fees} USD`,
    `surfaces: ${surfaces.published} published, co-signed by publishers with fits of their own`,
    ...tellErrors(surfaces),
    `settled: ${result.settlements.length} expiries, ${exact} at the recorded delivery to the cent; ` +
      `${result.unsettled.length} left unsettled`,
    `liquidation: ${liquidations.started} auctions and ${liquidations.insolvent} insolvent ones, ` +
      `${liquidations.bids} bids, ${liquidations.closed} closed, ${liquidations.open} open; fees ${liquidations.fees} USD`,
    ...liquidations.negative.map(
      ({ name, usd: amount, by, time }) =>
        `  ${name} was ${amount} USD below zero at ${by}, ${time}`,
    ),
    `money: ${money.conserved ? 'conserved' : `DIFFERS by ${money.difference}`} in ${money.checks} checks; vault ${money.vault}, ` +
      `insurance ${money.insurance} (paid ${money.insurancePaid}), socialized ${money.socialized} USD`,
    `L1: ${l1.batches} batches with ${operations} operations, ${l1.bytes} bytes, ${l1.gas} gas; provers' roots ` +
      `${roots.equal ? 'equal' : 'DIFFER from'} the sequencer's after batch ${roots.batch}`,
    ...Object.entries(result.refusals).map(([line, count]) => `refused ${count} times: ${line}`),
    ...result.problems.map((problem) => `PROBLEM: ${problem}`),
  ];
}

function tellErrors({ fits, marks }: ReplayResult['surfaces']): string[] {
  const core = fits.buckets.at(-1);
  const lines = [
    ...(core === undefined ? [] : [{ what: '25 to 75 delta', ...core }]),
    ...(fits.anyDelta === null ? [] : [{ what: 'any delta', ...fits.anyDelta }]),
  ];
  return [
    ...lines.map(
      ({ what, quotes, medianVolPoints, p95VolPoints, medianUsd, p95Usd }) =>
        `  fits against recorded marks, ${what}: ${medianVolPoints.toFixed(3)} vol points (median), ` +
        `${p95VolPoints.toFixed(3)} (95 %), ${money2(medianUsd)} and ${money2(p95Usd)} USD, ${quotes} quotes`,
    ),
    ...(marks === null
      ? []
      : [
          `  the exchange's marks of traded options: ${marks.medianVolPoints.toFixed(3)} vol points (median), ` +
            `${marks.p95VolPoints.toFixed(3)} (95 %), ${money2(marks.medianUsd)} and ${money2(marks.p95Usd)} USD, ${marks.options} quotes`,
        ]),
  ];
}

function money2(value: number | null): string {
  return value === null ? '-' : value.toFixed(2);
}
