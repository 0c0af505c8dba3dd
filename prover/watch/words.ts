/** The state of things in sentences, for people. */
import {
  accountWords,
  capital,
  claimWords,
  disputeSentences,
  duelSentences,
  headline,
  plural,
  shortHash,
} from '../api/page/sentences.ts';
import type { ContestMove } from '../game/game.ts';
import type { DisputeStatus, DuelStory, ProverStatus } from '../status.ts';

type Told = Omit<ProverStatus, 'words'>;

export function statusWords(status: Told): string[] {
  const { l1Block, posted, derived, settled, mode, disputes, account, alarms } = status;
  return [
    headline(status).text,
    `The prover ${mode} and stands at L1 block ${l1Block}: ${plural(posted, 'batch', 'batches')} posted, ` +
      `${derived} derived, ${settled} settled.`,
    derived === posted
      ? `State root after batch ${derived}: ${status.root}.`
      : `It has ${plural(posted - derived, 'batch', 'batches')} to derive.`,
    `Claims: ${claimWords(status)}`,
    ...disputes.flatMap((dispute) => disputeWords(dispute, status)),
    ...(account === undefined ? [] : [`Account ${account.address} ${accountWords(account)}.`]),
    ...alarms.filter(({ code }) => code !== 'falseClaim').map(({ words }) => `Problem: ${words}`),
    ...status.duels.slice(0, 1).flatMap(storyWords),
  ];
}

function disputeWords(dispute: DisputeStatus, { nowSec, mode }: Told): string[] {
  const { number, root, falseRoots, duels } = dispute;
  const lies = falseRoots.length === 0 ? '' : `, false: ${falseRoots.map(shortHash).join(', ')}`;
  return [
    `Batch ${number} is disputed. The true root is ${shortHash(root)}${lies}.`,
    ...disputeSentences(dispute, { nowSec, mode }),
    ...duels.flatMap((duel) => [
      `Duel ${shortHash(duel.duel)}:`,
      ...duelSentences(duel, nowSec).map(indented),
    ]),
  ];
}

function storyWords({ duel, number, outcome, moves }: DuelStory): string[] {
  return [
    `The latest duel, ${shortHash(duel)} over batch ${number} (${outcome}):`,
    ...moves.map(({ words, block }) => indented(`block ${block}: ${words}`)),
  ];
}

function indented(line: string): string {
  return `  ${capital(line)}`;
}

export function moveWords(move: ContestMove): string {
  const batch = `batch ${move.number}`;
  switch (move.type) {
    case 'claim':
      return `claim root ${shortHash(move.root)} after ${batch}`;
    case 'enter':
      return `enter root ${shortHash(move.root)} after ${batch} with its history`;
    case 'duel':
      return `duel a rival over ${batch}`;
    case 'reveal':
      return `reveal round ${move.level + 1} of our history of ${batch}`;
    case 'advance':
      return `go down to where the histories of ${batch} first differ`;
    case 'step':
      return `execute step ${move.index} of ${batch} on L1`;
    case 'timeout':
      return `end a duel over ${batch} whose other side is late`;
    case 'settle':
      return `settle ${batch}`;
    case 'voidClaim':
      return `void a claim that lost over ${batch}`;
    case 'payOut':
      return `take back the bond and the reward of ${batch}`;
    case 'payMoves':
      return `have the moves of a duel over ${batch} paid`;
    case 'closePath':
      return `take back the bond of path ${move.path}`;
    case 'collect':
    default:
      return 'collect what L1 owes';
  }
}
