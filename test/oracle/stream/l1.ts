/** Inbox items: deposits, forced operations, reference prices, parameters, liquidations. */
import {
  DEFAULT_PARAMETERS,
  PARAMETER_LIMITS,
  PARAMETER_NAMES,
} from '../../../protocol/margin/parameters.ts';
import type { Hex } from '../naiveState.ts';
import { operationBytes } from '../world.ts';
import { anyAccount, anyAmount, type Draft, indexNow, ownerOf, OWNERS } from './draft.ts';
import { UNDERLYING_IDS } from './prints.ts';

const MOST_ITEMS = 64;
const E9 = 1_000_000_000;

export const anyDeposit = ({ random }: Draft): bigint =>
  BigInt(random.between(1, 9)) * 10n ** BigInt(random.between(8, 12));

export function deposit(draft: Draft, sender: Hex, account: bigint, amount: bigint): void {
  draft.inbox.push({ kind: 1n, sender, account, amount });
}

export function consume(draft: Draft): void {
  draft.operations.push(operationBytes('consumeInbox', {}));
}

const KIND_WEIGHTS = { 1: 30, 2: 30, 3: 14, 4: 6, 5: 9, 6: 8, 0: 1, 7: 1 };

export function inboxItems(draft: Draft, count: number): void {
  for (let i = 0; i < count && draft.inbox.length < MOST_ITEMS; i++) {
    const kind = draft.random.weighted(KIND_WEIGHTS);
    if (kind === '4') reference(draft);
    else if (kind === '5') parameter(draft);
    else accountItem(draft, BigInt(kind));
  }
}

function accountItem(draft: Draft, kind: bigint): void {
  const { random, state, inbox } = draft;
  const account = random.chance(0.95) ? anyAccount(draft) : BigInt(random.between(0, 90));
  const owner = state.accounts.get(account)?.owner ?? ownerOf(1);
  const sender = random.chance(0.85) ? owner : ownerOf(random.between(0, OWNERS - 1));
  const opensAccount = kind === 1n && state.accounts.size < 60 && random.chance(0.1);
  const amount = kind === 1n ? anyDeposit(draft) : anyAmount(draft, account);
  inbox.push({
    kind,
    sender,
    account: opensAccount ? BigInt(random.pick([0, 1000])) : account,
    // Items carry doubles in protocol/.
    amount: amount > 2n ** 53n ? 2n ** 60n : amount,
  });
}

/** Mostly where the index is. */
function reference(draft: Draft): void {
  const { random } = draft;
  const underlying = BigInt(random.chance(0.97) ? random.between(0, 1) : 3);
  const kind = random.weighted({ near: 80, edge: 10, far: 6, wrong: 4 });
  if (kind === 'near') return referenceAt(draft, underlying, 100n);
  if (kind === 'wrong')
    return item(draft, 4n, { account: underlying, amount: random.pick([0n, 2n ** 40n]) });
  const percent = kind === 'edge' ? random.pick([91, 92, 110, 111, 112]) : random.between(60, 150);
  referenceAt(draft, underlying, BigInt(percent));
}

function referenceAt(draft: Draft, underlying: bigint, percent: bigint): void {
  const price = underlying < 2n ? indexNow(draft, underlying) : 1n;
  const amount = (price * percent) / 100n;
  item(draft, 4n, { account: underlying, amount });
  draft.references.set(underlying, amount);
}

/** L1's feed is elsewhere: what needs it near halts. */
export function strayFeed(draft: Draft): void {
  for (const underlying of UNDERLYING_IDS) referenceAt(draft, underlying, 85n);
  consumeAll(draft);
}

/** L1's feed follows where the index has gone. */
export function followIndex(draft: Draft): void {
  for (const underlying of UNDERLYING_IDS) {
    const known = draft.references.get(underlying) ?? 0n;
    const away = Number(indexNow(draft, underlying)) / Number(known);
    if (known === 0n || (away > 0.92 && away < 1.08) || draft.inbox.length > 50) continue;
    referenceAt(draft, underlying, 100n);
    consumeAll(draft);
  }
}

function consumeAll(draft: Draft): void {
  for (let i = consumed(draft); i < draft.inbox.length; i++) consume(draft);
}

const consumed = ({ operations }: Draft): number =>
  operations.filter((bytes) => bytes.length === 1).length;

function item(draft: Draft, kind: bigint, part: { account: bigint; amount: bigint }): void {
  draft.inbox.push({ kind, sender: '00'.repeat(20), ...part });
}

export function setParameter(draft: Draft, index: number, valueE9: number): void {
  item(draft, 5n, { account: BigInt(index), amount: 2n ** 52n + BigInt(Math.round(valueE9)) });
}

/** Auctions that run their course within the minutes of a stream. */
const SHORT: Readonly<Record<string, number>> = {
  'auction.fastSec': 50,
  'auction.slowSec': 110,
  'auction.insolventSec': 140,
};

export function shortenAuctions(draft: Draft): void {
  for (const [name, sec] of Object.entries(SHORT)) {
    setParameter(draft, PARAMETER_NAMES.indexOf(name), sec * E9);
  }
}

/** A little off the default, or the default again; at times far off, at a limit, or beyond. */
function parameter(draft: Draft): void {
  const { random } = draft;
  const group = random.weighted({ standard: 30, portfolio: 34, auction: 20, scenario: 16 });
  const names = PARAMETER_NAMES.filter((name) => name.startsWith(group));
  const name = random.pick(names);
  const index = random.chance(0.96) ? PARAMETER_NAMES.indexOf(name) : PARAMETER_NAMES.length;
  const usual = SHORT[name] === undefined ? (DEFAULT_PARAMETERS[index] ?? 0) : SHORT[name] * E9;
  if (random.chance(0.45)) return setParameter(draft, index, usual);
  if (name === 'scenarioCount') return setParameter(draft, index, random.between(28, 40) * E9);
  if (group === 'scenario') return setParameter(draft, index, scenarioValue(draft, name));
  const [least, most] = PARAMETER_LIMITS[index] ?? [0, 0];
  const away = usual === 0 ? 0.5 * E9 * random.unit() : usual * (0.8 + 0.4 * random.unit());
  const value = {
    near: away,
    odd: random.pick([-1, 0, 0.3, 3]) * usual,
    limit: random.pick([least, most]),
    beyond: random.pick([least - 1, most + 1]),
  }[random.weighted({ near: 78, odd: 6, limit: 2, beyond: 14 })];
  setParameter(draft, index, value);
}

function scenarioValue({ random }: Draft, name: string): number {
  if (name.endsWith('direction')) return random.pick([0, 1, 2, 3, 4, 5, 0.5]) * E9;
  if (name.endsWith('dampening')) return random.between(0, 1100) * 1e6;
  return random.pick([random.between(800, 1200) * 1e6, 1e9]);
}
