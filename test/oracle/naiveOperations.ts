/** SPEC §5: an operation does its rule or is rejected. */
import { OPERATIONS } from '../../protocol/layout.ts';
import type { DecodedOperation } from './naive.ts';
import type { Context } from './naiveAuth.ts';
import { consumeItem } from './naiveInbox.ts';
import { PUBLIC_RULES } from './naivePublic.ts';
import { SIGNED_RULES } from './naiveSigned.ts';
import { attempt, outcomeOf } from './naiveState.ts';

/** @returns 0 or the rejection's code */
export function operate(context: Context, operation: DecodedOperation): bigint {
  const { state, pending } = context;
  const { name } = operation;
  if (name === 'consumeInbox') {
    const item = pending.shift();
    return item === undefined ? 5001n : consumeItem(state, item);
  }
  if (!('signature' in OPERATIONS[name].fields)) {
    return attempt(state, () => PUBLIC_RULES[name](context, operation));
  }
  let rest = (): void => {};
  const refused = outcomeOf(() => {
    rest = SIGNED_RULES[name](context, operation);
  });
  // The nonce stays burned whatever the rest of the rule says.
  return refused === 0n ? attempt(state, rest) : refused;
}
