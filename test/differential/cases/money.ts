/** Cash that moves: transfers, withdrawals, and what comes through the inbox. */
import {
  INBOX_CANCEL_ALL,
  INBOX_DEPOSIT,
  INBOX_WITHDRAW,
} from '../../../protocol/ops/consumeInbox.ts';
import { MAX_ACCOUNTS, MAX_MONEY } from '../../../protocol/params.ts';
import { equalBytes } from '../../../protocol/hash.ts';
import { signerOf } from '../../fixtures/sign.ts';
import type { Case } from '../case.ts';
import type { ItemFields, World } from '../world.ts';
import { fillPositions, richAccount } from './orders.ts';
import { transfer, withdraw } from './signing.ts';

const MARKER = Uint8Array.of(1);

export const MONEY = {
  transfers: (world: World): Case => {
    const { account, toAccount } = siblings(world);
    return transfer(world, account, { toAccount, amount: someOf(world, account) });
  },

  transfersFromMargin: (world: World): Case => {
    const { account, toAccount } = siblings(world);
    fillPositions(world, account, { count: world.random.between(1, 128), besides: 1 });
    world.setCash(account, world.random.magnitude(1_000_000, 2 ** 45));
    return {
      ...transfer(world, account, { toAccount, amount: someOf(world, account) }),
      isPrepared: true,
    };
  },

  transfersBadly: (world: World): Case => {
    const { random } = world;
    const { account, toAccount } = siblings(world);
    const stranger = world.openAccount(1, signerOf('stranger'));
    const cash = world.state.accounts.cash(account);
    return random.pick([
      () => transfer(world, account, { toAccount, amount: 0 }),
      () => transfer(world, account, { toAccount: account, amount: 1 }),
      () =>
        transfer(world, account, {
          toAccount: random.pick([0, stranger + 1, 2 ** 32 - 1]),
          amount: 1,
        }),
      () => transfer(world, account, { toAccount: stranger, amount: 1 }),
      () => transfer(world, account, { toAccount, amount: Math.max(cash, 0) + 1 }),
      () => transfer(world, account, { toAccount, amount: MAX_MONEY }),
      () => withHugeAmount(world, transfer(world, account, { toAccount, amount: 1 })),
    ])();
  },

  transferPassesLedgerLimit: (world: World): Case => {
    const { account, toAccount } = siblings(world);
    const { accounts, globals } = world.state;
    accounts.setCash(account, 1000);
    accounts.setPositionCount(account, 0);
    accounts.setCash(toAccount, MAX_MONEY - 10);
    globals.setPositiveCash(MAX_MONEY - 10);
    const amount = world.random.pick([10, 11, 1000]);
    return { ...transfer(world, account, { toAccount, amount }), isPrepared: true };
  },

  withdraws: (world: World): Case => {
    const account = world.anyAccount();
    return withdraw(world, account, someOf(world, account));
  },

  withdrawsFromMargin: (world: World): Case => {
    const account = world.anyAccount();
    fillPositions(world, account, { count: world.random.between(1, 128), besides: 1 });
    world.setCash(account, world.random.magnitude(1_000_000, 2 ** 45));
    return { ...withdraw(world, account, someOf(world, account)), isPrepared: true };
  },

  withdrawsBadly: (world: World): Case => {
    const account = world.anyAccount();
    const cash = Math.max(world.state.accounts.cash(account), 0);
    return world.random.pick([
      () => withdraw(world, account, 0),
      () => withdraw(world, account, cash + 1),
      () => withdraw(world, account, MAX_MONEY),
      () => withHugeAmount(world, withdraw(world, account, 1)),
    ])();
  },

  withdrawalTotalPassesLimit: (world: World): Case => {
    const account = richAccount(world);
    const amount = world.random.between(1, 1000);
    world.state.globals.setVault(2 * world.state.globals.positiveCash());
    world.state.withdrawals.setTotal(account, MAX_MONEY - amount + world.random.below(2));
    return { ...withdraw(world, account, amount), isPrepared: true };
  },

  vaultIsShort: (world: World): Case => {
    const account = richAccount(world);
    const { globals } = world.state;
    const owed = globals.positiveCash() + globals.pool();
    globals.setVault(world.random.pick([0, 1, owed - 1, Math.floor(owed / 3)]));
    return { ...withdraw(world, account, someOf(world, account)), isPrepared: true };
  },

  depositsToAccount: (world: World): Case => consumes(world, depositOf(world, world.anyAccount())),

  depositsToNew: (world: World): Case =>
    consumes(
      world,
      depositOf(world, world.random.pick([0, world.accounts().length + 5, 2 ** 32 - 1])),
    ),

  depositPassesLedgerLimit: (world: World): Case => {
    const { globals, accounts } = world.state;
    const account = world.random.pick([0, world.anyAccount()]);
    const room = world.random.below(1000);
    globals.setPositiveCash(MAX_MONEY - room);
    if (account !== 0 && world.random.chance(0.5)) accounts.setCash(account, MAX_MONEY - room);
    const item = { ...depositOf(world, account), amount: room + world.random.below(2) };
    return { ...consumes(world, item), isPrepared: true };
  },

  tooManyAccounts: (world: World): Case => {
    world.state.globals.setAccountCount(MAX_ACCOUNTS);
    return { ...consumes(world, depositOf(world, 0)), isPrepared: true };
  },

  forcedWithdraw: (world: World): Case => {
    const account = world.anyAccount();
    const cash = Math.max(world.state.accounts.cash(account), 0);
    const amount = world.random.pick([0, 1, Math.floor(cash / 2), cash, cash + 1, MAX_MONEY]);
    return consumes(world, forced(world, { kind: INBOX_WITHDRAW, account, amount }));
  },

  forcedCancelAll: (world: World): Case =>
    consumes(
      world,
      forced(world, { kind: INBOX_CANCEL_ALL, account: world.anyAccount(), amount: 0 }),
    ),

  forcedBadly: (world: World): Case => {
    const { random } = world;
    const kind = random.pick([INBOX_WITHDRAW, INBOX_CANCEL_ALL]);
    const account = world.anyAccount();
    const item = forced(world, { kind, account, amount: 1 });
    return consumes(
      world,
      random.pick<ItemFields>([
        { ...item, kind: random.pick([0, 7, 255]) },
        { ...item, account: random.pick([0, world.accounts().length + 1, 2 ** 32 - 1]) },
        { ...item, sender: signerOf('stranger').address },
      ]),
    );
  },

  inboxIsEmpty: (): Case => ({ operation: MARKER }),

  batchEnds: (): Case => ({}),

  stoppedBatchDrains: (world: World): Case => {
    const operation = world.random.bytes(100);
    const registers = { stopped: 1 };
    if (world.random.chance(0.3)) return { operation, registers };
    return { operation, registers, item: depositOf(world, world.anyAccount()) };
  },
};

