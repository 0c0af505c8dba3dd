/** What happens, in plain words with numbers, and the figures of it all. */
import { formatEther } from 'viem';

import { OPERATION_BY_KIND } from '../../protocol/generated/codec.ts';
import { PHASE } from '../../protocol/machine.ts';
import { MODEL_PORTFOLIO } from '../../protocol/params.ts';
import type { State } from '../../protocol/state.ts';
import type { ProverEvent } from '../../prover/options.ts';
import type { Recorded } from '../../sequencer/engine/recorded.ts';
import type { PostedBatch, SequencerEvents } from '../../sequencer/options.ts';

export interface Figures {
  orders: number;
  fills: number;
  cancels: number;
  rejected: number;
  batches: number;
  postedOrders: number;
  postedBytes: number;
  postedGas: number;
  rootsClaimed: number;
  settledBatch: number;
  /** Settlement prices that are averages of prints. */
  expiriesSettled: number;
  /** Auctions of accounts below their maintenance margin. */
  liquidations: { started: number; bids: number; closed: number };
  /** Fills of accounts on portfolio margin. */
  portfolioFills: number;
  dispute: {
    batch: number;
    step: number;
    phase: string;
    operation: string;
    moves: number;
    gas: number;
    bondLostWei: string;
  } | null;
  withdrawal: { account: number; amount: string; gas: number } | null;
  rootsEqual: boolean;
}

export function newFigures(): Figures {
  return {
    orders: 0,
    fills: 0,
    cancels: 0,
    rejected: 0,
    batches: 0,
    postedOrders: 0,
    postedBytes: 0,
    postedGas: 0,
    rootsClaimed: 0,
    settledBatch: 0,
    expiriesSettled: 0,
    liquidations: { started: 0, bids: 0, closed: 0 },
    portfolioFills: 0,
    dispute: null,
    withdrawal: null,
    rootsEqual: false,
  };
}

const QUIET_MOVES = new Set(['collect', 'payMoves']);

export class Narrator {
  readonly figures = newFigures();
  /** By batch, of the honest side. */
  readonly #moves = new Map<number, { count: number; gas: number }>();
  readonly #say: (line: string) => void;
  readonly #bond: bigint;

  constructor({ say, bond }: { say: (line: string) => void; bond: bigint }) {
    this.#say = say;
    this.#bond = bond;
  }

  readonly sequencer: SequencerEvents = {
    executed: (operation, state) => this.#executed(operation, state),
    posted: (batch) => this.#posted(batch),
    claimed: ({ number, root }) => {
      this.figures.rootsClaimed += 1;
      this.#say(`The sequencer claims root ${short(root)} after batch ${number}.`);
    },
    settled: ({ number }) => {
      this.figures.settledBatch = Math.max(this.figures.settledBatch, number);
      this.#say(`Batch ${number} is settled on L1: withdrawals up to it can be paid.`);
    },
    health: (words) =>
      this.#say(words === null ? 'The sequencer is well again.' : `Trouble: ${words}`),
    failed: (error) => this.#say(`The sequencer has stopped: ${String(error)}`),
  };

  prover(name: string): (event: ProverEvent) => void {
    return (event) => this.#prover(name, event);
  }

  #executed({ auctions, executed }: Recorded, state: State): void {
    const { liquidations } = this.figures;
    const isPortfolio = (account: number): boolean =>
      state.accounts.marginModel(account) === MODEL_PORTFOLIO;
    for (const { taker, maker } of executed.effects.fills) {
      if (isPortfolio(taker) || isPortfolio(maker)) this.figures.portfolioFills += 1;
    }
    for (const { account, event, bidder, sharePpm, price } of auctions) {
      liquidations[event === 'bid' ? 'bids' : event === 'closed' ? 'closed' : 'started'] += 1;
      const share = `${(sharePpm / 10_000).toFixed(1)} %`;
      const paid = `${(price / 1e6).toFixed(2)} USDC`;
      const words = {
        started: `Account ${account} is below its maintenance margin: its auction starts.`,
        insolvent: `Account ${account} owes more than it has: insurance pays who takes it.`,
        bid: `Account ${bidder} bids and takes ${share} of account ${account} for ${paid}.`,
        closed: `The auction of account ${account} is over.`,
      };
      this.#say(words[event]);
    }
  }

  #posted({ number, orders, operations, bytes, gasUsed }: PostedBatch): void {
    const { figures } = this;
    const gas = Number(gasUsed);
    figures.batches += 1;
    figures.postedOrders += orders;
    figures.postedBytes += bytes;
    figures.postedGas += gas;
    const each = orders === 0 ? '' : `, ${count(gas / orders)} gas an order`;
    this.#say(
      `Batch ${number} is on L1: ${operations} operations, ${orders} of them orders, ` +
        `${count(bytes)} bytes, ${count(gas)} gas${each}.`,
    );
  }

  #prover(name: string, event: ProverEvent): void {
    switch (event.type) {
      case 'falseClaim':
        return this.#say(
          `${name}: somebody claims ${short(event.claimed)} after batch ${event.number}; ` +
            `re-execution gives ${short(event.root)}. That claim is false.`,
        );
      case 'history':
        return this.#say(
          `${name} has run batch ${event.number} on the deployed verifier: ` +
            `${event.steps} steps in ${(event.ms / 1000).toFixed(1)} s.`,
        );
      case 'move':
        return this.#move(name, event);
      case 'rivalFell':
        return this.#fell(name, event);
      case 'alarm':
        return this.#say(`${name} raises an alarm: ${event.words}`);
      default:
        return undefined;
    }
  }

  #move(name: string, event: Extract<ProverEvent, { type: 'move' }>): void {
    const moves = this.#moves.get(event.number) ?? { count: 0, gas: 0 };
    moves.count += 1;
    moves.gas += Number(event.gas);
    this.#moves.set(event.number, moves);
    if (QUIET_MOVES.has(event.move)) return;
    this.#say(`${name} moves: ${event.words} (${count(Number(event.gas))} gas).`);
  }

  #fell(name: string, event: Extract<ProverEvent, { type: 'rivalFell' }>): void {
    if (this.figures.dispute !== null) return;
    const operation = OPERATION_BY_KIND[event.kind ?? 0]?.name ?? 'inbox or end';
    const phase = Object.entries(PHASE).find(([, value]) => value === event.phase)?.[0] ?? 'none';
    const { count: moves, gas } = this.#moves.get(event.number) ?? { count: 0, gas: 0 };
    const end =
      event.step === undefined
        ? 'it ran out of time'
        : `the Solidity step decided step ${event.step} (phase ${phase} of ${operation})`;
    this.#say(
      `${name}: the false root of batch ${event.number} is thrown out: ${end}. ` +
        `Its author loses the bond of ${formatEther(this.#bond)} ETH.`,
    );
    this.figures.dispute = {
      batch: event.number,
      step: event.step ?? -1,
      phase,
      operation,
      moves,
      gas,
      bondLostWei: `${this.#bond}`,
    };
  }
}

export function short(hash: string): string {
  return `${hash.slice(0, 10)}…`;
}

export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
