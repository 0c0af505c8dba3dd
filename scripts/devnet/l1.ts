/** An Ethereum L1 on loopback: Hardhat's node, with a clock that can be moved on. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import { createPublicClient, type Hex, http, type PublicClient } from 'viem';
import { hardhat } from 'viem/chains';

import config from '../../hardhat.config.ts';
import { encodeGenesis, type Genesis, genesisState } from '../../protocol/genesis.ts';
import { StateTree } from '../../protocol/merkle.ts';
import { leastBondWei } from '../../sdk/bonds.ts';
import { tenorDevnetModule } from '../deploy/Tenor.ts';
import { toHex } from './hex.ts';

const GWEI = 10n ** 9n;
const GAS_PRICE_CAP = 2n * GWEI;

/** Clocks of the devnet, in seconds of L1: long enough for a dispute, short enough to watch. */
export const DEVNET_CLOCKS = {
  censorshipBudgetSec: 150n,
  graceSec: 15n,
  forceDeadlineSec: 3_600n,
  freezePeriodSec: 30n * 86_400n,
} as const;

export interface Deployed {
  readonly rollup: Hex;
  readonly bridge: Hex;
  readonly inbox: Hex;
  readonly usdc: Hex;
  /** Reference prices that anybody sets, by underlying. */
  readonly feeds: readonly Hex[];
  readonly verifier: Hex;
}

export interface DevnetL1 {
  readonly url: string;
  readonly client: PublicClient;
  deploy(options: { genesis: Genesis; poster: Hex; deployer: Hex }): Promise<Deployed>;
  /** Gives an account ether. */
  fund(address: Hex): Promise<void>;
  /** Moves the clock to a time, if it is not past it, and makes a block. */
  moveTo(timeSec: number): Promise<void>;
  timeSec(): Promise<number>;
  close(): Promise<void>;
}

export async function startL1(options: {
  readonly startSec: number;
  readonly dataDir: string;
  readonly port: number;
  /** A block so often; 0: only where something happens. */
  readonly blockMs: number;
}): Promise<DevnetL1> {
  const ignition = join(options.dataDir, 'ignition');
  // A new L1 knows nothing of deployments on an old one.
  rmSync(ignition, { recursive: true, force: true });
  mkdirSync(ignition, { recursive: true });
  const environment = await createHardhatRuntimeEnvironment({
    ...config,
    paths: { ...config.paths, ignition },
    networks: {
      l1: {
        type: 'edr-simulated',
        chainType: 'l1',
        hardfork: 'osaka',
        chainId: hardhat.id,
        blockGasLimit: 60_000_000n,
        transactionGasCap: 2n ** 24n,
        allowUnlimitedContractSize: false,
        // Its clock keeps to seconds however many transactions there are.
        allowBlocksWithSameTimestamp: true,
        initialDate: new Date(options.startSec * 1000),
        mining: { auto: true, interval: options.blockMs },
      },
      rpc: { type: 'http', chainType: 'l1', url: 'http://127.0.0.1:1' },
    },
  });
  const server = await environment.network.createServer('l1', '127.0.0.1', options.port);
  const { address, port } = await server.listen();
  const url = `http://${address}:${port}`;
  const client = createPublicClient({ chain: hardhat, transport: http(url), pollingInterval: 50 });
  const rpc = async (method: string, params: readonly unknown[]): Promise<unknown> =>
    client.request({ method, params } as never);

  return {
    url,
    client,
    deploy: async ({ genesis, poster, deployer }) => {
      const connection = await environment.network.connect({ network: 'rpc', override: { url } });
      const bond = leastBondWei(GAS_PRICE_CAP);
      const result = await connection.ignition.deploy(tenorDevnetModule, {
        defaultSender: deployer,
        deploymentId: 'devnet',
        parameters: {
          TenorDevnet: {
            genesisRoot: toHex(new StateTree(genesisState(genesis)).root),
            genesis: toHex(encodeGenesis(genesis)),
            poster,
            ...DEVNET_CLOCKS,
            bondWei: bond,
            pathBondWei: bond,
            gasPriceCapWei: GAS_PRICE_CAP,
          },
        },
      });
      await connection.close();
      return {
        rollup: result.rollup.address,
        bridge: result.bridge.address,
        inbox: result.inbox.address,
        usdc: result.usdc.address,
        feeds: [result.btcFeed.address, result.ethFeed.address],
        verifier: result.stateTransition.address,
      };
    },
    fund: async (to) => {
      await rpc('hardhat_setBalance', [to, `0x${(1_000n * 10n ** 18n).toString(16)}`]);
    },
    moveTo: async (timeSec) => {
      const { timestamp } = await client.getBlock();
      if (timeSec <= Number(timestamp)) return;
      await rpc('evm_setNextBlockTimestamp', [`0x${timeSec.toString(16)}`]);
      await rpc('evm_mine', []);
    },
    timeSec: async () => Number((await client.getBlock()).timestamp),
    close: () => server.close(),
  };
}
