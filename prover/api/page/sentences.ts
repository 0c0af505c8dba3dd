/** The state of things in plain words: for /status as text, and in the browser, which loads this file as it is. */
import type {
  AccountStatus,
  DisputeStatus,
  DuelSideStatus,
  DuelStatus,
  ProverStatus,
} from '../../status.ts';

type Told = Omit<ProverStatus, 'words'>;

export type Mood = 'good' | 'dispute' | 'bad';

/** What matters most now, in one sentence. */
export function headline(status: Told): { mood: Mood; text: string } {
  const { disputes, settled, posted, ageMs, alarms, l1Block } = status;
  if (l1Block === 0) return { mood: 'bad', text: 'L1 has not been reached yet.' };
  if (ageMs === null) return { mood: 'good', text: 'Just started: reading what L1 holds.' };
  if (alarms.some(({ code }) => code === 'settledFalse')) {
    return { mood: 'bad', text: 'L1 has settled a false root. Nothing here can take that back.' };
  }
  if (alarms.some(({ code }) => code === 'unreachable')) {
    const old = duration(ageMs / 1000);
    return { mood: 'bad', text: `L1 does not answer: what stands here is ${old} old.` };
  }
  const open = disputes.filter(({ stage }) => stage !== 'paying');
  const [worst] = open.toSorted((a, b) => gravity(b) - gravity(a));
  if (worst !== undefined) return disputeHeadline(worst, open.length);
  if (posted > status.derived) {
    const left = posted - status.derived;
    return { mood: 'good', text: `Re-executing: ${plural(left, 'batch', 'batches')} to go.` };
  }
  return { mood: 'good', text: `All is well: ${claimWords(status)}${settledWords(settled)}` };
}

function gravity({ stage }: DisputeStatus): number {
  return { undefended: 3, duels: 2, won: 1, paying: 0 }[stage];
}

function disputeHeadline(
  { stage, number }: DisputeStatus,
  open: number,
): { mood: Mood; text: string } {
  const others = open > 1 ? ` (${open - 1} more in dispute)` : '';
  switch (stage) {
    case 'undefended':
      return {
        mood: 'bad',
        text: `Somebody lies about batch ${number}, and no true answer is staked yet.${others}`,
      };
    case 'duels':
      return {
        mood: 'dispute',
        text: `Batch ${number} is disputed, and the true side is fighting.${others}`,
      };
    default:
      return {
        mood: 'good',
        text: `The lie about batch ${number} has fallen. The true result stands.${others}`,
      };
  }
}

/** Claims that L1 has not settled yet, against what was computed here. */
export function claimWords({ claims, ageMs }: Pick<Told, 'claims' | 'ageMs'>): string {
  if (ageMs === null) return 'not compared with L1 yet.';
  const { agreeing, differing, unjudged } = claims;
  const open = agreeing + differing + unjudged;
  if (open === 0) return 'no claim waits to be settled.';
  const parts = [
    differing === 0
      ? `${open === agreeing ? 'all ' : ''}${plural(agreeing, 'open claim', 'open claims')} ${agreeing === 1 ? 'agrees' : 'agree'} with what was computed here`
      : `${plural(differing, 'open claim', 'open claims')} differ${differing === 1 ? 's' : ''} from what was computed here, ${agreeing} agree${agreeing === 1 ? 's' : ''}`,
    ...(unjudged > 0 ? [`${unjudged} not looked at yet`] : []),
  ];
  return `${parts.join('; ')}.`;
}

function settledWords(settled: number): string {
  return settled === 0 ? ' Nothing is settled yet.' : ` Settled up to batch ${settled}.`;
}

/** @param nowSec of L1 */
export function disputeSentences(dispute: DisputeStatus, { nowSec, mode }: DisputeClock): string[] {
  const { falseRoots, stage, enterUntilSec, settlesSec, nextMoves, stakes } = dispute;
  const said = [lieWords(falseRoots.length)];
  if (stage === 'undefended' && enterUntilSec !== null) {
    said.push(
      `A true answer must be staked within ${duration(enterUntilSec - nowSec)}, or the lie can be settled.`,
    );
    if (mode === 'watches only') said.push('This prover only watches: it will not do it.');
  }
  if (stage === 'won') {
    said.push(
      settlesSec > nowSec
        ? `All rivals have fallen. L1 can settle the true result in ${duration(settlesSec - nowSec)}.`
        : 'All rivals have fallen. L1 settles the true result as soon as the batches before it are settled.',
    );
    if (stakes.ours !== '0') said.push('Then our bond comes back, and the reward with it.');
  }
  if (stage === 'paying')
    said.push('L1 has settled the true result. The bond and the reward are on their way.');
  if (nextMoves.length > 0) said.push(`Next: ${nextMoves.join('; ')}.`);
  else if (stage === 'duels') said.push(waitingWords(dispute));
  return said;
}

