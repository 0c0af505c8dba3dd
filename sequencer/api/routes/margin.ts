import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';

import { bestLevel, BUY, SELL } from '../../../protocol/book/levels.ts';
import { parseInstrumentName } from '../../../protocol/instrument.ts';
import { PARAMETER_NAMES, parameterValues } from '../../../protocol/margin/parameters.ts';
import {
  MAX_ACCOUNTS,
  SCENARIO_COUNT_PARAMETER,
  SCENARIO_PARAMETERS,
} from '../../../protocol/params.ts';
import { CODE } from '../../../protocol/rejections.ts';
import { expiryIndex, type State } from '../../../protocol/state.ts';
import { formatDecimal, parseInteger } from '../../admission/decimals.ts';
import { captureAccount, captureMarket, codesOf } from '../../margin/capture.ts';
import { parseWhatIf, SimulateBody } from '../../margin/request.ts';
import type { QuotedOption } from '../../margin/ticker.ts';
import { AS_IS, type WhatIf } from '../../margin/whatIf.ts';
import { ProtocolRejection, Refusal } from '../../rejections.ts';
import type { ApiContext } from '../context.ts';
import { AccountMargin, MarginReport, Ticker } from '../marginSchemas.ts';
import { closed, Decimal, errors, Integer, notFound } from '../schemas.ts';

/** Each of these costs milliseconds of a thread that all share. */
const HEAVY = { config: { rateLimit: { max: 50, timeWindow: 1_000 } } };
const TICKERS_MAX = 512;
const MARGINS_MAX = 100;

/** Margins, what they would be, and marks: worked out in a thread of their own. */
export function marginRoutes(context: ApiContext): FastifyPluginAsyncTypebox {
  const { state, index, margins } = context;
  const tags = ['margin'];

  const accountOf = (text: string): number => {
    const account = parseInteger(text, 'account', MAX_ACCOUNTS);
    if (account === 0 || account > state.globals.accountCount()) {
      throw new Refusal('notFound', `account ${account}`);
    }
    return account;
  };
  const report = async (account: number, whatIf: WhatIf) => {
    const codes = [
      ...(account === 0 ? [] : codesOf(state, account)),
      ...whatIf.positions.map(({ code }) => code),
    ];
    const found = await margins.ask({
      type: 'report',
      market: captureMarket(state, codes),
      account: captureAccount(state, account),
      whatIf,
    });
    return { account: account === 0 ? null : String(account), ...found };
  };
  const askTickers = async (options: readonly QuotedOption[]) => {
    const market = captureMarket(
      state,
      options.map(({ code }) => code),
    );
    return margins.ask({ type: 'tickers', market, options });
  };

  return async (app) => {
    app.get(
      '/accounts/:account/margin',
      {
        ...HEAVY,
        schema: {
          tags,
          summary: 'Margin of an account, and where every dollar of it comes from',
          params: Type.Object({ account: Type.String({ maxLength: 40 }) }),
          response: { 200: MarginReport, ...notFound, ...errors },
        },
      },
      async ({ params }) => report(accountOf(params.account), AS_IS),
    );
    app.post(
      '/margin/simulate',
      {
        ...HEAVY,
        schema: {
          tags,
          summary: 'Margin of a portfolio that need not exist, or of an account after changes',
          body: SimulateBody,
          response: { 200: MarginReport, ...notFound, ...errors },
        },
      },
      async ({ body }) => {
        const account = body.account === undefined ? 0 : accountOf(body.account);
        return report(account, parseWhatIf(body, state.globals.timeSec()));
      },
    );
    app.get(
      '/margins',
      {
        ...HEAVY,
        schema: {
          tags,
          summary: 'Margins of accounts that hold positions, by account id',
          querystring: closed({
            after: Type.Optional(Integer),
            limit: Type.Optional(Integer),
          }),
          response: {
            200: Type.Object({
              margins: Type.Array(AccountMargin),
              next: Type.Union([Type.Null(), Integer]),
            }),
            ...errors,
          },
        },
      },
      async ({ query }) => {
        const after = parseInteger(query.after ?? '0', 'after', MAX_ACCOUNTS);
        const limit = parseInteger(query.limit ?? String(MARGINS_MAX), 'limit', MARGINS_MAX);
        const { accounts, last } = holdersAfter(state, after, limit);
        return {
          margins: await askMargins(context, accounts),
          next: last < state.globals.accountCount() ? String(last) : null,
        };
      },
    );
    app.get(
      '/parameters',
      {
        schema: {
          tags,
          summary: 'Margin and auction parameters in force, by name',
          response: {
            200: Type.Object({ version: Integer, values: Type.Record(Type.String(), Decimal) }),
          },
        },
      },
      async () => viewParameters(state),
    );
    app.get(
      '/instruments/:instrument/ticker',
      {
        schema: {
          tags,
          summary: 'Mark, volatilities and greeks of an option',
          params: Type.Object({ instrument: Type.String({ maxLength: 40 }) }),
          response: { 200: Ticker, ...errors },
        },
      },
      async ({ params }) => {
        const id = index.instrument(params.instrument);
        if (id === 0) throw new ProtocolRejection(CODE.unknownInstrument);
        const [ticker] = await askTickers([quotedOption(state, id)]);
        return ticker;
      },
    );
    app.get(
      '/tickers/:expiry',
      {
        ...HEAVY,
        schema: {
          tags,
          summary: 'The same of every listed option of an expiry, `BTC-26JUN26`, by strike',
          params: Type.Object({ expiry: Type.String({ maxLength: 20 }) }),
          response: { 200: Type.Array(Ticker), ...errors },
        },
      },
      async ({ params }) => askTickers(optionsOf(state, params.expiry)),
    );
  };
}

