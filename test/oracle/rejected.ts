/** A refusal; whoever throws it leaves the undoing to `attempt`. */
export class Rejected extends Error {
  override readonly name = 'Rejected';
  readonly code: bigint;
  constructor(code: number) {
    super(`rejected: ${code}`);
    this.code = BigInt(code);
  }
}

export function demand(condition: boolean, code: number): asserts condition {
  if (!condition) throw new Rejected(code);
}
