/** Sequencer and publishers are gone: with L1 alone a holder of options closes, settles, and is paid. */
import { equal } from 'node:assert/strict';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { bridgeAbi, testUsdcAbi } from '../../contracts/generated/abi.ts';
import { BUY, SELL } from '../../protocol/book/levels.ts';
import { toBytes, toHex } from '../../prover/hex.ts';
import { rescue, type RescueOptions } from '../../scripts/rescue/rescue.ts';
import { Exchange, testHeader } from '../fixtures/exchange.ts';
import { Rig } from '../prover/rig.ts';

const USD = 1_000_000;
const DAY_SEC = 86_400;

let rig: Rig;
let owner: { privateKey: Uint8Array; address: Uint8Array };
let cash: number;
const lines: string[] = [];

beforeAll(async () => {
  rig = await Rig.start();
  // The fixtures' prints are thirty days older than L1.
  const x = new Exchange({ header: testHeader({ rollup: toBytes(rig.rollup) }), signed: true });
  const alice = x.open(50_000 * USD);
  const bob = x.open(50_000 * USD);
  x.print(0, 6_000_000, 6_000_000);
  const instrument = x.list({ strikeCents: 6_000_000 });
  x.surface();
  const order = { instrument, priceCents: 150_000, quantityE4: 10_000 };
  equal(x.placeOrder(bob, { ...order, side: SELL }), 0);
  equal(x.placeOrder(alice, { ...order, side: BUY }), 0);
  owner = x.owner(alice);
  cash = x.state.accounts.cash(alice);
  for (const item of x.inbox) await rig.addItem(item);
  await rig.postBatch(x.operations, { items: x.inbox.length });
  await rig.rpc('hardhat_setBalance', [toHex(owner.address), `0x${(10n ** 20n).toString(16)}`]);
}, 120_000);

afterAll(async () => rig?.stop());

function options(more: Partial<RescueOptions> = {}): RescueOptions {
  lines.length = 0;
  return {
    l1: rig.url,
    rollup: rig.rollup,
    key: toHex(owner.privateKey),
    dataDir: rig.folder(),
    account: 1,
    pollMs: 50,
    say: (line) => void lines.push(line),
    ...more,
  };
}

describe('rescue', () => {
  test('says what it would do, and until when the poster alone may post', async () => {
    await rescue(options({ isDryRun: true }));
    expect(lines.join('\n')).toMatch(/Closes BTC 2026-06-08 at the last marks/);
    expect(lines.join('\n')).toMatch(/not frozen until 2026-07-02/);
    await expect(rescue(options())).rejects.toThrow(/not frozen until/);
  }, 60_000);

  test('knows whose account it is', async () => {
    await expect(rescue(options({ account: 2 }))).rejects.toThrow(/belongs to/);
    await expect(rescue(options({ account: 3 }))).rejects.toThrow(/no account 3/);
  }, 60_000);

  test('closes, settles, withdraws, posts, claims and is paid', async () => {
    await rig.pass(DAY_SEC + 1);
    let isDone = false;
    const done = rescue(options()).finally(() => (isDone = true));
    while (!isDone) {
      // The challenge period passes while it waits.
      await rig.pass(lines.some((line) => line.startsWith('Waiting')) ? 3_600 : 1);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    await done;
    const [balance, paid] = await Promise.all([
      rig.client.readContract({
        address: rig.token,
        abi: testUsdcAbi,
        functionName: 'balanceOf',
        args: [toHex(owner.address)],
      }),
      rig.client.readContract({
        address: rig.bridge,
        abi: bridgeAbi,
        functionName: 'paid',
        args: [1],
      }),
    ]);
    expect(balance).toBe(paid);
    // Her cash, and an option that was worth more than nothing.
    expect(Number(balance)).toBeGreaterThan(cash + 1_000 * USD);
    expect(lines.at(-1)).toMatch(/^The bridge paid/);
    await rescue(options());
    expect(lines).toContain('Account 1 has nothing to be paid.');
  }, 120_000);
});
