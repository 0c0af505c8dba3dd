/** The simulator's request, as it comes over HTTP or out of a file, and what it means. */
import { type Static, type TProperties, Type } from 'typebox';

import {
  encodeTerms,
  expirySec,
  type InstrumentTerms,
  parseInstrumentName,
} from '../../protocol/instrument.ts';
import { PARAMETER_NAMES } from '../../protocol/margin/parameters.ts';
import {
  DAY_SEC,
  MAX_LISTING_DAYS,
  MAX_POSITIONS,
  MAX_RATE_E9,
  MAX_VOL_E9,
  UNDERLYINGS,
} from '../../protocol/params.ts';
import { CODE } from '../../protocol/rejections.ts';
import { MARGIN_MODELS } from '../../protocol/typedData.ts';
import {
  parseDecimal,
  parsePrice,
  parseSigned,
  parseSignedAmount,
  parseSignedQuantity,
} from '../admission/decimals.ts';
import { ProtocolRejection, Refusal } from '../rejections.ts';
import type { ExpiryTerms } from './show.ts';
import type { SviParameters, WhatIf } from './whatIf.ts';

const E12_MAX = 1_000_000_000_000_000;
const E9_MAX = 1_000_000_000_000_000;
const VOL_SHIFT_MAX = 10_000_000_000;
const VOL_SHIFT_MIN = -999_000_000;

const closed = <P extends TProperties>(properties: P, description: string) =>
  Type.Object(properties, { additionalProperties: false, description });
const decimal = (description: string, example = '1.5') =>
  Type.String({ maxLength: 40, description, examples: [example] });
const byName = (description: string) =>
  Type.Record(Type.String({ maxLength: 60 }), decimal(description), { maxProperties: 256 });

const Svi = closed(
  {
    a: decimal('level of total variance', '0.002'),
    b: decimal('slope of the wings', '0.01'),
    rho: decimal('between -1 and 1', '-0.2'),
    m: decimal('log moneyness of the middle', '0'),
    sigma: decimal('roundness of the middle', '0.1'),
  },
  'raw SVI of total variance, for the time from now to the expiry',
);

export const SimulatedPosition = closed(
  {
    instrument: Type.Optional(Type.String({ maxLength: 40, examples: ['BTC-26JUN26-60000-C'] })),
    underlying: Type.Optional(Type.String({ maxLength: 10, examples: ['BTC'] })),
    expiry: Type.Optional(Type.String({ maxLength: 10, examples: ['26JUN26'] })),
    strike: Type.Optional(decimal('USD', '60000')),
    type: Type.Optional(Type.Enum(['call', 'put'])),
    amount: decimal('contracts, below 0 where short', '-2'),
  },
  'an option by its name, or by underlying, expiry, strike and type; it need not be listed',
);

export const Overrides = closed(
  {
    index: Type.Optional(byName('index price by underlying')),
    forward: Type.Optional(byName('forward by expiry, `BTC-26JUN26`')),
    rate: Type.Optional(byName('rate a year by expiry')),
    vol: Type.Optional(byName('one volatility a year for all strikes of an expiry')),
    svi: Type.Optional(Type.Record(Type.String({ maxLength: 60 }), Svi, { maxProperties: 64 })),
    volShift: Type.Optional(decimal('0.1 raises every volatility by a tenth of itself', '0.1')),
    parameters: Type.Optional(byName('margin parameters by name, `portfolio.mmLossFactor`')),
  },
  'prices and parameters in place of those of the exchange',
);

export const SimulateBody = closed(
  {
    account: Type.Optional(decimal('start from this account', '7')),
    model: Type.Optional(Type.Enum([...MARGIN_MODELS])),
    cash: Type.Optional(decimal('USDC, added to the account if one is named', '100000')),
    positions: Type.Optional(Type.Array(SimulatedPosition, { maxItems: MAX_POSITIONS })),
    overrides: Type.Optional(Overrides),
  },
  'a portfolio that need not exist',
);

export type SimulateRequest = Static<typeof SimulateBody>;

/**
 * @param nowSec the exchange's time: expiries further off than it lists are refused
 * @throws Refusal | ProtocolRejection that names the field
 */
