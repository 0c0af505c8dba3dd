export interface PayoffTerms {
  readonly put: boolean;
  readonly strike: bigint;
}

/** What one contract pays its holder at settlement, in the unit of the prices. */
export function settlementPayoff({ put, strike }: PayoffTerms, settlement: bigint): bigint {
  const each = put ? strike - settlement : settlement - strike;
  return each > 0n ? each : 0n;
}
