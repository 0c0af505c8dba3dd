/** L1's reference prices: set on worthless feeds, and brought to the exchange through the inbox. */
import { createWalletClient, type Hex, http, parseAbi } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { hardhat } from 'viem/chains';

import { inboxAbi } from '../../contracts/generated/abi.ts';
import type { State } from '../../protocol/state.ts';
import type { Player } from './keys.ts';
import type { Deployed, DevnetL1 } from './l1.ts';

const feedAbi = parseAbi(['function push(int256 answer)']);
/** USD × 10^8, from cents. */
const ANSWER_OF_CENTS = 10n ** 6n;
/** The band is 10 %; a feed is brought again well within it. */
const STRAY = 0.02;
const WAIT_MS = 10;
const TRIES = 3_000;

export interface ReferenceParts {
  readonly l1: DevnetL1;
  readonly deployed: Deployed;
  readonly payer: Player;
  readonly state: State;
}

/** Keeps the references near the index. */
export class Reference {
  readonly #parts: ReferenceParts;
  readonly #send: (
    to: Hex,
    call: { abi: readonly object[]; name: string; arg: bigint | number },
  ) => Promise<void>;

  constructor(parts: ReferenceParts) {
    const { l1, payer } = parts;
    this.#parts = parts;
    const wallet = createWalletClient({
      account: privateKeyToAccount(payer.key),
      chain: hardhat,
      transport: http(l1.url),
    });
    this.#send = async (address, { abi, name, arg }) => {
      const hash = await wallet.writeContract({
        address,
        abi: abi as never,
        functionName: name,
        args: [arg] as never,
      });
      await l1.client.waitForTransactionReceipt({ hash });
    };
  }

  /** Brings a new reference where the last one strays from the price, and waits until the exchange has it. */
  async follow(underlying: number, priceCents: number): Promise<void> {
    const { deployed, state } = this.#parts;
    const last = state.underlyings.referenceCents(underlying);
    if (Math.abs(priceCents - last) <= last * STRAY) return;
    const answer = BigInt(priceCents) * ANSWER_OF_CENTS;
    await this.#send(deployed.feeds[underlying], { abi: feedAbi, name: 'push', arg: answer });
    await this.#send(deployed.inbox, { abi: inboxAbi, name: 'deliverReference', arg: underlying });
    for (let i = 0; state.underlyings.referenceCents(underlying) !== priceCents; i++) {
      if (i === TRIES)
        throw new Error(`the reference price of underlying ${underlying} did not arrive`);
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
    }
  }
}
