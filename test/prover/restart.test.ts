import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

import { afterEach, describe, expect, test } from 'vitest';

import { rollupAbi } from '../../contracts/generated/abi.ts';
import { until } from './rig.ts';
import { Stage } from './stage.ts';

let stage: Stage;
let child: ChildProcess | undefined;

afterEach(async () => {
  child?.kill('SIGKILL');
  await stage.close();
});

/** `npm run tenor -- prover`, as a process that can be killed. */
async function spawnProver(dataDir: string): Promise<ChildProcess> {
  const { rig } = stage;
  const program = join(import.meta.dirname, '../../scripts/tenor.ts');
  const args = [program, 'prover', '--l1', rig.url, '--rollup', rig.rollup];
  const prover = spawn(process.execPath, [...args, '--data', dataDir], {
    env: { ...process.env, TENOR_PROVER_KEY: rig.players[1].key },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = prover;
  let output = '';
  prover.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await until('the prover to be ready', () => output.includes('Prover ready'));
  return prover;
}

async function kill(prover: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => prover.once('close', resolve));
  prover.kill('SIGKILL');
  await ended;
}

async function countOf(eventName: 'Entered' | 'Revealed' | 'Advanced'): Promise<number> {
  const { client, rollup } = stage.rig;
  const events = await client.getContractEvents({
    address: rollup,
    abi: rollupAbi,
    eventName,
    fromBlock: 0n,
  });
  return events.length;
}

describe('proverCrash', () => {
  test('killed at every stage of a dispute, it finishes it', async () => {
    stage = await Stage.open();
    await stage.postTrading();
    const dataDir = stage.rig.folder();
    const tampered = { type: 'garbage', steps: 500 } as const;
    const liar = await stage.liar(3, { lying: tampered });
    await stage.untilClaimed(liar);

    for (const [event, count] of [
      ['Entered', 1],
      ['Revealed', 1],
      ['Advanced', 1],
      ['Advanced', 2],
    ] as const) {
      const prover = await spawnProver(dataDir);
      const reached = async () => (await countOf(event)) >= count;
      await until(`${count} × ${event}`, reached, { everyMs: 5 });
      await kill(prover);
    }
    const prover = await spawnProver(dataDir);
    await stage.untilFallen(liar);
    await stage.rig.pass(4_300);
    await until(
      'the true root to settle',
      async () => (await stage.rig.read('settledBatch')) === 1n,
    );
    expect(await stage.rig.read('settledRoot')).not.toBe(liar.lie()!.root);

    const ended = new Promise((resolve) => prover.once('close', resolve));
    prover.kill('SIGTERM');
    expect(await ended).toBe(0);
  }, 180_000);
});
