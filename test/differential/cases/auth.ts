/** Operations whose signatures, keys and nonces are in order, or not. */
import { useNonce } from '../../../protocol/authenticate.ts';
import {
  encodeCancelAll,
  encodeCancelOrder,
  encodeSetMarginModel,
  encodeSetSessionKey,
  encodeTransfer,
  encodeWithdraw,
} from '../../../protocol/generated/codec.ts';
import { KEY_SLOTS, MAX_MONEY, NONCE_AHEAD, NONCE_WINDOW } from '../../../protocol/params.ts';
import { accountOfKey } from '../../../protocol/signed.ts';
import { keyIndex } from '../../../protocol/state.ts';
import { type Signer, signerOf } from '../../fixtures/sign.ts';
import type { Case } from '../case.ts';
import type { World } from '../world.ts';
import { randomOrder } from './orders.ts';
import { type Head, headOf, orderBytes, ownerHead, setSessionKey, sign } from './signing.ts';

/** Order of the curve's group. */
const GROUP_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

export const AUTHENTICATION = {
  ownerSigns: (world: World): Case => signedBy(world, ownerHead(world, world.anyAccount())),

  sessionKeySigns: (world: World): Case => signedBy(world, headOf(world, anySessionKey(world))),

  unknownAccount: (world: World): Case => {
    const accounts = [0, world.accounts().length + 1, 2 ** 25 - 1, 2 ** 29 - 1];
    const slot = world.random.chance(0.5) ? 0 : world.random.below(KEY_SLOTS);
    const key = keyIndex(world.random.pick(accounts), slot);
    return signedBy(world, headOf(world, key, { nonce: 0 }), signerOf('nobody'));
  },

  unknownKey: (world: World): Case => {
    const account = world.anyAccount();
    const empty = [1, 2, 3, 4, 5, 6, 7].filter((slot) => isEmpty(world, keyIndex(account, slot)));
    const key = keyIndex(account, world.random.pick(empty));
    return signedBy(world, headOf(world, key, { nonce: 0 }), signerOf('nobody'));
  },

  wrongSigner: (world: World): Case =>
    signedBy(world, ownerHead(world, world.anyAccount()), signerOf('nobody')),

  brokenSignature: (world: World): Case => {
    const { operation } = signedBy(world, ownerHead(world, world.anyAccount()));
    breakSignature(world, operation.subarray(operation.length - 64));
    return { operation };
  },

  changedAfterSigning: (world: World): Case => {
    const { operation } = signedBy(world, ownerHead(world, world.anyAccount()));
    operation[world.random.between(5, operation.length - 65)] ^= 1 << world.random.below(8);
    return { operation };
  },

  operationExpired: (world: World): Case => {
    const account = world.anyAccount();
    const expiresAtSec = world.timeSec - world.random.pick([1, 1, 1000]);
    return signedBy(world, { ...ownerHead(world, account), expiresAtSec });
  },

  keyExpired: (world: World): Case => {
    const key = anySessionKey(world);
    const expiresAtSec = world.timeSec - world.random.pick([0, 1, 1, 1000]);
    world.setSessionKey(key, world.signer(key), { expiresAtSec, scope: 7 });
    return signedBy(world, headOf(world, key));
  },

  keyOutOfScope: (world: World): Case => {
    const key = anySessionKey(world);
    world.setSessionKey(key, world.signer(key), { expiresAtSec: 0, scope: world.random.below(8) });
    return signedBy(world, headOf(world, key));
  },

  nonceUsed: (world: World): Case => {
    const head = ownerHead(world, world.anyAccount());
    useNonce(world.state, head.key, head.nonce);
    return signedBy(world, head);
  },

  nonceTooLow: (world: World): Case => {
    const head = ownerHead(world, world.anyAccount());
    useNonce(world.state, head.key, head.nonce + NONCE_WINDOW + 256);
    const base = world.state.keys.nonceBase(head.key);
    return signedBy(world, { ...head, nonce: world.random.pick([base - 1, base, 0]) });
  },

  nonceTooHigh: (world: World): Case => {
    const head = ownerHead(world, world.anyAccount());
    const limit = world.state.keys.nonceBase(head.key) + NONCE_AHEAD;
    const nonce = world.random.pick([limit, limit, limit - 1, 2 ** 48 - 1]);
    return signedBy(world, { ...head, nonce });
  },

  nonceMovesWindow: (world: World): Case => {
    const { random } = world;
    const head = ownerHead(world, world.anyAccount());
    const base = world.state.keys.nonceBase(head.key);
    const near = [NONCE_WINDOW - 1, NONCE_WINDOW, NONCE_WINDOW + 255, NONCE_WINDOW + 256];
    const nonce = base + (random.chance(0.5) ? random.pick(near) : random.below(NONCE_AHEAD));
    return signedBy(world, { ...head, nonce });
  },

  setsSessionKey: (world: World): Case => {
    const { random } = world;
    const signer = random.chance(0.2) ? new Uint8Array(20) : signerOf('session').address;
    const keyExpiresAtSec = random.pick([0, world.timeSec, 2 ** 32 - 1]);
    const fields = { slot: random.between(1, 7), signer, keyExpiresAtSec, scope: random.below(8) };
    return setSessionKey(world, keyIndex(world.anyAccount(), 0), fields);
  },

  setsBadSessionKey: (world: World): Case => {
    const { random } = world;
    const { address: signer } = signerOf('session');
    const slot = random.pick([0, 3, 8, 255]);
    const fields = { slot, signer, keyExpiresAtSec: 0, scope: random.pick([8, 255]) };
    return setSessionKey(world, keyIndex(world.anyAccount(), 0), fields);
  },

  sessionKeySetsKey: (world: World): Case => {
    const { address: signer } = signerOf('session');
    const fields = { slot: 2, signer, keyExpiresAtSec: 0, scope: 7 };
    return setSessionKey(world, anySessionKey(world), fields);
  },
};

