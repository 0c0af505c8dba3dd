/** SPEC §11.1, §13.3: auctions, and who starts them. */
import { mul, ONE, type Real } from './decimal.ts';
import { max } from './integers.ts';
import { naiveBid, naiveDiscount } from './naiveAuction.ts';
import { type ExactMargin, exactMargin, exactParameters } from './naiveExact.ts';
import { decide, evaluate, isAtLeast, type Margin } from './naiveMargin.ts';
import { cancelAll } from './naiveMatch.ts';
import { type Account, isUnderAuction, type NaiveState, setAccount } from './naiveState.ts';
import { demandCash } from './naiveTrade.ts';
import { demand } from './rejected.ts';
import { roundUp } from './rounding.ts';

const USD6 = ONE / 1_000_000n;

export interface AuctionView {
  readonly exact: ExactMargin;
  /** The margin as protocol/ has it decides what 60 decimals leave open. */
  readonly margin: Margin;
  readonly elapsedSec: bigint;
  readonly reserved: Real;
  readonly isSolvent: boolean;
}

/** The account's margin; 2019 where it may not be liquidated. */
function liquidatableMargin(state: NaiveState, id: bigint): Margin {
  const margin = evaluate(state, id);
  demand(margin.priced === 'liquidatable', 2019);
  return margin;
}

export function liquidate(state: NaiveState, id: bigint): void {
  const account = state.accounts.get(id);
  demand(account !== undefined, 1010);
  const margin = liquidatableMargin(state, id);
  if (!isUnderAuction(account)) {
    demand(!isAtLeast(state, margin, { kind: 'maintenance' }), 2011);
    return start(state, id, { exact: exactMargin(state, account), margin });
  }
  const view = viewAuction(state, id, margin);
  const isShort = !maintenanceHolds(state, view);
  if (isOver(state, account, view)) {
    end(state, id);
    if (isShort) start(state, id, view);
    return;
  }
  demand(hasRunItsTime(state, view), 2012);
  end(state, id);
  if (isShort) setAccount(state, id, { insolvent: 2n, auctionStartSec: state.printTimeSec });
}

export function viewAuction(state: NaiveState, id: bigint, margin: Margin): AuctionView {
  const account = state.accounts.get(id)!;
  const resumed = [...state.underlyings.values()].map((price) => price.resumedAtSec);
  return {
    exact: exactMargin(state, account),
    margin,
    elapsedSec: state.printTimeSec - resumed.reduce(max, account.auctionStartSec),
    reserved: account.reserved * USD6,
    isSolvent: account.insolvent === 0n,
  };
}

export function end(state: NaiveState, id: bigint): void {
  setAccount(state, id, { auctionStartSec: 0n, insolvent: 0n, reserved: 0n });
}

function start(
  state: NaiveState,
  id: bigint,
  { exact, margin }: Pick<AuctionView, 'exact' | 'margin'>,
): void {
  const account = state.accounts.get(id)!;
  const isSolvent = !isAtLeastZero(state, -exact.MtM, {
    tolerance: exact.tolerance,
    machine: margin.machine && -margin.machine.equity,
  });
  if (isSolvent) {
    const { auction } = exactParameters(state);
    const { largest } = naiveBid(
      { MtM: exact.MtM, MM: exact.MM, reserved: 0n, share: ONE },
      { buffer: auction['buffer'], discount: ONE, wholeBelow: auction['wholeBelow'] },
    );
    const fee = roundUp(state, mul(auction['feeRate'], largest, exact.MtM), {
      tolerance: exact.tolerance,
      machine: state.judge?.run.insuranceGain ?? null,
    });
    demandCash(state, account, account.cash - fee);
    setAccount(state, id, { cash: account.cash - fee });
    state.insurance += fee;
  }
  setAccount(state, id, {
    auctionStartSec: state.printTimeSec,
    insolvent: isSolvent ? 0n : 1n,
    reserved: 0n,
  });
  cancelAll(state, id);
}

/** docs/margin.md §8: of initial price of the whole, at this time. */
export function discountNow(state: NaiveState, elapsedSec: bigint): Real {
  const { auction } = exactParameters(state);
  return naiveDiscount(elapsedSec, {
    start: auction['startShare'],
    cutoff: auction['cutoffShare'],
    fast: auction['fastSec'] / ONE,
    slow: auction['slowSec'] / ONE,
  });
}

/** A solvent auction only; fractions of its seconds are cut off. */
export function hasRunItsTime(state: NaiveState, { isSolvent, elapsedSec }: AuctionView): boolean {
  const { fastSec, slowSec } = exactParameters(state).auction;
  return isSolvent && elapsedSec >= fastSec / ONE + slowSec / ONE;
}

export function isOver(state: NaiveState, account: Account, view: AuctionView): boolean {
  const { exact, margin, reserved, isSolvent } = view;
  const equity = margin.machine?.equity ?? null;
  const atLeast = (value: Real, machine: bigint | null): boolean =>
    isAtLeastZero(state, value, { tolerance: exact.tolerance, machine });
  if (isSolvent) {
    return (
      bufferHolds(state, view) ||
      !atLeast(exact.MtM, equity) ||
      atLeast(
        reserved - exact.MtM,
        plus(equity, { times: -1n, plus: account.reserved * 10n ** 12n }),
      )
    );
  }
  const startedSo = account.insolvent === 1n;
  return (
    maintenanceHolds(state, view) ||
    (startedSo && !atLeast(-exact.MtM, plus(equity, { times: -1n, plus: 0n })))
  );
}

export function maintenanceHolds(
  state: NaiveState,
  { exact, margin }: Pick<AuctionView, 'exact' | 'margin'>,
): boolean {
  const { MM, tolerance } = exact;
  const machine = margin.machine?.maintenance ?? null;
  return isAtLeastZero(state, MM, { tolerance, machine });
}

export function bufferHolds(
  state: NaiveState,
  { exact, margin }: Pick<AuctionView, 'exact' | 'margin'>,
): boolean {
  const { buffer } = exactParameters(state).auction;
  const { MM, MtM, tolerance } = exact;
  const { machine } = margin;
  const share = buffer / WAD;
  return isAtLeastZero(state, MM + mul(buffer, MM - MtM), {
    tolerance: 10n * tolerance,
    machine:
      machine &&
      machine.maintenance + (share * (machine.maintenance - machine.equity)) / 10n ** 18n,
  });
}

/** A wad in 60 decimals. */
const WAD = 10n ** 42n;

function plus(
  wad: bigint | null,
  { times, plus: more }: { times: bigint; plus: bigint },
): bigint | null {
  return wad === null ? null : wad * times + more;
}

/** As `decide`, of 60 decimals. */
export function isAtLeastZero(
  state: NaiveState,
  value: Real,
  { tolerance, machine }: { tolerance: Real; machine: bigint | null },
): boolean {
  const isClear = tolerance === 0n || value > tolerance || value < -tolerance;
  if (isClear) return value >= 0n;
  return decide(state, { value: Number(value), tolerance: Infinity, machine });
}
