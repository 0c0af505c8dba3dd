/** L1s that scenarios of one file play on, one after the other: each is set back to where it began. */
import { expect } from 'vitest';

import { Rig, type RigOptions } from '../prover/rig.ts';

interface Shared {
  readonly rig: Rig;
  /** The last block of the deployment. */
  readonly deployed: Head;
  /** The L1 as it was deployed, until it is set back to. */
  snapshot: unknown;
}

interface Head {
  readonly hash: string;
  readonly timestamp: bigint;
}

const shared = new Map<string, Promise<Shared>>();

/** An L1 where nothing has happened yet. COST: seconds for the first of some options, milliseconds for the next. */
export async function takeRig(options: RigOptions): Promise<Rig> {
  const key = keyOf(options);
  const started = shared.get(key);
  const starting = started ?? start(options);
  shared.set(key, starting);
  const known = await starting;
  if (started !== undefined) await setBack(known);
  await begin(known);
  return known.rig;
}

export async function closeRigs(): Promise<void> {
  const all = await Promise.allSettled(shared.values());
  shared.clear();
  for (const one of all) if (one.status === 'fulfilled') await one.value.rig.stop();
}

async function start(options: RigOptions): Promise<Shared> {
  const rig = await Rig.start(options);
  return { rig, deployed: await headOf(rig), snapshot: await rig.rpc('evm_snapshot', []) };
}

async function setBack(known: Shared): Promise<void> {
  const { rig, deployed } = known;
  expect(await rig.rpc('evm_revert', [known.snapshot]), 'L1 goes back').toBe(true);
  // A snapshot serves once.
  known.snapshot = await rig.rpc('evm_snapshot', []);
  expect(await headOf(rig), 'L1 is where it was deployed').toEqual(deployed);
  rig.dropFolders();
}

/** L1's clock runs on while it goes back: a block at the hour in which it was deployed sets it. */
async function begin({ rig, deployed }: Shared): Promise<void> {
  await rig.rpc('evm_setNextBlockTimestamp', [Number(deployed.timestamp) + 1]);
  await rig.rpc('evm_mine', []);
}

async function headOf({ client }: Rig): Promise<Head> {
  const { hash, timestamp } = await client.getBlock();
  return { hash, timestamp };
}

function keyOf(options: RigOptions): string {
  return JSON.stringify(options, (_key, value: unknown) => {
    if (typeof value === 'function')
      throw new Error('an L1 with a verifier of its own is not shared');
    return typeof value === 'bigint' ? `${value}n` : value;
  });
}
