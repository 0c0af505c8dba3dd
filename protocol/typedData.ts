/**
 * EIP-712 structures: what a wallet shows and what a key signs. SPEC §6.
 * The instrument is signed by its name and side and time in force by their words, so a person can read them.
 */
import { concat, keccak256 } from './hash.ts';
import type { Header } from './generated/codec.ts';
import { UNDERLYINGS } from './params.ts';

const SIGNED = 'uint32 account,uint8 key,uint48 nonce,uint32 expiresAt';

/** Type strings, exactly as hashed. */
export const TYPES = {
  placeOrder: `PlaceOrder(${SIGNED},string instrument,string side,string timeInForce,uint32 priceCents,uint32 quantityE4)`,
  cancelOrder: `CancelOrder(${SIGNED},uint32 order,uint32 generation)`,
  cancelAll: `CancelAll(${SIGNED})`,
  transfer: `Transfer(${SIGNED},uint32 toAccount,uint64 amount)`,
  withdraw: `Withdraw(${SIGNED},uint64 amount)`,
  setSessionKey: `SetSessionKey(${SIGNED},uint8 slot,address signer,uint32 keyExpiresAt,uint8 scope)`,
  setMarginModel: `SetMarginModel(${SIGNED},string model)`,
  bid: `Bid(${SIGNED},uint32 liquidated,uint32 sharePpm,int64 limit,uint32 revision)`,
  indexPrint: 'IndexPrint(string underlying,uint32 priceCents,uint16 confidenceE4,uint32 time)',
  surfacePrint:
    'SurfacePrint(string underlying,uint32 expiry,uint32 time,int64 basisCents,int64 rateE9,uint16 forwardConfidenceE4,uint16 rateConfidenceE4,uint16 volConfidenceE4,uint32 forwardCents,int64 aE12,int64 bE12,int64 rhoE12,int64 mE12,int64 sigmaE12)',
  settlementPrice: 'SettlementPrice(string underlying,uint32 expiry,uint32 priceCents)',
} as const;

export const SIDES = ['buy', 'sell'] as const;
/** Good till cancelled, immediate or cancel, fill or kill, post-only. */
export const TIMES_IN_FORCE = ['GTC', 'IOC', 'FOK', 'POST'] as const;

/** By the number of the model. */
export const MARGIN_MODELS = ['standard', 'portfolio'] as const;

export const DOMAIN_TYPE =
  'EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)';
export const DOMAIN_NAME = 'Tenor';
export const DOMAIN_VERSION = '1';

const text = new TextEncoder();
export const hashText = (value: string): Uint8Array => keccak256(text.encode(value));

export const TYPE_HASHES = Object.fromEntries(
  Object.entries(TYPES).map(([name, type]) => [name, hashText(type)]),
) as { readonly [K in keyof typeof TYPES]: Uint8Array };

export const SIDE_HASHES = SIDES.map(hashText);
export const TIME_IN_FORCE_HASHES = TIMES_IN_FORCE.map(hashText);
export const MARGIN_MODEL_HASHES = MARGIN_MODELS.map(hashText);
export const UNDERLYING_HASHES = UNDERLYINGS.map(({ symbol }) => hashText(symbol));

/** An integer of magnitude below 2^53, a 20-byte address or a 32-byte hash. */
export type Word = number | Uint8Array;

export function hashStruct(typeHash: Uint8Array, words: readonly Word[]): Uint8Array {
  const bytes = new Uint8Array(32 * (words.length + 1));
  const view = new DataView(bytes.buffer);
  bytes.set(typeHash, 0);
  words.forEach((word, i) => {
    const end = 32 * (i + 2);
    if (typeof word === 'number') {
      if (word < 0) bytes.fill(0xff, end - 32, end - 8);
      view.setUint32(end - 8, Math.floor(word / 2 ** 32));
      view.setUint32(end - 4, word);
    } else {
      bytes.set(word, end - word.length);
    }
  });
  return keccak256(bytes);
}

export function domainSeparator({
  chainId,
  rollup,
}: Pick<Header, 'chainId' | 'rollup'>): Uint8Array {
  return hashStruct(hashText(DOMAIN_TYPE), [
    hashText(DOMAIN_NAME),
    hashText(DOMAIN_VERSION),
    chainId,
    rollup,
  ]);
}

const PREFIX = Uint8Array.of(0x19, 0x01);

export function digest(domain: Uint8Array, structHash: Uint8Array): Uint8Array {
  return keccak256(concat(PREFIX, domain, structHash));
}
