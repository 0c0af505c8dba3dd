import { expect } from 'vitest';

import { rollupAbi } from '../../../contracts/generated/abi.ts';
import { scenario } from '../scenario.ts';

const FREEZE_SEC = 86_400;

scenario(
  'freezeTooEarly',
  {
    happens: 'a stranger posts a second before the freeze period is over',
    protects: 'only the poster orders operations while it is there',
  },
  async ({ rig }) => {
    const seenAt = Number(await rig.read<bigint>('posterSeenAt'));
    const { timestamp } = await rig.client.getBlock();
    await rig.pass(seenAt + FREEZE_SEC - Number(timestamp) - 1);
    const stranger = rig.players[5];
    const tip = await rig.read<{ hash: `0x${string}` }>('batchOf', [0n]);
    const post = rig.client.simulateContract({
      account: stranger.address,
      address: rig.rollup,
      abi: rollupAbi,
      functionName: 'postBatch',
      args: [tip.hash, '0x', 0n, `0x${'00'.repeat(32)}`, timestamp],
    });
    await expect(post).rejects.toThrow(/NotPoster/);
  },
);
