import { afterEach, describe, expect, test } from 'vitest';

import { BUY, SELL } from '../../protocol/book/levels.ts';
import { PHASE } from '../../protocol/machine.ts';
import type { ProverEvent, ProverOptions, RunningProver } from '../../prover/options.ts';
import { startProver } from '../../prover/main.ts';
import { toBytes } from '../../prover/hex.ts';
import { type Liar, type LiarOptions, startLiar } from '../actors/liar.ts';
import { loadMutant } from '../actors/mutant.ts';
import { Exchange, testHeader } from '../fixtures/exchange.ts';
import { Rig, until } from './rig.ts';

let rig: Rig;
const running: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  for (const actor of running.splice(0).reverse()) await actor.stop();
  await rig.stop();
});

/** Two accounts that trade, and the inbox items that opened them. */
function someTrading(rollup: string): Exchange {
  const header = testHeader({ rollup: toBytes(rollup as `0x${string}`) });
  const x = new Exchange({ header, signed: true });
  const alice = x.open(1_000_000_000_000);
  const bob = x.open(1_000_000_000_000);
  x.print(0, 6_000_000, 6_000_000);
  const instrument = x.list({ strikeCents: 6_000_000 });
  for (let i = 0; i < 20; i++) {
    const terms = { instrument, priceCents: 150_000 + 100 * i, quantityE4: 1_000 };
    x.placeOrder(alice, { ...terms, side: SELL });
  }
  x.placeOrder(bob, { instrument, priceCents: 151_000, quantityE4: 5_000, side: BUY });
  x.cancelAll(alice);
  x.withdraw(bob, 5_000_000);
  return x;
}

async function post(x: Exchange): Promise<void> {
  for (const item of x.inbox) await rig.addItem(item);
  await rig.postBatch(x.operations, { items: x.inbox.length });
}

async function prover(
  player: number,
  options: Partial<ProverOptions> = {},
): Promise<RunningProver & { events: ProverEvent[] }> {
  const events: ProverEvent[] = [];
  const started = await startProver({
    l1: rig.url,
    rollup: rig.rollup,
    dataDir: rig.folder(),
    genesis: rig.genesis,
    key: rig.players[player].key,
    pollMs: 50,
    onEvent: (event) => events.push(event),
    ...(process.env['TENOR_LOG'] === undefined
      ? {}
      : { log: { info: console.log, warn: console.log, error: console.log } }),
    ...options,
  });
  running.push(started);
  return { ...started, events };
}

async function liar(
  player: number,
  options: Pick<LiarOptions, 'lying'> & Partial<LiarOptions>,
): Promise<Liar> {
  const started = await startLiar({
    l1: rig.url,
    rollup: rig.rollup,
    dataDir: rig.folder(),
    genesis: rig.genesis,
    key: rig.players[player].key,
    pollMs: 50,
    ...options,
  });
  running.push(started);
  return started;
}

interface EntryView {
  readonly alive: boolean;
}

async function isAlive(teller: Liar): Promise<boolean | undefined> {
  const lie = teller.lie();
  if (lie === undefined) return undefined;
  const parent = await rig.genesisClaim();
  const id = await rig.read<string>('entryId', [parent, 0, lie.root, lie.history]);
  const { parent: known, alive } = await rig.read<EntryView & { parent: string }>('entry', [id]);
  return known === parent ? alive : undefined;
}

describe('a dispute on the real contracts', () => {
  test('falseRootIsThrownOut: a mutant loses at the step where it broke the rule', async () => {
    rig = await Rig.start();
    const x = someTrading(rig.rollup);
    await post(x);
    const modules = await loadMutant({
      file: 'book/match.ts',
      find: 'ratePpm: TAKER_FEE_PPM',
      replace: 'ratePpm: MAKER_FEE_PPM',
    });
    const teller = await liar(3, { lying: { type: 'mutant', modules } });
    await until('a false claim', () => teller.moves().some(({ move }) => move.type === 'claim'));
    const honest = await prover(1);
    await until('the liar to fall', async () => (await isAlive(teller)) === false, {
      timeoutMs: 60_000,
    });
    expect(teller.failure()?.message).toBe(undefined);
    const fell = await until('the story of it', () =>
      honest.events.find(({ type }) => type === 'rivalFell'),
    );
    expect(fell).toMatchObject({ number: 1, phase: PHASE.match });

    await rig.pass(3_600 + 600 + 10);
    await until('the true root to settle', () => honest.status().settled === 1);
    expect(await rig.read('settledRoot')).toBe(honest.status().root);
    await until('bond and reward to come back', () =>
      honest.events.some((event) => event.type === 'move' && event.move === 'collect'),
    );
    const moves = honest.events.flatMap((event) => (event.type === 'move' ? [event.move] : []));
    expect(moves.filter((move) => move === 'reveal')).toHaveLength(3);
    console.log(
      moves.join(' '),
      fell,
      honest.events
        .filter(({ type }) => type === 'move')
        .map((e) => [(e as never as { move: string }).move, (e as never as { gas: bigint }).gas]),
    );
    console.log(honest.status().words.join('\n'));
  }, 120_000);
});
