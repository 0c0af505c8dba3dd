/** A margin report without an exchange: the parameters of a new one, and nothing but the prices that are given. */
import { loadDefaultParameters } from '../../protocol/margin/parameters.ts';
import { DomainError } from '../../protocol/maths/errors.ts';
import { ACCEPTED } from '../../protocol/rejections.ts';
import { State } from '../../protocol/state.ts';
import { ProtocolRejection, Refusal } from '../rejections.ts';
import { LOADED_ACCOUNT } from './capture.ts';
import { type MarginReport, marginReport } from './report.ts';
import { apply, type WhatIf } from './whatIf.ts';

/** @throws Refusal | ProtocolRejection */
export function offlineReport(whatIf: WhatIf, timeSec: number): MarginReport {
  const state = new State();
  loadDefaultParameters(state);
  state.globals.setTimeSec(timeSec);
  try {
    const outcome = apply(state, whatIf);
    if (outcome !== ACCEPTED) throw new ProtocolRejection(outcome);
    return marginReport(state, LOADED_ACCOUNT);
  } catch (error) {
    if (error instanceof DomainError) throw new Refusal('unpriceable', error.message);
    throw error;
  }
}
