/** Phase `margin`: equity, initial and maintenance margin of one account, a page of prices a step. SPEC §8.3. */
import { type Machine, PHASE } from '../machine.ts';
import { MARGIN_PAGE_WORK, MAX_EXPIRIES, MAX_MARGIN_PAGES, MODEL_PORTFOLIO } from '../params.ts';
import type { State } from '../state.ts';
import { type HeldAccount, mayLiquidateAccount, readAccount } from './account.ts';
import { portfolioOf, standardOf } from './inputs.ts';
import { marginParameters } from './parameters.ts';
import { assemble, portfolioMargin, scan } from './portfolio.ts';
import { standardMargin } from './standard.ts';
import type { MarginResult } from './types.ts';

/** Register `priced`: a price is missing; all are there; they are also good enough to liquidate on. */
export const UNPRICED = 0;
export const PRICED = 1;
export const LIQUIDATABLE = 2;

/** Asks for the margin of an account; phase `goOn` finds it in the registers. */
export function demandMargin(
  machine: Machine,
  { account, goOn, model }: { account: number; goOn: number; model?: number },
): void {
  const { registers, state } = machine;
  registers.phase = PHASE.margin;
  registers.marginAccount = account;
  registers.marginModel = model ?? state.accounts.marginModel(account);
  registers.marginThen = goOn;
  registers.marginItem = 0;
  registers.worst = 0n;
}

/** The margin before a change: the filter may answer only that it is not negative, which is all that matters then. */
export function demandBefore(machine: Machine, account: number, goOn: number): void {
  if (machine.filter?.(machine.state, account) === 'holds') standIn(machine, { goOn, figure: 0n });
  else demandMargin(machine, { account, goOn });
}

/**
 * The margin after a change, to be judged by its sign.
 * @param initialBefore where it was not negative, initial margin alone decides
 */
export function demandAfter(
  machine: Machine,
  { account, goOn, initialBefore }: { account: number; goOn: number; initialBefore: bigint },
): void {
  const sign = machine.filter?.(machine.state, account) ?? 'unknown';
  const falls = sign === 'breaks' || (sign === 'fails' && initialBefore >= 0n);
  if (sign === 'holds') standIn(machine, { goOn, figure: 0n });
  else if (falls) standIn(machine, { goOn, figure: -1n });
  else demandMargin(machine, { account, goOn });
}

function standIn({ registers }: Machine, { goOn, figure }: { goOn: number; figure: bigint }): void {
  registers.phase = goOn;
  registers.priced = PRICED;
  registers.initial = figure;
  registers.maintenance = figure;
}

/** Phase `margin`. */
export function marginStep({ state, registers }: Machine): void {
  const held = readAccount(state, registers.marginAccount);
  if (!isPriced(held, registers.marginModel)) {
    registers.priced = UNPRICED;
    registers.initial = -1n;
    registers.maintenance = -1n;
    registers.phase = registers.marginThen;
    return;
  }
  const result =
    registers.marginModel === MODEL_PORTFOLIO
      ? portfolioPage(state, registers, held)
      : standardMargin(standardOf(state, held), marginParameters(state).standard);
  if (result === undefined) return;
  registers.priced = mayLiquidateAccount(state, held) ? LIQUIDATABLE : PRICED;
  registers.initial = result.initial;
  registers.maintenance = result.maintenance;
  registers.equity = result.markToMarket;
  registers.phase = registers.marginThen;
}

export interface AccountMargin extends MarginResult {
  readonly priced: number;
  /** Item that is the worst: 0 the basis, i scenario i − 1; 0 under standard margin. */
  readonly worstIndex: number;
}

/** The same at once, for whoever only looks; null where prices are missing. */
export function marginNow(
  state: State,
  account: number,
  model = state.accounts.marginModel(account),
): AccountMargin | null {
  const held = readAccount(state, account);
  if (!isPriced(held, model)) return null;
  const priced = mayLiquidateAccount(state, held) ? LIQUIDATABLE : PRICED;
  const { standard, portfolio } = marginParameters(state);
  if (model !== MODEL_PORTFOLIO) {
    return { ...standardMargin(standardOf(state, held), standard), priced, worstIndex: 0 };
  }
  const prices = state.prices.of(state, held);
  return { ...portfolioMargin(portfolioOf(state, held), portfolio, prices), priced };
}

/** Standard margin does without a surface; nothing does without an index. */
function isPriced({ fresh, expiries }: HeldAccount, model: number): boolean {
  return fresh && (model !== MODEL_PORTFOLIO || expiries.every(({ priced }) => priced));
}

/** @returns the margin once every item has been looked at */
function portfolioPage(
  state: State,
  registers: { marginItem: number; worst: bigint },
  held: HeldAccount,
): MarginResult | undefined {
  const { portfolio: params } = marginParameters(state);
  const items = params.scenarios.length + 1;
  const from = registers.marginItem;
  const to = Math.min(from + itemsPerPage(held.optionCount), items);
  const portfolio = portfolioOf(state, held);
  const page = { from, to, worst: registers.worst, worstIndex: 0 };
  const scanned = scan(portfolio, params, page, state.prices.of(state, held));
  registers.worst = scanned.worst;
  registers.marginItem = to;
  return to === items ? assemble(portfolio, params, scanned) : undefined;
}

/** As if each position were of another expiry, as far as there may be so many. */
export function itemsPerPage(positions: number): number {
  const count = Math.max(positions, 1);
  return Math.floor(MARGIN_PAGE_WORK / (2 * count + Math.min(count, MAX_EXPIRIES)));
}

/** Pages that an evaluation of the account may take; at most MAX_MARGIN_PAGES. */
export function marginPages(state: State, account: number): number {
  if (state.accounts.marginModel(account) !== MODEL_PORTFOLIO) return 1;
  const positions = state.accounts.positionCount(account);
  const items = marginParameters(state).portfolio.scenarios.length + 1;
  return Math.min(Math.ceil(items / itemsPerPage(positions)), MAX_MARGIN_PAGES);
}
