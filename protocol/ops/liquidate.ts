import { bufferMargin, liquidationFee } from '../auction.ts';
import type { Liquidate } from '../generated/codec.ts';
import { type Machine, PHASE } from '../machine.ts';
import { demandMargin, LIQUIDATABLE } from '../margin/evaluate.ts';
import { MONEY, moneyUp } from '../margin/feeds.ts';
import { marginParameters } from '../margin/parameters.ts';
import { addCash } from '../money.ts';
import { MAX_MONEY } from '../params.ts';
import { ACCEPTED, CODE } from '../rejections.ts';
import type { State } from '../state.ts';

/** Brings the auction of an account up to date, by anyone: starts it, ends it, starts it anew. SPEC §11. */
export function liquidate(machine: Machine, { account }: Liquidate): number {
  if (account === 0 || account > machine.state.globals.accountCount()) return CODE.unknownAccount;
  return startLiquidation(machine, account);
}

/** Also the forced operation's entry. */
export function startLiquidation(machine: Machine, account: number): number {
  machine.registers.account = account;
  demandMargin(machine, { account, then: PHASE.liquidate });
  return ACCEPTED;
}

/** Phase `liquidate`. An account whose auction starts loses its resting orders, so that nothing but bids changes it. */
export function liquidateStep(machine: Machine): void {
  const { state, registers } = machine;
  const outcome = updateAuction(machine);
  const hasOrders = state.accounts.orderHead(registers.account) !== 0;
  if (outcome === ACCEPTED && hasOrders) machine.enter(PHASE.cancelAll);
  else machine.finish(outcome);
}

function updateAuction({ state, registers }: Machine): number {
  const { account, maintenance } = registers;
  if (registers.priced !== LIQUIDATABLE) return CODE.liquidationHalted;
  if (state.accounts.auctionStartSec(account) === 0) {
    return maintenance < 0n ? openAuction(state, registers) : CODE.notLiquidatable;
  }
  const standing = auctionStanding(state, registers);
  if (standing === 'runs') return CODE.auctionRunning;
  closeAuction(state, account);
  if (maintenance >= 0n) return ACCEPTED;
  if (standing === 'restart') return openAuction(state, registers);
  setClock(state, { account, insolvent: 1 });
  return ACCEPTED;
}

export interface MarginFigures {
  readonly equity: bigint;
  readonly maintenance: bigint;
}

/** Whether an auction goes on, is over (for good, or to start anew), or has sunk to the insolvent kind. */
export function auctionStanding(
  state: State,
  { account, equity, maintenance }: MarginFigures & { account: number },
): 'runs' | 'restart' | 'insolvent' {
  const { auction } = marginParameters(state);
  if (state.accounts.insolvent(account) === 1) return maintenance >= 0n ? 'restart' : 'runs';
  const margin = { markToMarket: equity, maintenance };
  const reserved = BigInt(state.accounts.reserved(account)) * MONEY;
  if (bufferMargin(margin, auction) >= 0n || equity < 0n || reserved >= equity) return 'restart';
  const lengthSec = auction.fastSec + auction.slowSec;
  return elapsedSec(state, account) >= lengthSec ? 'insolvent' : 'runs';
}

/** Seconds of the prints since the auction started. */
export function elapsedSec(state: State, account: number): bigint {
  return BigInt(state.globals.printTimeSec() - state.accounts.auctionStartSec(account));
}

/** A solvent account pays the fee on the share that may be taken at once. */
function openAuction(state: State, figures: MarginFigures & { account: number }): number {
  const { account, equity, maintenance } = figures;
  if (equity > 0n) {
    const { auction } = marginParameters(state);
    const fee = moneyUp(liquidationFee({ markToMarket: equity, maintenance }, auction));
    if (fee > BigInt(MAX_MONEY) || !addCash(state, account, -Number(fee))) return CODE.ledgerLimit;
    state.globals.setInsurance(state.globals.insurance() + Number(fee));
  }
  setClock(state, { account, insolvent: equity > 0n ? 0 : 1 });
  return ACCEPTED;
}

function setClock(
  state: State,
  { account, insolvent }: { account: number; insolvent: number },
): void {
  state.accounts.setAuctionStartSec(account, state.globals.printTimeSec());
  state.accounts.setInsolvent(account, insolvent);
  state.accounts.setReserved(account, 0);
}

export function closeAuction(state: State, account: number): void {
  state.accounts.setAuctionStartSec(account, 0);
  state.accounts.setInsolvent(account, 0);
  state.accounts.setReserved(account, 0);
}
