/** SPEC §11.2: a share of an account under auction changes hands. */
import { div, mul, ONE, type Real, size } from './decimal.ts';
import { demandFigures, max, min } from './integers.ts';
import { naiveBid, naiveInsolventOffer } from './naiveAuction.ts';
import { type ExactMargin, exactMargin, exactParameters } from './naiveExact.ts';
import {
  type AuctionView,
  bufferHolds,
  discountNow,
  end,
  hasRunItsTime,
  isAtLeastZero,
  isOver,
  maintenanceHolds,
  viewAuction,
} from './naiveLiquidation.ts';
import { evaluate, evaluatePriced, isAtLeast, type Margin } from './naiveMargin.ts';
import { codeOf, isUnderAuction, type NaiveState, setAccount } from './naiveState.ts';
import { demandCash, suitsModel, withPosition } from './naiveTrade.ts';
import { demand } from './rejected.ts';
import { floorOf, roundDown, roundUp } from './rounding.ts';

export interface Bid {
  readonly bidder: bigint;
  readonly id: bigint;
  readonly sharePpm: bigint;
  readonly limit: bigint;
  readonly revision: bigint;
}

export function bid(state: NaiveState, { bidder, id, sharePpm, limit, revision }: Bid): void {
  const account = state.accounts.get(id);
  demand(account !== undefined, 1010);
  demand(id !== bidder, 2007);
  demand(!isUnderAuction(state.accounts.get(bidder)!), 2009);
  demand(isUnderAuction(account), 2013);
  demand(0n < sharePpm && sharePpm <= 1_000_000n, 2015);
  demand(revision === account.revision, 2017);
  const margin = evaluate(state, id);
  demand(margin.priced === 'liquidatable', 2019);
  const view = viewAuction(state, id, margin);
  demand(!isOver(state, account, view) && !hasRunItsTime(state, view), 2014);
  const wanted = (sharePpm * ONE) / 1_000_000n;
  const terms = view.isSolvent ? buyTerms(state, view, wanted) : takeTerms(state, view, wanted);
  demand(terms.price <= limit, 2016);
  const unreserved = account.cash - account.reserved;
  const share = shareTaken(state, terms, [unreserved, ...account.positions.values()]);
  moveShare(state, { bidder, id, share });
  pay(state, { bidder, id, cash: floorOf(unreserved * share, ONE), price: terms.price });
  setAccount(state, bidder, { revision: state.accounts.get(bidder)!.revision + 1n });
  finish(state, id, { view, isWhole: terms.share === ONE || wanted >= terms.largest });
  const after = evaluatePriced(state, bidder);
  demand(isAtLeast(state, after, { kind: 'initial' }), 2001);
}

interface Terms {
  readonly share: Real;
  /** What the share may be off by in protocol/. */
  readonly slack: Real;
  readonly largest: Real;
  /** What the bidder pays, in 10^-6 USD; below 0 what it receives. */
  readonly price: bigint;
}

/** Of a solvent auction. */
function buyTerms(state: NaiveState, view: AuctionView, wanted: Real): Terms {
  const { MtM, MM, tolerance } = view.exact;
  const { buffer, wholeBelow } = exactParameters(state).auction;
  const discount = discountNow(state, view.elapsedSec);
  const { largest, bufferMargin, cost } = naiveBid(
    { MtM, MM, reserved: view.reserved, share: wanted },
    { buffer, discount, wholeBelow },
  );
  const machine = state.judge?.run.taken?.price ?? null;
  const price = roundUp(state, cost, { tolerance, machine });
  const slack = wanted < largest || largest === ONE ? 0n : div(4n * tolerance, size(bufferMargin));
  return { share: min(wanted, largest), slack, largest, price };
}

/** Of an insolvent auction. */
function takeTerms(state: NaiveState, view: AuctionView, share: Real): Terms {
  const { MtM, MM, tolerance } = view.exact;
  const { insolventSec } = exactParameters(state).auction;
  const { elapsedSec: elapsed } = view;
  const offer = naiveInsolventOffer({ MtM, MM }, { elapsed, length: insolventSec / ONE });
  const paid = state.judge?.run.taken?.price ?? null;
  const payout = roundDown(state, -mul(offer, share), { tolerance, machine: paid && -paid });
  return { share, slack: 0n, largest: ONE, price: -payout };
}

