import { beforeEach, describe, expect, test } from 'vitest';

import { Exchange } from '../../test/fixtures/exchange.ts';
import { playStory } from '../../test/fixtures/story.ts';
import { moneyOf } from '../derive.ts';
import type { Fill } from '../machine.ts';
import { CODE } from '../rejections.ts';
import { BUY, SELL } from './levels.ts';
import { FOK, IOC, POST_ONLY } from './match.ts';

const USD = 1_000_000;
const LOT = 100;

let x: Exchange;
let fills: Fill[];
let instrument: number;
let alice: number;
let bob: number;
let carol: number;

beforeEach(() => {
  fills = [];
  x = new Exchange({ events: { fill: (fill) => fills.push(fill) } });
  [alice, bob, carol] = [1, 2, 3].map(() => x.open(1_000_000 * USD)) as [number, number, number];
  x.print(0, 6_000_000, 6_000_000);
  instrument = x.list({ strikeCents: 6_000_000 });
});

function place(account: number, side: number, usd: number, lots: number, timeInForce = 0): number {
  const order = { instrument, side, timeInForce, priceCents: usd * 100, quantityE4: lots * LOT };
  return x.placeOrder(account, order);
}

function traded(): [number, number, number][] {
  return fills.map(({ maker, priceCents, quantityE4 }) => [
    maker,
    priceCents / 100,
    quantityE4 / LOT,
  ]);
}

describe('matching', () => {
  test('the better price first, at one price the earlier order', () => {
    place(alice, SELL, 1500, 5);
    place(bob, SELL, 1500, 5);
    place(bob, SELL, 1400, 1);
    place(carol, BUY, 1600, 8);
    expect(traded()).toEqual([
      [bob, 1400, 1],
      [alice, 1500, 5],
      [bob, 1500, 2],
    ]);
    expect(x.state.accounts.positionAmount(carol, 0)).toBe(8 * LOT);
  });

  test('what does not cross rests, and is met at its own price', () => {
    place(alice, BUY, 1000, 3);
    place(bob, SELL, 900, 2);
    expect(traded()).toEqual([[alice, 1000, 2]]);
  });

  test('an immediate-or-cancel remainder is dropped', () => {
    place(alice, SELL, 1500, 1);
    expect(place(bob, BUY, 1500, 3, IOC)).toBe(0);
    expect(x.state.instruments.bestBid(instrument)).toBe(0);
    expect(traded()).toEqual([[alice, 1500, 1]]);
  });

  test('a fill-or-kill order is undone whole, its nonce apart', () => {
    place(alice, SELL, 1500, 1);
    const cash = x.state.accounts.cash(bob);
    expect(place(bob, BUY, 1500, 3, FOK)).toBe(CODE.notFilled);
    expect(x.state.accounts.cash(bob)).toBe(cash);
    expect(x.state.accounts.positionCount(alice)).toBe(0);
    expect(place(bob, BUY, 1500, 1, FOK)).toBe(0);
  });

  test('a post-only order never takes', () => {
    place(alice, SELL, 1500, 1);
    expect(place(bob, BUY, 1500, 1, POST_ONLY)).toBe(CODE.wouldCross);
    expect(place(bob, BUY, 1499, 1, POST_ONLY)).toBe(0);
    expect(fills).toEqual([]);
  });

  test('an account does not trade with itself: its resting order goes', () => {
    place(alice, SELL, 1500, 1);
    place(bob, SELL, 1500, 1);
    place(alice, BUY, 1500, 1);
    expect(traded()).toEqual([[bob, 1500, 1]]);
    expect(x.state.accounts.orderCount(alice)).toBe(0);
  });

  test('a removed order’s id names nothing once it is used again', () => {
    place(alice, SELL, 1500, 1);
    const order = x.state.accounts.orderHead(alice);
    const generation = x.state.orders.generation(order);
    expect(x.cancelOrder(alice, order)).toBe(0);
    place(bob, SELL, 1500, 1);
    expect(x.state.accounts.orderHead(bob)).toBe(order);
    expect(x.state.orders.generation(order)).toBe(generation + 1);
    expect(x.cancelOrder(alice, order)).toBe(CODE.unknownOrder);
  });
});

test('the story has the outcomes that it says, and money adds up', () => {
  const story = new Exchange();
  playStory(story);
  expect(moneyOf(story.state).difference).toBe(0n);
});
