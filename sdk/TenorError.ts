import type { Receipt } from './types.ts';

/** What the sequencer answered instead of doing it: 1xxx to 5xxx by the rules, 6xxx by its own. */
export class TenorError extends Error {
  override readonly name = 'TenorError';
  readonly code: number;
  /** The code's name: `initialMargin`. */
  readonly reason: string;
  readonly status: number;
  /** Of a rejection that is in a batch all the same and has used up its nonce. */
  readonly receipt: Receipt | null;

  constructor(fields: {
    code: number;
    name: string;
    message: string;
    status: number;
    receipt?: Receipt | undefined;
  }) {
    super(`${fields.name} (${fields.code}): ${fields.message}`);
    this.code = fields.code;
    this.reason = fields.name;
    this.status = fields.status;
    this.receipt = fields.receipt ?? null;
  }
}
