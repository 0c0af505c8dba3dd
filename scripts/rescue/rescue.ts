/**
 * Takes an account's money out with L1 alone: reads the state from the batches, closes and settles what is open, forces the
 * withdrawal, posts, claims, waits for the challenge period, and has the bridge pay. Called again it goes on where it was.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import { decodeInboxItem, type InboxItem } from '../../protocol/generated/codec.ts';
import { MAX_INBOX_ITEMS } from '../../protocol/params.ts';
import type { State } from '../../protocol/state.ts';
import { withdrawalView } from '../../prover/api/views.ts';
import { toBytes, toHex } from '../../prover/hex.ts';
import { startProver } from '../../prover/main.ts';
import type { ProverOptions } from '../../prover/options.ts';
import { Store, storePath } from '../../prover/store/store.ts';
import { Derivation } from '../../prover/watch/derivation.ts';
import { RescueL1, type Standing } from './l1.ts';
import { makePlan, type Plan, withdrawable } from './plan.ts';
import { inUsdc, utc, wordsOfPlan } from './words.ts';

export interface RescueOptions extends Omit<ProverOptions, 'l1' | 'claims' | 'watchOnly'> {
  readonly l1: string;
  /** Whose money is taken out; absent: everybody's options are closed and settled, and no money is moved. */
  readonly account?: number;
  /** Says what would be done, and sends nothing. */
  readonly isDryRun?: boolean;
  readonly say: (line: string) => void;
}

/** What cannot be done now, in words for whoever asked. */
export class NotNow extends Error {
  override readonly name = 'NotNow';
}

const INBOX_WITHDRAW = 2;
const LOOK_MS = 500;
/** One settles about fifteen thousand accounts. So many that change nothing would only cost gas. */
const BATCHES_MAX = 32;

export async function rescue(options: RescueOptions): Promise<void> {
  const { say, isDryRun = false } = options;
  const l1 = new RescueL1({ l1: options.l1, rollup: options.rollup, key: options.key });
  if (!isDryRun && l1.sender === undefined) throw new NotNow('a key is needed to send anything');
  let batches = 0;
  while (await postOnce(options, l1)) {
    if (isDryRun) return;
    batches += 1;
    if (batches === BATCHES_MAX)
      throw new NotNow(`after ${batches} batches there is still more to do`);
  }
  if (batches === 0) say('There is nothing to post.');
  if (options.account !== undefined) await payWhatIsOwed(options, l1, options.account);
}

async function payWhatIsOwed(options: RescueOptions, l1: RescueL1, account: number): Promise<void> {
  const { say, isDryRun = false } = options;
  const { tip } = await l1.standing();
  const totalAt = (at: 'tip' | 'settled') =>
    readState(options, { at, tip }, ({ derived }) => withdrawalView(derived, account));
  const paid = await l1.paid(account);
  const withdrawn = Number((await totalAt('tip'))?.total ?? 0);
  if (withdrawn <= paid) return say(`Account ${account} has nothing to be paid.`);
  say(`The bridge owes account ${account} ${inUsdc(withdrawn - paid)}.`);
  if (isDryRun) return;
  let proof = await totalAt('settled');
  if (Number(proof?.total ?? 0) < withdrawn) {
    say(
      `Waiting until batch ${tip} is settled: that takes the challenge period. Stop if you like, and call again.`,
    );
    await settle(options, tip);
    proof = await totalAt('settled');
  }
  await l1.withdraw(proof!);
  say(`The bridge paid ${inUsdc(withdrawn - paid)} to ${proof!.recipient}.`);
}

