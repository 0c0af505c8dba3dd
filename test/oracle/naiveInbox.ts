/** SPEC §5.12: what comes from L1. */
import { areAllowed } from './naiveParameters.ts';
import { liquidate } from './naiveLiquidation.ts';
import { cancelAll } from './naiveMatch.ts';
import { deposit, withdraw } from './naiveMoney.ts';
import { isPriceInRange, rulesOf } from './naiveOracle.ts';
import { attempt, type Hex, type NaiveState, setPrice } from './naiveState.ts';
import { demand } from './rejected.ts';

export interface NaiveInboxItem {
  readonly kind: bigint;
  readonly sender: Hex;
  readonly account: bigint;
  readonly amount: bigint;
}

/** @returns 0 or the rejection's code */
export function consumeItem(state: NaiveState, item: NaiveInboxItem): bigint {
  switch (item.kind) {
    case 1n:
      return deposit(state, item);
    case 2n:
      return attempt(state, () => {
        demandOwner(state, item);
        withdraw(state, item);
      });
    case 3n:
      return attempt(state, () => {
        demandOwner(state, item);
        cancelAll(state, item.account);
      });
    case 4n:
      return attempt(state, () => setReference(state, item));
    case 5n:
      return attempt(state, () => setParameter(state, item));
    case 6n:
      return attempt(state, () => liquidate(state, item.account));
    default:
      return 5002n;
  }
}

function demandOwner(state: NaiveState, { account: id, sender }: NaiveInboxItem): void {
  const account = state.accounts.get(id);
  demand(account !== undefined, 1010);
  demand(account.owner === sender, 1009);
}

function setReference(state: NaiveState, { account: underlying, amount }: NaiveInboxItem): void {
  const rules = rulesOf(underlying);
  demand(isPriceInRange(amount, rules), 4005);
  setPrice(state, underlying, { referenceCents: amount });
}

/** SPEC §8.5 */
function setParameter(state: NaiveState, { account: index, amount }: NaiveInboxItem): void {
  const i = Number(index);
  demand(i < state.parameters.length, 5003);
  const values = state.parameters.with(i, amount - 2n ** 52n);
  demand(areAllowed(values), 5003);
  state.parameters = values;
  state.parametersVersion += 1n;
}
