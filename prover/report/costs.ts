/** What the account's transactions cost, since the prover was started. */
import type { SentMove } from '../send/responder.ts';

export interface MoveCost {
  /** Mined and not reverted. */
  made: number;
  /** Reverted: somebody else was first. */
  lost: number;
  gas: bigint;
  /** Wei. */
  fees: bigint;
}

export class Costs {
  /** By kind of move. */
  readonly moves = new Map<string, MoveCost>();

  add({ move, receipt }: SentMove): void {
    const cost = this.moves.get(move.type) ?? { made: 0, lost: 0, gas: 0n, fees: 0n };
    cost[receipt.status === 'success' ? 'made' : 'lost'] += 1;
    cost.gas += receipt.gasUsed;
    cost.fees += receipt.gasUsed * receipt.effectiveGasPrice;
    this.moves.set(move.type, cost);
  }

  /** Wei. */
  get fees(): bigint {
    return [...this.moves.values()].reduce((sum, { fees }) => sum + fees, 0n);
  }
}
