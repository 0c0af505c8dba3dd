/** What the page shows for a status, as plain data: text is text, so that nothing in it can become markup. */
import type {
  AccountStatus,
  DisputeStatus,
  DuelSideStatus,
  DuelStatus,
  DuelStory,
  EntryStatus,
  ProverStatus,
} from '../../status.ts';
import {
  capital,
  claimWords,
  disputeSentences,
  duration,
  eth,
  grouped,
  headline,
  placeWords,
  plural,
  shortHash,
} from './sentences.ts';

export interface Node {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Node | string)[];
}

type Child = Node | string | null;

/** @param of what the browser has: when it asked, and whether the prover answered */
export function viewOf(
  status: ProverStatus,
  { nowSec, silentSec }: { nowSec: number; silentSec: number },
): { alarms: Node; main: Node } {
  const { disputes, duels, account } = status;
  return {
    alarms: alarmsView(status, silentSec),
    main: el('div', {}, [
      headView(status, nowSec),
      ...disputes.map((dispute) => disputeView(dispute, { status, nowSec })),
      ...duels.slice(0, 3).map((duel, at) => storyView(duel, { isOpen: at === 0 })),
      account === undefined ? null : accountView(account),
      factsView(status),
      endpointsView(status),
    ]),
  };
}

/** Said aloud by screen readers when it changes, so nothing in it ticks. */
function alarmsView({ alarms }: ProverStatus, silentSec: number): Node {
  const own = alarms.filter(({ code }) => code !== 'falseClaim');
  const lines = own.map(({ words }) => el('p', { class: 'alarm' }, [capital(shortened(words))]));
  if (silentSec > 5) {
    lines.unshift(
      el('p', { class: 'alarm' }, ['The prover does not answer this page. What is shown is old.']),
    );
  }
  return el('div', {}, lines);
}

function wonWords({ record: { disputesWon } }: ProverStatus): string {
  return disputesWon === 0
    ? ''
    : ` ${plural(disputesWon, 'dispute has', 'disputes have')} been won by the truth so far.`;
}

/** Hashes in full are for logs. */
function shortened(words: string): string {
  return words.replaceAll(/0x[0-9a-f]{64}/g, shortHash);
}

function headView(status: ProverStatus, nowSec: number): Node {
  const { mood, text } = headline(status);
  const { posted, derived, settled, mode, l1Block, ageMs } = status;
  const clock = nowSec === 0 ? '' : `; L1’s clock says ${timeOfDay(nowSec)} UTC`;
  const seen = ageMs === null ? 'never' : ageMs < 5_000 ? 'now' : `${duration(ageMs / 1000)} ago`;
  return el('section', { class: `head ${mood}` }, [
    el('h1', { 'aria-live': 'polite' }, [text]),
    el('p', {}, [
      `This prover ${mode === 'watches only' ? 'only watches' : `${mode} true results`}. ` +
        `L1 block ${grouped(l1Block)}, seen ${seen}${clock}. `,
      `${plural(posted, 'batch', 'batches')} on L1, ${grouped(derived)} re-executed here, ${grouped(settled)} settled.${wonWords(status)}`,
    ]),
  ]);
}

interface Told {
  readonly status: ProverStatus;
  readonly nowSec: number;
}

const STAGES: Record<DisputeStatus['stage'], string> = {
  undefended: 'undefended',
  duels: 'in a duel',
  won: 'the lie has fallen',
  paying: 'won, being paid',
};

function disputeView(dispute: DisputeStatus, told: Told): Node {
  const { number, stage, duels, entries } = dispute;
  const { mode } = told.status;
  return el('section', { class: `dispute ${stage}` }, [
    el('h2', {}, [`Batch ${grouped(number)} `, el('span', { class: 'stage' }, [STAGES[stage]])]),
    ...disputeSentences(dispute, { nowSec: told.nowSec, mode }).map((line) => el('p', {}, [line])),
    ...duels.map((duel) => duelView(duel, told)),
    stakesView(dispute),
    entries.length === 0 ? null : entriesView(entries),
    historyView(number, told.status),
  ]);
}

