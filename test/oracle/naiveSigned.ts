/** SPEC §5: operations that a key signs. Each rule authenticates and returns what is left to do. */
import type { DecodedOperation } from './naive.ts';
import { authenticate, type Context } from './naiveAuth.ts';
import { bid } from './naiveBid.ts';
import { closeOrder } from './naiveBook.ts';
import { underlyingsOf } from './naiveHoldings.ts';
import { abs, MAX_FIGURE } from './integers.ts';
import { evaluatePriced, isAtLeast } from './naiveMargin.ts';
import { cancelAll, placeOrder } from './naiveMatch.ts';
import { transfer, withdraw } from './naiveMoney.ts';
import { nameOf } from './naiveNames.ts';
import { isUnderAuction, type NaiveState, setAccount } from './naiveState.ts';
import { demand } from './rejected.ts';

type SignedRule = (context: Context, operation: DecodedOperation) => () => void;

const SCOPE = { trade: 1n, transfer: 2n, withdraw: 4n, all: 7n };
const SIDES = ['buy', 'sell'];
const TIMES_IN_FORCE = ['GTC', 'IOC', 'FOK', 'POST'];
const MODELS = ['standard', 'portfolio'];

export const SIGNED_RULES: Readonly<Record<string, SignedRule>> = {
  placeOrder(context, { values }) {
    const { state } = context;
    const side = values.int('side');
    const timeInForce = values.int('timeInForce');
    const instrument = values.int('instrument');
    const priceCents = values.int('priceCents');
    const quantityE4 = values.int('quantityE4');
    demand(side <= 1n && timeInForce <= 3n, 3005);
    const terms = state.instruments.get(instrument);
    demand(terms !== undefined, 3001);
    const words = [SIDES[Number(side)], TIMES_IN_FORCE[Number(timeInForce)]];
    const account = authenticate(context, values, {
      scope: SCOPE.trade,
      type: 'placeOrder',
      fields: [nameOf(terms), ...words, priceCents, quantityE4],
    });
    const order = { account, instrument, side, timeInForce, priceCents, quantityE4 };
    return () => placeOrder(state, order);
  },

  cancelOrder(context, { values }) {
    const { state } = context;
    const order = values.int('order');
    const generation = values.int('generation');
    const account = authenticate(context, values, {
      scope: SCOPE.trade,
      type: 'cancelOrder',
      fields: [order, generation],
    });
    return () => {
      const open = state.orders.find((candidate) => state.ids.orderId(candidate) === order);
      demand(open !== undefined && open.account === account, 3009);
      demand(state.ids.generations.get(order) === generation, 3009);
      closeOrder(state, open);
    };
  },

  cancelAll(context, { values }) {
    const account = authenticate(context, values, {
      scope: SCOPE.trade,
      type: 'cancelAll',
      fields: [],
    });
    return () => cancelAll(context.state, account);
  },

  transfer(context, { values }) {
    const toAccount = values.int('toAccount');
    const amount = values.int('amount');
    demand(amount <= MAX_FIGURE, 2002);
    const account = authenticate(context, values, {
      scope: SCOPE.transfer,
      type: 'transfer',
      fields: [toAccount, amount],
    });
    return () => transfer(context.state, { account, toAccount, amount });
  },

  withdraw(context, { values }) {
    const amount = values.int('amount');
    demand(amount <= MAX_FIGURE, 2002);
    const account = authenticate(context, values, {
      scope: SCOPE.withdraw,
      type: 'withdraw',
      fields: [amount],
    });
    return () => withdraw(context.state, { account, amount });
  },

  setSessionKey(context, { values }) {
    const { state } = context;
    demand(values.int('key') % 8n === 0n, 1004);
    const slot = values.int('slot');
    const signer = values.bytes('signer');
    const keyExpiresAtSec = values.int('keyExpiresAtSec');
    const scope = values.int('scope');
    const account = authenticate(context, values, {
      scope: 0n,
      type: 'setSessionKey',
      fields: [slot, signer, keyExpiresAtSec, scope],
    });
    return () => {
      demand(1n <= slot && slot <= 7n, 1011);
      demand(scope <= 7n, 1012);
      const key = account * 8n + slot;
      const nonces = state.keys.get(key) ?? { nonceBase: 0n, burned: new Set<bigint>() };
      state.keys.set(key, { ...nonces, signer, expiresAtSec: keyExpiresAtSec, scope });
    };
  },

  setMarginModel(context, { values }) {
    const model = values.int('model');
    demand(model <= 1n, 2010);
    const account = authenticate(context, values, {
      scope: SCOPE.all,
      type: 'setMarginModel',
      fields: [MODELS[Number(model)]],
    });
    return () => setMarginModel(context.state, { account, model });
  },

  bid(context, { values }) {
    const id = values.int('account');
    const sharePpm = values.int('sharePpm');
    const limit = values.int('limit');
    const revision = values.int('revision');
    demand(abs(limit) <= MAX_FIGURE, 2016);
    const bidder = authenticate(context, values, {
      scope: SCOPE.trade,
      type: 'bid',
      fields: [id, sharePpm, limit, revision],
    });
    return () => bid(context.state, { bidder, id, sharePpm, limit, revision });
  },
};

/** SPEC §5.13 */
function setMarginModel(
  state: NaiveState,
  { account: id, model }: { account: bigint; model: bigint },
): void {
  const account = state.accounts.get(id)!;
  demand(!isUnderAuction(account), 2009);
  demand(model === 0n || underlyingsOf(state, account).length <= 1, 2010);
  const margin = evaluatePriced(state, id, { model });
  demand(isAtLeast(state, margin, { kind: 'initial' }), 2001);
  setAccount(state, id, { marginModel: model });
}
