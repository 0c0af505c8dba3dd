/**
 * What protocol/ worked out while it ran an operation. The naive side compares every margin of its own with these, and
 * takes from them what its arithmetic leaves open: the sign of a margin next to zero, the last unit of a figure.
 */

/** In units of 10^-18 USD. */
export interface MachineMargin {
  readonly account: bigint;
  readonly model: bigint;
  readonly priced: 'missing' | 'priced' | 'liquidatable';
  readonly initial: bigint;
  readonly maintenance: bigint;
  readonly equity: bigint;
}

export interface MachineRun {
  readonly outcome: number;
  readonly margins: readonly MachineMargin[];
  /** What insurance got, in 10^-6 USD. */
  readonly insuranceGain: bigint;
  /** × 10^-18 of the account, and 10^-6 USD; null where no bid was completed. */
  readonly taken: { readonly share: bigint; readonly price: bigint } | null;
}

export interface JudgeCounts {
  /** Margins compared, and the largest difference in shares of the gross. */
  margins: number;
  furthest: number;
  /** Decisions about margins, and those within the tolerance of their boundary. */
  decisions: number;
  closeDecisions: number;
  /** Figures rounded, and those so near a whole number that the arithmetic may fall on either side. */
  figures: number;
  closeFigures: number;
}

export class Judge {
  readonly counts: JudgeCounts = {
    margins: 0,
    furthest: 0,
    decisions: 0,
    closeDecisions: 0,
    figures: 0,
    closeFigures: 0,
  };
  #runs: readonly MachineRun[] = [];
  #next = 0;

  /** The operations of a batch, in order. */
  begin(runs: readonly MachineRun[]): void {
    this.#runs = runs;
    this.#next = 0;
  }

  /** To the operation that comes next. */
  turn(): void {
    this.#next += 1;
  }

  get run(): MachineRun {
    return this.#runs[this.#next - 1] ?? NO_RUN;
  }

  get operation(): number {
    return this.#next - 1;
  }

  compare(name: string, outcome: bigint): void {
    const run = this.#runs[this.#next - 1];
    if (run === undefined) throw new Disagreement(`${name}: protocol has no such operation`);
    if (run.outcome === Number(outcome)) return;
    throw new Disagreement(`${name}: naive ${outcome}, protocol ${run.outcome}`);
  }
}

/** The two implementations do not agree: one of them or the specification is wrong. */
export class Disagreement extends Error {
  override readonly name = 'Disagreement';
}

const NO_RUN: MachineRun = { outcome: 0, margins: [], insuranceGain: 0n, taken: null };
