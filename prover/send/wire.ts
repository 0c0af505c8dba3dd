/** Transactions on their way to L1: signed, handed to every endpoint, looked for. */
import { keccak256, type TransactionReceipt } from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';

import { messageOf, ProverError } from '../errors.ts';
import type { Head, L1 } from '../l1/client.ts';
import type { FeeMarket, Fees } from './fees.ts';
import type { Flight, Signed } from './flights.ts';
import { type Refusal, refusalOf, revertReason } from './nodeWords.ts';

/** L1 caps a transaction at 2^24 gas (EIP-7825). */
const MAX_GAS = 2n ** 24n;

export type Handed =
  | { readonly type: 'taken' }
  | { readonly type: Exclude<Refusal, 'known'>; readonly words: string };

export async function sign(
  { nonce, to, data, value, gas }: Pick<Flight, 'nonce' | 'to' | 'data' | 'value' | 'gas'>,
  { account, chainId, fees }: { account: PrivateKeyAccount; chainId: number; fees: Fees },
): Promise<Signed> {
  const raw = await account.signTransaction({
    type: 'eip1559',
    chainId,
    nonce,
    to,
    data,
    value,
    gas,
    ...fees,
  });
  return { raw, hash: keccak256(raw) };
}

/** Hands a transaction to every endpoint: one that keeps it to itself does not hold it up. */
export async function hand(l1: L1, { raw }: Signed): Promise<Handed> {
  const outcomes = await Promise.allSettled(
    l1.usable.map(({ client }) => client.sendRawTransaction({ serializedTransaction: raw })),
  );
  const refusals = outcomes.flatMap((outcome) => {
    if (outcome.status === 'fulfilled') return [];
    const error: unknown = outcome.reason;
    return [{ type: refusalOf(error), words: revertReason(error) ?? messageOf(error) }];
  });
  const isTaken =
    refusals.length < outcomes.length || refusals.some(({ type }) => type === 'known');
  if (isTaken) return { type: 'taken' };
  const [first = { type: 'unclear', words: 'no endpoint can be asked' }] = refusals;
  return first as Handed;
}

/** The receipt of whichever of a flight's transactions was mined. */
export async function receiptOf(
  l1: L1,
  { signed }: Flight,
): Promise<TransactionReceipt | undefined> {
  for (const { hash } of signed) {
    const [receipt] = await l1.each(({ client }) => client.getTransactionReceipt({ hash }));
    if (receipt !== undefined) return receipt;
  }
  return undefined;
}

/** Transactions that L1 has of an account. */
export async function countOf(
  l1: L1,
  { account, head }: { account: PrivateKeyAccount; head: Head },
): Promise<number> {
  const { address } = account;
  const count = l1.bound(head, ({ client }, block) =>
    client.getTransactionCount({ address, ...block }),
  );
  return l1.ask('reading the nonce', count);
}

/** Gas with room to spare, or why L1 refuses. The most that an endpoint asks for; one that refuses alone is not believed. */
export async function estimate(
  l1: L1,
  { doing, ...request }: { doing: string } & Pick<Flight, 'from' | 'to' | 'data' | 'value'>,
): Promise<{ gas: bigint } | { reason: string }> {
  const { from: account, ...call } = request;
  const asked = { account, ...call, gas: MAX_GAS, blockTag: 'pending' } as const;
  const outcomes = await Promise.allSettled(
    l1.usable.map(({ client }) => client.estimateGas(asked)),
  );
  const gases = outcomes.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  if (gases.length > 0) {
    const gas = gases.reduce((a, b) => (a > b ? a : b));
    const roomy = gas + gas / 5n + 20_000n;
    return { gas: roomy < MAX_GAS ? roomy : MAX_GAS };
  }
  const errors = outcomes.flatMap((each) =>
    each.status === 'rejected' ? [each.reason as unknown] : [],
  );
  const reason = errors.map(revertReason).find((each) => each !== undefined);
  if (reason !== undefined) return { reason };
  const message = messageOf(errors[0] ?? 'no endpoint can be asked');
  throw new ProverError('retry', { doing, message, cause: errors[0] });
}

export async function feeMarket(
  l1: L1,
  { head, ceiling }: { head: Head; ceiling: bigint },
): Promise<FeeMarket> {
  const tips = await l1.each(({ client }) => client.estimateMaxPriorityFeePerGas());
  // The lower middle one: an endpoint alone makes nobody pay more.
  const sorted = tips.sort((a, b) => (a < b ? -1 : 1));
  const tip = sorted[Math.floor((sorted.length - 1) / 2)] ?? 10n ** 9n;
  return { baseFee: head.baseFeePerGas, tip, ceiling };
}
