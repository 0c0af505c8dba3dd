import { type Hex, isAddressEqual, keccak256 } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';

import { encodeLiquidate } from '../protocol/generated/codec.ts';
import { CODE } from '../protocol/rejections.ts';
import { httpTransport, type Transport } from './http.ts';
import type { SimulateRequest } from './marginTypes.ts';
import { encodeOperation } from './operation.ts';
import { isReceiptValid } from './receipt.ts';
import { TenorError } from './TenorError.ts';
import {
  bidTypedData,
  cancelAllTypedData,
  cancelOrderTypedData,
  completeTypedData,
  placeOrderTypedData,
  setMarginModelTypedData,
  type Signed,
  setSessionKeyTypedData,
  transferTypedData,
  type TypedOperation,
  withdrawTypedData,
} from './typedData.ts';
import type {
  AccountView,
  BidResult,
  Client,
  ClientOptions,
  Executed,
  Info,
  InstrumentView,
  PlacedOrder,
  Receipt,
} from './types.ts';

const LIFETIME_SEC = 60;
const NONCE_CODES = new Set<number>([CODE.nonceTooLow, CODE.nonceUsed, CODE.nonceTooHigh]);
/** Ids are decimal strings there. */
type PlacedOnTheWire = Omit<PlacedOrder, 'resting'> & {
  readonly resting: { order: string; generation: string; quantity: string } | null;
};

const SCOPES = { trade: 1, transfer: 2, withdraw: 4 } as const;

/**
 * A client that acts for one account with one key.
 *
 * @example
 * const client = createClient({ url, account: 7, privateKey });
 * const { resting } = await client.placeOrder({
 *   instrument: 'BTC-26JUN26-60000-C', side: 'buy', price: '1250.00', quantity: '0.5',
 * });
 */
export function createClient(options: ClientOptions): Client {
  const { url, account, keySlot = 0, privateKey, lifetimeSec = LIFETIME_SEC } = options;
  const signer = privateKeyToAccount(privateKey);
  const transport = httpTransport(url);
  let known: Promise<Info> | null = null;
  let nonces: Promise<number> | null = null;
  const instrumentIds = new Map<string, number>();

  const info = async (): Promise<Info> => {
    known ??= transport.get<Info>('/info').catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };
  const view = async (): Promise<AccountView> => transport.get<AccountView>(`/accounts/${account}`);

  /** One above all that were used; then by one for each operation, in flight or not. */
  const takeNonce = async (): Promise<number> => {
    const taken = (nonces ?? firstNonce()).then((nonce) => nonce);
    nonces = taken.then((nonce) => nonce + 1);
    nonces.catch(() => (nonces = null));
    return taken;
  };
  const firstNonce = async (): Promise<number> => {
    const { keys } = await view();
    const key = keys.find(({ key }) => key === String(keySlot));
    if (key === undefined || !isAddressEqual(key.signer, signer.address)) {
      throw new Error(`key ${keySlot} of account ${account} is not ${signer.address}`);
    }
    return Number(key.nextNonce);
  };

  const instrumentId = async (name: string): Promise<number> => {
    if (!instrumentIds.has(name)) {
      const listed = await transport.get<readonly InstrumentView[]>('/instruments');
      for (const { instrument, id } of listed) instrumentIds.set(instrument, Number(id));
    }
    return instrumentIds.get(name) ?? 0;
  };

  const act = async <R extends { receipt: Receipt }>(
    path: string,
    typedData: (signed: Signed) => TypedOperation,
    body: Record<string, string>,
  ): Promise<R> => {
    const { chainId, rollup, receiptSigner, time } = await info();
    const nonce = await takeNonce();
    // The exchange's clock is L1's, which need not be ours.
    const nowSec = Math.max(Math.floor(Date.now() / 1000), Number(time));
    const signed = { account, key: keySlot, nonce, expiresAt: nowSec + lifetimeSec };
    const typed = typedData(signed);
    const signature = await signer.signTypedData(completeTypedData(typed, { chainId, rollup }));
    const request = {
      ...Object.fromEntries(Object.entries(signed).map(([name, value]) => [name, String(value)])),
      ...body,
      signature,
    };
    const result = await transport.post<R>(path, request).catch((error: unknown) => {
      // Another process may use this key: look again before the next operation.
      if (error instanceof TenorError && NONCE_CODES.has(error.code)) nonces = null;
      throw error;
    });
    const expected = { chainId, rollup, signer: options.receiptSigner ?? receiptSigner };
    const instrument =
      body['instrument'] === undefined ? 0 : await instrumentId(body['instrument']);
    await checkReceipt(result.receipt, encodeOperation(typed, { signature, instrument }), expected);
    return result;
  };

  /** Anyone may: nothing is signed. */
  const liquidate = async (liquidated: number): Promise<Executed> => {
    const { chainId, rollup, receiptSigner } = await info();
    const result = await transport.post<Executed>('/liquidations', { account: String(liquidated) });
    const expected = { chainId, rollup, signer: options.receiptSigner ?? receiptSigner };
    await checkReceipt(result.receipt, encodeLiquidate({ account: liquidated }), expected);
    return result;
  };

  return {
    placeOrder: async (order) => {
      const { timeInForce = 'GTC' } = order;
      return act<PlacedOnTheWire>('/orders', (signed) => placeOrderTypedData(signed, order), {
        instrument: order.instrument,
        side: order.side,
        timeInForce,
        price: order.price,
        quantity: order.quantity,
      }).then(({ resting, ...rest }) => ({
        ...rest,
        resting:
          resting === null
            ? null
            : {
                order: Number(resting.order),
                generation: Number(resting.generation),
                quantity: resting.quantity,
              },
      }));
    },
    cancel: async ({ order, generation }) =>
      act<Executed>('/cancels', (signed) => cancelOrderTypedData(signed, { order, generation }), {
        order: String(order),
        generation: String(generation),
      }),
    cancelAll: async () => act<Executed>('/cancels/all', cancelAllTypedData, {}),
    withdraw: async (amount) =>
      act<Executed>('/withdrawals', (signed) => withdrawTypedData(signed, amount), { amount }),
    transfer: async ({ toAccount, amount }) =>
      act<Executed>('/transfers', (signed) => transferTypedData(signed, { toAccount, amount }), {
        toAccount: String(toAccount),
        amount,
      }),
    setSessionKey: async ({ slot, signer: keySigner, expiresAtSec, scopes }) => {
      const scope = scopes.reduce((sum, name) => sum | SCOPES[name], 0);
      const key = { slot, signer: keySigner, keyExpiresAt: expiresAtSec, scope };
      return act<Executed>('/session-keys', (signed) => setSessionKeyTypedData(signed, key), {
        slot: String(slot),
        signer: keySigner,
        keyExpiresAt: String(expiresAtSec),
        scope: String(scope),
      });
    },
    setMarginModel: async (model) =>
      act<Executed>('/margin-models', (signed) => setMarginModelTypedData(signed, model), {
        model,
      }),
    bid: async (bid) =>
      act<BidResult>('/bids', (signed) => bidTypedData(signed, bid), {
        liquidated: String(bid.liquidated),
        share: bid.share,
        limit: bid.limit,
        revision: String(bid.revision),
      }),
    liquidate,
    info,
    account: view,
    ...readCalls(transport, account),
  };
}

