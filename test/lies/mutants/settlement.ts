/** Lies about prints, listing and settlement. */
import { PHASE } from '../../../protocol/machine.ts';
import type { Mutant } from '../mutants.ts';

const { next, sweep } = PHASE;

export const SETTLEMENT: readonly Mutant[] = [
  {
    lie: 'the greatest price instead of the median',
    file: 'oracle.ts',
    find: 'sorted[Math.floor((sorted.length - 1) / 2)]',
    replace: 'sorted[sorted.length - 1]',
    phase: next,
    operation: 'publishPrices',
  },
  {
    lie: 'a stale print is taken',
    file: 'ops/publishPrices.ts',
    find: 'printedAt <= printedBefore ||',
    replace: 'printedAt < 0 ||',
    phase: next,
    operation: 'publishPrices',
  },
  {
    lie: 'one publisher is enough',
    file: 'oracle.ts',
    find: 'if (entries.length < oracle.quorum()) return CODE.noQuorum;',
    replace: '',
    phase: next,
    operation: 'publishPrices',
  },
  {
    lie: 'time goes back',
    file: 'ops/advanceTime.ts',
    find: 'timeSec < state.globals.timeSec() ||',
    replace: 'timeSec < 0 ||',
    phase: next,
    operation: 'advanceTime',
  },
  {
    lie: 'a strike outside the listing rule',
    file: 'ops/listInstrument.ts',
    find: 'strikeCents % strikeStepCents === 0 &&',
    replace: 'strikeCents > 0 &&',
    phase: next,
    operation: 'listInstrument',
  },
  {
    lie: 'a settlement price out of its band',
    file: 'ops/settleExpiry.ts',
    find: 'Math.abs(median - index) > ppmUp(index, SETTLEMENT_BAND_PPM)',
    replace: 'median < 0',
    phase: next,
    operation: 'settleExpiry',
  },
  {
    lie: 'an expiry settled before it comes',
    file: 'ops/settleExpiry.ts',
    find: 'if (state.underlyings.indexTimeSec(underlying) < expirySec(day)) return CODE.notExpired;',
    replace: '',
    phase: next,
    operation: 'settleExpiry',
  },
  {
    lie: 'payoff of a call off by a cent',
    file: 'payoff.ts',
    find: ': settlement - strike;',
    replace: ': settlement - strike + 1n;',
    phase: next,
    operation: 'settleAccount',
    twin: {
      file: 'Payoff.sol',
      find: ': settlement - strike;',
      replace: ': settlement - strike + 1;',
    },
  },
  {
    lie: 'a winner is paid before the losers',
    file: 'ops/settleAccount.ts',
    find: 'if (exact > BigInt(state.expiries.pool(expiry))) return CODE.poolShort;',
    replace:
      'if (exact > BigInt(MAX_MONEY)) return CODE.poolShort;\n  if (exact > 0n) state.expiries.setPool(expiry, Number(exact));',
    phase: next,
    operation: 'settleAccount',
  },
  {
    lie: 'insurance does not pay a shortfall',
    file: 'ops/settleAccount.ts',
    find: 'if (cash >= 0 || state.accounts.positionCount(account) > 0) return;',
    replace: 'if (cash < 0 || cash >= 0) return;',
    phase: next,
    operation: 'settleAccount',
  },
  {
    lie: 'a live instrument is swept',
    file: 'ops/sweepExpired.ts',
    find: 'if (!isOver(state, state.instruments.code(instrument))) return CODE.instrumentNotExpired;',
    replace: '',
    phase: next,
    operation: 'sweepExpired',
  },
  {
    lie: 'a sweep stops early',
    file: 'ops/sweepExpired.ts',
    find: 'if (firstResting(machine) === 0 || registers.attempts === MAX_SWEEP_STEPS) {',
    replace: 'if (firstResting(machine) === 0 || registers.attempts === 1) {',
    phase: sweep,
  },
  {
    lie: 'data after garbage still runs',
    file: 'step.ts',
    find: '      registers.stopped = 1;\n',
    replace: '      registers.offset += 1;\n',
    phase: next,
  },
];
