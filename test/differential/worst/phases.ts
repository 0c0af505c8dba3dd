/** The steps in which an operation goes on, and the end. */
import { BUY, SELL } from '../../../protocol/book/levels.ts';
import { GTC } from '../../../protocol/book/match.ts';
import { PHASE } from '../../../protocol/machine.ts';
import { itemsPerPage, LIQUIDATABLE } from '../../../protocol/margin/evaluate.ts';
import {
  MAX_INBOX_ITEMS,
  MAX_POSITIONS,
  MODEL_STANDARD,
  WHOLE_PPM,
  MAX_SCENARIOS,
} from '../../../protocol/params.ts';
import type { RecordedStep } from '../../../protocol/witness.ts';
import { allSpots, countItems, mostWithItems, setScenarios } from './pages.ts';
import {
  bestOrder,
  fullAccount,
  judged,
  linkOfAccount,
  orderInOwnLevel,
  portfolioPage,
  taking,
} from './accounts.ts';
import { NOW, TODAY, type Stage } from './stage.ts';

/** Items of a page of the most positions. */
const FULL_PAGE_ITEMS = itemsPerPage(MAX_POSITIONS);
const liquidatable = { priced: LIQUIDATABLE };

export const PHASES: Readonly<Record<string, (stage: Stage) => RecordedStep>> = {
  /** A page of a full account of one underlying: the basis and the first scenarios. */
  'margin: first page': (stage) => portfolioPage(stage, {}),

  'margin: second page': (stage) => portfolioPage(stage, { from: FULL_PAGE_ITEMS }),

  /** The items that are left, the two skews among them, and the sum. */
  'margin: last page': (stage) => portfolioPage(stage, { from: 4 * FULL_PAGE_ITEMS }),

  /** Marks of closed expiries beside the scenarios of the others. */
  'margin: first page, half closed out': (stage) => portfolioPage(stage, { closes: 2 }),

  'margin: last page, all but one closed out': (stage) =>
    portfolioPage(stage, { from: 4 * FULL_PAGE_ITEMS, closes: 1 }),

  /** As many positions, each of another expiry, as leave all items to one page. */
  'margin: only page': (stage) => {
    return portfolioPage(stage, { count: mostWithItems(countItems(stage)) });
  },

  'margin: only page of the most scenarios': (stage) => {
    setScenarios(stage, allSpots);
    return portfolioPage(stage, { count: mostWithItems(MAX_SCENARIOS + 1) });
  },

  /** The dearest page of the scenarios that a rollup starts with, of all counts of positions. */
  'margin: second page of two': (stage) => {
    const half = countItems(stage) / 2;
    return portfolioPage(stage, { from: half, count: mostWithItems(half) });
  },

  'margin: standard': (stage) => {
    const registers = { marginAccount: fullAccount(stage), marginModel: MODEL_STANDARD };
    return stage.record({
      registers: { phase: PHASE.margin, ...registers, marginThen: PHASE.pay },
    });
  },

  alone: (stage) => {
    const instrument = stage.liveCall();
    const account = fullAccount(stage, instrument);
    return stage.record({
      registers: taking({ account, instrument, phase: PHASE.alone, filled: 0 }),
    });
  },

  aloneChecked: (stage) => {
    const instrument = stage.liveCall();
    const account = stage.account(2 ** 46);
    stage.fill(account, { besides: instrument, holds: 1000 });
    const registers = taking({ account, instrument, phase: PHASE.aloneChecked, filled: 0 });
    return stage.record({ registers });
  },

  match: (stage) => {
    const instrument = stage.liveCall();
    const taker = fullAccount(stage, instrument);
    bestOrder(stage, { instrument, account: fullAccount(stage, instrument), quantityE4: 100 });
    return stage.record({ registers: taking({ account: taker, instrument }) });
  },

  'match: self-trade': (stage) => {
    const instrument = stage.liveCall();
    const account = fullAccount(stage, instrument);
    bestOrder(stage, { instrument, account, quantityE4: 100 });
    return stage.record({ registers: taking({ account, instrument }) });
  },

  maker: (stage) => {
    const instrument = stage.liveCall();
    const taker = fullAccount(stage, instrument);
    bestOrder(stage, { instrument, account: fullAccount(stage, instrument), quantityE4: 100 });
    return stage.record({ registers: taking({ account: taker, instrument, phase: PHASE.maker }) });
  },

  /** Both sides full; the maker's order and its level go. */
  fill: (stage) => {
    const instrument = stage.liveCall();
    const taker = fullAccount(stage, instrument);
    const maker = stage.account(2 ** 46);
    stage.fill(maker, { besides: instrument, holds: -100 });
    const order = bestOrder(stage, { instrument, account: maker, quantityE4: 100 });
    const step = stage.record({
      registers: taking({ account: taker, instrument, phase: PHASE.fill }),
    });
    if (stage.state.orders.account(order) !== 0) throw new Error('the maker was not filled');
    return step;
  },

  'fill: maker fails': (stage) => {
    const instrument = stage.liveCall();
    const taker = fullAccount(stage, instrument);
    const maker = stage.account(2 ** 46);
    stage.fill(maker, { besides: instrument, holds: -100 });
    bestOrder(stage, { instrument, account: maker, quantityE4: 100 });
    const fails = { initial: -1n, maintenance: -1n };
    return stage.record({
      registers: taking({ account: taker, instrument, phase: PHASE.fill, ...fails }),
    });
  },

  /** A new level between two others. */
  rest: (stage) => {
    const instrument = stage.liveCall();
    const account = fullAccount(stage, instrument);
    const worse = stage.level({ instrument, side: BUY, priceCents: 1000_00 });
    const better = stage.level({ instrument, side: BUY, priceCents: 1200_00, worse });
    const asks = stage.level({ instrument, side: SELL, priceCents: 9000_00 });
    const { accounts, globals, instruments, levels, orders } = stage.state;
    levels.setBetter(worse, better);
    instruments.setBestBid(instrument, better);
    instruments.setBestAsk(instrument, asks);
    accounts.setOrderHead(account, stage.otherOrder(account));
    globals.setLevelFree(stage.level({ instrument: 0, side: 0, priceCents: 0, worse: 5 }));
    const free = stage.otherOrder(0);
    orders.setNext(free, 7);
    globals.setOrderFree(free);
    const order = { priceCents: 1100_00, quantityE4: 500, timeInForce: GTC, filled: 1 };
    return stage.record({
      registers: { ...taking({ account, instrument }), phase: PHASE.rest, ...order },
    });
  },

  /** An auction starts, and its fee is paid. */
  'liquidate: step': (stage) => {
    const account = fullAccount(stage);
    stage.state.accounts.setOrderHead(account, stage.otherOrder(account));
    const margin = { ...liquidatable, equity: 10n ** 22n, maintenance: -(10n ** 22n) };
    return stage.record({ registers: { phase: PHASE.liquidate, account, ...margin } });
  },

  /** All 128 positions go to an account that has none, each in front of those before it. */
  'bid: step': (stage) => {
    const account = stage.account(2 ** 46);
    const instrument = stage.liveCall();
    stage.fill(account, { besides: instrument, holds: 5000 });
    stage.state.accounts.setAuctionStartSec(account, NOW - 300);
    const margin = { ...liquidatable, equity: 10n ** 22n, maintenance: -(10n ** 24n) };
    const share = { counterparty: stage.account(2 ** 46), sharePpm: WHOLE_PPM, limit: 2 ** 52 };
    return stage.record({ registers: { phase: PHASE.bid, account, ...share, ...margin } });
  },

  bidChecked: (stage) => {
    const account = fullAccount(stage);
    const registers = { account, counterparty: fullAccount(stage), ...liquidatable };
    return stage.record({ registers: { phase: PHASE.bidChecked, ...registers } });
  },

  /** Four orders, each the last of its own level between two others. */
  'cancelAll: step': (stage) => {
    const account = stage.account();
    linkOfAccount(
      stage,
      [1, 2, 3, 4, 5].map(() => orderInOwnLevel(stage, account, { isBest: false })),
    );
    return stage.record({ registers: { phase: PHASE.cancelAll, account } });
  },

  /** Four orders of four accounts, each alone in its level and in the middle of its account's list. */
  sweep: (stage) => {
    const instrument = stage.instrument({ day: TODAY, strikeCents: 60_000_00 });
    const { instruments, levels } = stage.state;
    const bids = [5, 4, 3, 2, 1].map((price) =>
      stage.level({ instrument, side: BUY, priceCents: price * 100 }),
    );
    bids.forEach((level, i) => {
      levels.setBetter(level, bids[i - 1] ?? 0);
      levels.setWorse(level, bids[i + 1] ?? 0);
      stage.lonelyOrder(fullAccount(stage), level, 100);
    });
    instruments.setBestBid(instrument, bids[0]);
    return stage.record({ registers: { phase: PHASE.sweep, instrument } });
  },

  pay: (stage) => {
    const registers = { account: fullAccount(stage), counterparty: fullAccount(stage) };
    return stage.record({ registers: { phase: PHASE.pay, ...registers, ...judged, amount: 1 } });
  },

  'bad framing': (stage) => stage.record({ operation: Uint8Array.of(200) }),

  halts: (stage) => stage.record({ registers: { stopped: 1, inboxNext: MAX_INBOX_ITEMS } }),

  halted: (stage) => stage.record({ registers: { phase: PHASE.halted, offset: 0 } }),
};