/** Any kind of operation that a key signs. */
function signedBy(world: World, head: Head, by?: Signer): { operation: Uint8Array } {
  const { random } = world;
  const signer = by === undefined ? {} : { by };
  const operations = [
    () => {
      const fields = randomOrder(world);
      return orderBytes(world, head, fields, signer);
    },
    () => encodeCancelOrder({ ...head, ...someOrder(world, accountOfKey(head.key)) }),
    () => encodeCancelAll(head),
    () => {
      const amount = random.chance(0.9) ? random.magnitude(1, 2 ** 40) : MAX_MONEY;
      return encodeTransfer({ ...head, toAccount: world.anyAccount(), amount });
    },
    () => encodeWithdraw({ ...head, amount: random.magnitude(1, 2 ** 40) }),
    () => encodeSetMarginModel({ ...head, model: random.below(2) }),
  ];
  if (head.key % KEY_SLOTS === 0) {
    const key = { slot: 1, signer: random.bytes(20), keyExpiresAtSec: 0, scope: 7 };
    operations.push(() => encodeSetSessionKey({ ...head, ...key }));
  }
  const i = random.below(operations.length);
  const operation = operations[i]();
  return { operation: i === 0 ? operation : sign(world, operation, { key: head.key, ...signer }) };
}

function someOrder(world: World, account: number): { order: number; generation: number } {
  const own = world.openOrders().filter((id) => world.state.orders.account(id) === account);
  const order = own.length === 0 ? 1 : world.random.pick(own);
  return { order, generation: world.state.orders.generation(order) };
}

function anySessionKey(world: World): number {
  const { keys } = world.state;
  const used = world
    .sessionKeys()
    .filter((key) => keys.signerEquals(key, world.signer(key).address));
  if (used.length > 0) return world.random.pick(used);
  const key = keyIndex(world.anyAccount(), 1);
  world.setSessionKey(key, signerOf('session'), { expiresAtSec: 0, scope: 7 });
  return key;
}

function isEmpty(world: World, key: number): boolean {
  return world.state.keys.signerEquals(key, new Uint8Array(20));
}

/** High s, r or s at the edges of their ranges, the other parity, noise. */
function breakSignature({ random }: World, signature: Uint8Array): void {
  const s = numberOf(signature.subarray(32)) & (2n ** 255n - 1n);
  const parity = BigInt(signature[32] >> 7) << 255n;
  const breakers = [
    () => setNumber(signature.subarray(32), (parity ^ (1n << 255n)) | s),
    () => setNumber(signature.subarray(32), (GROUP_ORDER - s) & (2n ** 255n - 1n)),
    () => setNumber(signature.subarray(32), parity | (GROUP_ORDER / 2n + BigInt(random.below(2)))),
    () => setNumber(signature.subarray(32), random.chance(0.5) ? parity : 2n ** 256n - 1n),
    () =>
      setNumber(signature.subarray(0, 32), random.pick([0n, 1n, GROUP_ORDER, GROUP_ORDER + 1n])),
    () => setNumber(signature.subarray(0, 32), random.pick([GROUP_ORDER - 1n, 2n ** 256n - 1n])),
    () => signature.set(random.bytes(64)),
    () => signature.fill(0),
  ];
  random.pick(breakers)();
}

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

function setNumber(bytes: Uint8Array, value: bigint): void {
  bytes.set(Buffer.from(value.toString(16).padStart(64, '0'), 'hex'));
}
