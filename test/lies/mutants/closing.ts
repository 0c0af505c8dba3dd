/** Lies about expiries that are closed because prints have stopped. */
import { PHASE } from '../../../protocol/machine.ts';
import type { Mutant } from '../mutants.ts';

const { next, margin } = PHASE;

export const CLOSING: readonly Mutant[] = [
  {
    lie: 'closed out a second too early',
    file: 'ops/closeOut.ts',
    find: 'if (state.globals.timeSec() <= closesAfterSec) return CODE.printsNotGone;',
    replace: 'if (state.globals.timeSec() < closesAfterSec) return CODE.printsNotGone;',
    phase: next,
    operation: 'closeOut',
  },
  {
    lie: 'what nobody holds is closed out',
    file: 'ops/closeOut.ts',
    find: 'if (from === to) return CODE.nothingToSettle;',
    replace: '',
    phase: next,
    operation: 'closeOut',
  },
  {
    lie: 'a forward off by a cent',
    file: 'margin/feeds.ts',
    find: 'if (sec >= SETTLEMENT_WINDOW_SEC) return quoted;',
    replace: 'if (sec >= SETTLEMENT_WINDOW_SEC) return quoted + 1;',
    phase: next,
    operation: 'closeOut',
  },
  {
    lie: 'closed out without time value',
    file: 'ops/closeOut.ts',
    find: 'state.expiries.setLifeSec(expiry, hasSurface ? sec : 0);',
    replace: '',
    phase: next,
    operation: 'closeOut',
  },
  {
    lie: 'closed out again at other marks',
    file: 'ops/closeOut.ts',
    find: 'if (state.expiries.settled(expiry) === 1) return CODE.alreadySettled;',
    replace: '',
    phase: next,
    operation: 'closeOut',
  },
  {
    lie: 'a mark off by a cent',
    file: 'margin/settled.ts',
    find: '(mark + CENTS / 2n) / CENTS',
    replace: '(mark + CENTS / 2n) / CENTS + 1n',
    phase: margin,
    twin: {
      file: 'margin/Settled.sol',
      find: '((mark + CENTS / 2) / CENTS)',
      replace: '((mark + CENTS / 2) / CENTS + 1)',
    },
  },
  {
    lie: 'a new surface moves what is closed out',
    file: 'ops/publishSurface.ts',
    find: 'if (state.expiries.settled(expiry) === 1) return CODE.alreadySettled;',
    replace: '',
    phase: next,
    operation: 'publishSurface',
  },
  {
    lie: 'an order for what is closed out',
    file: 'market.ts',
    find: 'state.expiries.settled(expiryIndexOfCode(code)) === 1',
    replace: 'state.expiries.settled(expiryIndexOfCode(code)) > 1',
    phase: next,
    operation: 'sweepExpired',
  },
];
