/** What the deployment modules leave on L1. */
import hre from 'hardhat';
import { numberToHex } from 'viem';
import { describe, expect, it } from 'vitest';

import { tenorDevnetModule, tenorModule } from '../../scripts/deploy/Tenor.ts';

const genesisRoot = numberToHex(7, { size: 32 });

describe('tenorDevnetModule', () => {
  it('deploys contracts that know each other', async () => {
    const { viem, ignition } = await hre.network.connect();
    const [poster] = await viem.getWalletClients();
    const parameters = {
      TenorDevnet: { genesisRoot, genesis: '0x', poster: poster.account.address },
    };
    const { rollup, bridge, inbox, usdc, btcFeed, ethFeed, timelock, stateTransition } =
      await ignition.deploy(tenorDevnetModule, { parameters });
    const same = (a: string, b: { address: string }) =>
      expect(a.toLowerCase()).toBe(b.address.toLowerCase());
    same(await rollup.read.BRIDGE(), bridge);
    same(await rollup.read.INBOX(), inbox);
    same(await rollup.read.verifier(), stateTransition);
    same(await bridge.read.ROLLUP(), rollup);
    same(await bridge.read.INBOX(), inbox);
    same(await bridge.read.TOKEN(), usdc);
    same(await inbox.read.BRIDGE(), bridge);
    same(await inbox.read.TIMELOCK(), timelock);
    same(await inbox.read.feedOf([0]), btcFeed);
    same(await inbox.read.feedOf([1]), ethFeed);
    const proposer = await timelock.read.PROPOSER_ROLE();
    expect(await timelock.read.hasRole([proposer, poster.account.address])).toBe(true);
    expect(await rollup.read.settledRoot()).toBe(genesisRoot);
    expect(await rollup.read.CHALLENGE_PERIOD()).toBe(7n * 86_400n + 4n * 3_600n);
    expect([await rollup.read.ROUNDS(), await rollup.read.ARITY_LOG2()]).toEqual([3, 6]);
  });
});

describe('tenorModule', () => {
  async function deployed() {
    const { viem, ignition } = await hre.network.connect();
    const usdc = await viem.deployContract('TestUSDC');
    const feed = await viem.deployContract('TestFeed');
    const [poster, governor] = await viem.getWalletClients();
    const parameters = {
      Tenor: {
        genesisRoot,
        genesis: '0x',
        poster: poster.account.address,
        governor: governor.account.address,
        token: usdc.address,
        feeds: [feed.address],
      },
    };
    const contracts = await ignition.deploy(tenorModule, { parameters });
    return { ...contracts, usdc, feed, governor };
  }

  it('takes collateral that exists', async () => {
    const { bridge, inbox, timelock, usdc, feed, governor } = await deployed();
    const proposer = await timelock.read.PROPOSER_ROLE();
    expect(await timelock.read.hasRole([proposer, governor.account.address])).toBe(true);
    expect((await inbox.read.feedOf([0])).toLowerCase()).toBe(feed.address.toLowerCase());
    expect((await bridge.read.TOKEN()).toLowerCase()).toBe(usdc.address.toLowerCase());
  });

  it('leaves more time before a change than a way out takes at worst', async () => {
    const { rollup, timelock } = await deployed();
    expect(await rollup.read.TIMELOCK()).toBe(timelock.address);
    const [deadline, freeze, period, budget, grace] = await Promise.all([
      rollup.read.FORCE_DEADLINE(),
      rollup.read.FREEZE_PERIOD(),
      rollup.read.CHALLENGE_PERIOD(),
      rollup.read.CENSORSHIP_BUDGET(),
      rollup.read.GRACE(),
    ]);
    const pause = period;
    const dispute = 2n * budget + 7n * grace;
    const wayOutSec = deadline + freeze + pause + dispute;
    expect(wayOutSec).toBe(561n * 3_600n);
    expect(wayOutSec).toBeLessThan(await timelock.read.getMinDelay());
    expect(await timelock.read.getMinDelay()).toBe(await timelock.read.LEAST_DELAY());
  });
});
