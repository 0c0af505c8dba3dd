/** Hardhat's EVM, in a thread of this process. */
import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import type { Hex } from 'viem';

import { messageOf } from '../errors.ts';
import { toBytes } from '../hex.ts';
import type { Answer, Evm, EvmOptions } from './evm.ts';
import { CALL_GAS } from './gas.ts';

/** COST: 0.3 s to open; it keeps a trace of a call until it is over, 200 MB of one that takes 3,000,000 gas. */
export async function openEdr({ codes, chainId }: EvmOptions): Promise<Evm> {
  const environment = await createHardhatRuntimeEnvironment({
    // PERF: a project's builds, a hundred megabytes, would only be read to explain reverts. The folder is not there.
    paths: { artifacts: '.no-artifacts' },
    networks: {
      verifier: { type: 'edr-simulated', chainType: 'l1', hardfork: 'osaka', chainId },
    },
  });
  const connection = await environment.network.create('verifier');
  const { provider } = connection;
  for (const { address, code } of codes) {
    await provider.request({ method: 'hardhat_setCode', params: [address, code] });
  }

  async function call(to: Hex, data: string): Promise<Answer> {
    try {
      const params = [{ to, data, gas: CALL_GAS }, 'latest'];
      return toBytes((await provider.request({ method: 'eth_call', params })) as Hex);
    } catch (error) {
      return { refused: messageOf(error) };
    }
  }

  return {
    callAll: async (to, calls) => {
      const answers: Answer[] = [];
      for (const data of calls) answers.push(await call(to, data));
      return answers;
    },
    close: () => connection.close(),
  };
}