/** Without the scenarios that are not in use. */
function viewParameters(state: State) {
  const values = parameterValues(state);
  const used = SCENARIO_PARAMETERS + 3 * (values[SCENARIO_COUNT_PARAMETER] / 1e9);
  return {
    version: String(state.parameters.version()),
    values: Object.fromEntries(
      values.slice(0, used).map((value, i) => [PARAMETER_NAMES[i], formatDecimal(value, 9)]),
    ),
  };
}

/** Margins of accounts as they are now. */
export async function askMargins({ state, margins }: ApiContext, accounts: readonly number[]) {
  if (accounts.length === 0) return [];
  return margins.ask({
    type: 'margins',
    market: captureMarket(
      state,
      accounts.flatMap((account) => codesOf(state, account)),
    ),
    accounts: accounts.map((id) => ({ id, record: captureAccount(state, id) })),
  });
}

/** COST: looks at every account after the first until there are enough. */
function holdersAfter(
  state: State,
  after: number,
  limit: number,
): { accounts: number[]; last: number } {
  const accounts: number[] = [];
  const count = state.globals.accountCount();
  let last = after;
  while (last < count && accounts.length < limit) {
    last += 1;
    const isAuctioned = state.accounts.auctionStartSec(last) !== 0;
    if (isAuctioned || state.accounts.positionCount(last) > 0) accounts.push(last);
  }
  return { accounts, last };
}

function quotedOption(state: State, instrument: number): QuotedOption {
  const best = (side: number): number => {
    const level = bestLevel(state, { instrument, side });
    return level === 0 ? 0 : state.levels.priceCents(level);
  };
  const code = state.instruments.code(instrument);
  return { code, bidCents: best(BUY), askCents: best(SELL) };
}

function optionsOf(state: State, name: string): QuotedOption[] {
  const terms = parseInstrumentName(`${name}-1-C`);
  if (terms === null) throw new ProtocolRejection(CODE.unknownUnderlying);
  const options: QuotedOption[] = [];
  let at = state.expiries.instrumentHead(expiryIndex(terms.underlying, terms.day));
  while (at !== 0 && options.length < TICKERS_MAX) {
    options.push(quotedOption(state, at));
    at = state.instruments.nextInExpiry(at);
  }
  return options;
}