/** @returns whether a batch was posted, or would be */
async function postOnce(options: RescueOptions, l1: RescueL1): Promise<boolean> {
  const { account, say, isDryRun = false } = options;
  const standing = await l1.standing();
  const { state, pending } = await readState(options, { at: 'tip', tip: standing.tip }, (read) => ({
    state: read.derived.state,
    pending: read.store
      .items(standing.inboxNext, standing.inboxNext + MAX_INBOX_ITEMS)
      .map((item) => decodeInboxItem(item)),
  }));
  const { nowSec } = standing;
  const base = makePlan({ state, timeSec: nowSec, items: pending });
  const amount = account === undefined ? 0 : amountFor(account, { state, plan: base, l1 });
  const isOwn = amount > 0 && pending.length < MAX_INBOX_ITEMS;
  const items = isOwn ? [...pending, withdrawalItem(l1, account!, amount, nowSec)] : pending;
  const plan = isOwn ? makePlan({ state, timeSec: nowSec, items }) : base;
  if (!hasWork(plan, items, account)) return false;
  for (const line of wordsOfPlan(plan, { before: state, account, amount, items })) say(line);
  const refusal = whyNotPost(standing, l1);
  if (isDryRun) say(refusal ?? 'Anybody may post now.');
  if (isDryRun) return true;
  if (refusal !== null) throw new NotNow(refusal);
  if (isOwn) {
    await l1.forceWithdraw(account!, amount);
    say(`Forced a withdrawal of ${inUsdc(amount)} into the inbox.`);
  }
  const inboxTo = standing.inboxNext + items.length;
  await l1.post(plan.operations, { standing, inboxTo });
  say(
    `Posted batch ${standing.tip + 1}: ${plan.operations.length} operations, ${items.length} inbox items.`,
  );
  return true;
}

/** Time alone is no reason for a batch, nor are items of others where nobody waits for them. */
function hasWork(plan: Plan, items: readonly InboxItem[], account: number | undefined): boolean {
  const isOnlyTime = plan.closed.length + plan.settledAccounts + plan.endedAuctions === 0;
  if (account === undefined) return !isOnlyTime;
  return (
    !isOnlyTime || items.some((item) => item.kind === INBOX_WITHDRAW && item.account === account)
  );
}

function amountFor(
  account: number,
  { state, plan, l1 }: { state: State; plan: Plan; l1: RescueL1 },
): number {
  if (account > state.globals.accountCount()) throw new NotNow(`there is no account ${account}`);
  const owner = toHex(state.accounts.owner(account));
  const { sender } = l1;
  if (sender !== undefined && sender.toLowerCase() !== owner) {
    throw new NotNow(`account ${account} belongs to ${owner}, the key is of ${sender}`);
  }
  const amount = withdrawable(plan.state, account);
  if (amount !== null) return amount;
  const last = Math.max(...plan.waiting.map(({ closesAfterSec }) => closesAfterSec));
  throw new NotNow(
    `account ${account} holds options that cannot be closed yet: if no more prints come, they can be from ${utc(last + 1)} on`,
  );
}

function withdrawalItem(l1: RescueL1, account: number, amount: number, timeSec: number): InboxItem {
  const sender = toBytes(l1.sender ?? `0x${'00'.repeat(20)}`);
  return { kind: INBOX_WITHDRAW, sender, account, amount, timeSec };
}

function whyNotPost({ nowSec, frozenFromSec, poster }: Standing, l1: RescueL1): string | null {
  const isPoster = l1.sender?.toLowerCase() === poster.toLowerCase();
  if (isPoster || nowSec >= frozenFromSec) return null;
  return `not frozen until ${utc(frozenFromSec)}: only ${poster} may post before, and each of its posts moves that on`;
}

/** Claims what nobody has claimed, defends it, settles. */
async function settle(options: RescueOptions, posted: number): Promise<void> {
  const prover = await startProver({ ...options, claims: true });
  let said = '';
  try {
    for (;;) {
      const { settled, words } = prover.status();
      if (settled >= posted) return;
      const line = words.join(' ');
      if (line !== said) options.say((said = line));
      await sleep(options.pollMs ?? LOOK_MS);
    }
  } finally {
    await prover.stop();
  }
}

interface Read {
  readonly store: Store;
  readonly derived: Derivation;
}

/** Follows L1 without a key until all is derived, then looks at the state after the tip or the last settled batch. */
async function readState<T>(
  options: RescueOptions,
  { at, tip = 0 }: { at: 'tip' | 'settled'; tip?: number },
  look: (read: Read) => T,
): Promise<T> {
  const { key: _, ...rest } = options;
  const prover = await startProver({ ...rest, watchOnly: true });
  let number = tip;
  try {
    for (;;) {
      const status = prover.status();
      if (status.derived >= status.posted && status.posted >= tip && status.l1Block > 0) {
        if (at === 'settled') number = status.settled;
        break;
      }
      await sleep(LOOK_MS / 10);
    }
  } finally {
    await prover.stop();
  }
  const store = new Store(storePath(options.dataDir), { readOnly: true });
  try {
    const derived = new Derivation(store, number);
    while (derived.number < number) derived.advance();
    return look({ store, derived });
  } finally {
    store.close();
  }
}
