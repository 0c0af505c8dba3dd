/** Parameters of standard margin, in units of 10^-18: shares of spot unless said. */
export interface StandardParams {
  /** Initial margin of a short option: the first, less how far it is out of the money, at least the second. */
  readonly maxSpotReq: bigint;
  readonly minSpotReq: bigint;
  readonly mmCallSpotReq: bigint;
  readonly mmPutSpotReq: bigint;
  /** Share of the mark. */
  readonly mmPutMtmReq: bigint;
  /** Multiples of the forward for calls short beyond all long calls of the expiry. */
  readonly unpairedImScale: bigint;
  readonly unpairedMmScale: bigint;
  /** Initial margin of a short put is at least so many times its maintenance margin. */
  readonly mmOffsetScale: bigint;
  /** Shares of the perpetual mark. */
  readonly imPerpReq: bigint;
  readonly mmPerpReq: bigint;
  /** Confidences below which a contingency is charged; 0 for never. */
  readonly perpThreshold: bigint;
  readonly optionThreshold: bigint;
  readonly baseThreshold: bigint;
  readonly ocFactor: bigint;
  /** USD price of the cash token below which the depeg contingency is charged; 0 for never. */
  readonly depegThreshold: bigint;
  readonly depegFactor: bigint;
  /** Share of a base asset's value that counts, and what initial margin multiplies it by. */
  readonly marginFactor: bigint;
  readonly imScale: bigint;
}
