/** What went wrong outside the rules, and what helps: wait and repeat, read afresh from L1, or a person. */
export class ProverError extends Error {
  override readonly name = 'ProverError';
  readonly kind: 'retry' | 'reset' | 'fatal';
  /** What was being done, to which batch or block. */
  readonly doing: string;

  constructor(
    kind: 'retry' | 'reset' | 'fatal',
    { doing, message, cause }: { doing: string; message: string; cause?: unknown },
  ) {
    super(`${doing}: ${message}`, { cause });
    this.kind = kind;
    this.doing = doing;
  }
}

export function messageOf(error: unknown): string {
  if (error instanceof Error) {
    const { shortMessage, details } = error as { shortMessage?: unknown; details?: unknown };
    if (typeof shortMessage !== 'string') return error.message;
    const first = shortMessage.split('\n')[0];
    return typeof details === 'string' && details !== '' ? `${first} (${details})` : first;
  }
  return String(error);
}
