/** Events and batches of a range of blocks, every batch checked against the hashes that L1 keeps. */
import {
  AbiEventSignatureNotFoundError,
  decodeEventLog,
  decodeFunctionData,
  type Hex,
  type Log,
  type PublicClient,
} from 'viem';

import { hashBatch, hashData, hashInbox } from '../../protocol/batch.ts';
import { decodeHeader, decodeInboxItem, type Header } from '../../protocol/generated/codec.ts';
import { ProverError } from '../errors.ts';
import { toBytes, toHex } from '../hex.ts';
import type { StoredBatch, StoredEvent } from '../store/store.ts';
import { inboxAbi, rollupAbi } from './abi.ts';
import type { Deployment, L1 } from './client.ts';

export interface Events {
  readonly events: readonly StoredEvent[];
  readonly items: ReadonlyMap<number, { readonly bytes: Uint8Array; readonly block: number }>;
  readonly batches: readonly StoredBatch[];
}

/** What is already known before the range. */
export interface Known {
  items(from: number, to: number): Uint8Array[];
  batchHash(number: number): Hex | undefined;
}

export async function readEvents(
  l1: L1,
  {
    deployment,
    known,
    from,
    to,
  }: { deployment: Deployment; known: Known; from: number; to: number },
): Promise<Events> {
  const doing = `reading events of L1 blocks ${from} to ${to}`;
  const logs = await l1.ask(doing, ({ client }) =>
    readLogs(client, {
      address: [deployment.rollup, deployment.inbox],
      fromBlock: BigInt(from),
      toBlock: BigInt(to),
    }),
  );
  const events = logs.flatMap((log) => decode(log, deployment));
  const items = new Map(events.filter(({ name }) => name === 'ItemAdded').map(itemOf));
  const batches: StoredBatch[] = [];
  for (const event of events) {
    if (event.name !== 'BatchPosted') continue;
    batches.push(await readBatch(l1, { deployment, known, event, items, batches }));
  }
  return {
    events: events.filter(({ name }) => name !== 'ItemAdded' && name !== 'BatchPosted'),
    items,
    batches,
  };
}

/** What the contracts logged, without what each node adds in its own way. */
async function readLogs(
  client: PublicClient,
  range: { address: Hex[]; fromBlock: bigint; toBlock: bigint },
): Promise<Logged[]> {
  const logs = await client.getLogs(range);
  return logs.map(
    ({ address, topics, data, blockHash, blockNumber, logIndex, transactionHash }) => ({
      address: address.toLowerCase() as Hex,
      topics,
      data,
      blockHash,
      blockNumber,
      logIndex,
      transactionHash,
    }),
  );
}

type Logged = Pick<
  Log<bigint, number, false>,
  'address' | 'topics' | 'data' | 'blockHash' | 'blockNumber' | 'logIndex' | 'transactionHash'
>;

/** Nothing for an event that this prover does not know. */
function decode(log: Logged, { inbox }: Deployment): StoredEvent[] {
  const isInbox = log.address === inbox.toLowerCase();
  const topics = log.topics as [Hex, ...Hex[]];
  try {
    const { eventName, args } = isInbox
      ? decodeEventLog({ abi: inboxAbi, topics, data: log.data })
      : decodeEventLog({ abi: rollupAbi, topics, data: log.data });
    return [
      {
        block: Number(log.blockNumber),
        index: log.logIndex,
        name: eventName,
        args,
        transaction: log.transactionHash,
      },
    ];
  } catch (error) {
    if (error instanceof AbiEventSignatureNotFoundError) return [];
    throw error;
  }
}

function itemOf({ args, block }: StoredEvent): [number, { bytes: Uint8Array; block: number }] {
  return [Number(args['index']), { bytes: toBytes(args['item'] as Hex), block }];
}

async function readBatch(
  l1: L1,
  options: {
    deployment: Deployment;
    known: Known;
    event: StoredEvent;
    items: Events['items'];
    batches: readonly StoredBatch[];
  },
): Promise<StoredBatch> {
  const { event, batches, known, deployment } = options;
  const header = toBytes(event.args['header'] as Hex);
  const hash = event.args['batchHash'] as Hex;
  const decoded = decodeHeader(header);
  const doing = `reading batch ${decoded.number}`;
  check(toHex(hashBatch(decoded)) === hash, { doing, message: 'the header has another hash' });

  const parent =
    decoded.number === 1
      ? deployment.genesisHash
      : (batches.find(({ number }) => number === decoded.number - 1)?.hash ??
        known.batchHash(decoded.number - 1));
  check(parent === toHex(decoded.parentHash), { doing, message: 'it builds on another batch' });

  const data = await l1.first(doing, async ({ client }) => {
    const { input } = await client.getTransaction({ hash: event.transaction });
    return dataOf(input, { header: decoded, doing });
  });

  const items = collectItems(decoded, options);
  const inboxHash = hashInbox(items.map((item) => decodeInboxItem(item)));
  check(equal(inboxHash, decoded.inboxHash), { doing, message: 'its inbox items differ' });
  return { number: decoded.number, hash, header, data, items, block: event.block };
}

/** The data of a batch, which its header proves. */
function dataOf(input: Hex, { header, doing }: { header: Header; doing: string }): Uint8Array {
  const call = decodeFunctionData({ abi: rollupAbi, data: input });
  check(call.functionName === 'postBatch', { doing, message: 'its transaction is another call' });
  const data = toBytes((call.args as readonly unknown[])[1] as Hex);
  check(data.length === header.dataLength, { doing, message: 'its data has another length' });
  check(equal(hashData(data), header.dataHash), { doing, message: 'its data has another hash' });
  return data;
}

function collectItems(
  { inboxFrom, inboxTo }: Header,
  { known, items }: { known: Known; items: Events['items'] },
): Uint8Array[] {
  const stored = known.items(inboxFrom, inboxTo);
  const fresh: Uint8Array[] = [];
  for (let place = inboxFrom + stored.length; place < inboxTo; place++) {
    const item = items.get(place);
    if (item !== undefined) fresh.push(item.bytes);
  }
  return [...stored, ...fresh];
}

/** A batch that does not open its hash is the endpoint's fault, never the poster's: the contract computed the hash. */
function check(holds: boolean, { doing, message }: { doing: string; message: string }): void {
  if (!holds) throw new ProverError('retry', { doing, message });
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
