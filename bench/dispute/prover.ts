/** The prover of a measured dispute. */
import { type ChildProcess, fork } from 'node:child_process';

import { StateTree } from '../../protocol/merkle.ts';
import type { ProverEvent, ProverOptions } from '../../prover/options.ts';
import { toHex } from '../../prover/hex.ts';
import { decodeState } from '../../prover/store/snapshot.ts';
import { openStore } from '../../prover/store/store.ts';
import { type Rig, until } from '../../test/prover/rig.ts';
import type { Told } from './proverProcess.ts';
import { meterProcess, type UsageMeter } from './usage.ts';

const WAIT = { timeoutMs: 3 * 3_600_000, everyMs: 50 } as const;

export interface ProverChild {
  readonly events: readonly Told[];
  readonly meter: UsageMeter;
  told(what: string, is: (event: ProverEvent) => boolean): Promise<Told>;
  stop(): Promise<void>;
}

/** A prover as a process of its own. Its store starts from the state that the batch is made for, as if a genesis had been so. */
export function startProver({
  rig,
  state,
  pollMs,
}: {
  rig: Rig;
  state: Uint8Array;
  pollMs: number;
}): ProverChild {
  const dataDir = rig.folder();
  seedStore(dataDir, state);
  const child = fork(new URL('./proverProcess.ts', import.meta.url), {
    serialization: 'advanced',
    execArgv: [],
  });
  const events: Told[] = [];
  child.on('message', (told: Told) => events.push(told));
  const meter = meterProcess(child.pid!);
  const key = rig.players[1].key;
  child.send({ l1: rig.url, rollup: rig.rollup, key, dataDir, pollMs } satisfies ProverOptions);
  return {
    events,
    meter,
    told: (what, is) =>
      until(what, () => alive(child) && events.find(({ event }) => is(event)), WAIT),
    stop: async () => {
      meter.stop();
      if (child.exitCode !== null) return;
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.send('stop');
      await ended;
    },
  };
}

function alive({ exitCode, signalCode }: ChildProcess): true {
  if (exitCode === null && signalCode === null) return true;
  throw new Error(`the prover ended: ${signalCode ?? exitCode}`);
}

function seedStore(dataDir: string, state: Uint8Array): void {
  const store = openStore(dataDir);
  const root = new StateTree(decodeState(state)).root;
  store.setMeta('genesisRoot', toHex(root));
  store.addSnapshot(0, { batchHash: `0x${'00'.repeat(32)}`, state });
  store.close();
}
