/** Deploys the rollup, which deploys its bridge, which deploys its inbox: one transaction fixes who knows whom. */
import { buildModule } from '@nomicfoundation/hardhat-ignition/modules';
import type { ArgumentType, IgnitionModuleBuilder } from '@nomicfoundation/ignition-core';

import { leastBondWei } from '../../sdk/bonds.ts';
import { verifierModule } from './verifier.ts';

const HOUR_SEC = 3_600n;
const DAY_SEC = 24n * HOUR_SEC;
const GWEI = 10n ** 9n;
const GAS_PRICE_CAP = 100n * GWEI;
const NOBODY = '0x'.padEnd(42, '0');
const BOND = leastBondWei(GAS_PRICE_CAP);

/**
 * With collateral and price feeds that exist: parameters `token`, `feeds` (by underlying, the zero address for none),
 * `governor` (who proposes margin parameters and verifiers to the timelock), `poster`, `genesisRoot`, and any of those with a default.
 */
export const tenorModule = buildModule('Tenor', (m) => {
  const { stateTransition } = m.useModule(verifierModule);
  return {
    stateTransition,
    ...deployRollup(m, {
      token: m.getParameter('token'),
      feeds: m.getParameter('feeds'),
      governor: m.getParameter('governor'),
      verifier: stateTransition,
    }),
  };
});

/** With worthless collateral that anybody mints, and reference prices that anybody sets. */
export const tenorDevnetModule = buildModule('TenorDevnet', (m) => {
  const { stateTransition } = m.useModule(verifierModule);
  const usdc = m.contract('TestUSDC');
  const btcFeed = m.contract('TestFeed', [], { id: 'BtcFeed' });
  const ethFeed = m.contract('TestFeed', [], { id: 'EthFeed' });
  const governor = m.getParameter('governor', m.getAccount(0));
  const feeds = [btcFeed, ethFeed];
  const contracts = deployRollup(m, { token: usdc, feeds, governor, verifier: stateTransition });
  return { usdc, btcFeed, ethFeed, stateTransition, ...contracts };
});

/** With another state transition: parameter `verifier`. For tests of the game alone. */
export const rollupModule = buildModule('Rollup', (m) => {
  const usdc = m.contract('TestUSDC');
  const verifier = m.getParameter('verifier');
  const contracts = deployRollup(m, {
    token: usdc,
    feeds: [],
    governor: m.getAccount(0),
    verifier,
  });
  return { usdc, ...contracts };
});

/** Defaults are those of mainnet; a devnet sets its clocks and bonds in seconds and milliether. */
function deployRollup(
  m: IgnitionModuleBuilder,
  {
    token,
    feeds,
    governor,
    verifier,
  }: Record<'token' | 'feeds' | 'governor' | 'verifier', ArgumentType>,
) {
  // Anybody executes what the governor proposed and nobody stopped within the delay.
  const timelock = m.contract('Timelock', [[governor], [NOBODY]]);
  const rollup = m.contract('Rollup', [
    {
      token,
      timelock,
      guardian: m.getParameter('guardian', NOBODY),
      feeds,
      verifier,
      genesisRoot: m.getParameter('genesisRoot'),
      genesis: m.getParameter('genesis', '0x'),
      poster: m.getParameter('poster'),
      freezePeriod: m.getParameter('freezePeriodSec', DAY_SEC),
      forceDeadline: m.getParameter('forceDeadlineSec', HOUR_SEC),
      censorshipBudget: m.getParameter('censorshipBudgetSec', 7n * DAY_SEC),
      grace: m.getParameter('graceSec', 4n * HOUR_SEC),
      bond: m.getParameter('bondWei', BOND),
      pathBond: m.getParameter('pathBondWei', BOND),
      gasPriceCap: m.getParameter('gasPriceCapWei', GAS_PRICE_CAP),
      rounds: m.getParameter('rounds', 3),
      arityLog2: m.getParameter('arityLog2', 6),
    },
  ]);
  const bridge = m.contractAt('Bridge', m.staticCall(rollup, 'BRIDGE'));
  const inbox = m.contractAt('Inbox', m.staticCall(rollup, 'INBOX'));
  return { timelock, rollup, bridge, inbox };
}
