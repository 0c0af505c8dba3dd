import { bufferMargin, liquidationFee } from '../auction.ts';
import type { Liquidate } from '../generated/codec.ts';
import { type Machine, PHASE } from '../machine.ts';
import { demandMargin, LIQUIDATABLE } from '../margin/evaluate.ts';
import { MONEY, moneyUp } from '../margin/feeds.ts';
import { marginParameters } from '../margin/parameters.ts';
import { lastResumedSec } from '../market.ts';
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
  demandMargin(machine, { account, goOn: PHASE.liquidate });
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
  if (maintenance < 0n && standing === 'restart') return openAuction(state, registers);
  if (maintenance < 0n) setClock(state, { account, kind: RAN_OUT });
  else closeAuction(state, account);
  return ACCEPTED;
}

/** Kinds of auctions, in the account's `insolvent`: a bidder pays; insurance pays; insurance pays because no bidder did. */
export const SOLVENT = 0;
export const INSOLVENT = 1;
export const RAN_OUT = 2;

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
  const kind = state.accounts.insolvent(account);
  if (kind !== SOLVENT) {
    const isHealed = maintenance >= 0n || (kind === INSOLVENT && equity > 0n);
    return isHealed ? 'restart' : 'runs';
  }
  const margin = { markToMarket: equity, maintenance };
  const reserved = BigInt(state.accounts.reserved(account)) * MONEY;
  if (bufferMargin(margin, auction) >= 0n || equity < 0n || reserved >= equity) return 'restart';
  const lengthSec = auction.fastSec + auction.slowSec;
  return elapsedSec(state, account) >= lengthSec ? 'insolvent' : 'runs';
}

/** Seconds of the prints since the auction started, or since prints came back: nobody can bid while they are away. */
export function elapsedSec(state: State, account: number): bigint {
  const startSec = Math.max(state.accounts.auctionStartSec(account), lastResumedSec(state));
  return BigInt(state.globals.printTimeSec() - startSec);
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
  setClock(state, { account, kind: equity > 0n ? SOLVENT : INSOLVENT });
  return ACCEPTED;
}

function setClock(state: State, { account, kind }: { account: number; kind: number }): void {
  state.accounts.setAuctionStartSec(account, state.globals.printTimeSec());
  state.accounts.setInsolvent(account, kind);
  state.accounts.setReserved(account, 0);
}

export function closeAuction(state: State, account: number): void {
  state.accounts.setAuctionStartSec(account, 0);
  state.accounts.setInsolvent(account, 0);
  state.accounts.setReserved(account, 0);
}
