/** What is known once L1 was reached, put together from L1 and the store. */
import type { Hex } from 'viem';

import { ProverError } from '../errors.ts';
import { Histories } from '../game/histories.ts';
import type { Responder } from '../send/responder.ts';
import type { Deployment, L1 } from '../l1/client.ts';
import { readDeployment } from '../l1/deployment.ts';
import { findFirstBlock, readGenesis } from '../l1/readGenesis.ts';
import { fetchVerifierCode } from '../l1/verifierCode.ts';
import type { ProverOptions } from '../options.ts';
import { encodeState } from '../store/snapshot.ts';
import type { Store } from '../store/store.ts';
import { Chronicle } from './chronicle.ts';
import { Derivation } from './derivation.ts';
import type { Teller } from './teller.ts';

export interface Connection {
  readonly deployment: Deployment;
  readonly firstBlock: number;
  readonly histories: Histories;
  readonly responder: Responder | undefined;
  chronicle: Chronicle;
  live: Derivation;
  /** Follows the settled batches, for withdrawal proofs. */
  settled: Derivation;
  /** Parents whose contests are over. */
  readonly finished: Set<Hex>;
  /** Duels in which nothing was left to be paid when it was asked for. */
  readonly paidDuels: PaidDuels;
}

const PAID_MS = 60_000;
const PAID_MS_MOST = 3_600_000;

/** A pot may be filled later: each duel is asked for again, less and less often. */
export class PaidDuels {
  readonly #rests = new Map<Hex, { untilMs: number; restMs: number }>();

  add(duel: Hex): void {
    const restMs = Math.min(2 * (this.#rests.get(duel)?.restMs ?? PAID_MS / 2), PAID_MS_MOST);
    this.#rests.set(duel, { restMs, untilMs: Date.now() + restMs });
  }

  has(duel: Hex): boolean {
    return (this.#rests.get(duel)?.untilMs ?? 0) > Date.now();
  }

  clear(): void {
    this.#rests.clear();
  }
}

export interface Context {
  readonly l1: L1;
  readonly store: Store;
  readonly options: ProverOptions;
  readonly teller: Teller;
}

/** @throws ProverError of kind `fatal` where the store or the genesis is another's */
export async function openConnection(
  context: Context,
  openResponder: (deployment: Deployment) => Responder | undefined,
): Promise<Connection> {
  const { l1, store, options } = context;
  const deployment = await readDeployment(l1);
  checkStore(store, deployment);
  const firstBlock = Number(store.meta('firstBlock') ?? (await findFirstBlock(l1)));
  if (store.snapshot(0) === undefined) {
    const given = options.genesis;
    const state = await readGenesis(l1, { deployment, firstBlock, given });
    store.transaction(() => {
      store.setMeta('deployment', deploymentName(deployment));
      store.setMeta('genesisRoot', deployment.genesisRoot);
      store.setMeta('firstBlock', String(firstBlock));
      store.addSnapshot(0, { batchHash: deployment.genesisHash, state: encodeState(state) });
    });
  }
  const chronicle = readChronicle(store);
  return {
    deployment,
    firstBlock,
    histories: openHistories(context, deployment),
    responder: openResponder(deployment),
    chronicle,
    live: new Derivation(store),
    settled: new Derivation(store, chronicle.settled.at(-1)?.number ?? 0),
    finished: new Set(),
    paidDuels: new PaidDuels(),
  };
}

/** After L1 took blocks back. */
export function startAfresh(connection: Connection, store: Store): void {
  connection.chronicle = readChronicle(store);
  connection.responder?.reset();
  connection.finished.clear();
  connection.paidDuels.clear();
  if (connection.live.isOrphaned()) connection.live = new Derivation(store);
  if (connection.settled.isOrphaned()) {
    const settled = connection.chronicle.settled.at(-1)?.number ?? 0;
    connection.settled = new Derivation(store, settled);
  }
}

function openHistories(
  { l1, store, options, teller }: Context,
  { chainId, rounds, arityLog2 }: Deployment,
): Histories {
  const histories = new Histories({
    dataDir: options.dataDir,
    depth: rounds * arityLog2,
    chainId,
    codes: (verifier) => fetchVerifierCode(l1, verifier),
    onProgress: (progress) => teller.emit({ type: 'historyProgress', ...progress }),
    onDone: ({ number, steps, ms, loadMs }) => {
      teller.clear('historyFailed', String(number));
      const words = `computed the history of batch ${number}: ${steps} steps`;
      teller.log?.info({ number, steps, ms, loadMs }, words);
      teller.emit({ type: 'history', number, steps, ms, loadMs });
    },
    onFailed: ({ number, message }) => {
      const batchHash = store.batchHash(number);
      const hasDiverged = batchHash !== undefined && histories.hasFailed(batchHash);
      const [what] = message.split('\n');
      const words = `batch ${number} is not staked on, its history failed: ${what}`;
      const about = { about: String(number), number };
      teller.alarm(hasDiverged ? 'historyDiverged' : 'historyFailed', words, about);
    },
  });
  return histories;
}

function checkStore(store: Store, deployment: Deployment): void {
  const stored = store.meta('deployment');
  if (stored === undefined || stored === deploymentName(deployment)) return;
  throw new ProverError('fatal', {
    doing: `opening ${store.path}`,
    message: `it belongs to another rollup (${stored})`,
  });
}

function readChronicle(store: Store): Chronicle {
  const chronicle = new Chronicle();
  for (const event of store.events()) chronicle.add(event);
  return chronicle;
}

function deploymentName({ chainId, rollup, genesisHash }: Deployment): string {
  return `${chainId}:${rollup.toLowerCase()}:${genesisHash}`;
}
