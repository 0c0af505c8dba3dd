/** The story's batch on an L1, and liars about it. */
import { privateKeyToAccount } from 'viem/accounts';

import { rollupAbi } from '../../contracts/generated/abi.ts';
import { decodeHeader, type InboxItem } from '../../protocol/generated/codec.ts';
import { concat } from '../../protocol/hash.ts';
import type { BatchInput } from '../../protocol/machine.ts';
import { toBytes, toHex } from '../../prover/hex.ts';
import { type Liar, type LiarOptions, startLiar } from '../actors/liar.ts';
import { Exchange, testHeader } from '../fixtures/exchange.ts';
import { signerOf } from '../fixtures/sign.ts';
import { GARBAGE, playStory } from '../fixtures/story.ts';
import type { Rig } from '../prover/rig.ts';

/** Posts the story as batch 1 and returns its input as L1 holds it. */
export async function postStory(rig: Rig): Promise<BatchInput> {
  const header = testHeader({ rollup: toBytes(rig.rollup) });
  const x = new Exchange({ header, signed: true });
  const { alice } = playStory(x);
  const sender = x.owner(alice).address;
  const left: InboxItem = { kind: 1, sender, account: alice, amount: 7_000_000, timeSec: 0 };
  // L1 makes no such items as the story ends with; the two markers take others, and one is left at the end.
  const items = [...x.inbox.slice(0, -2), left, left, left];
  for (const item of items) await rig.addItem(item);
  const operations = [...x.operations, GARBAGE];
  await rig.postBatch(operations, { items: items.length });
  const [posted] = await rig.client.getContractEvents({
    address: rig.rollup,
    abi: rollupAbi,
    eventName: 'BatchPosted',
    fromBlock: 0n,
  });
  return {
    header: decodeHeader(toBytes(posted.args.header!)),
    data: concat(...operations),
    inbox: await rig.items(),
  };
}

/** A liar of its own, funded key. */
export async function tell(
  rig: Rig,
  name: string,
  options: Pick<LiarOptions, 'lying'> & Partial<LiarOptions>,
): Promise<Liar> {
  const key = toHex(signerOf(name).privateKey);
  await rig.rpc('hardhat_setBalance', [
    privateKeyToAccount(key).address,
    `0x${(10n ** 20n).toString(16)}`,
  ]);
  return startLiar({
    l1: rig.url,
    rollup: rig.rollup,
    dataDir: rig.folder(),
    genesis: rig.genesis,
    key,
    batch: 1,
    pollMs: 20,
    ...options,
  });
}
