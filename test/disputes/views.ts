/** What the rollup's views give, as far as the disputes read them. */
export interface DisputeViews {
  readonly contest: {
    readonly firstClaimedAt: bigint;
    readonly openedAt: bigint;
    readonly closedAt: bigint;
    readonly livingEntries: number;
    readonly killed: bigint;
    readonly pot: bigint;
  };
  readonly entry: { readonly alive: boolean; readonly paidOut: boolean };
  readonly duel: {
    readonly nodes: readonly [string, string];
    readonly clocks: readonly [bigint, bigint];
    readonly since: bigint;
    readonly index: number;
    readonly level: number;
  };
}
