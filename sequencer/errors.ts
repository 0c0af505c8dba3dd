/** L1, disk or network: named by its consequence. */
export type OperationalKind =
  /** The same again, later. */
  | 'retry'
  /** What was believed about L1 is no longer so: look again, then decide anew. */
  | 'reset'
  /** Nothing to wait for; a person has to change something. */
  | 'fatal';

/** A fault outside this process, with what was being done. */
export class OperationalError extends Error {
  override readonly name = 'OperationalError';
  readonly kind: OperationalKind;

  constructor(kind: OperationalKind, doing: string, cause?: unknown) {
    super(cause === undefined ? doing : `${doing}: ${shortMessage(cause)}`, { cause });
    this.kind = kind;
  }
}

/** One line: viem's errors carry a short form, others their first line. */
export function shortMessage(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return shortMessage(error.errors[0]);
  }
  if (!(error instanceof Error)) return String(error);
  const { shortMessage: short } = error as { shortMessage?: string };
  const [line = ''] = (short ?? error.message).split('\n');
  return line === '' ? error.name : line;
}

export function isFatal(error: unknown): boolean {
  return error instanceof OperationalError && error.kind === 'fatal';
}
