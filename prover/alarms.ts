/** Everything that a prover says loudly, by a code that does not change: in the log, in /status and in /metrics. */

export interface AlarmKind {
  /** Whether the prover cannot be relied on while it lasts: /health is 503. */
  readonly isSick: boolean;
  /** What it means, and what a person does about it. */
  readonly means: string;
}

export const ALARMS = {
  bug: {
    isSick: true,
    means: 'A fault in the prover. It goes on trying; send the log to who wrote it',
  },
  historyDiverged: {
    isSick: true,
    means:
      'The deployed bytecode and TypeScript differ about a batch. Nothing is staked on it by itself: somebody must defend it by hand',
  },
  historyFailed: {
    isSick: true,
    means: 'A history could not be computed, for want of memory or disk say. It is tried again',
  },
  settledFalse: {
    isSick: true,
    means: 'L1 settled a false root. Withdraw nothing, call everybody',
  },
  moneyDiffers: {
    isSick: true,
    means: 'Money is not conserved in the derived state: a rule is broken',
  },
  claimsPaused: {
    isSick: false,
    means:
      "The guardian stopped claiming for a while; disputes go on. Ask why: it knows of a fault, or its key is another's",
  },
  verifierChanged: {
    isSick: false,
    means:
      'The timelock named another verifier for later batches. Run the prover that was released with it',
  },
  falseClaim: {
    isSick: false,
    means: 'A claim or an entry has a false root. With a key it is disputed',
  },
  unreachable: { isSick: false, means: 'L1 does not answer, or not in a way that can be used' },
  endpointDown: { isSick: false, means: 'An L1 endpoint fails or is slow; the others are asked' },
  endpointLags: { isSick: false, means: 'An L1 endpoint is behind and left out until it is not' },
  endpointDisagrees: {
    isSick: false,
    means:
      'An L1 endpoint tells of another chain of blocks, or answers otherwise than the others: it is on a fork, or it lies',
  },
  endpointWrongChain: { isSick: false, means: 'An L1 endpoint is of another network' },
  feeCeiling: {
    isSick: false,
    means:
      'A move waits because --max-fee allows no more than it offers. Clocks run meanwhile: raise it',
  },
  lowBalance: { isSick: false, means: 'The account cannot pay the bonds or the gas that it needs' },
} as const satisfies Record<string, AlarmKind>;

export type AlarmCode = keyof typeof ALARMS;

/** An alarm that lasts. */
export interface Alarm {
  readonly code: AlarmCode;
  readonly words: string;
  /** When it began, Unix milliseconds of this machine. */
  readonly sinceMs: number;
}
