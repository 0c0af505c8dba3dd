/** L1 with blocks of 12 seconds that are made by hand, at a steady base fee; and the money in them. */
import { decodeFunctionData, type Hex, parseEventLogs, type TransactionReceipt } from 'viem';

import { rollupAbi } from '../../contracts/generated/abi.ts';
import type { Rig } from '../prover/rig.ts';

export const SLOT_SEC = 12;
/** What the L1 of the tests advises to pay on top of the base fee. */
export const TIP_WEI = 10n ** 9n;

export interface Sent {
  readonly from: Hex;
  /** Function of the rollup. */
  readonly name: string;
  readonly gas: bigint;
  readonly feeWei: bigint;
  readonly timeSec: number;
  readonly receipt: TransactionReceipt;
}

export type RollupEvent = { readonly eventName: string; readonly args: Record<string, unknown> } & {
  readonly timeSec: number;
};

export class Blocks {
  readonly #rig: Rig;
  readonly #baseFeeWei: bigint;
  #firstSec = 0;
  /** Of the last block. */
  timeSec = 0;
  mined = 0;
  /** All transactions in blocks made by hand. */
  readonly sent: Sent[] = [];
  readonly events: RollupEvent[] = [];

  constructor(rig: Rig, { gasPriceWei }: { gasPriceWei: bigint }) {
    this.#rig = rig;
    this.#baseFeeWei = gasPriceWei - TIP_WEI;
  }

  async begin(): Promise<void> {
    await this.#rig.rpc('evm_setAutomine', [false]);
    const { timestamp } = await this.#rig.client.getBlock();
    this.#firstSec = Number(timestamp);
    this.timeSec = this.#firstSec;
  }

  /** The first slot at or after a time. */
  slotFrom(timeSec: number): number {
    return this.#firstSec + SLOT_SEC * Math.ceil((timeSec - this.#firstSec) / SLOT_SEC);
  }

  /** The last slot at or before a time. */
  slotUntil(timeSec: number): number {
    return this.#firstSec + SLOT_SEC * Math.floor((timeSec - this.#firstSec) / SLOT_SEC);
  }

  /** Says when the next block will be, which those who estimate and decide see as pending. */
  async announce(timeSec: number): Promise<void> {
    await this.#rig.rpc('evm_setNextBlockTimestamp', [timeSec]);
    await this.#rig.rpc('hardhat_setNextBlockBaseFeePerGas', [
      `0x${this.#baseFeeWei.toString(16)}`,
    ]);
  }

  /** Makes the block that was announced, of as many waiting transactions as fit. @returns what it took */
  async mine(): Promise<readonly Sent[]> {
    const { client } = this.#rig;
    await this.#rig.rpc('evm_mine', []);
    const block = await client.getBlock({ includeTransactions: true });
    this.timeSec = Number(block.timestamp);
    this.mined += 1;
    const taken: Sent[] = [];
    for (const { hash, from, input } of block.transactions) {
      const receipt = await client.getTransactionReceipt({ hash });
      const { functionName: name } = decodeFunctionData({ abi: rollupAbi, data: input });
      if (receipt.status !== 'success') throw new Error(`${name} of ${from} was reverted`);
      const { gasUsed: gas, effectiveGasPrice } = receipt;
      const feeWei = gas * effectiveGasPrice;
      taken.push({ from, name, gas, feeWei, timeSec: this.timeSec, receipt });
      this.#note(receipt);
    }
    this.sent.push(...taken);
    return taken;
  }

  #note({ logs }: TransactionReceipt): void {
    for (const { eventName, args } of parseEventLogs({ abi: rollupAbi, logs })) {
      this.events.push({ eventName, args, timeSec: this.timeSec });
    }
  }
}
