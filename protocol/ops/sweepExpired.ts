import { bestLevel, BUY, SELL } from '../book/levels.ts';
import { removeOrder } from '../book/orders.ts';
import type { SweepExpired } from '../generated/codec.ts';
import { type Machine, PHASE } from '../machine.ts';
import { isOver } from '../market.ts';
import { MAX_SWEEP_STEPS, ORDERS_REMOVED_PER_STEP } from '../params.ts';
import { ACCEPTED, CODE } from '../rejections.ts';

/** Removes resting orders of an instrument that is over, by anyone; a deep book takes several of these. */
export function sweepExpired(machine: Machine, { instrument }: SweepExpired): number {
  const { state, registers } = machine;
  if (instrument === 0 || instrument > state.globals.instrumentCount()) {
    return CODE.unknownInstrument;
  }
  if (!isOver(state, state.instruments.code(instrument))) return CODE.instrumentNotExpired;
  registers.instrument = instrument;
  machine.enter(PHASE.sweep);
  return ACCEPTED;
}

/** Phase `sweep`. */
export function sweepStep(machine: Machine): void {
  const { registers } = machine;
  registers.attempts += 1;
  for (let i = 0; i < ORDERS_REMOVED_PER_STEP; i++) {
    const order = firstResting(machine);
    if (order === 0) break;
    removeOrder(machine, order, 'expired');
  }
  if (firstResting(machine) === 0 || registers.attempts === MAX_SWEEP_STEPS) {
    machine.finish(ACCEPTED);
  }
}

function firstResting({ state, registers: { instrument } }: Machine): number {
  const level =
    bestLevel(state, { instrument, side: BUY }) || bestLevel(state, { instrument, side: SELL });
  return level === 0 ? 0 : state.levels.head(level);
}