function historyView(number: number, { histories }: ProverStatus): Child {
  const history = histories.find((each) => each.number === number);
  if (history?.state !== 'computing') return null;
  const { steps, ofSteps } = history;
  const words =
    'Running every step of the batch on the deployed verifier, to know where the lie is';
  if (steps === undefined || ofSteps === undefined) return el('p', {}, [`${words} …`]);
  return el('p', {}, [
    `${words}: ${grouped(steps)} of ${grouped(ofSteps)} steps. `,
    el('progress', { max: String(ofSteps), value: String(steps) }, []),
  ]);
}

function duelView(duel: DuelStatus, { nowSec, status }: Told): Node {
  const { sides, stepUntilSec, round, rounds } = duel;
  const clocks =
    stepUntilSec === null
      ? sides.map((side) => clockView(side, { nowSec, status }))
      : [stepClock(stepUntilSec, nowSec)];
  return el('div', { class: 'duel' }, [
    el('h3', {}, [`Duel ${shortHash(duel.duel)}`]),
    el('p', {}, [placeWords(duel)]),
    el(
      'progress',
      { max: String(rounds), value: String(round), 'aria-label': 'rounds played' },
      [],
    ),
    el('div', { class: 'clocks' }, clocks),
  ]);
}

function clockView(side: DuelSideStatus, { nowSec, status }: Told): Node {
  const { name, untilSec, clockSec, isLate } = side;
  const full = (status.rules?.budgetSec ?? clockSec) + (status.rules?.graceSec ?? 0);
  const left = untilSec === null ? clockSec : Math.max(0, untilSec - nowSec);
  const state = isLate
    ? 'late'
    : untilSec === null
      ? 'answered, clock stands'
      : 'must answer, clock runs';
  return el('div', { class: `clock ${untilSec === null ? 'still' : 'running'}` }, [
    el('span', { class: 'who' }, [capital(name)]),
    el('span', { class: 'left' }, [clockFace(left)]),
    el(
      'progress',
      { max: String(Math.max(full, 1)), value: String(left), 'aria-hidden': 'true' },
      [],
    ),
    el('span', { class: 'state' }, [state]),
  ]);
}

function stepClock(untilSec: number, nowSec: number): Node {
  return el('div', { class: 'clock running' }, [
    el('span', { class: 'who' }, ['The step']),
    el('span', { class: 'left' }, [clockFace(Math.max(0, untilSec - nowSec))]),
    el('span', { class: 'state' }, ['must be executed on L1 by then']),
  ]);
}

/** 133 → 2:13, 90061 → 1 d 1:01:01 */
export function clockFace(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const days = Math.floor(whole / 86_400);
  const hours = Math.floor(whole / 3_600) % 24;
  const minutes = Math.floor(whole / 60) % 60;
  const tail = `${hours > 0 || days > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(whole % 60)}`;
  return days > 0 ? `${days} d ${tail}` : tail;
}

function stakesView({ stakes }: DisputeStatus): Node {
  const theirs = BigInt(stakes.true) - BigInt(stakes.ours);
  return table('What is at stake', [
    ['Our bonds', eth(stakes.ours)],
    ...(theirs > 0n ? [['Bonds of others on the true side', eth(String(theirs))] as const] : []),
    ['Bonds of the liars', eth(stakes.rivals)],
    ['Bonds the liars have lost', eth(stakes.fallen)],
  ]);
}

function entriesView(entries: readonly EntryStatus[]): Node {
  const rows = entries.map((entry) =>
    el('tr', { class: entry.isAlive ? '' : 'fallen' }, [
      el('th', { scope: 'row' }, [code(entry.root)]),
      el('td', {}, [truthWords(entry)]),
      el('td', {}, [entry.isOurs ? 'us' : code(entry.sponsor)]),
      el('td', {}, [entry.bond === '0' ? 'by its claim' : eth(entry.bond)]),
      el('td', {}, [entry.isAlive ? 'stands' : 'fallen']),
    ]),
  );
  const heads = ['Result', 'Is it true?', 'Staked by', 'Bond', ''].map((head) =>
    el('th', { scope: 'col' }, [head]),
  );
  return el('div', { class: 'wide' }, [
    el('table', {}, [
      el('caption', {}, ['Who stakes on which result']),
      el('thead', {}, [el('tr', {}, heads)]),
      el('tbody', {}, rows),
    ]),
  ]);
}

function truthWords({ isTrue }: EntryStatus): string {
  if (isTrue === null) return 'result yes, way unknown';
  return isTrue ? 'yes' : 'no';
}

