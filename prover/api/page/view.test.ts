import { describe, expect, test } from 'vitest';

import { disputedStatus, hash, NOW_SEC } from '../../../test/fixtures/proverStatus.ts';
import type { ProverStatus } from '../../status.ts';
import { statusWords } from '../../watch/words.ts';
import { claimWords, duration, eth, headline } from './sentences.ts';
import { wantedBy } from './serve.ts';
import { clockFace, type Node, viewOf } from './view.ts';

const PLAIN = new Set([
  'div',
  'section',
  'h1',
  'h2',
  'h3',
  'p',
  'span',
  'progress',
  'table',
  'caption',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
  'code',
  'details',
  'summary',
  'ol',
  'li',
]);

function textOf(node: Node | string): string {
  return typeof node === 'string' ? node : node.children.map(textOf).join(' ');
}

function all(node: Node): Node[] {
  const below = node.children.filter((child) => typeof child !== 'string');
  return [node, ...below.flatMap(all)];
}

function shown(status: ProverStatus, { nowSec = NOW_SEC, silentSec = 0 } = {}): string {
  const { alarms, main } = viewOf(status, { nowSec, silentSec });
  return `${textOf(alarms)} ${textOf(main)}`.replaceAll(/\s+/g, ' ');
}

describe('viewOf', () => {
  test('says who must answer, how long, and what is at stake', () => {
    const text = shown(disputedStatus());
    expect(text).toContain('Batch 8 is disputed, and the true side is fighting.');
    expect(text).toContain(
      'Round 2 of 3: the two histories part somewhere in steps 4,096 to 8,191.',
    );
    expect(text).toContain('The liar 2:13');
    expect(text).toContain('must answer, clock runs');
    expect(text).toContain('Our side 2:30 answered, clock stands');
    expect(text).toContain('Bonds of the liars 0.096 ETH');
    expect(text).toContain('Holds 999.903422 ETH');
  });

  test('its clocks run on between two answers', () => {
    expect(shown(disputedStatus(), { nowSec: NOW_SEC + 30 })).toContain('The liar 1:43');
    expect(shown(disputedStatus(), { nowSec: NOW_SEC + 200 })).toContain('The liar 0:00');
  });

  test('what others wrote stays text: only plain tags, no attribute but known ones', () => {
    const words = '<img src=x onerror=alert(1)> & "quotes"';
    const status = disputedStatus({
      alarms: [{ code: 'bug', words, sinceMs: 0 }],
      endpoints: [{ name: words, block: null, blocksBehind: null, fault: words }],
    });
    const { alarms, main } = viewOf(status, { nowSec: NOW_SEC, silentSec: 0 });
    expect(textOf(alarms)).toContain(words);
    for (const { tag, attributes } of [...all(alarms), ...all(main)]) {
      expect(PLAIN).toContain(tag);
      for (const name of Object.keys(attributes)) {
        expect(name).toMatch(/^(class|scope|title|max|value|open|aria-(live|label|hidden))$/);
      }
    }
  });

  test('every table has headers', () => {
    const { main } = viewOf(disputedStatus(), { nowSec: NOW_SEC, silentSec: 0 });
    const rows = all(main).filter(({ tag }) => tag === 'tr');
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) expect(all(row).some(({ tag }) => tag === 'th')).toBe(true);
  });

  test('says when the prover is silent', () => {
    expect(shown(disputedStatus(), { silentSec: 9 })).toContain('does not answer this page');
  });
});

describe('headline', () => {
  test('an L1 that does not answer comes before everything that was known', () => {
    const alarms = [{ code: 'unreachable', words: 'gone', sinceMs: 0 }] as const;
    const { mood, text } = headline(disputedStatus({ alarms, ageMs: 13_400 }));
    expect([mood, text]).toEqual(['bad', 'L1 does not answer: what stands here is 13 s old.']);
  });

  test('nothing is said of claims before the first look at L1', () => {
    expect(claimWords(disputedStatus({ ageMs: null }))).toBe('not compared with L1 yet.');
    expect(claimWords(disputedStatus())).toContain('1 open claim differs');
  });

  const [dispute] = disputedStatus().disputes;
  test.each([
    ['undefended', 'bad', 'no true answer is staked yet'],
    ['duels', 'dispute', 'the true side is fighting'],
    ['won', 'good', 'has fallen'],
  ] as const)('%s', (stage, mood, words) => {
    const status = disputedStatus({ disputes: [{ ...dispute, stage }] });
    expect(headline(status).mood).toBe(mood);
    expect(headline(status).text).toContain(words);
  });

  test('nothing is wrong', () => {
    const claims = { agreeing: 13, differing: 0, unjudged: 0 };
    expect(headline(disputedStatus({ disputes: [], claims })).text).toBe(
      'All is well: all 13 open claims agree with what was computed here. Settled up to batch 4.',
    );
  });

  test('a false root that settled outweighs all else', () => {
    const alarms = [{ code: 'settledFalse', words: '', sinceMs: 0 }] as const;
    expect(headline(disputedStatus({ alarms })).mood).toBe('bad');
  });
});

describe('statusWords', () => {
  test('tells the same without a browser', () => {
    const words = statusWords(disputedStatus()).join('\n');
    expect(words).toContain(`The true root is ${hash(0xaa).slice(0, 10)}…`);
    expect(words).toContain('The liar must answer within 2 min 13 s.');
  });

  test('an undefended lie says until when it can be answered, and that a watcher will not', () => {
    const [dispute] = disputedStatus().disputes;
    const undefended = { ...dispute, stage: 'undefended', enterUntilSec: NOW_SEC + 61 } as const;
    const words = statusWords(disputedStatus({ mode: 'watches only', disputes: [undefended] }));
    expect(words).toContain(
      'A true answer must be staked within 1 min 1 s, or the lie can be settled.',
    );
    expect(words).toContain('This prover only watches: it will not do it.');
  });
});

test('figures for people', () => {
  expect([eth('0'), eth('96000000000000000'), eth('1234567890123456789012')]).toEqual([
    '0 ETH',
    '0.096 ETH',
    '1,234.56789 ETH',
  ]);
  expect([eth('12'), eth('3000000000'), eth('-500000000000000000')]).toEqual([
    '12 wei',
    '3 gwei',
    '-0.5 ETH',
  ]);
  expect([duration(-5), duration(59), duration(3_700), duration(200_000)]).toEqual([
    '0 s',
    '59 s',
    '1 h 1 min',
    '2 d 7 h',
  ]);
  expect([clockFace(133), clockFace(3_661), clockFace(90_061)]).toEqual([
    '2:13',
    '1:01:01',
    '1 d 1:01:01',
  ]);
});

test('who asks gets what it can read', () => {
  expect(wantedBy('text/html,application/xhtml+xml,*/*;q=0.8')).toBe('html');
  expect(wantedBy('application/json')).toBe('json');
  expect([wantedBy('*/*'), wantedBy('text/plain'), wantedBy()]).toEqual(['text', 'text', 'text']);
});
