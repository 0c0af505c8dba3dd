/** SPEC §5, one function per operation; a function either does its rule or throws a `Rejected`. */
import { keccak256 } from '../../protocol/hash.ts';
import { OPERATIONS } from '../../protocol/layout.ts';
import { UNDERLYINGS } from '../../protocol/params.ts';
import { authenticate, type Context, quorumMedian } from './naiveAuth.ts';
import {
  bestOrder,
  closeOrder,
  crossing,
  demandInitialMargin,
  execute,
  type NewOrder,
  ordersOf,
  TIME_IN_FORCE,
} from './naiveBook.ts';
import { payoffAt, positionsByExpiry, requirementOf } from './naiveMargin.ts';
import type { DecodedOperation } from './naive.ts';
import {
  abs,
  attempt,
  codeOf,
  demand,
  demandFigures,
  divideUp,
  expiryKey,
  expirySecOf,
  type Hex,
  indexOf,
  type Instrument,
  MAX_FIGURE,
  min,
  type NaiveState,
  outcomeOf,
  positiveCash,
  totalPool,
} from './naiveState.ts';

export interface NaiveInboxItem {
  readonly kind: bigint;
  readonly sender: Hex;
  readonly account: bigint;
  readonly amount: bigint;
}

/** Does the rule; a signed one does its authentication and returns the rest. */
type Rule = (context: Context, operation: DecodedOperation) => (() => void) | void;

const SCOPE = { trade: 1n, transfer: 2n, withdraw: 4n };
const SIDES = ['buy', 'sell'];
const TIMES_IN_FORCE = ['GTC', 'IOC', 'FOK', 'POST'];

/** @returns 0 or the rejection's code */
export function operate(context: Context, operation: DecodedOperation): bigint {
  const { state, pending } = context;
  if (operation.name === 'consumeInbox') {
    const item = pending.shift();
    return item === undefined ? 5001n : consumeItem(state, item);
  }
  const rule = RULES[operation.name];
  if (!('signature' in OPERATIONS[operation.name].fields)) {
    return attempt(state, () => void rule(context, operation));
  }
  let rest = (): void => {};
  const refused = outcomeOf(() => {
    rest = rule(context, operation) ?? rest;
  });
  // The nonce stays burned whatever the rest of the rule says.
  return refused === 0n ? attempt(state, rest) : refused;
}

