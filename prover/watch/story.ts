/** Tells the story of what L1 and the prover did. */
import type { Hex } from 'viem';

import { type Game, moveKey } from '../game/game.ts';
import { Responder, type SentMove } from '../send/responder.ts';
import { ZERO_HASH } from '../hex.ts';
import type { Deployment } from '../l1/client.ts';
import type { Costs } from '../report/costs.ts';
import type { Store, StoredEvent } from '../store/store.ts';
import type { Connection, Context } from './connection.ts';
import type { Teller } from './teller.ts';
import { moveWords } from './words.ts';

interface Told {
  readonly connection: Connection;
  readonly store: Store;
  readonly teller: Teller;
}

/** Tells of an event that the chronicle has taken in. */
export function tellEvent(event: StoredEvent, told: Told): void {
  if (event.name === 'Settled') {
    const { number, root } = told.connection.chronicle.settled.at(-1)!;
    if (number > 0) told.teller.emit({ type: 'settled', number, root });
  }
  if (event.name === 'ClaimVoided') told.connection.paidDuels.clear();
  if (event.name === 'Died') tellDeath(event.args as unknown as Death, told);
}

interface Death {
  readonly entry: Hex;
  readonly duel: Hex;
  readonly parent: Hex;
}

function tellDeath({ entry, duel, parent }: Death, { connection, store, teller }: Told): void {
  const { chronicle, histories, deployment } = connection;
  const number =
    1 + (parent === deployment.genesisClaim ? 0 : chronicle.claims.get(parent)!.number);
  if (!chronicle.stepped.has(duel)) return teller.emit({ type: 'rivalFell', number, entry });
  const step = chronicle.positions.get(duel)?.index ?? 0;
  const batchHash = store.batchHash(number) ?? ZERO_HASH;
  histories.recorded({ number, batchHash, index: step }).then(
    ({ phase, kind }) => teller.emit({ type: 'rivalFell', number, entry, step, phase, kind }),
    () => teller.emit({ type: 'rivalFell', number, entry, step }),
  );
}

/** Raises an alarm for every false root that is claimed or entered, until its contest is decided. */
export function tellLies({ contests }: Game, { connection, teller }: Told): void {
  const { chronicle } = connection;
  const lasting = new Set<string>();
  for (const { parent, number, truth, epoch, closedAt, entries } of contests) {
    if (closedAt !== 0) continue;
    const claims = chronicle.claimsOn(parent).filter((claim) => claim.epoch === epoch);
    const roots = new Set([...claims, ...entries].map(({ root }) => root));
    roots.delete(truth);
    for (const root of roots) {
      const about = `${parent}:${epoch}:${root}`;
      lasting.add(about);
      const words = `batch ${number} has a false claim: ${root}, the true root is ${truth}`;
      teller.alarm('falseClaim', words, { about, number, root, truth });
      if (!teller.isNew(`lie:${about}`)) continue;
      teller.emit({ type: 'falseClaim', number, claimed: root, root: truth });
    }
  }
  teller.clearOthers('falseClaim', lasting);
}

/** What sends moves, if there is a key to send them with. */
export function openResponder(
  { l1, store, options, teller }: Context,
  { deployment, costs, paid }: { deployment: Deployment; costs: Costs; paid: (duel: Hex) => void },
): Responder | undefined {
  const { key, watchOnly = false } = options;
  if (key === undefined || watchOnly) return undefined;
  return new Responder({
    l1,
    deployment,
    key,
    ledger: store,
    maxFeePerGas: options.maxFeePerGas,
    events: {
      mined: (sent) => {
        costs.add(sent);
        tellMove(sent, teller);
      },
      refused: (move, reason) => {
        // The bond that fell has paid them already: that is how one learns of it.
        if (move.type === 'payMoves' && reason.startsWith('NothingToPay')) return paid(move.duel);
        const words = `L1 refuses to ${moveWords(move)}: ${reason}`;
        teller.log?.info({ move: moveKey(move), reason }, words);
      },
      poor: (move, missing) =>
        teller.alarm('lowBalance', `${missing} wei are missing to ${moveWords(move)}`, {
          about: 'move',
        }),
      dear: (words) =>
        words === undefined ? teller.clear('feeCeiling') : teller.alarm('feeCeiling', words),
      takenBack: (move) =>
        teller.log?.warn({ move: moveKey(move) }, `L1 took back: ${moveWords(move)}`),
    },
  });
}

function tellMove({ move, hash, receipt }: SentMove, teller: Teller): void {
  const words = moveWords(move);
  const gas = receipt.gasUsed;
  if (receipt.status === 'reverted') {
    teller.log?.info({ hash, gas: gas.toString() }, `another was first to ${words}`);
    return;
  }
  teller.clear('lowBalance', 'move');
  teller.log?.info({ hash, gas: gas.toString() }, words);
  teller.emit({ type: 'move', move: move.type, number: move.number, hash, gas, words });
}
