import { authenticate } from '../authenticate.ts';
import type { SetMarginModel } from '../generated/codec.ts';
import { type Machine, PHASE } from '../machine.ts';
import { holdsOneUnderlying } from '../margin/check.ts';
import { demandMargin, UNPRICED } from '../margin/evaluate.ts';
import { MODEL_PORTFOLIO, SCOPE_ALL } from '../params.ts';
import { ACCEPTED, CODE } from '../rejections.ts';
import { accountOfKey, setMarginModelWords } from '../signed.ts';
import { TYPE_HASHES } from '../typedData.ts';

/** Changes how an account is margined, where its initial margin holds under the new model. */
export function setMarginModel(machine: Machine, operation: SetMarginModel): number {
  const { state, registers } = machine;
  const { model } = operation;
  if (model > MODEL_PORTFOLIO) return CODE.badMarginModel;
  const authenticated = authenticate(machine, {
    operation,
    scope: SCOPE_ALL,
    typeHash: TYPE_HASHES.setMarginModel,
    words: () => setMarginModelWords(operation),
  });
  if (authenticated !== ACCEPTED) return authenticated;
  const account = accountOfKey(operation.key);
  if (state.accounts.auctionStartSec(account) !== 0) return CODE.underAuction;
  if (model === MODEL_PORTFOLIO && !holdsOneUnderlying(state, account)) return CODE.badMarginModel;
  registers.account = account;
  demandMargin(machine, { account, model, goOn: PHASE.model });
  return ACCEPTED;
}

/** Phase `model`. */
export function modelStep(machine: Machine): void {
  const { state, registers } = machine;
  if (registers.priced === UNPRICED) machine.finish(CODE.pricesMissing);
  else if (registers.initial < 0n) machine.finish(CODE.initialMargin);
  else {
    state.accounts.setMarginModel(registers.account, registers.marginModel);
    machine.finish(ACCEPTED);
  }
}
