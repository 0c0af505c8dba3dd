/** An L1 that makes a block a second and can take blocks back: anvil. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { StartedL1 } from '../prover/rig.ts';

const PROGRAM = join(
  import.meta.dirname,
  '../../node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil',
);

const OPTIONS =
  '--port 0 --hardfork osaka --enable-tx-gas-limit --gas-limit 60000000 --slots-in-an-epoch 8'.split(
    ' ',
  );

export function hasAnvil(): boolean {
  return existsSync(PROGRAM);
}

/** Mines for each transaction until it is told otherwise. `safe` is 8 blocks behind, `finalized` 16. */
export async function startAnvil({
  mnemonic,
  startSec,
}: {
  mnemonic: string;
  startSec: number;
}): Promise<StartedL1> {
  const child = spawn(
    PROGRAM,
    [...OPTIONS, '--mnemonic', mnemonic, '--timestamp', String(startSec)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  // A run that is killed takes its anvil with it.
  const stop = (): boolean => child.kill();
  process.once('exit', stop);
  const url = await urlOf(child);
  return {
    url,
    close: async () => {
      process.off('exit', stop);
      child.kill();
    },
  };
}

async function urlOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout!.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const found = /Listening on (\S+)/.exec(output);
      if (found !== null) resolve(`http://${found[1]}`);
    });
    child.once('close', (code) => reject(new Error(`anvil ended with ${code}: ${output}`)));
  });
}
