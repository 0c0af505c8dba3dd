/** The state of things in sentences, for people. */
import { formatEther } from 'viem';

import type { ContestMove } from '../game/game.ts';
import type { DisputeStatus, DuelStatus, ProverStatus } from '../status.ts';

export function statusWords(status: Omit<ProverStatus, 'words'>): string[] {
  const { l1Block, posted, derived, settled, mode, disputes, account, problems } = status;
  return [
    `The prover ${mode} and stands at L1 block ${l1Block}: ${count(posted, 'batch', 'batches')} posted, ` +
      `${derived} derived, ${settled} settled.`,
    derived === posted
      ? `State root after batch ${derived}: ${status.root}.`
      : `It has ${posted - derived} batches to derive.`,
    ...(disputes.length === 0
      ? ['No claim contradicts what it derived.']
      : disputes.flatMap(disputeWords)),
    ...(account === undefined
      ? []
      : [
          `Account ${account.address} holds ${formatEther(BigInt(account.balance))} ETH` +
            (account.owed === '0' ? '.' : `; L1 owes it ${formatEther(BigInt(account.owed))} ETH.`),
        ]),
    ...problems.map((problem) => `Problem: ${problem}`),
  ];
}

function disputeWords({ number, root, falseRoots, duels, nextMoves }: DisputeStatus): string[] {
  const truth = `Batch ${number} is disputed: the true root is ${short(root)}`;
  const lies = falseRoots.length === 0 ? '' : `, false: ${falseRoots.map(short).join(', ')}`;
  const next = nextMoves.length === 0 ? '' : ` Next: ${nextMoves.join('; ')}.`;
  return [`${truth}${lies}.${next}`, ...duels.map(duelWords)];
}

function duelWords({ duel, rival, round, rounds, clocks }: DuelStatus): string {
  const place = round === rounds ? 'is at its step' : `is in round ${round + 1} of ${rounds}`;
  return `Duel ${short(duel)} against ${short(rival)} ${place}; seconds left: ours ${clocks.ours}, rival ${clocks.rival}.`;
}

export function moveWords(move: ContestMove): string {
  const batch = `batch ${move.number}`;
  switch (move.type) {
    case 'claim':
      return `claim root ${short(move.root)} after ${batch}`;
    case 'enter':
      return `enter root ${short(move.root)} after ${batch} with its history`;
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

export function short(hash: string): string {
  return `${hash.slice(0, 10)}…`;
}

function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}
