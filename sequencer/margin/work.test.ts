import { describe, expect, test } from 'vitest';

import { BUY, SELL } from '../../protocol/book/levels.ts';
import { encodeTerms } from '../../protocol/instrument.ts';
import { marginNow } from '../../protocol/margin/evaluate.ts';
import { PARAMETER_NAMES } from '../../protocol/margin/parameters.ts';
import { MODEL_PORTFOLIO, MODEL_STANDARD } from '../../protocol/params.ts';
import { CODE } from '../../protocol/rejections.ts';
import type { State } from '../../protocol/state.ts';
import { Exchange, EXPIRY_DAY } from '../../test/fixtures/exchange.ts';
import { formatWad } from '../admission/decimals.ts';
import type { AccountMarginView } from './auctionView.ts';
import { captureAccount, captureMarket, codesOf } from './capture.ts';
import type { MarginReport } from './report.ts';
import { AS_IS, type WhatIf } from './whatIf.ts';
import { type MarginResult, MarginWork } from './work.ts';

const USD = 1_000_000;
const STRIKES = [5_500_000, 6_000_000, 6_500_000];

/** Two accounts, one long what the other is short. */
function traded(model: number) {
  const x = new Exchange();
  const [long, short] = [x.open(200_000 * USD), x.open(200_000 * USD)];
  x.print(0, 6_000_000, 6_000_000);
  x.surface();
  for (const account of [long, short]) x.setMarginModel(account, model);
  STRIKES.forEach((strikeCents, i) => {
    const instrument = x.list({ strikeCents, put: i === 0 });
    const order = { instrument, priceCents: 200_000, quantityE4: 10_000 };
    expect(x.placeOrder(short, { ...order, side: SELL })).toBe(0);
    expect(x.placeOrder(long, { ...order, side: BUY })).toBe(0);
  });
  return { x, long, short };
}

function ask(state: State, account: number, whatIf: WhatIf = AS_IS): MarginResult {
  const codes = account === 0 ? [] : codesOf(state, account);
  return new MarginWork().run({
    type: 'report',
    market: captureMarket(state, [...codes, ...whatIf.positions.map(({ code }) => code)]),
    account: captureAccount(state, account),
    whatIf,
  });
}

function reportOf(state: State, account: number, whatIf?: WhatIf): MarginReport {
  const found = ask(state, account, whatIf);
  if (!('answer' in found)) throw new Error(JSON.stringify(found));
  return found.answer as MarginReport;
}

/** Of decimals with up to 18 digits after the point. */
function wad(text: string): bigint {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)!;
  const size = BigInt(whole + fraction.padEnd(18, '0'));
  return sign === '-' ? -size : size;
}

const total = (texts: readonly string[]): bigint =>
  texts.reduce((sum, text) => sum + wad(text), 0n);

describe.each([
  ['standard', MODEL_STANDARD],
  ['portfolio', MODEL_PORTFOLIO],
])('a report under the %s model', (name, model) => {
  const { x, long, short } = traded(model);

  test.each([long, short])('is what the rules find, of account %i', (account) => {
    const margin = marginNow(x.state, account)!;
    expect(reportOf(x.state, account)).toMatchObject({
      model: name,
      equity: formatWad(margin.markToMarket),
      initialMargin: formatWad(margin.initial),
      maintenanceMargin: formatWad(margin.maintenance),
      liquidatable: false,
    });
  });

  test.each([long, short])('names a source for every dollar, of account %i', (account) => {
    const { requirement, sources, equity, cash, positions } = reportOf(x.state, account);
    expect(total(sources.map(({ initial }) => initial))).toBe(wad(requirement!.initial));
    expect(total(sources.map(({ maintenance }) => maintenance))).toBe(
      wad(requirement!.maintenance),
    );
    const value = total(positions.map((position) => position.value!));
    expect(wad(cash) + value).toBe(wad(equity!));
  });

  test('is the same of a portfolio from nothing', () => {
    const { accounts } = x.state;
    const whatIf = {
      ...AS_IS,
      model,
      cash: accounts.cash(short),
      positions: codesOf(x.state, short).map((code, i) => ({
        code,
        amountE4: accounts.positionAmount(short, i),
      })),
    };
    expect(reportOf(x.state, 0, whatIf)).toEqual(reportOf(x.state, short));
  });

  test('is the same after what was added was taken away again', () => {
    const [code] = codesOf(x.state, short);
    const back = { code, amountE4: -x.state.accounts.positionAmount(short, 0) };
    const without = reportOf(x.state, short, { ...AS_IS, positions: [back] });
    expect(without.positions).toHaveLength(2);
    const again = { ...AS_IS, positions: [back, { ...back, amountE4: -back.amountE4 }] };
    expect(reportOf(x.state, short, again)).toEqual(reportOf(x.state, short));
  });
});

describe('scenarios', () => {
  const { x, short } = traded(MODEL_PORTFOLIO);

  test('have the worst marked, which is the least', () => {
    const { scenarios, worst } = reportOf(x.state, short);
    const profits = scenarios.map(({ profit }) => wad(profit));
    const least = profits.reduce((a, b) => (a < b ? a : b));
    expect(scenarios.filter(({ isWorst }) => isWorst)).toEqual([
      expect.objectContaining({ profit: formatWad(least) }),
    ]);
    expect(worst).toMatchObject({ profit: formatWad(least) });
    expect(scenarios[1]).toMatchObject({ index: 1, name: 'spot +13.5 %, vol up' });
    expect(scenarios.map(({ name }) => name)).toContain('nothing moves');
  });
});