export interface DisputeClock {
  readonly nowSec: number;
  readonly mode: ProverStatus['mode'];
}

function waitingWords({ duels }: DisputeStatus): string {
  const waitsForLiar = duels.some(({ sides }) => sides[1].untilSec !== null);
  return waitsForLiar
    ? 'Nothing to do until the liar answers. If it does not in time, it is thrown out.'
    : 'Waiting for L1 to take in the last move.';
}

function lieWords(lies: number): string {
  if (lies === 0) return 'Somebody stakes the true result with a false way to it.';
  return `${plural(lies, 'false result is', 'false results are')} claimed for this batch.`;
}

/** Where a duel stands, and whose clock runs. */
export function duelSentences(duel: DuelStatus, nowSec: number): string[] {
  return [placeWords(duel), ...clockSentences(duel, nowSec)];
}

export function placeWords({ round, rounds, steps: [first, last] }: DuelStatus): string {
  if (round === rounds)
    return `The duel is down to one step, number ${grouped(first)}: L1 executes it itself.`;
  return `Round ${round + 1} of ${rounds}: the two histories part somewhere in steps ${grouped(first)} to ${grouped(last)}.`;
}

function clockSentences({ sides, stepUntilSec }: DuelStatus, nowSec: number): string[] {
  if (stepUntilSec !== null) {
    const left = duration(stepUntilSec - nowSec);
    return [`Anybody can have the step executed for another ${left}; after that both sides fall.`];
  }
  if (sides.every(({ untilSec }) => untilSec === null)) {
    return ['Both sides have answered: anybody can take the duel to the next round.'];
  }
  return sides.map((side) => sideWords(side, nowSec));
}

export function sideWords({ name, untilSec, clockSec }: DuelSideStatus, nowSec: number): string {
  const who = capital(name);
  if (untilSec === null)
    return `${who} has answered; its clock stands still with ${duration(clockSec)} left.`;
  if (nowSec > untilSec) return `${who} is late and can be thrown out.`;
  return `${who} must answer within ${duration(untilSec - nowSec)}.`;
}

export function accountWords({ balance, staked, owed, won }: AccountStatus): string {
  const parts = [`holds ${eth(balance)}`, `has ${eth(staked)} at stake`];
  if (owed !== '0') parts.push(`is owed ${eth(owed)} by L1`);
  if (BigInt(won) > 0n) parts.push(`has won ${eth(won)} in rewards and refunds of gas`);
  return parts.join(', ');
}

/** 133 → 2 min 13 s */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [days, hours, minutes] = [86_400, 3_600, 60].map((unit) => Math.floor(whole / unit));
  if (days > 0) return `${days} d ${hours % 24} h`;
  if (hours > 0) return `${hours} h ${minutes % 60} min`;
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}

const WEI = 10n ** 18n;
const SHOWN = 10n ** 12n;

/** Rounded down to 10^-6 ETH; what is less is told in gwei or wei. */
export function eth(text: string): string {
  const wei = BigInt(text);
  if (wei !== 0n && wei > -SHOWN && wei < SHOWN) {
    const gwei = 10n ** 9n;
    return wei % gwei === 0n || wei > gwei ? `${wei / gwei} gwei` : `${wei} wei`;
  }
  const sign = wei < 0n ? '-' : '';
  const size = wei < 0n ? -wei : wei;
  const part = String((size % WEI) / SHOWN)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return `${sign}${grouped(size / WEI)}${part === '' ? '' : `.${part}`} ETH`;
}

export function grouped(value: number | bigint): string {
  return value.toLocaleString('en-US');
}

export function plural(count: number, one: string, many: string): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

export function shortHash(hash: string): string {
  return `${hash.slice(0, 10)}…`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
