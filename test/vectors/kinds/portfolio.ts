/** Vectors of portfolio margin: results, and every scenario on the way to them. */
import {
  DIRECTION,
  isSkew,
  type PortfolioParams,
} from '../../../protocol/margin/portfolio/params.ts';
import type { Portfolio } from '../../../protocol/margin/types.ts';
import { WAD } from '../../../protocol/maths/wad.ts';
import type { PortfolioCalls } from '../calls/portfolio.ts';
import { type Got, type Kind, marginRule, type Vector } from '../kind.ts';
import { list } from '../read.ts';
import { directionSign, expiryIndexes, readParams, readPortfolio } from './portfolioInputs.ts';

export const pmrm2Margin: Kind = {
  name: 'pmrm2_margin',
  rule: marginRule,
  async run(vector, calls) {
    const portfolio = readPortfolio(vector);
    const params = readParams(vector);
    const all = { from: 0, to: params.scenarios.length + 1, worst: 0n, worstIndex: 0 };
    const scanned = await calls.scan(portfolio, params, all);
    const margin = await calls.assemble(portfolio, params, scanned);
    const only = { ...portfolio, cash: 0n, perpetual: { ...portfolio.perpetual, unsettled: 0n } };
    const nothing = { worst: 0n, optionMarks: 0n };
    const collateral = await calls.assemble({ ...only, expiries: [] }, params, nothing);
    const [basis, ...profits] = await profitOfEach(calls, portfolio, params);
    return {
      IM: margin.initial,
      MM: margin.maintenance,
      PortfolioMTM: margin.markToMarket,
      OptionMTM: scanned.optionMarks,
      CollateralMTM: collateral.markToMarket,
      ForwardContingency: basis,
      im_loss_factor: await calls.initialLossFactor(portfolio, params),
      ...(await expiryFields(calls, vector, { portfolio, params })),
      ...scenarioFields(vector, params, profits),
    };
  },
};

/** A page of one item finds the profit of that item. */
async function profitOfEach(
  calls: PortfolioCalls,
  portfolio: Portfolio,
  params: PortfolioParams,
): Promise<bigint[]> {
  const before = { worst: 2n ** 200n, worstIndex: 0 };
  const items = Array.from({ length: params.scenarios.length + 1 }, (_, item) => item);
  const pages = items.map((from) =>
    calls.scan(portfolio, params, { from, to: from + 1, ...before }),
  );
  return (await Promise.all(pages)).map(({ worst }) => worst);
}

async function expiryFields(
  calls: PortfolioCalls,
  vector: Vector,
  { portfolio, params }: { portfolio: Portfolio; params: PortfolioParams },
): Promise<Record<string, Got>> {
  const expiries = await Promise.all(
    portfolio.expiries.map((expiry) => calls.prepareExpiry(expiry, params)),
  );
  const ofOptions = expiryIndexes(vector).map((index) => expiries[index]);
  return {
    discount_factors: expiries.map(({ discountPos, discountNeg }) => [discountPos, discountNeg]),
    VolShockUpMultiplier: ofOptions.map(({ volUp }) => volUp),
    VolShockDownMultiplier: ofOptions.map(({ volDown }) => volDown),
  };
}

/** The scenarios are in three lists, one after the other; how long the first is, only the vector says. */
function scenarioFields(
  { expected }: Vector,
  params: PortfolioParams,
  profits: readonly bigint[],
): Record<string, Got> {
  const rows = params.scenarios.map((scenario, i) => ({ ...scenario, profit: profits[i] }));
  const moves = rows.filter(({ direction }) => !isSkew(direction));
  const regularCount = list(expected.reg_losses).length;
  const [regular, tail] = [moves.slice(0, regularCount), moves.slice(regularCount)];
  const skew = rows.filter(({ direction }) => isSkew(direction));
  const loss = ({ spotShock, direction, profit }: (typeof rows)[number]): Got => {
    return [spotShock - WAD, directionSign(direction), profit];
  };
  const lists = { regular: least(regular), tail: least(tail), skew: least(skew) };
  const worst = [lists.tail, lists.skew].reduce((a, b) => (b < a ? b : a), lists.regular);
  return {
    reg_losses: regular.map(loss),
    tail_losses: tail.map(loss),
    skew_losses: skew.map(({ direction, profit }) => [
      direction === DIRECTION.linear ? 'LINEAR' : 'ABS',
      profit,
    ]),
    worst_reg_loss: lists.regular,
    worst_tail_loss: lists.tail,
    worst_skew_loss: lists.skew,
    worst_all_scenarios: Object.entries(lists).find(([, value]) => value === worst)![0],
  };
}

function least(rows: readonly { readonly profit: bigint }[]): bigint {
  return rows.reduce((low, { profit }) => (profit < low ? profit : low), rows[0]?.profit ?? 0n);
}
