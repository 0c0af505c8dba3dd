import type { AdvanceTime } from '../generated/codec.ts';
import type { Machine } from '../machine.ts';
import { ACCEPTED, CODE } from '../rejections.ts';

/** Time never goes back and never passes the batch's. */
export function advanceTime({ state, input }: Machine, { timeSec }: AdvanceTime): number {
  if (timeSec < state.globals.timeSec() || timeSec > input.header.timeSec) {
    return CODE.timeNotAllowed;
  }
  state.globals.setTimeSec(timeSec);
  return ACCEPTED;
}