/** Where a marker stands, or after the end of the data. */
function consumes(world: World, item: ItemFields): Case {
  return world.random.chance(0.5) ? { operation: MARKER, item } : { item };
}

function depositOf(world: World, account: number): ItemFields {
  const { random } = world;
  const { address: sender } = world.know(signerOf(`depositor ${random.below(10)}`));
  return { kind: INBOX_DEPOSIT, sender, account, amount: random.magnitude(1_000_000, 2 ** 40) };
}

function forced(world: World, fields: Omit<ItemFields, 'sender'>): ItemFields {
  return { ...fields, sender: world.state.accounts.owner(fields.account) };
}

/** Two accounts of one owner. */
function siblings(world: World): { account: number; toAccount: number } {
  const account = world.anyAccount();
  const owner = world.state.accounts.owner(account);
  const others = world
    .accounts()
    .filter((id) => id !== account && equalBytes(world.state.accounts.owner(id), owner));
  const toAccount =
    others.length > 0
      ? world.random.pick(others)
      : world.openAccount(1_000_000, world.owner(account));
  return world.random.chance(0.5)
    ? { account, toAccount }
    : { account: toAccount, toAccount: account };
}

function someOf(world: World, account: number): number {
  const cash = Math.max(world.state.accounts.cash(account), 1);
  return world.random.pick([1, cash, Math.ceil(cash / 2), world.random.between(1, cash)]);
}

/** 2^53 and above: no integer of TypeScript's, so it is refused before anything is hashed. */
function withHugeAmount({ random }: World, { operation }: Case): Case {
  const amount = random.pick([2n ** 53n, 2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 1n]);
  new DataView(operation!.buffer).setBigUint64(operation!.length - 72, amount);
  return { operation: operation! };
}
