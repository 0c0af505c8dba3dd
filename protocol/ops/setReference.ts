import type { InboxItem } from '../generated/codec.ts';
import type { Machine } from '../machine.ts';
import { UNDERLYINGS } from '../params.ts';
import { ACCEPTED, CODE } from '../rejections.ts';

/** The price that L1's reference feed had when the item was made: `account` names the underlying, `amount` is cents. */
export function setReference({ state }: Machine, { account, amount }: InboxItem): number {
  if (account >= UNDERLYINGS.length) return CODE.unknownUnderlying;
  if (amount === 0 || amount > UNDERLYINGS[account].maxPriceCents) return CODE.printOutOfRange;
  state.underlyings.setReferenceCents(account, amount);
  return ACCEPTED;
}