/** From the highest code down. */
function moveShare(
  state: NaiveState,
  { bidder, id, share }: { bidder: bigint; id: bigint; share: Real },
): void {
  const codes = (instrument: bigint): bigint => codeOf(state.instruments.get(instrument)!);
  const positions = [...state.accounts.get(id)!.positions];
  positions.sort(([a], [b]) => Number(codes(b) - codes(a)));
  for (const [instrument, amount] of positions) {
    const change = floorOf(amount * share, ONE);
    if (change === 0n) continue;
    setAccount(
      state,
      bidder,
      withPosition(state, state.accounts.get(bidder)!, { instrument, change }),
    );
    const left = new Map(state.accounts.get(id)!.positions);
    if (amount === change) left.delete(instrument);
    else left.set(instrument, amount - change);
    setAccount(state, id, { positions: left });
  }
  demand(suitsModel(state, state.accounts.get(bidder)!), 2010);
}

/** Where the last unit of an amount is open, the share as protocol/ has it. */
function shareTaken(
  state: NaiveState,
  { share, slack }: Pick<Terms, 'share' | 'slack'>,
  amounts: readonly bigint[],
): Real {
  const { judge } = state;
  if (judge === null) return share;
  judge.counts.figures += amounts.length;
  const isOpen = amounts.some(
    (amount) => floorOf(amount * (share - slack), ONE) !== floorOf(amount * (share + slack), ONE),
  );
  const { taken } = judge.run;
  if (!isOpen || taken === null) return share;
  judge.counts.closeFigures += 1;
  return taken.share * 10n ** 42n;
}

/** One change of each account's cash: the share's, and the price. Rejects with 2005. */
function pay(
  state: NaiveState,
  { bidder, id, cash, price }: { bidder: bigint; id: bigint; cash: bigint; price: bigint },
): void {
  const received = max(price, 0n);
  changeCash(state, id, received - cash);
  changeCash(state, bidder, cash - price);
  const reserved = state.accounts.get(id)!.reserved + received;
  const owed = max(-price, 0n);
  const insured = min(state.insurance, owed);
  const socialized = state.socialized - (owed - insured);
  demandFigures(reserved, socialized);
  setAccount(state, id, { reserved });
  state.insurance -= insured;
  state.socialized = socialized;
}

function changeCash(state: NaiveState, id: bigint, change: bigint): void {
  const account = state.accounts.get(id)!;
  demandCash(state, account, account.cash + change);
  setAccount(state, id, { cash: account.cash + change });
}

/** 2018, and whether the auction is over. */
function finish(
  state: NaiveState,
  id: bigint,
  { view, isWhole }: { view: AuctionView; isWhole: boolean },
): void {
  const exact = exactMargin(state, state.accounts.get(id)!);
  const margin = evaluate(state, id);
  demand(!isWorse(state, { exact, margin }, view), 2018);
  const holds = view.isSolvent ? bufferHolds : maintenanceHolds;
  if (isWhole || holds(state, { exact, margin })) end(state, id);
}

interface Both {
  readonly exact: ExactMargin;
  readonly margin: Margin;
}

/** Whether equity ÷ requirement is lower than before. */
function isWorse(state: NaiveState, after: Both, before: Both): boolean {
  const needed = ({ MM, MtM }: ExactMargin): Real => MtM - MM;
  const gained =
    mul(after.exact.MtM, needed(before.exact)) - mul(before.exact.MtM, needed(after.exact));
  const sizes = [after, before].flatMap(({ exact }) => [size(exact.MtM), size(needed(exact))]);
  const tolerance = mul(4n * before.exact.tolerance, sizes.reduce(max));
  const [a, b] = [after.margin.machine, before.margin.machine];
  const machine =
    a && b && a.equity * (b.equity - b.maintenance) - b.equity * (a.equity - a.maintenance);
  const isEmpty = after.exact.tolerance === 0n;
  return !isAtLeastZero(state, gained, { tolerance: isEmpty ? 0n : tolerance, machine });
}
