/** SPEC §5: operations that anyone may bring. */
import { UNDERLYINGS } from '../../protocol/params.ts';
import type { DecodedOperation } from './naive.ts';
import type { Context } from './naiveAuth.ts';
import { liquidate } from './naiveLiquidation.ts';
import { sweep } from './naiveMatch.ts';
import { closeOut, settleAccount } from './naiveMoney.ts';
import { publishPrices, publishSurface, rulesOf, settleExpiry } from './naiveOracle.ts';
import { expiryOf, expirySecOf, type Instrument, isOver, priceOf } from './naiveState.ts';
import { demand } from './rejected.ts';

type PublicRule = (context: Context, operation: DecodedOperation) => void;

export const PUBLIC_RULES: Readonly<Record<string, PublicRule>> = {
  publishPrices,
  publishSurface,
  settleExpiry,
  listInstrument,

  advanceTime({ state, batch }, { values }) {
    const timeSec = values.int('timeSec');
    demand(state.timeSec <= timeSec && timeSec <= batch.headerTimeSec, 4012);
    state.timeSec = timeSec;
  },

  settleAccount({ state }, { values }) {
    const underlying = values.int('underlying');
    demand(UNDERLYINGS[Number(underlying)] !== undefined, 4001);
    settleAccount(state, values.int('account'), { underlying, day: values.int('day') });
  },

  closeOut({ state }, { values }) {
    const underlying = values.int('underlying');
    demand(UNDERLYINGS[Number(underlying)] !== undefined, 4001);
    closeOut(state, values.int('account'), { underlying, day: values.int('day') });
  },

  sweepExpired({ state }, { values }) {
    const instrument = values.int('instrument');
    const terms = state.instruments.get(instrument);
    demand(terms !== undefined, 3001);
    demand(isOver(state, terms), 3013);
    sweep(state, instrument);
  },

  liquidate({ state }, { values }) {
    liquidate(state, values.int('account'));
  },
};

/** SPEC §5.9 */
function listInstrument({ state }: Context, { values }: DecodedOperation): void {
  const underlying = values.int('underlying');
  const day = values.int('day');
  const strikeCents = values.int('strikeCents');
  const { strikeStepCents, maxPriceCents } = rulesOf(underlying);
  const { indexCents } = priceOf(state, underlying);
  const expirySec = expirySecOf(day);
  demand(
    values.int('put') <= 1n &&
      expirySec > state.timeSec &&
      expirySec <= state.timeSec + 400n * 86_400n &&
      strikeCents > 0n &&
      strikeCents % BigInt(strikeStepCents) === 0n &&
      strikeCents <= BigInt(maxPriceCents) &&
      indexCents <= strikeCents * 8n &&
      strikeCents <= indexCents * 8n,
    3012,
  );
  demand(expiryOf(state, { underlying, day }).settlementCents === null, 3012);
  const terms: Instrument = { underlying, day, strikeCents, put: values.int('put') === 1n };
  const listed = [...state.instruments.values()].filter(
    (other) => other.underlying === underlying && other.day === day,
  );
  demand(listed.length < 8192, 3014);
  demand(
    !listed.some((other) => other.strikeCents === strikeCents && other.put === terms.put),
    3011,
  );
  state.instruments.set(BigInt(state.instruments.size + 1), terms);
}
