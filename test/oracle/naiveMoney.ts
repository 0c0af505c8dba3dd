/** SPEC §5.5, §5.6, §5.12, §10.2, §10.3: cash that comes, goes and changes hands. */
import { demandFigures, max, MAX_FIGURE, min } from './integers.ts';
import { positionsByExpiry, settledValue } from './naiveHoldings.ts';
import { evaluatePriced, isAtLeast } from './naiveMargin.ts';
import { forwardOf, secTo, WINDOW_SEC } from './naivePrices.ts';
import {
  attempt,
  expiryKey,
  type ExpiryName,
  expiryOf,
  type Hex,
  isUnderAuction,
  type NaiveState,
  positiveCash,
  priceOf,
  setAccount,
  setExpiry,
  totalPool,
} from './naiveState.ts';
import { demandCash } from './naiveTrade.ts';
import { demand } from './rejected.ts';

export function transfer(
  state: NaiveState,
  { account, toAccount, amount }: { account: bigint; toAccount: bigint; amount: bigint },
): void {
  const source = state.accounts.get(account)!;
  const destination = state.accounts.get(toAccount);
  demand(amount > 0n, 2006);
  demand(destination !== undefined, 1010);
  demand(toAccount !== account, 2007);
  demand(destination.owner === source.owner, 1009);
  demand(!isUnderAuction(source), 2009);
  demand(amount <= source.cash, 2002);
  demandFree(state, account, amount);
  setAccount(state, account, { cash: source.cash - amount });
  demandCash(state, destination, destination.cash + amount);
  setAccount(state, toAccount, { cash: destination.cash + amount });
}

export function withdraw(
  state: NaiveState,
  { account, amount }: { account: bigint; amount: bigint },
): void {
  const holder = state.accounts.get(account)!;
  demand(amount > 0n, 2006);
  demand(!isUnderAuction(holder), 2009);
  demand(amount <= holder.cash, 2002);
  demandFree(state, account, amount);
  const owed = positiveCash(state) + totalPool(state);
  const paid = state.vault >= owed ? amount : (amount * state.vault) / owed;
  const total = (state.withdrawals.get(account)?.total ?? 0n) + paid;
  demand(total <= MAX_FIGURE, 2005);
  setAccount(state, account, { cash: holder.cash - amount });
  state.vault -= paid;
  state.socialized += amount - paid;
  state.withdrawals.set(account, { recipient: holder.owner, total });
}

/** What is taken out leaves initial margin: 2008, 2001. */
function demandFree(state: NaiveState, account: bigint, amount: bigint): void {
  const margin = evaluatePriced(state, account);
  demand(isAtLeast(state, margin, { kind: 'initial', amount }), 2001);
}

/** SPEC §10.2 */
export function settleAccount(state: NaiveState, id: bigint, name: ExpiryName): void {
  const account = state.accounts.get(id);
  demand(account !== undefined, 1010);
  const { settlementCents, pool } = expiryOf(state, name);
  demand(settlementCents !== null, 4009);
  const key = expiryKey(name.underlying, name.day);
  const held = positionsByExpiry(state, account).get(key);
  demand(held !== undefined, 4010);
  const payoff = settledValue(state, held);
  demand(payoff <= pool, 4011);
  const positions = new Map(
    [...account.positions].filter(([instrument]) => {
      const { underlying, day } = state.instruments.get(instrument)!;
      return expiryKey(underlying, day) !== key;
    }),
  );
  let cash = account.cash + payoff;
  demandFigures(cash, pool - payoff);
  if (positions.size === 0 && cash < 0n) {
    const rescue = min(state.insurance, -cash);
    state.insurance -= rescue;
    cash += rescue;
  }
  setAccount(state, id, { positions, cash, revision: account.revision + 1n });
  setExpiry(state, name, { pool: pool - payoff });
  demandFigures(totalPool(state), positiveCash(state));
}

const CLOSE_OUT_AFTER_SEC = 3n * 86_400n;

/** SPEC §10.3 */
export function closeOut(state: NaiveState, id: bigint, name: ExpiryName): void {
  const account = state.accounts.get(id);
  demand(account !== undefined, 1010);
  const { settlementCents, surface } = expiryOf(state, name);
  demand(settlementCents === null, 4007);
  const prints = [priceOf(state, name.underlying).indexTimeSec, surface?.timeSec ?? 0n];
  demand(state.timeSec - prints.reduce(max) > CLOSE_OUT_AFTER_SEC, 4015);
  demand(positionsByExpiry(state, account).has(expiryKey(name.underlying, name.day)), 4010);
  const { fixed, variable } = forwardOf(state, name);
  setExpiry(state, name, {
    settlementCents: (fixed + variable) / WINDOW_SEC,
    lifeSec: surface === null ? 0n : secTo(state, name),
  });
}

/** SPEC §5.12 */
export function deposit(
  state: NaiveState,
  { sender, account, amount }: { sender: Hex; account: bigint; amount: bigint },
): bigint {
  state.vault += amount;
  const id = state.accounts.has(account) ? account : openAccount(state, sender);
  const credit = attempt(state, () => {
    const holder = state.accounts.get(id)!;
    demandCash(state, holder, holder.cash + amount);
    setAccount(state, id, { cash: holder.cash + amount });
  });
  if (credit !== 0n) state.insurance += amount;
  return credit;
}

function openAccount(state: NaiveState, owner: Hex): bigint {
  const id = BigInt(state.accounts.size + 1);
  state.accounts.set(id, {
    owner,
    cash: 0n,
    positions: new Map(),
    marginModel: 0n,
    revision: 0n,
    auctionStartSec: 0n,
    insolvent: 0n,
    reserved: 0n,
  });
  state.keys.set(id * 8n, {
    signer: owner,
    expiresAtSec: 0n,
    scope: 7n,
    nonceBase: 0n,
    burned: new Set(),
  });
  return id;
}