const OUTCOMES: Record<DuelStory['outcome'], string> = {
  running: 'under way',
  won: 'won by the true side',
  lost: 'lost by the true side',
  'both fell': 'both sides fell',
};

function storyView(
  { duel, number, outcome, moves }: DuelStory,
  { isOpen }: { isOpen: boolean },
): Node {
  const items = moves.map(({ words, timeSec, side, isByUs, transaction, block }) =>
    el('li', { class: side }, [
      el('span', { class: 'when' }, [timeSec === null ? `block ${block}` : timeOfDay(timeSec)]),
      el('span', { class: 'what' }, [words]),
      el('span', { class: 'sent', title: transaction }, [
        `${isByUs ? 'sent by us, ' : ''}${shortHash(transaction)}`,
      ]),
    ]),
  );
  return el('section', {}, [
    el('details', isOpen ? { open: '' } : {}, [
      el('summary', {}, [
        el('h2', {}, [`Moves of duel ${shortHash(duel)} over batch ${grouped(number)} `]),
        el('span', { class: `stage ${outcome}` }, [OUTCOMES[outcome]]),
      ]),
      el('ol', { class: 'timeline' }, items),
    ]),
  ]);
}

function accountView(account: AccountStatus): Node {
  return el('section', {}, [
    el('h2', {}, ['The prover’s account']),
    el('p', {}, [code(account.address, 42)]),
    table('Money of the account', [
      ['Holds', eth(account.balance)],
      ['At stake in bonds', eth(account.staked)],
      ['L1 owes it', eth(account.owed)],
      ['Collected from L1 so far', eth(account.collected)],
      ['… of that won: rewards and refunds', eth(account.won)],
      ['Paid for gas since start', eth(account.spent)],
    ]),
  ]);
}

function factsView(status: ProverStatus): Node {
  const { record, rules, root, rollup, derived } = status;
  return el('section', {}, [
    el('h2', {}, ['What it has seen']),
    el('p', {}, [capital(claimWords(status))]),
    table('Counted from the first block', [
      ['False results claimed', grouped(record.falseClaims)],
      ['Disputes won by the truth', grouped(record.disputesWon)],
      ['Disputes lost by it to a lie', grouped(record.disputesLost)],
      ['Duels won, lost', `${grouped(record.duelsWon)}, ${grouped(record.duelsLost)}`],
      ...(rules === undefined
        ? []
        : ([
            ['Time to dispute a claim', duration(rules.periodSec)],
            ['One bond', eth(rules.bond)],
          ] as const)),
      [`Result after batch ${grouped(derived)}`, code(root)],
      ['Contract', code(rollup, 42)],
    ]),
  ]);
}

function endpointsView({ endpoints }: ProverStatus): Node {
  const rows = endpoints.map(({ name, block, blocksBehind, fault }) =>
    el('tr', { class: fault === null ? '' : 'fallen' }, [
      el('th', { scope: 'row' }, [capital(name)]),
      el('td', {}, [block === null ? 'no answer' : `block ${grouped(block)}`]),
      el('td', {}, [fault ?? behindWords(blocksBehind)]),
    ]),
  );
  return el('section', {}, [
    el('h2', {}, ['Ways to L1']),
    el('div', { class: 'wide' }, [el('table', {}, [el('tbody', {}, rows)])]),
  ]);
}

function behindWords(blocks: number | null): string {
  if (blocks === null) return '';
  return blocks === 0 ? 'up to date' : `${plural(blocks, 'block', 'blocks')} behind`;
}

function table(caption: string, rows: readonly (readonly [string, string | Node])[]): Node {
  return el('table', { class: 'facts' }, [
    el('caption', {}, [caption]),
    el(
      'tbody',
      {},
      rows.map(([name, value]) =>
        el('tr', {}, [el('th', { scope: 'row' }, [name]), el('td', {}, [value])]),
      ),
    ),
  ]);
}

function code(hash: string, length = 10): Node {
  const text = hash.length > length ? `${hash.slice(0, length)}…` : hash;
  return el('code', { title: hash }, [text]);
}

function timeOfDay(timeSec: number): string {
  return new Date(timeSec * 1000).toISOString().slice(11, 19);
}

function el(
  tag: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly Child[],
): Node {
  return { tag, attributes, children: children.filter((child) => child !== null) };
}
