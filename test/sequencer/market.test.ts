/** The options market through the API: marks, margins, what-if, auctions, listing. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { CODE } from '../../protocol/rejections.ts';
import { startKeeper } from '../../scripts/keeper/keeper.ts';
import type { Client } from '../../sdk/types.ts';
import { REFUSALS } from '../../sequencer/rejections.ts';
import { deriveAll } from './audit.ts';
import { until, Venue } from './venue.ts';

const USD = 1_000_000;
const UP_CENTS = 7_000_000;

let venue: Venue;
let call: string;
let put: string;
let maker: Client;
let seller: Client;

beforeAll(async () => {
  venue = await Venue.open();
  for (let i = 0; i < 3; i++) await venue.print();
  call = await venue.list();
  put = await venue.list(5_500_000, 1);
  await venue.surface(call);
  maker = venue.client('maker', await venue.fund('maker'));
  seller = venue.client('seller', await venue.fund('seller', 12_000 * USD));
  await seller.placeOrder({ instrument: call, side: 'sell', price: '2000', quantity: '1' });
  await maker.placeOrder({ instrument: call, side: 'buy', price: '2000', quantity: '1' });
  await maker.placeOrder({ instrument: call, side: 'buy', price: '1500', quantity: '2' });
}, 120_000);
afterAll(async () => venue.close());

describe('a ticker', () => {
  test('has mark, volatilities of quotes and greeks', async () => {
    const ticker = await maker.ticker(call);
    expect(ticker).toMatchObject({
      instrument: call,
      mode: 'open',
      index: '60000',
      forward: '60000',
      bid: '1500',
      ask: null,
      askIv: null,
      reason: null,
    });
    expect(Number(ticker.markIv)).toBeCloseTo(0.6, 6);
    expect(Number(ticker.bidIv)).toBeLessThan(0.6);
    expect(Number(ticker.greeks!.delta)).toBeCloseTo(0.5, 1);
    const [, expiry] = /^(BTC-[^-]+)/.exec(call)!;
    const all = await maker.tickers(expiry);
    expect(all.map(({ instrument }) => instrument)).toEqual([put, call]);
    expect(all[1]).toMatchObject({ mark: ticker.mark, greeks: ticker.greeks });
  });

  test('is refused by a code for what is not listed', async () => {
    await expect(maker.ticker('BTC-1JAN30-1-C')).rejects.toMatchObject({
      code: CODE.unknownInstrument,
    });
    await expect(maker.tickers('DOGE-1JAN30')).rejects.toMatchObject({
      code: CODE.unknownUnderlying,
    });
  });
});

describe('margins', () => {
  test('are explained to the last digit, under either model', async () => {
    const standard = await seller.margin();
    expect(standard).toMatchObject({ account: '2', model: 'standard', liquidatable: true });
    await seller.setMarginModel('portfolio');
    const portfolio = await seller.margin();
    expect(portfolio).toMatchObject({ model: 'portfolio', equity: standard.equity });
    expect(portfolio.scenarios.filter(({ isWorst }) => isWorst)).toMatchObject([portfolio.worst]);
    for (const { equity, initialMargin, requirement, sources } of [standard, portfolio]) {
      const needed = sources.reduce((sum, source) => sum + Number(source.initial), 0);
      expect(needed).toBeCloseTo(Number(requirement!.initial), 6);
      expect(Number(equity) - needed).toBeCloseTo(Number(initialMargin), 6);
    }
    expect(await seller.account()).toMatchObject({ marginModel: 'portfolio', auction: null });
    await seller.setMarginModel('standard');
    expect(await seller.margin()).toMatchObject({ requirement: standard.requirement });
  });

  test('are listed for all who hold positions', async () => {
    const { margins, next } = await maker.margins();
    expect(next).toBeNull();
    expect(margins.map(({ account }) => account)).toEqual(['1', '2']);
    const { equity, requirement, marginRatio } = await seller.margin();
    expect(margins[1]).toMatchObject({ equity, requirement, marginRatio, auction: null });
  });

  test('are worked out for what would be', async () => {
    const now = await seller.margin();
    expect(await seller.simulate({ account: '2' })).toEqual(now);
    const more = await seller.simulate({
      account: '2',
      positions: [{ instrument: call, amount: '-1' }],
      overrides: { index: { BTC: '62000' } },
    });
    expect(more).toMatchObject({ positions: [{ instrument: call, quantity: '-2' }] });
    expect(Number(more.initialMargin)).toBeLessThan(Number(now.initialMargin));
    const [underlying = '', expiry = ''] = call.split('-');
    const alone = await seller.simulate({
      model: 'portfolio',
      cash: '1000',
      positions: [{ underlying, expiry, strike: '57000', type: 'put', amount: '2.5' }],
    });
    expect(alone).toMatchObject({
      account: null,
      positions: [{ instrument: `${underlying}-${expiry}-57000-P`, quantity: '2.5' }],
    });
  });

  test('are printed by the command, with prices of the exchange', async () => {
    const file = join(venue.dataDir, 'portfolio.json');
    writeFileSync(file, JSON.stringify({ account: '2' }));
    const { stdout } = await promisify(execFile)(process.execPath, [
      join(import.meta.dirname, '../../scripts/tenor.ts'),
      'margin',
      file,
      '--url',
      venue.url,
    ]);
    expect(stdout).toMatch(/^Standard margin of account 2 at /);
    expect(stdout).toMatch(new RegExp(`${call} +-1 +`));
    expect(stdout).toMatch(/= requirement +[\d,.]+ +[\d,.]+\n/);
  });

  const refusal = (name: keyof typeof REFUSALS) => {
    const [code, status] = REFUSALS[name];
    return { status, body: { code, name } };
  };
  const rejection = (name: keyof typeof CODE) => ({
    status: 422,
    body: { code: CODE[name], name },
  });
  const one = { instrument: 'BTC-26JUN26-60000-C', amount: '1' };
  const bad: [string, object, object][] = [
    ['an unknown field', { leverage: '10' }, refusal('unknownField')],
    ['an unknown model', { model: 'none' }, refusal('wrongType')],
    ['129 positions', { positions: Array.from({ length: 129 }, () => one) }, refusal('wrongType')],
    ['a number as a number', { cash: 5 }, refusal('wrongType')],
    ['seven decimals of cash', { cash: '0.0000001' }, refusal('excessPrecision')],
    ['nothing of an option', { positions: [{ ...one, amount: '0' }] }, refusal('outOfRange')],
    ['no option', { positions: [{ amount: '1' }] }, refusal('missingField')],
    ['an account that is not there', { account: '99' }, refusal('notFound')],
    [
      'a name that is none',
      { positions: [{ instrument: 'BTC', amount: '1' }] },
      rejection('unknownInstrument'),
    ],
    [
      'an expiry far off',
      { positions: [{ ...one, instrument: 'BTC-26JUN29-60000-C' }] },
      rejection('badListing'),
    ],
    ['too much', { positions: [{ ...one, amount: '100000' }] }, rejection('positionLimit')],
    ['an unknown parameter', { overrides: { parameters: { x: '1' } } }, refusal('unknownField')],
    [
      'an unsound parameter',
      { overrides: { parameters: { 'auction.fastSec': '0' } } },
      rejection('badParameter'),
    ],
    [
      'an index of an unknown coin',
      { overrides: { index: { DOGE: '1' } } },
      rejection('unknownUnderlying'),
    ],
  ];
  test.each(bad)('%s is refused by a code', async (_, body, expected) => {
    expect(await venue.post('/margin/simulate', body)).toMatchObject(expected);
  });
});

describe('an auction', () => {
  test('of nobody is refused, and so is a bid in none', async () => {
    await expect(maker.liquidate(2)).rejects.toMatchObject({ code: CODE.notLiquidatable });
    await expect(maker.liquidate(99)).rejects.toMatchObject({ code: CODE.unknownAccount });
    const bid = { liquidated: 2, share: '0.5', limit: '100', revision: 0 };
    await expect(maker.bid(bid)).rejects.toMatchObject({ code: CODE.noAuction });
    expect(await maker.auctions()).toEqual([]);
    expect((await venue.get('/auctions/2')).status).toBe(404);
  });

  test('is started, shown, bid in and ended by a keeper', async () => {
    await seller.placeOrder({ instrument: put, side: 'buy', price: '10', quantity: '0.1' });
    await venue.print(UP_CENTS);
    expect(Number((await seller.margin()).maintenanceMargin)).toBeLessThan(0);
    await maker.liquidate(2);
    expect(await seller.openOrders()).toEqual([]);
    const [shown] = await maker.auctions();
    expect(shown).toMatchObject({
      account: '2',
      auction: { kind: 'solvent', standing: 'runs', reserved: '0' },
    });
    const { auction, equity, revision } = shown;
    expect(Number(auction!.price)).toBeCloseTo(Number(equity) * Number(auction!.askedShare), 6);
    const stale = { liquidated: 2, share: '0.1', limit: '1000', revision: Number(revision) + 1 };
    await expect(maker.bid(stale)).rejects.toMatchObject({ code: CODE.accountChanged });
    await expect(
      seller.placeOrder({ instrument: put, side: 'buy', price: '10', quantity: '0.1' }),
    ).rejects.toMatchObject({ code: CODE.underAuction });

    const lines: string[] = [];
    const keeper = startKeeper({
      url: venue.url,
      account: await venue.fund('keeper'),
      privateKey: venue.keyOf('keeper'),
      discount: 0.04,
      riskUsdMax: 100_000,
      pollMs: 200,
      log: (line) => void lines.push(line),
    });
    await until(async () => ((await maker.auctions()).length === 0 ? true : null));
    await keeper.stop();
    expect(lines).toEqual([expect.stringMatching(/^took \d+\.\d\d % of account 2 for /)]);
    const [position] = (await seller.account()).positions;
    expect(Number(position.quantity)).toBeGreaterThan(-1);
    expect(Number((await seller.margin()).maintenanceMargin)).toBeGreaterThanOrEqual(0);
    const events = await until(async () => {
      const { body } = await venue.get('/auction-events?account=2');
      return (body as unknown as unknown[]).length === 3 ? body : null;
    });
    expect(events).toMatchObject([
      { event: 'closed' },
      { event: 'bid', bidder: '3' },
      { event: 'started' },
    ]);
  });

  test('is one in what anyone derives from L1', async () => {
    const { state } = await deriveAll(venue);
    expect(state.accounts.positionCount(3)).toBe(1);
  });
});

describe('listing', () => {
  test('goes by rule once it is switched on, around the index', async () => {
    await venue.sequencer.stop();
    await venue.start({ listing: true, listStrikesPerSide: 2 });
    const names = await until(async () => {
      const listed = await venue.client('maker', 1).instruments();
      return listed.length >= 90 ? listed.map(({ instrument }) => instrument) : null;
    });
    const [dailies] = names.filter((name) => name !== call && name !== put);
    expect(dailies).toMatch(/^BTC-\d+[A-Z]{3}\d\d-\d+-[CP]$/);
    expect(names.some((name) => name.endsWith('-70000-C'))).toBe(true);
    expect(names.some((name) => name.startsWith('ETH'))).toBe(false);
  });
});
