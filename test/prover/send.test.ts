import type { Hex } from 'viem';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { ContestMove } from '../../prover/game/game.ts';
import { type Deployment, L1 } from '../../prover/l1/client.ts';
import { readDeployment } from '../../prover/l1/deployment.ts';
import type { Flight, Ledger } from '../../prover/send/flights.ts';
import { Responder, type SentMove } from '../../prover/send/responder.ts';
import { Rig } from './rig.ts';

const GWEI = 10n ** 9n;
const PATIENCE_MS = 20;

/** What outlives a process. */
class Kept implements Ledger {
  readonly byNonce = new Map<number, Flight>();
  flights(): Flight[] {
    return [...this.byNonce.values()];
  }
  saveFlight(flight: Flight): void {
    this.byNonce.set(flight.nonce, flight);
  }
  dropFlight(nonce: number): void {
    this.byNonce.delete(nonce);
  }
}

let rig: Rig;
let l1: L1;
let deployment: Deployment;
let ledger: Kept;
let mined: SentMove[];
let dear: (string | undefined)[];
let move: ContestMove;

beforeEach(async () => {
  rig = await Rig.start();
  l1 = new L1({ l1: rig.url, rollup: rig.rollup });
  deployment = await readDeployment(l1);
  await rig.postBatch([]);
  const { hash } = await rig.read<{ hash: Hex }>('batchOf', [1n]);
  const parent = deployment.genesisClaim;
  move = { type: 'claim', parent, batchHash: hash, root: hash, number: 1 };
  ledger = new Kept();
  mined = [];
  dear = [];
});

afterEach(() => rig.stop());

function responder(maxFeePerGas?: bigint): Responder {
  return new Responder({
    l1,
    deployment,
    key: rig.players[1].key,
    ledger,
    maxFeePerGas,
    patienceMs: PATIENCE_MS,
    events: {
      mined: (sent) => mined.push(sent),
      refused: () => {},
      poor: () => {},
      dear: (words) => dear.push(words),
    },
  });
}

async function send(by: Responder): Promise<boolean> {
  const { parent, batchHash, root } = move as Extract<ContestMove, { type: 'claim' }>;
  const call = { functionName: 'claim', args: [parent, batchHash, root], bond: 'claim' } as const;
  const head = await l1.head();
  await by.tend(head);
  return by.send(move, { call, head });
}

/** A turn of the loop. */
async function turn(by: Responder, wanted: readonly ContestMove[] = [move]): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS + 5));
  const head = await l1.head();
  await by.tend(head);
  await by.press(wanted, head);
}

async function mine(): Promise<void> {
  await rig.rpc('evm_mine', []);
}

async function pool(): Promise<{ hash: Hex; nonce: Hex; maxFeePerGas: Hex }[]> {
  const block = await rig.rpc('eth_getBlockByNumber', ['pending', true]);
  const { transactions } = block as {
    transactions: { hash: Hex; nonce: Hex; maxFeePerGas: Hex }[];
  };
  return transactions;
}

describe('a move that waits', () => {
  test('offers an eighth more each time, up to the ceiling, and says so there', async () => {
    await rig.rpc('evm_setAutomine', [false]);
    const by = responder(6n * GWEI);
    expect(await send(by)).toBe(true);
    const first = by.flights[0].fees.maxFeePerGas;
    await turn(by);
    const [second] = by.flights;
    expect(8n * second.fees.maxFeePerGas).toBeGreaterThanOrEqual(9n * first);
    expect(second.signed.length).toBe(2);
    for (let i = 0; i < 12; i++) await turn(by);
    expect(by.flights[0].fees.maxFeePerGas).toBeLessThanOrEqual(6n * GWEI);
    expect(dear.at(-1)).toContain('--max-fee allows no more');
    await mine();
    await turn(by);
    expect(mined.length).toBe(1);
    expect(by.flights).toEqual([]);
  });

  test('is offered more at once when the base fee jumps', async () => {
    await rig.rpc('evm_setAutomine', [false]);
    const by = responder();
    await send(by);
    await rig.rpc('hardhat_setNextBlockBaseFeePerGas', [`0x${(100n * GWEI).toString(16)}`]);
    await mine();
    await turn(by);
    expect(by.flights[0].fees.maxFeePerGas).toBeGreaterThan(170n * GWEI);
    await mine();
    await turn(by);
    expect(mined.length).toBe(1);
  });
});

describe('after a crash', () => {
  test('the same transaction is sent again, and the bond once', async () => {
    await rig.rpc('evm_setAutomine', [false]);
    await send(responder());
    const { hash } = ledger.flights()[0].signed[0];
    // The pool has lost it, and so has the process.
    await rig.rpc('hardhat_dropTransaction', [hash]);
    const second = responder();
    expect(second.isFree(move)).toBe(false);
    await turn(second);
    expect((await pool()).map((sent) => sent.hash)).toEqual([hash]);
    await mine();
    await turn(second);
    expect(mined.map((sent) => sent.hash)).toEqual([hash]);
    expect(await rig.client.getTransactionCount({ address: rig.players[1].address })).toBe(1);
  });

  test('without its store, it replaces what the pool still has', async () => {
    await rig.rpc('evm_setAutomine', [false]);
    await send(responder());
    ledger = new Kept();
    move = { ...move, root: `0x${'77'.repeat(32)}` } as ContestMove;
    const second = responder();
    expect(await send(second)).toBe(true);
    expect((await pool()).length).toBe(1);
    await mine();
    await turn(second);
    expect(mined.length).toBe(1);
  });
});

describe('after a reorganisation', () => {
  test('the same transaction is sent again', async () => {
    const before = await rig.rpc('evm_snapshot', []);
    const by = responder();
    await send(by);
    await turn(by);
    expect(mined.length).toBe(1);
    await rig.rpc('evm_revert', [before]);
    await turn(by);
    await turn(by);
    expect(mined.map(({ hash }) => hash)).toEqual([mined[0].hash, mined[0].hash]);
  });

  test('what nobody wants any more does not hold up what is decided on next', async () => {
    const by = responder();
    const before = await rig.rpc('evm_snapshot', []);
    await send(by);
    await turn(by);
    await rig.rpc('evm_revert', [before]);
    // A node that makes a block for each transaction keeps none that comes before its turn.
    move = { ...move, root: `0x${'77'.repeat(32)}` } as ContestMove;
    for (let i = 0; i < 3 && by.isFree(move); i++) {
      await turn(by, [move]);
      await send(by);
    }
    await turn(by, [move]);
    expect(mined.at(-1)?.move).toEqual(move);
  });

  test('a nonce that nobody needs any more is filled for those that wait behind it', async () => {
    await rig.rpc('evm_setAutomine', [false]);
    const { address } = rig.players[1];
    const by = responder();
    await send(by);
    // Another move behind it, and the first is no longer decided on and lost to the pool.
    const first = move;
    move = { ...first, root: `0x${'77'.repeat(32)}` } as ContestMove;
    expect(await send(by)).toBe(true);
    await rig.rpc('hardhat_dropTransaction', [ledger.flights()[0].signed[0].hash]);
    await turn(by, [move]);
    await mine();
    await turn(by, [move]);
    expect(await rig.client.getTransactionCount({ address })).toBe(2);
    expect(mined.map((sent) => sent.move)).toEqual([move]);
  });
});