export function parseWhatIf(request: SimulateRequest, nowSec: number): WhatIf {
  const { model, cash = '0', positions = [], overrides = {} } = request;
  const terms = (name: string): ExpiryTerms => parseExpiry(name, nowSec);
  return {
    // A portfolio from nothing is margined as a new account is.
    model: model === undefined ? null : MARGIN_MODELS.indexOf(model),
    cash: parseSignedAmount(cash, 'cash'),
    positions: positions.map((position, i) => parsePosition(position, { i, nowSec })),
    index: Object.entries(overrides.index ?? {}).map(([symbol, text]) => parseIndex(symbol, text)),
    forwards: Object.entries(overrides.forward ?? {}).map(([name, text]) => ({
      ...terms(name),
      cents: positive(parsePrice(text, name), name),
    })),
    rates: Object.entries(overrides.rate ?? {}).map(([name, text]) => ({
      ...terms(name),
      rateE9: parseE9(text, { field: name, max: MAX_RATE_E9 }),
    })),
    vols: Object.entries(overrides.vol ?? {}).map(([name, text]) => ({
      ...terms(name),
      volE9: positive(parseE9(text, { field: name, max: MAX_VOL_E9 }), name),
    })),
    surfaces: Object.entries(overrides.svi ?? {}).map(([name, svi]) => ({
      ...terms(name),
      ...parseSvi(svi),
    })),
    volShiftE9: parseVolShift(overrides.volShift ?? '0'),
    parameters: Object.entries(overrides.parameters ?? {}).map(parseParameter),
  };
}

function parsePosition(
  position: Static<typeof SimulatedPosition>,
  { i, nowSec }: { i: number; nowSec: number },
): WhatIf['positions'][number] {
  const field = `positions/${i}`;
  const terms = parseTerms(position, { field, nowSec });
  const { maxPriceCents } = UNDERLYINGS[terms.underlying];
  if (terms.strikeCents === 0 || terms.strikeCents > maxPriceCents) {
    throw new Refusal('outOfRange', `${field}/strike`);
  }
  const amountE4 = parseSignedQuantity(position.amount, `${field}/amount`);
  if (amountE4 === 0) throw new Refusal('outOfRange', `${field}/amount is 0`);
  return { code: encodeTerms(terms), amountE4 };
}

function parseTerms(
  position: Static<typeof SimulatedPosition>,
  { field, nowSec }: { field: string; nowSec: number },
): InstrumentTerms {
  const { instrument, underlying, expiry, strike, type } = position;
  if (instrument !== undefined) {
    const terms = parseInstrumentName(instrument);
    if (terms === null) throw new ProtocolRejection(CODE.unknownInstrument);
    checkExpiry(terms, nowSec);
    return terms;
  }
  for (const [name, value] of Object.entries({ underlying, expiry, strike, type })) {
    if (value === undefined) throw new Refusal('missingField', `${field}/${name}`);
  }
  const terms = parseExpiry(`${underlying}-${expiry}`, nowSec);
  return { ...terms, strikeCents: parsePrice(strike!, `${field}/strike`), put: type === 'put' };
}

/** `BTC-26JUN26` */
function parseExpiry(name: string, nowSec: number): ExpiryTerms {
  const terms = parseInstrumentName(`${name}-1-C`);
  if (terms === null) throw new ProtocolRejection(CODE.unknownUnderlying);
  checkExpiry(terms, nowSec);
  return { underlying: terms.underlying, day: terms.day };
}

/** SAFETY: tables grow to the highest expiry asked for. */
function checkExpiry({ day }: { day: number }, nowSec: number): void {
  if (expirySec(day) > nowSec + MAX_LISTING_DAYS * DAY_SEC) {
    throw new ProtocolRejection(CODE.badListing);
  }
}

function parseIndex(symbol: string, text: string): WhatIf['index'][number] {
  const underlying = UNDERLYINGS.findIndex((each) => each.symbol === symbol);
  if (underlying < 0) throw new ProtocolRejection(CODE.unknownUnderlying);
  const cents = positive(parsePrice(text, symbol), symbol);
  if (cents > UNDERLYINGS[underlying].maxPriceCents) throw new Refusal('outOfRange', symbol);
  return { underlying, cents };
}

function parseSvi({ a, b, rho, m, sigma }: Static<typeof Svi>): SviParameters {
  const parse = (text: string, field: string): number =>
    parseSigned(text, (digits) => parseDecimal(digits, { field, decimals: 12, max: E12_MAX }));
  return {
    aE12: parse(a, 'a'),
    bE12: parse(b, 'b'),
    rhoE12: parse(rho, 'rho'),
    mE12: parse(m, 'm'),
    sigmaE12: parse(sigma, 'sigma'),
  };
}

function parseVolShift(text: string): number {
  const shift = parseE9(text, { field: 'volShift', max: VOL_SHIFT_MAX });
  if (shift < VOL_SHIFT_MIN) throw new Refusal('outOfRange', 'volShift');
  return shift;
}

function parseParameter([name, text]: [string, string]): WhatIf['parameters'][number] {
  const index = PARAMETER_NAMES.indexOf(name);
  if (index < 0) throw new Refusal('unknownField', name);
  return { index, value: parseE9(text, { field: name, max: E9_MAX }) };
}

function parseE9(text: string, { field, max }: { field: string; max: number }): number {
  return parseSigned(text, (digits) => parseDecimal(digits, { field, decimals: 9, max }));
}

function positive(value: number, field: string): number {
  if (value <= 0) throw new Refusal('outOfRange', `${field} is not above 0`);
  return value;
}
