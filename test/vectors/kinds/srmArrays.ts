/** `srm_margin_1e18`: standard margin of ETH and BTC from arrays that run in parallel, in integers of 10^-18. */
import type {
  StandardExpiry,
  StandardOption,
  StandardUnderlying,
} from '../../../protocol/margin/standardTypes.ts';
import { min, mulDown, WAD } from '../../../protocol/maths/wad.ts';
import { type JsonObject, type Kind, marginRule } from '../kind.ts';
import { integer, list, object, text } from '../read.ts';
import { normalForm } from './normalForm.ts';
import { readStandardParams } from './standardParams.ts';

const UNDERLYINGS = ['ETH', 'BTC'];
/** Below so many seconds the forward is the settlement price. */
const SETTLES_SEC = 3600n;
/** Strikes have 8 decimals. */
const STRIKE_STEP = 10n ** 10n;
/** Confidences and prices of the cash token that a vector does not give. */
const CERTAIN = String(WAD);

export const srmArrays: Kind = {
  name: 'srm_margin_1e18',
  unit: '10^-18',
  rule: marginRule,
  async run({ inputs, params }, calls) {
    const portfolio = {
      cash: integer(inputs.Cash),
      stable: integer(inputs.USDCValue ?? CERTAIN),
      underlyings: UNDERLYINGS.map((name, i) => readUnderlying(inputs, name, i)).filter(holdsAny),
    };
    const margin = await calls.standardMargin(portfolio, readStandardParams(object(params)));
    return { IM: margin.initial, MM: margin.maintenance, MtM: margin.markToMarket };
  },
};

/** An underlying that the account has nothing of may have no prices. */
export function holdsAny({ perpetual, base, expiries }: StandardUnderlying): boolean {
  return perpetual.amount !== 0n || base !== 0n || expiries.length > 0;
}

function readUnderlying(inputs: JsonObject, name: string, index: number): StandardUnderlying {
  const confidences = list(list(inputs.SpotPerpConfidences)[index]);
  const [spotConfidence, confidence] = [0, 1].map((i) => integer(confidences[i] ?? CERTAIN));
  const amount = integer(inputs[`Perps_${name}`]);
  const mark = integer(list(inputs.PerpPrice)[index]);
  const funding =
    integer(inputs[`${name}GlobalFundingIndex`]) - integer(inputs[`Account${name}FundingIndex`]);
  const profit = mulDown(amount, mark - integer(inputs[`LastEntry${name}`]));
  return {
    spot: integer(inputs[`${name}SpotPrice`]),
    spotConfidence,
    perpetual: { amount, mark, confidence, unsettled: profit + mulDown(-amount, funding) },
    base: integer(inputs[`w${name}`]),
    expiries: readExpiries(inputs, name),
  };
}

function readExpiries(inputs: JsonObject, name: string): StandardExpiry[] {
  const rows = readRows(inputs).filter(({ underlying }) => underlying === name);
  return [...new Set(rows.map(({ sec }) => sec))].flatMap((sec) => {
    const ofExpiry = rows.filter((row) => row.sec === sec);
    const options = normalForm(ofExpiry.map(({ option }) => option));
    if (options.length === 0) return [];
    const feed = readFeed(inputs, name, sec);
    const isHeld = ({ option }: Row): boolean =>
      options.some(({ strike, put }) => strike === option.strike && put === option.put);
    const volConfidence = ofExpiry
      .filter(isHeld)
      .reduce((least, row) => min(least, row.volConfidence), WAD);
    return [{ ...feed, volConfidence, sec, options, priced: true }];
  });
}

interface Row {
  readonly underlying: string;
  readonly sec: bigint;
  readonly volConfidence: bigint;
  readonly option: StandardOption;
}

function readRows(inputs: JsonObject): Row[] {
  const [expiries, strikes] = [list(inputs.OptionExpiries), list(inputs.OptionStrikes)];
  return list(inputs.OptionUnderlying).map((underlying, i) => {
    const strike = integer(strikes[i]);
    return {
      underlying: text(underlying),
      sec: integer(expiries[i]),
      volConfidence: integer(list(inputs.OptionVolConfidences)[i] ?? CERTAIN),
      option: {
        strike: strike - (strike % STRIKE_STEP),
        put: integer(list(inputs.OptionIsCall)[i]) === 0n,
        amount: integer(list(inputs.OptionAmounts)[i]),
        vol: integer(list(inputs.OptionVols)[i]),
      },
    };
  });
}

function readFeed(
  inputs: JsonObject,
  name: string,
  sec: bigint,
): Pick<StandardExpiry, 'forward' | 'forwardConfidence'> {
  const feeds = list(inputs.FeedExpiries).map(integer);
  const names = list(inputs.OptionUnderlying).map(text);
  const index = feeds.findIndex((feed, i) => feed === sec && names[i] === name);
  if (index === -1) throw new SyntaxError(`${name} has no feed of the expiry in ${sec} s`);
  const settlement = inputs[`SettlementPrice${name}`];
  const isSettling = sec < SETTLES_SEC && settlement !== null && settlement !== undefined;
  return {
    forward: integer(isSettling ? settlement : list(inputs.Forwards)[index]),
    forwardConfidence: integer(list(inputs.ForwardConfidences)[index] ?? CERTAIN),
  };
}
