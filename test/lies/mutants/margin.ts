/** Lies about margin, surfaces and parameters. */
import { PHASE } from '../../../protocol/machine.ts';
import type { Mutant } from '../mutants.ts';

const { next, margin, model } = PHASE;

export const MARGIN: readonly Mutant[] = [
  {
    lie: 'another margin model than was signed',
    file: 'ops/setMarginModel.ts',
    find: 'demandMargin(machine, { account, model, goOn: PHASE.model });',
    replace: 'demandMargin(machine, { account, model: 0, goOn: PHASE.model });',
    phase: next,
    operation: 'setMarginModel',
  },
  {
    lie: 'the last scenario is worse than all',
    file: 'margin/portfolio.ts',
    find: 'profit < least.worst',
    replace: 'profit > least.worst',
    phase: margin,
  },
  {
    lie: 'the likely scenarios are left out',
    file: 'margin/evaluate.ts',
    find: 'const from = registers.marginItem;',
    replace: 'const from = registers.marginItem + 24;',
    phase: margin,
  },
  {
    lie: 'a position is skipped',
    file: 'margin/account.ts',
    find: 'state.accounts.positionAmount(account, from + i)) * LOTS',
    replace: 'state.accounts.positionAmount(account, from + i)) * (i === 1 ? 0n : LOTS)',
    phase: margin,
  },
  {
    lie: 'the surface of another expiry',
    file: 'margin/feeds.ts',
    find: 'surface: surfaceOf(expiries, { expiry, day }),',
    replace:
      'surface: surfaceOf(expiries, { expiry: expiries.surfaceTimeSec(expiry + 16) === 0 ? expiry : expiry + 16, day }),',
    phase: margin,
  },
  {
    lie: 'a stale surface counts',
    file: 'margin/feeds.ts',
    find: 'printed + SURFACE_HEARTBEAT_SEC',
    replace: 'printed + 2 ** 40',
    phase: margin,
  },
  {
    lie: 'the naked part of a short call is free',
    file: 'margin/isolated.ts',
    find: 'mmCallSpotReq',
    replace: 'minSpotReq',
    phase: margin,
  },
  {
    lie: 'a portfolio account keeps the old parameters',
    file: 'ops/setParameter.ts',
    find: '  state.parameters.setValue(index, value);\n',
    replace: '',
    phase: next,
    operation: 'consumeInbox',
  },
  {
    lie: 'the version of the parameters stays',
    file: 'ops/setParameter.ts',
    find: 'state.parameters.version() + 1',
    replace: 'state.parameters.version()',
    phase: next,
    operation: 'consumeInbox',
  },
  {
    lie: 'initial margin becomes the milder one',
    file: 'margin/parameters.ts',
    find: 'values[more] >= values[less]',
    replace: 'values[more] + 10 ** 12 >= values[less]',
    phase: next,
    operation: 'consumeInbox',
  },
  {
    lie: 'an account without a surface turns to portfolio margin',
    file: 'ops/setMarginModel.ts',
    find: 'if (registers.priced === UNPRICED) machine.finish(CODE.pricesMissing);\n  else if (registers.initial < 0n)',
    replace: 'if (registers.initial < -1n)',
    phase: model,
  },
  {
    lie: 'a volatility of 600 %',
    file: 'ops/publishSurface.ts',
    find: 'volatility(surface, surface.forward) <= BigInt(MAX_VOL_E9) * 1_000_000_000n',
    replace: 'surface.b >= 0n',
    phase: next,
    operation: 'publishSurface',
  },
  {
    lie: 'a surface not newer than the last',
    file: 'ops/publishSurface.ts',
    find: 'timeSec <= state.expiries.surfaceTimeSec(expiry) ||',
    replace: '',
    phase: next,
    operation: 'publishSurface',
  },
  {
    lie: 'a forward far from the index',
    file: 'ops/publishSurface.ts',
    find: 'Math.abs(basisCents) <= band &&',
    replace: '',
    phase: next,
    operation: 'publishSurface',
  },
  {
    lie: 'seconds of the average counted twice',
    file: 'ops/publishPrices.ts',
    find: 'state.expiries.windowCoveredSec(expiry) + coveredSec',
    replace: 'state.expiries.windowCoveredSec(expiry) + 2 * coveredSec',
    phase: next,
    operation: 'publishPrices',
  },
  {
    lie: 'settlement average wrong',
    file: 'ops/settleExpiry.ts',
    find: 'const sum = state.expiries.windowSum(expiry) + uncovered * uncoveredCents;',
    replace: 'const sum = SETTLEMENT_WINDOW_SEC * uncoveredCents + 0 * uncovered;',
    phase: next,
    operation: 'settleExpiry',
    twin: {
      file: 'ops/SettleExpiry.sol',
      find: 'return (expiry.windowSum() + uncovered * uncoveredCents) / SETTLEMENT_WINDOW_SEC;',
      replace:
        'return (SETTLEMENT_WINDOW_SEC * uncoveredCents + 0 * uncovered) / SETTLEMENT_WINDOW_SEC;',
    },
  },
  {
    lie: 'settlement far from the reference',
    file: 'ops/settleExpiry.ts',
    find: 'if (!isNearReference(state, underlying)) return CODE.settlementHalted;',
    replace: '',
    phase: next,
    operation: 'settleExpiry',
  },
];
