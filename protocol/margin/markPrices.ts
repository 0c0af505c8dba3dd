import { ln } from '../maths/ln.ts';
import { clamp, mulDown, WAD } from '../maths/wad.ts';
import { rootYears, TOTAL_VOL_END, undiscountedCall } from '../pricing/black76.ts';
import type { StandardOption } from './standardTypes.ts';

/** Options of one expiry, and what they are priced with. */
export interface Marked {
  readonly sec: bigint;
  readonly forward: bigint;
  readonly options: readonly Pick<StandardOption, 'strike' | 'put' | 'vol'>[];
}

/**
 * Marks of one contract of each option, rounded down: Black (1976) without a discount, as `black76` gives it.
 * COST: the square root and the logarithm of the forward are taken once.
 */
export function markPrices({ sec, forward, options }: Marked): bigint[] {
  const rootTime = rootYears(sec);
  const logForward = forward === 0n ? 0n : ln(forward);
  return options.map(({ strike, put, vol }) => {
    const totalVol = mulDown(vol, rootTime);
    const call = callPrice({ strike, totalVol }, { forward, logForward });
    return put ? clamp(call - forward + strike, { low: 0n, high: strike }) : call;
  });
}

/** A ratio of strike to forward outside 10^-18 to 10^18 counts as 0 or as infinite. */
function callPrice(
  { strike, totalVol }: Record<'strike' | 'totalVol', bigint>,
  { forward, logForward }: Record<'forward' | 'logForward', bigint>,
): bigint {
  if (forward === 0n || totalVol >= TOTAL_VOL_END || strike * WAD < forward) return forward;
  if (strike > forward * WAD) return 0n;
  const logMoneyness = ln(strike) - logForward;
  return undiscountedCall({ totalVol, logMoneyness, forward, strike });
}
