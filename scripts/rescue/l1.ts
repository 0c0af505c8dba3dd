/** What a rescue reads from the contracts and sends to them. */
import {
  createPublicClient,
  createWalletClient,
  defineChain,
  type Hex,
  http,
  type PublicClient,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';

import { bridgeAbi, inboxAbi, rollupAbi } from '../../contracts/generated/abi.ts';
import { concat } from '../../protocol/hash.ts';
import { toHex } from '../../prover/hex.ts';
import type { WithdrawalView } from '../../prover/api/views.ts';

/** Where the rollup stands on L1 now. */
export interface Standing {
  readonly nowSec: number;
  readonly tip: number;
  readonly inboxNext: number;
  readonly inboxCount: number;
  readonly poster: Hex;
  /** From then on anybody may post. */
  readonly frozenFromSec: number;
}

export class RescueL1 {
  readonly client: PublicClient;
  readonly #url: string;
  readonly #rollup: Hex;
  readonly #key: Hex | undefined;

  constructor({ l1, rollup, key }: { l1: string; rollup: Hex; key: Hex | undefined }) {
    this.#url = l1;
    this.#rollup = rollup;
    this.#key = key;
    this.client = createPublicClient({ transport: http(l1), cacheTime: 0, pollingInterval: 250 });
  }

  /** Of the key, if there is one. */
  get sender(): Hex | undefined {
    return this.#key === undefined ? undefined : privateKeyToAccount(this.#key).address;
  }

  async standing(): Promise<Standing> {
    const [tip, inboxNext, poster, seenAt, period, inbox, { timestamp }] = await Promise.all([
      this.#read('tipNumber'),
      this.#read('inboxNext'),
      this.#read('poster'),
      this.#read('posterSeenAt'),
      this.#read('FREEZE_PERIOD'),
      this.#read('INBOX'),
      this.client.getBlock(),
    ]);
    const inboxCount = await this.client.readContract({
      address: inbox,
      abi: inboxAbi,
      functionName: 'count',
    });
    return {
      nowSec: Number(timestamp),
      tip: Number(tip),
      inboxNext: Number(inboxNext),
      inboxCount: Number(inboxCount),
      poster,
      frozenFromSec: Number(seenAt + period) + 1,
    };
  }

  /** 10^-6 USDC that the bridge ever paid an account. */
  async paid(account: number): Promise<number> {
    const address = await this.#read('BRIDGE');
    const args = [account] as const;
    return Number(
      await this.client.readContract({ address, abi: bridgeAbi, functionName: 'paid', args }),
    );
  }

  async forceWithdraw(account: number, amount: number): Promise<void> {
    const address = await this.#read('INBOX');
    const args = [account, BigInt(amount)];
    await this.#send({ address, abi: inboxAbi, functionName: 'forceWithdraw', args });
  }

  /** @param inboxTo end of the inbox items that the batch takes */
  async post(
    operations: readonly Uint8Array[],
    { standing, inboxTo }: { standing: Standing; inboxTo: number },
  ): Promise<void> {
    const inbox = await this.#read('INBOX');
    const range = [BigInt(standing.inboxNext), BigInt(inboxTo)] as const;
    const [{ hash }, inboxHash] = await Promise.all([
      this.#batch(standing.tip),
      this.client.readContract({
        address: inbox,
        abi: inboxAbi,
        functionName: 'rangeHash',
        args: range,
      }),
    ]);
    const data = toHex(concat(...operations));
    await this.#send({
      address: this.#rollup,
      abi: rollupAbi,
      functionName: 'postBatch',
      args: [hash, data, range[1], inboxHash, BigInt(standing.nowSec)],
    });
  }

  async withdraw({ account, recipient, total, root, siblings }: WithdrawalView): Promise<void> {
    const address = await this.#read('BRIDGE');
    const args = [account, recipient, BigInt(total), root, siblings];
    await this.#send({ address, abi: bridgeAbi, functionName: 'withdraw', args });
  }

  async #batch(number: number): Promise<{ hash: Hex }> {
    const args = [BigInt(number)] as const;
    return this.client.readContract({
      address: this.#rollup,
      abi: rollupAbi,
      functionName: 'batchOf',
      args,
    });
  }

  async #read<
    N extends
      | 'tipNumber'
      | 'inboxNext'
      | 'poster'
      | 'posterSeenAt'
      | 'FREEZE_PERIOD'
      | 'INBOX'
      | 'BRIDGE',
  >(functionName: N) {
    return this.client.readContract({ address: this.#rollup, abi: rollupAbi, functionName });
  }

  /** Runs the call first, so that a refusal is told in the contract's words and costs nothing. */
  async #send(request: object): Promise<void> {
    const account = privateKeyToAccount(this.#key!);
    const id = await this.client.getChainId();
    const chain = defineChain({
      id,
      name: 'L1',
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: { default: { http: [this.#url] } },
    });
    const wallet = createWalletClient({ account, chain, transport: http(this.#url) });
    await this.client.simulateContract({ account, ...request } as never);
    const hash = await wallet.writeContract(request as never);
    const { status } = await this.client.waitForTransactionReceipt({ hash });
    if (status !== 'success') throw new Error(`transaction ${hash} was reverted`);
  }
}
