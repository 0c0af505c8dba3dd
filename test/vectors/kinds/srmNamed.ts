/** `srm_margin_named_portfolio`: standard margin of portfolios with dates for names, in an environment of the vector. */
import type {
  StandardExpiry,
  StandardOption,
  StandardUnderlying,
} from '../../../protocol/margin/standardTypes.ts';
import { min, mulDown } from '../../../protocol/maths/wad.ts';
import { type Json, type JsonObject, type Kind, marginRule, type Vector } from '../kind.ts';
import { isObject, list, object, scaled, text, wad } from '../read.ts';
import { normalForm } from './normalForm.ts';
import { holdsAny } from './srmArrays.ts';
import { readStandardParams } from './standardParams.ts';

const UNDERLYINGS = ['eth', 'btc'];
/** The names count from here: 20230104 expires in 3 days and 8 hours. */
const DAY_ZERO_MS = Date.UTC(2023, 0, 1);
const DAY_MS = 86_400_000;
const EXPIRES_SEC = 28_800;

export const srmNamed: Kind = {
  name: 'srm_margin_named_portfolio',
  rule: marginRule,
  /** The cut figures are in `expected`, those with decimals are the reference. */
  alsoExpected({ referenceValue, expected }) {
    if (!isObject(referenceValue)) return {};
    const names = Object.keys(referenceValue).filter((name) => !(name in expected));
    return Object.fromEntries(names.map((name) => [name, referenceValue[name]]));
  },
  async run(vector, calls) {
    const { env, inputs, params } = vector;
    const portfolio = {
      cash: coins(inputs.cash),
      stable: wad(object(env.overrides).stable ?? env.stable ?? '1'),
      underlyings: UNDERLYINGS.map((name) => readUnderlying(vector, name)).filter(holdsAny),
    };
    const margin = await calls.standardMargin(portfolio, readStandardParams(params));
    const { initial: IM, maintenance: MM, markToMarket: MtM } = margin;
    return { IM, MM, MtM, IM_trunc: IM, MM_trunc: MM, MtM_trunc: MtM };
  },
};

/** Integers of 10^-8. */
function coins(value: Json | undefined): bigint {
  return scaled(value, 10);
}

function of(rows: Json | undefined, name: string): JsonObject[] {
  return list(rows)
    .map(object)
    .filter(({ underlying }) => underlying === name);
}

/** Overrides are of ETH only. */
function overridesOf({ env }: Vector, name: string): JsonObject {
  return name === 'eth' ? object(env.overrides) : {};
}

function readUnderlying(vector: Vector, name: string): StandardUnderlying {
  const { env, inputs } = vector;
  const overrides = overridesOf(vector, name);
  const confidence = wad(env.confidence ?? '1');
  const mark = wad(object(env.perpPrice)[name]);
  const perps = of(inputs.perps, name).map((perp) => {
    const amount = coins(perp.amount);
    return { amount, profit: mulDown(amount, mark - coins(perp.entryPrice)) };
  });
  return {
    spot: wad(object(env.spot)[name]),
    spotConfidence: overrides.sc === undefined ? confidence : wad(overrides.sc),
    perpetual: {
      amount: perps.reduce((sum, { amount }) => sum + amount, 0n),
      mark,
      confidence: overrides.pc === undefined ? confidence : wad(overrides.pc),
      unsettled: perps.reduce((sum, { profit }) => sum + profit, 0n),
    },
    base: of(inputs.bases, name).reduce((sum, { amount }) => sum + coins(amount), 0n),
    expiries: readExpiries(vector, name),
  };
}

function readExpiries(vector: Vector, name: string): StandardExpiry[] {
  const rows = of(vector.inputs.options, name);
  return [...new Set(rows.map(({ expiry }) => text(expiry)))].flatMap((expiry) => {
    const vol = wad(vector.env.vol ?? '0.5');
    const options = normalForm(
      rows.filter((row) => text(row.expiry) === expiry).map((row) => readOption(row, vol)),
    );
    if (options.length === 0) return [];
    return [
      {
        ...readForward(vector, { name, expiry }),
        volConfidence: volConfidence(vector, { name, expiry, options }),
        sec: secondsTo(expiry),
        options,
        priced: true,
      },
    ];
  });
}

function readOption({ strike, type, amount }: JsonObject, vol: bigint): StandardOption {
  return { strike: wad(strike), put: /^p/i.test(text(type)), amount: coins(amount), vol };
}

function readForward(
  vector: Vector,
  { name, expiry }: { name: string; expiry: string },
): Pick<StandardExpiry, 'forward' | 'forwardConfidence'> {
  const spot = wad(object(vector.env.spot)[name]);
  const override = list(object(overridesOf(vector, name).fc)[expiry]);
  const offset = override[0] ?? object(vector.meta[`forward_offsets_${name}`])[expiry];
  if (offset === undefined) throw new SyntaxError(`${name} has no forward for ${expiry}`);
  const confidence = override[1] ?? vector.env.confidence ?? '1';
  return { forward: spot + wad(offset), forwardConfidence: wad(confidence) };
}

/** The least of the options held; an override's key is `('expiry', strike)`. */
function volConfidence(
  vector: Vector,
  { name, expiry, options }: { name: string; expiry: string; options: readonly StandardOption[] },
): bigint {
  const overrides = Object.entries(object(overridesOf(vector, name).vc)).flatMap(([key, value]) => {
    const [, day, strike] = /^\(\s*'?(\d+)'?\s*,\s*'?([\d.]+)'?\s*\)$/.exec(key) ?? [];
    if (day !== expiry || !options.some((option) => option.strike === wad(strike))) return [];
    return [wad(value)];
  });
  const general = wad(vector.env.confidence ?? '1');
  return overrides.reduce(min, general);
}

/** @throws SyntaxError for a name that is no date */
function secondsTo(expiry: string): bigint {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(expiry) ?? [];
  if (day === undefined) throw new SyntaxError(`no date: ${expiry}`);
  const days = (Date.UTC(Number(year), Number(month) - 1, Number(day)) - DAY_ZERO_MS) / DAY_MS;
  return BigInt(days * 86_400 + EXPIRES_SEC);
}
