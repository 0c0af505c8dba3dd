import type { MarginParameters } from '../../../protocol/margin/parameters.ts';
import type { State } from '../../../protocol/state.ts';
import type { FloatExpiry } from './expiry.ts';

/** A margin model that adds up an account expiry by expiry. Figures in 10^-6 USD, without cash. */
export interface FloatModel {
  initial: number;
  maintenance: number;
  /** At most so far is either margin from the protocol's. */
  error: number;
  /** Whether an expiry without a surface has a margin. */
  readonly doesWithoutSurface: boolean;
  start(parameters: MarginParameters): void;
  /** @param from the expiry's first position. @returns where the next expiry's begin */
  add(state: State, held: HeldPositions): number;
  finish(): void;
}

/** COST: one object, filled anew for each expiry. */
export interface HeldPositions {
  account: number;
  from: number;
  count: number;
  /** The least code of the expiry. */
  firstCode: number;
  expiry: FloatExpiry;
  priced: boolean;
}
