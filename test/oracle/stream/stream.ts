/**
 * A seeded stream of batches. It looks at the reference state at the start of a batch to make operations that
 * mostly work, and spoils some of them in every way that has a rejection code.
 */
import type { NaiveState } from '../naiveState.ts';
import type { PairBatch } from '../pair.ts';
import { createRandom, type Random } from '../random.ts';
import { addressOf, NO_SIGNER } from '../world.ts';
import { auctions, bid, crash, liquidate, squeeze, strain } from './auctions.ts';
import {
  advance,
  advanceTo,
  anyAccount,
  anyAmount,
  type Draft,
  newDraft,
  ownerOf,
  OWNERS,
  PORTFOLIO_COLLECTOR,
  signed,
} from './draft.ts';
import { anyDeposit, consume, deposit, followIndex, inboxItems, shortenAuctions } from './l1.ts';
import { cancelOrder, listChain, listInstrument, order, sweepExpired } from './orders.ts';
import {
  closeDown,
  closeOut,
  depth,
  hoard,
  ruin,
  settle,
  settleAccount,
  stack,
  whale,
  window,
} from './plays.ts';
import { publish, resume, settleExpiry, UNDERLYING_IDS } from './prints.ts';
import { anyExpiry, oddSurface, refreshSurfaces } from './surfaces.ts';

export interface Stream {
  next(state: NaiveState): PairBatch;
}

export function createStream(seed: number): Stream {
  const random = createRandom(seed);
  let batches = 0;
  let mode: Mode = 'mixed';
  return {
    next(state) {
      const draft = newDraft(random, state);
      mode = modeAfter(mode, random);
      if (batches === 0) opening(draft);
      else play(draft, mode);
      if (random.chance(0.04)) draft.operations.push(garbage(draft));
      batches += 1;
      const { operations, inbox, headerTimeSec } = draft;
      return { data: Buffer.concat(operations), inbox, headerTimeSec };
    },
  };
}

const MODE_WEIGHTS = {
  mixed: 100,
  list: 5,
  settle: 8,
  window: 5,
  hoard: 16,
  stack: 2,
  depth: 9,
  whale: 2,
  ruin: 5,
  strain: 16,
  squeeze: 6,
  crash: 10,
  auctions: 12,
  closeDown: 3,
};

type Mode = keyof typeof MODE_WEIGHTS;

const MODES: Readonly<Record<Mode, (draft: Draft) => void>> = {
  mixed(draft) {
    const count = draft.random.between(1, 45);
    for (let i = 0; i < count; i++) OPERATION[draft.random.weighted(OPERATION_WEIGHTS)](draft);
  },
  list(draft) {
    if (draft.random.chance(0.4)) return listChain(draft);
    for (let i = 0; i < 40; i++) listInstrument(draft);
  },
  settle,
  window,
  hoard,
  stack,
  depth,
  whale,
  ruin,
  strain,
  squeeze,
  crash,
  auctions,
  closeDown,
};

/** What one play leaves is often what the next one is about. */
function modeAfter(mode: Mode, random: Random): Mode {
  const any = random.weighted(MODE_WEIGHTS);
  if (mode === 'closeDown') return random.chance(0.8) ? 'settle' : any;
  if (mode === 'ruin' || mode === 'window') return random.chance(0.7) ? 'settle' : any;
  if (mode === 'strain') return random.chance(0.5) ? 'crash' : any;
  if (mode === 'crash') return random.chance(0.9) ? 'auctions' : any;
  if (mode === 'auctions') return random.chance(0.65) ? 'auctions' : any;
  return any;
}

/** Time passes; mostly with the prints and surfaces that keep the markets open. */
function play(draft: Draft, mode: Mode): void {
  const { random } = draft;
  const isSlow = draft.headerTimeSec - draft.timeSec > 100n;
  if (mode === 'auctions' && isSlow && random.chance(0.85)) {
    draft.headerTimeSec = draft.timeSec + BigInt(random.between(5, 60));
  }
  if (mode === 'squeeze' || mode === 'window' || mode === 'settle' || mode === 'closeDown') {
    // These bring their own prints, or want the last ones.
  } else if (isSlow) {
    if (random.chance(mode === 'mixed' ? 0.85 : 0.97)) resume(draft);
    else if (random.chance(0.7)) advanceTo(draft, draft.headerTimeSec);
    if (random.chance(0.9)) followIndex(draft);
    refreshSurfaces(draft);
  } else {
    if (random.chance(0.9)) advance(draft);
    for (const underlying of UNDERLYING_IDS) if (random.chance(0.95)) publish(draft, underlying);
    if (random.chance(0.7)) followIndex(draft);
    refreshSurfaces(draft);
  }
  MODES[mode](draft);
  inboxItems(draft, random.chance(0.3) ? random.between(1, 4) : 0);
}

