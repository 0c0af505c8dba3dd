/** The gate in front of the engine: what may be queued now, its signers, and how long an answer may take. */
import { PLACE_ORDER_KIND } from '../../protocol/generated/codec.ts';
import { keccak256 } from '../../protocol/hash.ts';
import type { State } from '../../protocol/state.ts';
import type { Answer, Engine } from '../engine/engine.ts';
import type { Settings } from '../options.ts';
import { OutcomeUnknown, Refusal } from '../rejections.ts';
import type { SignaturePool } from './signatures.ts';

/** Cancels may wait where nothing else may. */
const CANCEL_QUEUE_FACTOR = 2;
const READ_MODEL_WAITING_MAX = 200_000;
/** Where an order's instrument stands in its bytes. */
const INSTRUMENT_AT = 15;

export interface AdmissionParts {
  readonly engine: Pick<Engine, 'submit' | 'queued' | 'failure' | 'state'>;
  readonly signatures: Pick<SignaturePool, 'recover'>;
  readonly settings: Pick<
    Settings,
    'queueMax' | 'unpostedBytesMax' | 'unpostedSecMax' | 'ackTimeoutMs'
  >;
  /** Null while L1 and the journal can be relied on. */
  readonly trouble: () => string | null;
  readonly unpostedBytes: () => number;
  /** Age of the oldest batch that L1 does not hold. */
  readonly unpostedSec: () => number;
  readonly readModelWaiting: () => number;
  readonly isStopping: () => boolean;
  /** Sees every refusal. */
  readonly refused: (reason: string) => void;
}

export class Admission {
  readonly #parts: AdmissionParts;

  constructor(parts: AdmissionParts) {
    this.#parts = parts;
  }

  /**
   * Runs an operation and waits for its acknowledgement.
   * @throws Refusal where it may not be queued, or was not acknowledged in time
   */
  async admit(operation: Uint8Array, { isCancel }: { isCancel: boolean }): Promise<Answer> {
    const { engine, signatures, settings, refused } = this.#parts;
    const refusal = this.#refusal(isCancel);
    if (refusal !== null) {
      refused(refusal.refusal);
      throw refusal;
    }
    const nameHash = nameHashOf(engine.state, operation);
    const answer = engine.submit(operation, signatures.recover(operation, nameHash));
    return within(answer, settings.ackTimeoutMs, () => {
      refused('outcomeUnknown');
      return new OutcomeUnknown(keccak256(operation));
    });
  }

  #refusal(isCancel: boolean): Refusal | null {
    const { engine, settings, isStopping, trouble, readModelWaiting } = this.#parts;
    const { unpostedBytes, unpostedSec } = this.#parts;
    if (isStopping()) return new Refusal('stopping');
    if (engine.failure !== null) return new Refusal('unhealthy', 'the engine has stopped');
    const words = trouble();
    if (words !== null) return new Refusal('unhealthy', words);
    const queueMax = settings.queueMax * (isCancel ? CANCEL_QUEUE_FACTOR : 1);
    if (engine.queued >= queueMax) return new Refusal('queueFull');
    if (isCancel) return null;
    if (unpostedBytes() >= settings.unpostedBytesMax) return new Refusal('unpostedFull');
    if (unpostedSec() >= settings.unpostedSecMax) return new Refusal('unpostedLate');
    return readModelWaiting() > READ_MODEL_WAITING_MAX ? new Refusal('queueFull') : null;
  }
}

/** What an order's digest needs of the state; null where there is no such instrument. */
function nameHashOf(state: State, operation: Uint8Array): Uint8Array | null {
  if (operation[0] !== PLACE_ORDER_KIND) return null;
  const view = new DataView(operation.buffer, operation.byteOffset);
  const instrument = view.getUint32(INSTRUMENT_AT);
  if (instrument === 0 || instrument > state.globals.instrumentCount()) return null;
  return state.instruments.nameHash(instrument);
}

async function within<T>(work: Promise<T>, ms: number, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), ms);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
