/** Prints have stopped: money that hangs on open options is paid at the last marks. */
import { expect } from 'vitest';

import { BUY, SELL } from '../../../protocol/book/levels.ts';
import { CLOSE_OUT_AFTER_SEC, POST_ONLY_SEC } from '../../../protocol/params.ts';
import { CODE } from '../../../protocol/rejections.ts';
import { type Exchange, EXPIRY_DAY } from '../../fixtures/exchange.ts';
import type { Stage } from '../../prover/stage.ts';
import { expectDerived, post, proofOf, settleAll, withdraw } from '../hand.ts';
import { scenario } from '../scenario.ts';

const USD = 1_000_000;
const DEPOSITED = 50_000 * USD;
const FREEZE_SEC = 86_400;
const STRANGER = 5;
const INDEX_CENTS = 6_000_000;
/** Below the heartbeat of the prints. */
const PRINT_SEC = 100;

interface Market {
  readonly x: Exchange;
  readonly seller: number;
  readonly buyer: number;
  readonly instrument: number;
}

/** A contract sold and bought, an order that rests, and no print for three days since. */
function abandoned(stage: Stage): Market {
  const x = stage.exchange();
  const [seller, buyer] = [x.open(DEPOSITED), x.open(DEPOSITED)];
  x.print(0, INDEX_CENTS, INDEX_CENTS);
  expect(x.surface()).toBe(0);
  const instrument = x.list({ strikeCents: INDEX_CENTS });
  const order = { instrument, priceCents: 200_000, quantityE4: 10_000 };
  expect(x.placeOrder(seller, { ...order, side: SELL })).toBe(0);
  expect(x.placeOrder(buyer, { ...order, side: BUY })).toBe(0);
  expect(x.placeOrder(buyer, { ...order, side: BUY, priceCents: 100_000 })).toBe(0);
  const printedSec = x.state.globals.timeSec();
  x.advance(printedSec + CLOSE_OUT_AFTER_SEC);
  expect(x.withdraw(seller, USD)).toBe(CODE.pricesMissing);
  expect(x.closeOut(seller)).toBe(CODE.printsNotGone);
  x.advance(printedSec + CLOSE_OUT_AFTER_SEC + 1);
  return { x, seller, buyer, instrument };
}

/** Those who owe first, as the pool is never negative. */
function settleBoth({ x, seller, buyer }: Market): void {
  expect(x.closeOut(buyer)).toBe(0);
  expect(x.closeOut(seller)).toBe(CODE.alreadySettled);
  expect(x.settleAccount(seller)).toBe(0);
  expect(x.settleAccount(buyer)).toBe(0);
}

async function expectAllPaid(stage: Stage, { x, seller, buyer }: Market): Promise<void> {
  const prover = await stage.prover(1);
  await expectDerived(stage, prover);
  await settleAll(stage, prover);
  let paid = 0n;
  for (const account of [seller, buyer]) {
    const total = await withdraw(stage.rig, await proofOf(prover, account));
    expect(total).toBe(BigInt(x.state.withdrawals.total(account)));
    paid += total;
  }
  // All but the fees.
  expect(paid + BigInt(x.state.globals.insurance())).toBe(2n * BigInt(DEPOSITED));
}

scenario(
  'closeOutWithOpenOptions',
  {
    happens:
      'publishers and poster are gone for three days while accounts hold options and orders rest',
    protects:
      'strangers close the expiry at its last marks; both sides withdraw all they have, to the unit',
  },
  async (stage) => {
    const market = abandoned(stage);
    const { x, seller, buyer, instrument } = market;
    settleBoth(market);
    expect(x.sweep(instrument)).toBe(0);
    for (const account of [seller, buyer]) {
      expect(x.withdraw(account, x.state.accounts.cash(account))).toBe(0);
    }
    expect(x.state.accounts.orderCount(buyer)).toBe(0);
    for (const item of x.inbox) await stage.rig.addItem(item);
    await stage.rig.pass(FREEZE_SEC + 1);
    const terms = { operations: x.operations, items: x.inbox.length };
    await post(stage.rig, { ...terms, player: STRANGER });
    await expectAllPaid(stage, market);
  },
);

scenario(
  'closeOutThenReopen',
  {
    happens: 'prints come back after an expiry was closed out',
    protects:
      'it stays over: no order, surface, listing or second settlement; other expiries trade again',
  },
  async (stage) => {
    const market = abandoned(stage);
    const { x, seller, buyer, instrument } = market;
    settleBoth(market);
    for (let sec = 0; sec <= POST_ONLY_SEC; sec += PRINT_SEC) {
      x.advance(x.state.globals.timeSec() + PRINT_SEC - 1);
      expect(x.print(0, INDEX_CENTS, INDEX_CENTS)).toBe(0);
    }
    const order = { instrument, priceCents: 200_000, quantityE4: 10_000 };
    expect(x.placeOrder(seller, { ...order, side: SELL })).toBe(CODE.instrumentExpired);
    expect(x.surface()).toBe(CODE.alreadySettled);
    expect(x.listed({ strikeCents: INDEX_CENTS + 100_000 })).not.toBe(0);
    expect(x.settleExpiry({ prices: [INDEX_CENTS, INDEX_CENTS] })).not.toBe(0);
    expect(x.closeOut(seller)).toBe(CODE.alreadySettled);

    const day = EXPIRY_DAY + 7;
    expect(x.surface({ day })).toBe(0);
    const later = { ...order, instrument: x.list({ day, strikeCents: INDEX_CENTS }) };
    expect(x.placeOrder(seller, { ...later, side: SELL })).toBe(0);
    expect(x.placeOrder(buyer, { ...later, side: BUY })).toBe(0);
    expect(x.placeOrder(buyer, { ...later, side: SELL })).toBe(0);
    expect(x.placeOrder(seller, { ...later, side: BUY })).toBe(0);
    for (const account of [seller, buyer]) {
      expect(x.state.accounts.positionCount(account)).toBe(0);
      expect(x.withdraw(account, x.state.accounts.cash(account))).toBe(0);
    }
    await stage.post(x);
    await expectAllPaid(stage, market);
  },
);
