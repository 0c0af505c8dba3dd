/** Vectors of settlement: payoffs, the worst of them, and sums of scenario losses. */
import { abs, divDown, min, mulDown } from '../../../protocol/maths/wad.ts';
import type { OptionPosition } from '../../../protocol/margin/types.ts';
import { type JsonObject, type Kind, pricingRule } from '../kind.ts';
import { isObject, list, object, text, wad } from '../read.ts';
import { normalForm } from './normalForm.ts';

export const payoffLinear: Kind = {
  name: 'settlement_payoff_linear',
  rule: pricingRule,
  async run({ inputs }, calls) {
    const each = await calls.settlementPayoff(readTerms(inputs), wad(inputs.settlement));
    return { cash: mulDown(wad(inputs.amount ?? '1'), each) };
  },
};

/** Paid in coin: the payoff divided by the settlement price. */
export const payoffInverse: Kind = {
  name: 'settlement_payoff_inverse',
  rule: pricingRule,
  async run({ inputs }, calls) {
    const price = wad(inputs.delivery ?? inputs.settlement);
    const each = divDown(await calls.settlementPayoff(readTerms(inputs), price), price);
    const amount = wad(inputs.amount ?? '1');
    const payout = mulDown(amount, each);
    return { payout_btc: payout, profit_btc: payout - mulDown(amount, wad(inputs.premium)) };
  },
};

function readTerms(inputs: JsonObject): { put: boolean; strike: bigint } {
  return { put: /^p/i.test(text(inputs.type)), strike: wad(inputs.strike) };
}

/** `shortPut`, `longPut`, `shortCall`, `longCall`: null or { strike, amount }, or a list of them. */
const LEGS = [
  { name: 'shortPut', put: true, sign: -1n },
  { name: 'longPut', put: true, sign: 1n },
  { name: 'shortCall', put: false, sign: -1n },
  { name: 'longCall', put: false, sign: 1n },
];

export const maxLossCollateral: Kind = {
  name: 'max_loss_collateral',
  rule: pricingRule,
  async run({ inputs }, calls) {
    const options = LEGS.flatMap(({ name, put, sign }) =>
      (isObject(inputs[name]) ? [inputs[name]] : list(inputs[name]))
        .map(object)
        .map((leg): OptionPosition => {
          return { strike: wad(leg.strike), put, amount: sign * wad(leg.amount) };
        }),
    );
    const { loss } = await calls.worstPayoff(normalForm(options));
    const net = wad(inputs.collateral) + loss;
    return { isExcess: net >= 0n, netValue: abs(net) };
  },
};

/** No rule of ours: every array of the inputs is added to the others, entry by entry. */
export const spanScanRisk: Kind = {
  name: 'span_scan_risk',
  rule: pricingRule,
  async run({ inputs }) {
    const rows = Object.values(inputs)
      .filter((row) => Array.isArray(row))
      .map((row) => list(row).map(wad));
    const count = Math.max(0, ...rows.map((row) => row.length));
    const portfolio = Array.from({ length: count }, (_, i) =>
      rows.reduce((sum, row) => sum + (row[i] ?? 0n), 0n),
    );
    return { portfolio, scanRisk: -portfolio.reduce(min, count === 0 ? 0n : portfolio[0]) };
  },
};