const RULES: Readonly<Record<string, Rule>> = {
  advanceTime({ state, batch }, { values }) {
    const timeSec = values.int('timeSec');
    demand(state.timeSec <= timeSec && timeSec <= batch.headerTimeSec, 4012);
    state.timeSec = timeSec;
  },

  placeOrder(context, { values }) {
    const { state } = context;
    const side = values.int('side');
    const timeInForce = values.int('timeInForce');
    const instrument = values.int('instrument');
    const priceCents = values.int('priceCents');
    const quantityE4 = values.int('quantityE4');
    demand(side <= 1n && timeInForce <= 3n, 3005);
    const terms = state.instruments.get(instrument);
    demand(terms !== undefined, 3001);
    const account = authenticate(context, values, {
      scope: SCOPE.trade,
      type: 'placeOrder',
      fields: [
        nameOf(terms),
        SIDES[Number(side)],
        TIMES_IN_FORCE[Number(timeInForce)],
        priceCents,
        quantityE4,
      ],
    });
    return () =>
      placeOrder(state, { account, instrument, side, timeInForce, priceCents, quantityE4 });
  },

  cancelOrder(context, { values }) {
    const { state } = context;
    const order = values.int('order');
    const generation = values.int('generation');
    const account = authenticate(context, values, {
      scope: SCOPE.trade,
      type: 'cancelOrder',
      fields: [order, generation],
    });
    return () => {
      const open = state.orders.find((candidate) => state.ids.orderId(candidate) === order);
      demand(open !== undefined && open.account === account, 3009);
      demand(state.ids.generations.get(order) === generation, 3009);
      closeOrder(state, open);
    };
  },

  cancelAll(context, { values }) {
    const account = authenticate(context, values, {
      scope: SCOPE.trade,
      type: 'cancelAll',
      fields: [],
    });
    return () => cancelAll(context.state, account);
  },

  transfer(context, { values }) {
    const toAccount = values.int('toAccount');
    const amount = values.int('amount');
    demand(amount <= MAX_FIGURE, 2002);
    const account = authenticate(context, values, {
      scope: SCOPE.transfer,
      type: 'transfer',
      fields: [toAccount, amount],
    });
    return () => transfer(context.state, { account, toAccount, amount });
  },

  withdraw(context, { values }) {
    const amount = values.int('amount');
    demand(amount <= MAX_FIGURE, 2002);
    const account = authenticate(context, values, {
      scope: SCOPE.withdraw,
      type: 'withdraw',
      fields: [amount],
    });
    return () => withdraw(context.state, { account, amount });
  },

  setSessionKey(context, { values }) {
    const { state } = context;
    demand(values.int('key') % 8n === 0n, 1004);
    const slot = values.int('slot');
    const signer = values.bytes('signer');
    const keyExpiresAtSec = values.int('keyExpiresAtSec');
    const scope = values.int('scope');
    const account = authenticate(context, values, {
      scope: 0n,
      type: 'setSessionKey',
      fields: [slot, signer, keyExpiresAtSec, scope],
    });
    return () => {
      demand(1n <= slot && slot <= 7n, 1011);
      demand(scope <= 7n, 1012);
      const key = account * 8n + slot;
      const nonces = state.keys.get(key) ?? { nonceBase: 0n, burned: new Set<bigint>() };
      state.keys.set(key, { ...nonces, signer, expiresAtSec: keyExpiresAtSec, scope });
    };
  },

  listInstrument({ state }, { values }) {
    const underlying = values.int('underlying');
    const day = values.int('day');
    const strikeCents = values.int('strikeCents');
    const rules = UNDERLYINGS[Number(underlying)];
    demand(rules !== undefined, 4001);
    const index = indexOf(state, underlying);
    const expirySec = expirySecOf(day);
    demand(
      values.int('put') <= 1n &&
        expirySec > state.timeSec &&
        expirySec <= state.timeSec + 400n * 86_400n &&
        strikeCents > 0n &&
        strikeCents % BigInt(rules.strikeStepCents) === 0n &&
        strikeCents <= BigInt(rules.maxPriceCents) &&
        index <= strikeCents * 8n &&
        strikeCents <= index * 8n,
      3012,
    );
    const listed = [...state.instruments.values()].filter(
      (other) => other.underlying === underlying && other.day === day,
    );
    demand(listed.length < 8192, 3014);
    const terms: Instrument = { underlying, day, strikeCents, put: values.int('put') === 1n };
    demand(
      listed.every((other) => codeOf(other) !== codeOf(terms)),
      3011,
    );
    state.instruments.set(BigInt(state.instruments.size + 1), terms);
  },

  publishPrices(context, { values, entries }) {
    const { state } = context;
    const underlying = values.int('underlying');
    const rules = UNDERLYINGS[Number(underlying)];
    demand(rules !== undefined, 4001);
    const indexCents = quorumMedian(context, rules, entries, (entry) => ({
      type: 'indexPrint',
      fields: [rules.symbol, entry.int('priceCents'), entry.int('timeSec')],
    }));
    const times = entries.map((entry) => entry.int('timeSec'));
    const printedAt = times.reduce(min);
    const lastPrint = state.underlyings.get(underlying)?.indexTimeSec ?? 0n;
    demand(
      printedAt > lastPrint &&
        state.timeSec - printedAt <= 120n &&
        times.every((time) => time <= state.timeSec),
      4004,
    );
    state.underlyings.set(underlying, { indexCents, indexTimeSec: printedAt });
  },

  settleExpiry(context, { values, entries }) {
    const { state } = context;
    const underlying = values.int('underlying');
    const day = values.int('day');
    const rules = UNDERLYINGS[Number(underlying)];
    demand(rules !== undefined, 4001);
    demand(expirySecOf(day) <= state.timeSec, 4006);
    const expiry = state.expiries.get(expiryKey(underlying, day));
    demand((expiry?.settlementCents ?? null) === null, 4007);
    const settlementCents = quorumMedian(context, rules, entries, (entry) => ({
      type: 'settlementPrice',
      fields: [rules.symbol, expirySecOf(day), entry.int('priceCents')],
    }));
    const index = indexOf(state, underlying);
    demand(abs(settlementCents - index) <= divideUp(index * 20n, 100n), 4008);
    state.expiries.set(expiryKey(underlying, day), { settlementCents, pool: expiry?.pool ?? 0n });
  },

  settleAccount({ state }, { values }) {
    settleAccount(state, {
      id: values.int('account'),
      underlying: values.int('underlying'),
      day: values.int('day'),
    });
  },

  sweepExpired({ state }, { values }) {
    const instrument = values.int('instrument');
    const terms = state.instruments.get(instrument);
    demand(terms !== undefined, 3001);
    demand(expirySecOf(terms.day) <= state.timeSec, 3013);
    for (let removed = 0; removed < 4 * 16; removed++) {
      const order =
        bestOrder(state, { instrument, side: 0n }) ?? bestOrder(state, { instrument, side: 1n });
      if (order === null) break;
      closeOrder(state, order);
    }
  },
};

