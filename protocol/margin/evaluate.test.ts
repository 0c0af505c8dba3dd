import { describe, expect, test } from 'vitest';

import { calm, distressed, marginOf } from '../../test/fixtures/distress.ts';
import { testHeader } from '../../test/fixtures/exchange.ts';
import { Random } from '../../test/fixtures/random.ts';
import {
  demandAfter,
  demandBefore,
  demandMargin,
  itemsPerPage,
  marginNow,
  marginPages,
  marginStep,
  LIQUIDATABLE,
  PRICED,
  UNPRICED,
} from './evaluate.ts';
import type { MarginFilter } from '../machine.ts';
import { Machine, PHASE } from '../machine.ts';
import { MAX_MARGIN_PAGES, MAX_POSITIONS, MODEL_PORTFOLIO, MODEL_STANDARD } from '../params.ts';
import { recoverSignatures } from '../signatures.ts';
import { State } from '../state.ts';
import { loadDefaultParameters } from './parameters.ts';

function machineOf(state: State, filter?: MarginFilter): Machine {
  const input = { header: testHeader(), data: new Uint8Array(0), inbox: [] };
  return new Machine({ state, input, signatures: recoverSignatures, ...(filter && { filter }) });
}

/** Steps until the margin is there. */
function evaluate(machine: Machine, account: number): number {
  demandMargin(machine, { account, goOn: PHASE.pay });
  let steps = 0;
  for (; machine.registers.phase === PHASE.margin; steps++) marginStep(machine);
  return steps;
}

describe('marginStep', () => {
  test.each([MODEL_STANDARD, MODEL_PORTFOLIO])(
    'page by page is what one evaluation gives, model %i',
    (model) => {
      for (const [seed, positions] of [1, 3, 20, 40, 90].entries()) {
        const { x, victim } = distressed(new Random(seed + 1), {
          model,
          equityShare: 0.4,
          positions,
        });
        const machine = machineOf(x.state);
        const steps = evaluate(machine, victim);
        const { initial, maintenance, markToMarket, priced } = marginOf(x.state, victim);
        expect(machine.registers).toMatchObject({
          initial,
          maintenance,
          equity: markToMarket,
          priced,
        });
        expect(steps).toBeLessThanOrEqual(marginPages(x.state, victim));
        expect(priced).toBe(LIQUIDATABLE);
      }
    },
  );

  test('says when a price is missing', () => {
    const { x, victim } = distressed(new Random(5), { model: MODEL_PORTFOLIO, equityShare: 0.5 });
    const machine = machineOf(x.state);
    x.state.underlyings.setFreshPrints(0, 1);
    evaluate(machine, victim);
    expect(machine.registers.priced).toBe(PRICED);
    x.advance(x.state.globals.timeSec() + 121);
    evaluate(machine, victim);
    expect(machine.registers).toMatchObject({ priced: UNPRICED, initial: -1n, maintenance: -1n });
    expect(marginNow(x.state, victim)).toBe(null);
  });

  test('an account without positions is worth its cash, print or none', () => {
    const state = new State();
    loadDefaultParameters(state);
    state.accounts.setCash(1, 5_000_000);
    for (const model of [MODEL_STANDARD, MODEL_PORTFOLIO]) {
      const margin = marginNow(state, 1, model)!;
      expect(margin.initial).toBe(5n * 10n ** 18n);
      expect(margin.maintenance).toBe(5n * 10n ** 18n);
    }
  });
});

describe('itemsPerPage', () => {
  test('bounds the prices of a step and the steps of an account', () => {
    for (let positions = 0; positions <= MAX_POSITIONS; positions++) {
      const items = itemsPerPage(positions);
      expect(items * Math.max(positions, 1)).toBeLessThanOrEqual(1024);
      expect(Math.ceil(40 / items)).toBeLessThanOrEqual(MAX_MARGIN_PAGES);
    }
  });
});

describe('demandBefore, demandAfter', () => {
  const { x, victim } = calm();

  test('without a filter the margin is worked out', () => {
    const machine = machineOf(x.state);
    demandBefore(machine, victim, PHASE.alone);
    expect(machine.registers.phase).toBe(PHASE.margin);
  });

  test('a filter may answer by signs alone', () => {
    const machine = machineOf(x.state, () => 'holds');
    demandBefore(machine, victim, PHASE.alone);
    expect(machine.registers).toMatchObject({ phase: PHASE.alone, initial: 0n, priced: PRICED });
    const breaks = machineOf(x.state, () => 'breaks');
    demandAfter(breaks, { account: victim, goOn: PHASE.fill, initialBefore: 0n });
    expect(breaks.registers).toMatchObject({ phase: PHASE.fill, initial: -1n, maintenance: -1n });
    const unknown = machineOf(x.state, () => 'unknown');
    demandAfter(unknown, { account: victim, goOn: PHASE.fill, initialBefore: 0n });
    expect(unknown.registers.phase).toBe(PHASE.margin);
  });
});
