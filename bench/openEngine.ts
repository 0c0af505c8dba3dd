/** An exchange under load: funded accounts, listed options, surfaces and prints, in the sequencer's executor. */
import { domainOf } from '../protocol/authenticate.ts';
import {
  encodeCancelOrder,
  encodePlaceOrder,
  encodePublishPrices,
  PUBLISH_PRICES_KIND,
} from '../protocol/generated/codec.ts';
import { expirySec } from '../protocol/instrument.ts';
import type { MarginFilter } from '../protocol/machine.ts';
import { FULL_CONFIDENCE_E4, MODEL_STANDARD } from '../protocol/params.ts';
import { ACCEPTED } from '../protocol/rejections.ts';
import { keyIndex } from '../protocol/state.ts';
import { normalizedPrice } from '../publisher/fit/black76.ts';
import { Executor } from '../sequencer/engine/executor.ts';
import { createMarginFilter } from '../sequencer/engine/filter.ts';
import { Exchange, START_DAY, START_SEC } from '../test/fixtures/exchange.ts';
import { nameSigners, signerOf, signOperation } from '../test/fixtures/sign.ts';
import type { FlowStep } from './flow.ts';

export const ACCOUNTS = 256;
/** Calls and puts of eight strikes on each day ahead. */
const DAYS_AHEAD = [7, 14, 28, 56];
const STRIKES = 8;
const INSTRUMENTS = DAYS_AHEAD.length * STRIKES * 2;
const INDEX_CENTS = 6_000_000;
const TICK_CENTS = 100;
const USD = 1_000_000;

export interface MarketOptions {
  readonly model?: number;
  /** Of each account. With little some orders fail on margin once dozens of positions are held. */
  readonly cashUsd?: number;
  /** Every account trades every instrument; otherwise one of the first 16, which is the lightest load. */
  readonly spread?: boolean;
}

export interface FilterAnswers {
  asked: number;
  unknown: number;
  /** Initial margin surely negative, maintenance margin not surely. */
  fails: number;
}

export interface Tally extends FilterAnswers {
  isOff: boolean;
}

export interface Prepared {
  readonly operation: Uint8Array;
  readonly signers: readonly Uint8Array[];
  readonly id: number;
  readonly account: number;
  readonly instrument: number;
  readonly cancels: number | null;
}

export interface OpenEngine {
  readonly executor: Executor;
  readonly encode: (step: FlowStep) => Prepared;
  /** Puts a real signature in the place of the signer's name. */
  readonly sign: (prepared: Prepared) => Prepared;
  /** Moves time on by a second and the index by a dollar or so. */
  readonly print: () => void;
  readonly tally: Tally;
}

/** An exchange with funded accounts, listed options and surfaces, handed to the sequencer's executor. */
export function openEngine(options: MarketOptions): OpenEngine {
  const { model = MODEL_STANDARD } = options;
  const { cashUsd = 1_000_000, spread = true } = options;
  const exchange = new Exchange();
  const middles: number[] = [];
  exchange.print(0, INDEX_CENTS, INDEX_CENTS);
  for (const ahead of DAYS_AHEAD) {
    const day = START_DAY + ahead;
    exchange.surface({ day });
    for (let i = 0; i < STRIKES; i++) {
      const strikeCents = 5_400_000 + i * 200_000;
      for (const put of [false, true]) {
        exchange.list({ day, strikeCents, put });
        middles.push(middleOf({ day, strikeCents, put }));
      }
    }
  }
  for (let i = 0; i < ACCOUNTS; i++) {
    const account = exchange.open(cashUsd * USD);
    if (model !== MODEL_STANDARD) exchange.setMarginModel(account, model);
  }
  const { chainId, rollup, verifier } = exchange.machine.input.header;
  const timeSec = exchange.state.globals.timeSec();
  const tally = { asked: 0, unknown: 0, fails: 0, isOff: false };
  const executor = new Executor({
    state: exchange.state,
    filter: countingFilter(tally),
    place: { chainId, rollup, verifier, number: 1, inboxNext: 0, parentTimeSec: timeSec, seq: 1 },
  });
  executor.headTimeSec = timeSec;
  const nonces = new Float64Array(ACCOUNTS + 1);
  const encode = (step: FlowStep): Prepared => {
    const account = 1 + (step.id % ACCOUNTS);
    const instrument = spread
      ? 1 + ((step.id + Math.floor(step.id / ACCOUNTS)) % INSTRUMENTS)
      : 1 + (step.id % 16);
    const signers = [exchange.owner(account).address];
    const terms = head(account, nonces[account]++);
    const operation =
      step.kind === 'cancel'
        ? encodeCancelOrder({ ...terms, order: 0, generation: 0 })
        : encodePlaceOrder({
            ...terms,
            instrument,
            side: step.side,
            timeInForce: step.aggressive ? 1 : 0,
            priceCents: Math.max(
              middles[instrument - 1] + (step.ticks - 1000) * TICK_CENTS,
              TICK_CENTS,
            ),
            quantityE4: step.lots * 100,
          });
    return {
      operation: nameSigners(operation, [exchange.owner(account)]),
      signers,
      id: step.id,
      account,
      instrument,
      cancels: step.kind === 'cancel' ? step.id : null,
    };
  };
  const domain = domainOf(exchange.machine.input.header);
  const sign = (prepared: Prepared): Prepared => {
    const { operation, account, instrument } = prepared;
    const nameHash = exchange.state.instruments.nameHash(instrument);
    signOperation(operation, [exchange.owner(account)], { domain, nameHash });
    return prepared;
  };
  return { executor, encode, sign, print: () => printIndex(executor), tally };
}

/** About the mark, on the tick. */
function middleOf(terms: { day: number; strikeCents: number; put: boolean }): number {
  const years = (expirySec(terms.day) - START_SEC) / 31_536_000;
  const forward = 60_000;
  const k = Math.log(terms.strikeCents / 100 / forward);
  const v = 0.6 * Math.sqrt(years);
  const dollars = forward * normalizedPrice({ k, v, put: terms.put });
  return Math.max(Math.round(dollars), 1) * TICK_CENTS;
}

function printIndex(executor: Executor): void {
  executor.headTimeSec = executor.state.globals.timeSec() + 1;
  if (!executor.fits(PUBLISH_PRICES_KIND, 1000)) executor.seal();
  executor.advanceTime();
  const timeSec = executor.headTimeSec;
  const priceCents = INDEX_CENTS + ((timeSec * 7919) % 20_000);
  const signers = ['publisher 0', 'publisher 1'].map(signerOf);
  const entries = signers.map((_, publisher) => ({
    publisher,
    priceCents,
    confidenceE4: FULL_CONFIDENCE_E4,
    timeSec,
    signature: new Uint8Array(64),
  }));
  const operation = encodePublishPrices({ underlying: 0, entries });
  const { outcome } = executor.execute(
    operation,
    signers.map(({ address }) => address),
  );
  if (outcome !== ACCEPTED) throw new Error(`the print was rejected: ${outcome}`);
}

function countingFilter(tally: Tally): MarginFilter {
  const filter = createMarginFilter();
  return (state, account) => {
    const sign = tally.isOff ? 'unknown' : filter(state, account);
    tally.asked += 1;
    if (sign === 'unknown') tally.unknown += 1;
    if (sign === 'fails') tally.fails += 1;
    return sign;
  };
}

export function head(account: number, nonce: number) {
  return {
    key: keyIndex(account, 0),
    nonce,
    expiresAtSec: 2 ** 32 - 1,
    signature: new Uint8Array(64),
  };
}