const OPERATION_WEIGHTS = {
  placeOrder: 560,
  cancelOrder: 70,
  cancelAll: 10,
  transfer: 40,
  withdraw: 40,
  setSessionKey: 30,
  setMarginModel: 25,
  listInstrument: 15,
  publishPrices: 25,
  surface: 25,
  settleExpiry: 12,
  settleAccount: 30,
  closeOut: 5,
  sweepExpired: 25,
  advanceTime: 10,
  consumeInbox: 15,
  liquidate: 20,
  bid: 15,
};

const OPERATION: Readonly<Record<keyof typeof OPERATION_WEIGHTS, (draft: Draft) => void>> = {
  placeOrder: (draft) => order(draft),
  cancelOrder,
  cancelAll: (draft) => signed(draft, 'cancelAll', anyAccount(draft), {}),
  transfer,
  withdraw: (draft) => {
    const account = anyAccount(draft);
    signed(draft, 'withdraw', account, { amount: anyAmount(draft, account) });
  },
  setSessionKey,
  setMarginModel: (draft) => {
    const model = draft.random.weighted({ 0: 30, 1: 60, 2: 10 });
    signed(draft, 'setMarginModel', anyAccount(draft), { model: BigInt(model) });
  },
  listInstrument,
  publishPrices: (draft) => publish(draft, BigInt(draft.random.between(0, 1))),
  surface: oddSurface,
  settleExpiry: (draft) => settleExpiry(draft, anyExpiry(draft)),
  settleAccount: (draft) => settleAccount(draft, anyAccount(draft), anyExpiry(draft)),
  closeOut: (draft) => closeOut(draft, anyAccount(draft), anyExpiry(draft)),
  sweepExpired,
  advanceTime: advance,
  consumeInbox: (draft) => {
    if (draft.random.chance(0.8)) inboxItems(draft, 1);
    consume(draft);
  },
  liquidate: (draft) => liquidate(draft, anyAccount(draft)),
  bid: (draft) => bid(draft, anyAccount(draft)),
};

function opening(draft: Draft): void {
  for (let i = 0; i < 36; i++) deposit(draft, ownerOf(i % OWNERS), 0n, anyDeposit(draft));
  for (const name of ['writer', 'whale']) {
    deposit(draft, addressOf(name.slice(0, 4), 1), 0n, 2_000_000_000_000_000n);
  }
  deposit(draft, ownerOf(8), PORTFOLIO_COLLECTOR, 40_000_000_000_000n);
  shortenAuctions(draft);
  for (let i = 0; i < 40; i++) consume(draft);
  listInstrument(draft);
  order(draft);
  for (const underlying of UNDERLYING_IDS) publish(draft, underlying, { sober: true });
  for (let i = 0; i < 60; i++) listInstrument(draft);
}

function transfer(draft: Draft): void {
  const { random, state } = draft;
  const account = anyAccount(draft);
  const owner = state.accounts.get(account)?.owner;
  const own = [...state.accounts].filter(([, other]) => other.owner === owner).map(([id]) => id);
  const toAccount = own.length > 0 && random.chance(0.9) ? random.pick(own) : anyAccount(draft);
  signed(draft, 'transfer', account, { toAccount, amount: anyAmount(draft, account) });
}

function setSessionKey(draft: Draft): void {
  const { random, timeSec } = draft;
  const slot = random.chance(0.95) ? random.between(1, 7) : random.pick([0, 8, 255]);
  const expiry = random.weighted({ never: 50, soon: 25, header: 5, later: 15, past: 5 });
  const soon = timeSec + BigInt(random.between(0, 2_000));
  const later = timeSec + BigInt(random.between(10_000, 5_000_000));
  signed(draft, 'setSessionKey', anyAccount(draft), {
    slot: BigInt(slot),
    signer: random.chance(0.9) ? addressOf('ses', random.between(0, 40)) : NO_SIGNER,
    keyExpiresAtSec: { never: 0n, soon, later, header: draft.headerTimeSec, past: timeSec - 1n }[
      expiry
    ],
    scope: BigInt(random.chance(0.6) ? 7 : random.between(0, 9)),
  });
}

/** Something that ends the data: an unknown kind, or an operation cut short. */
function garbage({ random, operations }: Draft): Buffer {
  const last = operations.at(-1);
  const tooLong = Buffer.concat([Buffer.of(10, 0, 28), Buffer.alloc(75 * 28)]);
  if (last === undefined) return Buffer.of(0);
  const cut = last.subarray(0, random.between(1, last.length));
  return random.pick([Buffer.of(0), Buffer.of(18, 1, 2), Buffer.of(14, 1, 2), cut, tooLong]);
}
