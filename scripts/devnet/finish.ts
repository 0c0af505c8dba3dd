/** The end of a run: everything settled is paid, everything is on L1, and the provers have derived it. */
import type { Hex } from 'viem';

import {
  dayOfExpiry,
  expiryOfCode,
  expirySec,
  underlyingOfExpiry,
} from '../../protocol/instrument.ts';
import { expiryIndex, type State } from '../../protocol/state.ts';
import type { Devnet } from './devnet.ts';
import { until } from './until.ts';

export interface Roots {
  readonly equal: boolean;
  /** The last batch. */
  readonly batch: number;
  readonly sequencer: Hex | null;
  readonly provers: readonly Hex[];
}

const HOUSE_MS = 60_000;
const DERIVE_MS = 180_000;

/** Nobody holds a settled option, and no expired book has an order. */
export async function houseIsKept(
  { state }: Pick<Devnet, 'state'>,
  signal: AbortSignal,
): Promise<void> {
  await until(
    'expired options to be paid',
    async () => isKept(state) || signal.aborted || undefined,
    {
      timeoutMs: HOUSE_MS,
    },
  );
}

function isKept(state: State): boolean {
  const now = state.globals.timeSec();
  const { accounts, instruments, globals } = state;
  for (let account = 1; account <= globals.accountCount(); account++) {
    for (let i = 0; i < accounts.positionCount(account); i++) {
      if (isSettled(state, accounts.positionCode(account, i))) return false;
    }
  }
  for (let id = 1; id <= globals.instrumentCount(); id++) {
    const expiry = expiryOfCode(instruments.code(id));
    const hasOrders = instruments.bestBid(id) !== 0 || instruments.bestAsk(id) !== 0;
    if (hasOrders && expirySec(dayOfExpiry(expiry)) <= now) return false;
  }
  return true;
}

function isSettled(state: State, code: number): boolean {
  const expiry = expiryOfCode(code);
  const index = expiryIndex(underlyingOfExpiry(expiry), dayOfExpiry(expiry));
  return state.expiries.settled(index) === 1;
}

/** Waits until nothing is open or unposted, and compares roots. */
export async function compareRoots(devnet: Devnet, signal: AbortSignal): Promise<Roots> {
  const batch = await until(
    'every batch to be posted and derived',
    async () => {
      if (signal.aborted) return 0;
      const last = await lastSealed(devnet);
      if (last === null) return undefined;
      const derived = devnet.provers.map((prover) => prover.status().derived);
      return derived.every((each) => each === last) ? last : undefined;
    },
    { timeoutMs: DERIVE_MS },
  );
  const provers = devnet.provers.map((prover) => prover.status().root);
  if (batch === 0) return { equal: false, batch, sequencer: null, provers };
  const sequencer = await devnet.rootOf(batch);
  return { equal: provers.every((root) => root === sequencer), batch, sequencer, provers };
}

/** Null while operations wait for their batch to be sealed. */
async function lastSealed({ sequencer }: Devnet): Promise<number | null> {
  const health = (await (await fetch(`${sequencer.url}/health`)).json()) as Record<string, unknown>;
  const open = Number(health['batch']);
  return Number(health['unpostedBytes']) > 0 ? null : open - 1;
}
