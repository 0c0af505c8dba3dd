/** How a prover's process ends. 1 is also what Node ends with after a fault that nobody caught. */
export const EXIT = {
  stopped: 0,
  bug: 1,
  /** A flag, a file or a variable is wrong. */
  settings: 2,
  /** No rollup there, another genesis, or a store that belongs to another rollup. */
  wrongRollup: 3,
  /** L1 was not reached within --l1-wait. */
  unreachable: 4,
  /** Another prover has the data folder. */
  inUse: 5,
  /** The store cannot be read. It can be deleted: everything in it comes from L1. */
  damaged: 6,
} as const;

/** What went wrong outside the rules, and what helps: wait and repeat, read afresh from L1, or a person. */
export class ProverError extends Error {
  override readonly name = 'ProverError';
  readonly kind: 'retry' | 'reset' | 'fatal';
  /** What was being done, to which batch or block. */
  readonly doing: string;
  /** What the process ends with where it is fatal. */
  readonly exit: keyof typeof EXIT;

  constructor(
    kind: 'retry' | 'reset' | 'fatal',
    {
      doing,
      message,
      cause,
      exit = 'wrongRollup',
    }: { doing: string; message: string; cause?: unknown; exit?: keyof typeof EXIT },
  ) {
    super(`${doing}: ${message}`, { cause });
    this.kind = kind;
    this.doing = doing;
    this.exit = exit;
  }
}

/** What a process ends with after an error. */
export function exitCodeOf(error: unknown): number {
  return EXIT[error instanceof ProverError ? error.exit : 'bug'];
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