/** Signed by the sequencer, for the very bytes that were sent, and accepted. */
async function checkReceipt(
  receipt: Receipt,
  operation: Uint8Array,
  expected: { chainId: number; rollup: Hex; signer: Hex },
): Promise<void> {
  if (!(await isReceiptValid(receipt, expected))) {
    throw new Error(`the receipt of operation ${receipt.seq} is not signed by the sequencer`);
  }
  if (receipt.hash !== keccak256(operation) || receipt.outcome !== 0) {
    throw new Error(`the receipt of operation ${receipt.seq} is not for what was sent`);
  }
}

function readCalls(transport: Transport, account: number) {
  const query = (fields: Record<string, string | number | undefined>): string => {
    const given = Object.entries(fields).filter(([, value]) => value !== undefined);
    const text = given.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
    return given.length === 0 ? '' : `?${text.join('&')}`;
  };
  return {
    instruments: async () =>
      transport.get<Awaited<ReturnType<Client['instruments']>>>('/instruments'),
    book: async (instrument: string, depth?: number) =>
      transport.get<Awaited<ReturnType<Client['book']>>>(
        `/book/${encodeURIComponent(instrument)}${query({ depth })}`,
      ),
    trades: async (instrument?: string) =>
      transport.get<Awaited<ReturnType<Client['trades']>>>(`/trades${query({ instrument })}`),
    margin: async () =>
      transport.get<Awaited<ReturnType<Client['margin']>>>(`/accounts/${account}/margin`),
    simulate: async (request: SimulateRequest) =>
      transport.post<Awaited<ReturnType<Client['simulate']>>>('/margin/simulate', request),
    margins: async (after?: string) =>
      transport.get<Awaited<ReturnType<Client['margins']>>>(`/margins${query({ after })}`),
    auctions: async () => transport.get<Awaited<ReturnType<Client['auctions']>>>('/auctions'),
    ticker: async (instrument: string) =>
      transport.get<Awaited<ReturnType<Client['ticker']>>>(
        `/instruments/${encodeURIComponent(instrument)}/ticker`,
      ),
    tickers: async (expiry: string) =>
      transport.get<Awaited<ReturnType<Client['tickers']>>>(
        `/tickers/${encodeURIComponent(expiry)}`,
      ),
    openOrders: async () =>
      transport.get<Awaited<ReturnType<Client['openOrders']>>>(`/accounts/${account}/orders`),
    operation: async (seq: string) =>
      transport.get<Awaited<ReturnType<Client['operation']>>>(`/operations/${seq}`),
  };
}