const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');

/** SPEC §5.9: `BTC-26JUN26-60000-C`. */
export function nameOf({ underlying, day, strikeCents, put }: Instrument): string {
  const date = new Date(Number(expirySecOf(day)) * 1000);
  const year = String(date.getUTCFullYear()).slice(2);
  const cents = strikeCents % 100n;
  return [
    UNDERLYINGS[Number(underlying)].symbol,
    `${date.getUTCDate()}${MONTHS[date.getUTCMonth()]}${year}`,
    cents === 0n
      ? `${strikeCents / 100n}`
      : `${strikeCents / 100n}.${cents.toString().padStart(2, '0')}`,
    put ? 'P' : 'C',
  ].join('-');
}

export function nameHashOf(terms: Instrument): Hex {
  return Buffer.from(keccak256(Buffer.from(nameOf(terms)))).toString('hex');
}

function placeOrder(state: NaiveState, order: NewOrder): void {
  const terms = state.instruments.get(order.instrument)!;
  const rules = UNDERLYINGS[Number(terms.underlying)];
  demand(state.timeSec < expirySecOf(terms.day), 3002);
  const { priceCents, quantityE4 } = order;
  demand(
    priceCents > 0n &&
      priceCents % BigInt(rules.tickCents) === 0n &&
      priceCents <= BigInt(rules.maxPriceCents),
    3003,
  );
  demand(
    quantityE4 > 0n &&
      quantityE4 % BigInt(rules.lotE4) === 0n &&
      quantityE4 <= BigInt(rules.maxPositionE4),
    3004,
  );
  demand(indexOf(state, terms.underlying) > 0n, 3010);
  demand(order.timeInForce !== TIME_IN_FORCE.postOnly || crossing(state, order) === null, 3006);
  demandInitialMargin(state, order);
  execute(state, order);
}

function cancelAll(state: NaiveState, account: bigint): void {
  for (const order of ordersOf(state, account)) closeOrder(state, order);
}

function transfer(
  state: NaiveState,
  { account, toAccount, amount }: { account: bigint; toAccount: bigint; amount: bigint },
): void {
  const source = state.accounts.get(account)!;
  const destination = state.accounts.get(toAccount);
  demand(amount > 0n, 2006);
  demand(destination !== undefined, 1010);
  demand(toAccount !== account, 2007);
  demand(destination.owner === source.owner, 1009);
  demand(amount <= source.cash, 2002);
  const after = { ...source, cash: source.cash - amount };
  demand(after.cash >= requirementOf(state, after, 'initial'), 2001);
  state.accounts.set(account, after);
  state.accounts.set(toAccount, { ...destination, cash: destination.cash + amount });
  demandFigures(destination.cash + amount, positiveCash(state));
}