describe('what if', () => {
  const { x, short } = traded(MODEL_PORTFOLIO);
  const terms = { underlying: 0, day: EXPIRY_DAY };

  test('volatilities were a tenth higher', () => {
    const before = reportOf(x.state, short);
    const after = reportOf(x.state, short, { ...AS_IS, volShiftE9: 100_000_000 });
    after.positions.forEach(({ markIv }, i) => {
      expect(Number(markIv)).toBeCloseTo(Number(before.positions[i].markIv) * 1.1, 6);
    });
    expect(wad(after.equity!)).toBeLessThan(wad(before.equity!));
  });

  test('the index, a forward and one volatility were others', () => {
    const { expiries, positions } = reportOf(x.state, short, {
      ...AS_IS,
      index: [{ underlying: 0, cents: 7_000_000 }],
      forwards: [{ ...terms, cents: 7_010_000 }],
      vols: [{ ...terms, volE9: 500_000_000 }],
    });
    expect(expiries).toMatchObject([{ index: '70000', forward: '70100' }]);
    for (const { markIv } of positions) expect(Number(markIv)).toBeCloseTo(0.5, 6);
  });

  test('a parameter were another, and only for that question', () => {
    const index = PARAMETER_NAMES.indexOf('portfolio.mmLossFactor');
    const before = reportOf(x.state, short);
    const work = new MarginWork();
    const job = {
      type: 'report' as const,
      market: captureMarket(x.state, codesOf(x.state, short)),
      account: captureAccount(x.state, short),
    };
    const changed = work.run({
      ...job,
      whatIf: { ...AS_IS, parameters: [{ index, value: 1_000_000_000 }] },
    }) as { answer: MarginReport };
    expect(wad(changed.answer.maintenanceMargin!)).toBeLessThan(wad(before.maintenanceMargin!));
    expect(work.run({ ...job, whatIf: AS_IS })).toEqual({ answer: before });
  });

  const code = encodeTerms({ ...terms, strikeCents: 6_000_000, put: false });
  const ether = encodeTerms({ underlying: 1, day: EXPIRY_DAY, strikeCents: 250_000, put: false });
  test.each<[string, Partial<WhatIf>, number]>([
    ['two underlyings', { positions: [{ code: ether, amountE4: 10_000 }] }, CODE.badMarginModel],
    ['too much', { positions: [{ code, amountE4: 2 ** 31 }] }, CODE.positionLimit],
    ['more cash than the ledger holds', { cash: 2 ** 53 - 1 }, CODE.ledgerLimit],
    ['an unsound parameter', { parameters: [{ index: 0, value: 0 }] }, CODE.badParameter],
    [
      'a surface without volatility',
      { surfaces: [{ ...terms, aE12: -1, bE12: 0, rhoE12: 0, mE12: 0, sigmaE12: 1 }] },
      CODE.badSurface,
    ],
  ])('%s is refused by its code', (_, changes, expected) => {
    expect(ask(x.state, short, { ...AS_IS, ...changes })).toEqual({ code: expected });
  });
});

describe('without prices', () => {
  test('nothing is guessed, and why is said', () => {
    const { x, short } = traded(MODEL_PORTFOLIO);
    x.advance(x.state.globals.timeSec() + 200);
    expect(reportOf(x.state, short)).toMatchObject({
      equity: null,
      requirement: null,
      worst: null,
      sources: [],
      expiries: [{ reason: 'staleIndex', forward: null }],
      positions: [{ mark: null, greeks: null }, { mark: null }, { mark: null }],
    });
  });

  test('standard margin does without a surface, by the worst payoff', () => {
    const { x, short } = traded(MODEL_STANDARD);
    for (let i = 0; i < 16; i++) {
      x.advance(x.state.globals.timeSec() + 60);
      x.print(0, 6_000_000, 6_000_000);
    }
    const { equity, cash, positions, sources } = reportOf(x.state, short);
    expect(equity).toBe(cash);
    expect(positions[0]).toMatchObject({ mark: null, reason: 'staleSurface' });
    expect(sources).toMatchObject([{ source: 'worst payoff' }]);
  });
});

describe('an auction', () => {
  test('is shown as a bid would meet it', () => {
    const { x, short } = traded(MODEL_STANDARD);
    const withdrawn = x.state.accounts.cash(short);
    x.state.accounts.setCash(short, 17_000 * USD);
    x.state.globals.setPositiveCash(x.state.globals.positiveCash() - withdrawn + 17_000 * USD);
    for (let i = 0; i < 3; i++) x.print(0, 6_000_000, 6_000_000);
    expect(x.liquidate(short)).toBe(0);
    const ask = (): AccountMarginView => {
      const found = new MarginWork().run({
        type: 'margins',
        market: captureMarket(x.state, codesOf(x.state, short)),
        accounts: [{ id: short, record: captureAccount(x.state, short) }],
      });
      return (found as { answer: AccountMarginView[] }).answer[0];
    };
    const shown = ask();
    expect(shown).toMatchObject({
      account: String(short),
      liquidatable: true,
      auction: { kind: 'solvent', standing: 'runs', askedShare: '0.95', reserved: '0' },
    });
    expect(wad(shown.maintenanceMargin!)).toBeLessThan(0n);
    const price = (wad(shown.equity!) * 95n + 99n) / 100n;
    expect(wad(shown.auction!.price!)).toBe(price);
    expect(x.bid(1, { account: short, revision: Number(shown.revision) })).toBe(0);
    expect(ask()).toMatchObject({ revision: shown.revision, auction: null });
  });
});
