/** What must hold after every scenario: nobody can be owed more than the contracts hold. */
import { expect } from 'vitest';

import type { Rig } from '../prover/rig.ts';
import { holdingsOf } from './holdings.ts';
import { expectLedger } from './ledger.ts';

/** INVARIANT: collateral covers what was deposited and not paid; ether is exactly bonds, pots and what may be collected. */
export async function expectSolvent(rig: Rig): Promise<void> {
  const { collateral, ether } = await holdingsOf(rig);
  const { balance, held } = collateral;
  expect(balance, 'collateral covers what the bridge holds for accounts').toBeGreaterThanOrEqual(
    held,
  );
  expect(held, 'the bridge holds what came in less what went out').toBe(collateral.inLessOut);
  expect(ether.balance, 'ether is what is owed').toBe(ether.owed);
  await expectLedger(rig);
}
