import type { InboxItem } from '../generated/codec.ts';
import type { Machine } from '../machine.ts';
import { areSound, parameterValues } from '../margin/parameters.ts';
import { PARAMETER_BIAS, PARAMETER_COUNT } from '../params.ts';
import { ACCEPTED, CODE } from '../rejections.ts';

/** Changes one margin parameter, as L1's timelock says: `account` is its index, `amount` its value × 10^9 + 2^52. */
export function setParameter({ state }: Machine, { account: index, amount }: InboxItem): number {
  if (index >= PARAMETER_COUNT) return CODE.badParameter;
  const value = amount - PARAMETER_BIAS;
  const values = parameterValues(state);
  values[index] = value;
  if (!areSound(values)) return CODE.badParameter;
  state.parameters.setValue(index, value);
  state.parameters.setVersion(state.parameters.version() + 1);
  return ACCEPTED;
}
