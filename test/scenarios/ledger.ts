/** What accounts own by the derived state, against what the bridge holds. */
import { parseEventLogs } from 'viem';
import { expect } from 'vitest';

import { bridgeAbi } from '../../contracts/generated/abi.ts';
import { moneyOf, runBatch } from '../../protocol/derive.ts';
import { genesisState } from '../../protocol/genesis.ts';
import { StateTree } from '../../protocol/merkle.ts';
import { recoverSignatures } from '../../protocol/signatures.ts';
import type { State } from '../../protocol/state.ts';
import { toHex } from '../../prover/hex.ts';
import type { Rig } from '../prover/rig.ts';
import { inboxOf, postedBatches } from './reference.ts';

const DEPOSIT = 1;

/**
 * INVARIANT: after every batch, what the bridge holds is the vault, withdrawals not paid yet and deposits not taken yet, to
 * the unit; nobody was paid beyond the last settled state, and that is the derived one.
 */
export async function expectLedger(rig: Rig): Promise<void> {
  const { address, abi } = { address: rig.bridge, abi: bridgeAbi };
  const held = await rig.client.readContract({ address, abi, functionName: 'held' });
  const paid = await paidTotals(rig);
  const settled = Number(await rig.read<bigint>('settledBatch'));
  const items = await inboxOf(rig);
  const waiting = (from: number): bigint =>
    items.slice(from).reduce((sum, { kind, amount }) => {
      return kind === DEPOSIT ? sum + BigInt(amount) : sum;
    }, 0n);
  const state = genesisState(rig.genesis);
  for (const { header, data } of await postedBatches(rig)) {
    const inbox = items.slice(header.inboxFrom, header.inboxTo);
    runBatch({ state, input: { header, data, inbox }, signatures: recoverSignatures });
    const where = `after batch ${header.number}`;
    expect(moneyOf(state).difference, `vault and claims on it ${where}`).toBe(0n);
    const owed = BigInt(state.globals.vault()) + unpaid(state, paid) + waiting(header.inboxTo);
    expect(held, `the bridge holds what is owed ${where}`).toBe(owed);
    if (header.number !== settled) continue;
    expect(await rig.read('settledRoot'), 'the settled root is the derived one').toBe(
      toHex(new StateTree(state).root),
    );
    for (const [account, amount] of paid) {
      expect(amount, `account ${account} was paid what is settled`).toBeLessThanOrEqual(
        BigInt(state.withdrawals.total(account)),
      );
    }
  }
  if (settled === 0) expect([...paid]).toEqual([]);
}

/** By account, 10^-6 USDC. */
async function paidTotals({ client, bridge }: Rig): Promise<Map<number, bigint>> {
  const logs = await client.getLogs({ address: bridge, fromBlock: 0n });
  const events = parseEventLogs({ abi: bridgeAbi, logs, eventName: 'Withdrawn' });
  return new Map(events.map(({ args }) => [args.account, args.total]));
}

/** Withdrawn in the state and not paid by the bridge; less than 0 for a state before one that was paid from. */
function unpaid(state: State, paid: ReadonlyMap<number, bigint>): bigint {
  let sum = 0n;
  for (const amount of paid.values()) sum -= amount;
  for (let account = 1; account <= state.globals.accountCount(); account++) {
    sum += BigInt(state.withdrawals.total(account));
  }
  return sum;
}