function withdraw(
  state: NaiveState,
  { account, amount }: { account: bigint; amount: bigint },
): void {
  const holder = state.accounts.get(account)!;
  const total = state.withdrawals.get(account)?.total ?? 0n;
  demand(amount > 0n, 2006);
  demand(amount <= holder.cash, 2002);
  const owed = positiveCash(state) + totalPool(state);
  const paid = state.vault >= owed ? amount : (amount * state.vault) / owed;
  demand(total + paid <= MAX_FIGURE, 2005);
  const after = { ...holder, cash: holder.cash - amount };
  demand(after.cash >= requirementOf(state, after, 'initial'), 2001);
  state.accounts.set(account, after);
  state.vault -= paid;
  state.socialized += amount - paid;
  state.withdrawals.set(account, { recipient: holder.owner, total: total + paid });
}

/** SPEC §10 */
function settleAccount(
  state: NaiveState,
  { id, underlying, day }: { id: bigint; underlying: bigint; day: bigint },
): void {
  demand(UNDERLYINGS[Number(underlying)] !== undefined, 4001);
  const account = state.accounts.get(id);
  demand(account !== undefined, 1010);
  const key = expiryKey(underlying, day);
  const expiry = state.expiries.get(key) ?? { settlementCents: null, pool: 0n };
  const { settlementCents } = expiry;
  demand(settlementCents !== null, 4009);
  const held = positionsByExpiry(state, account).get(key);
  demand(held !== undefined, 4010);
  const payoff = payoffAt(held, settlementCents);
  demand(payoff <= expiry.pool, 4011);
  const positions = new Map(
    [...account.positions].filter(([instrument]) => {
      const terms = state.instruments.get(instrument)!;
      return expiryKey(terms.underlying, terms.day) !== key;
    }),
  );
  let cash = account.cash + payoff;
  const pool = expiry.pool - payoff;
  demandFigures(cash, pool);
  if (positions.size === 0 && cash < 0n) {
    const rescue = min(state.insurance, -cash);
    state.insurance -= rescue;
    cash += rescue;
  }
  state.accounts.set(id, { ...account, positions, cash });
  state.expiries.set(key, { settlementCents, pool });
  demandFigures(totalPool(state), positiveCash(state));
}

/** SPEC §5.12 */
export function consumeItem(state: NaiveState, item: NaiveInboxItem): bigint {
  if (item.kind === 1n) return deposit(state, item);
  return attempt(state, () => {
    demand(item.kind === 2n || item.kind === 3n, 5002);
    const account = state.accounts.get(item.account);
    demand(account !== undefined, 1010);
    demand(account.owner === item.sender, 1009);
    if (item.kind === 2n) withdraw(state, item);
    else cancelAll(state, item.account);
  });
}

function deposit(state: NaiveState, { sender, account, amount }: NaiveInboxItem): bigint {
  state.vault += amount;
  let id = account;
  if (!state.accounts.has(id)) {
    id = BigInt(state.accounts.size + 1);
    state.accounts.set(id, { owner: sender, cash: 0n, positions: new Map() });
    state.keys.set(id * 8n, {
      signer: sender,
      expiresAtSec: 0n,
      scope: 7n,
      nonceBase: 0n,
      burned: new Set(),
    });
  }
  const credit = attempt(state, () => {
    const holder = state.accounts.get(id)!;
    state.accounts.set(id, { ...holder, cash: holder.cash + amount });
    demandFigures(holder.cash + amount, positiveCash(state));
  });
  if (credit !== 0n) state.insurance += amount;
  return credit;
}
