import { divDown, max, min, mulDown, mulUp } from '../maths/wad.ts';
import type { StandardParams } from './standardParams.ts';
import type { OptionPosition } from './types.ts';

/** What initial and maintenance margin count something at; below zero where it must be covered. */
export interface Margins {
  readonly initial: bigint;
  readonly maintenance: bigint;
}

/**
 * Isolated margin of one option: a long one counts nothing, a short one its mark less a share of the spot notional.
 * Figures in units of 10^-18 USD, rounded down; shares of spot.
 * @param mark amount × price, rounded down
 */
export function isolatedMargin(
  { amount, put, strike }: OptionPosition,
  { mark, spot, params }: { mark: bigint; spot: bigint; params: StandardParams },
): Margins {
  if (amount >= 0n) return { initial: 0n, maintenance: 0n };
  const notional = mulUp(spot, -amount);
  const outOfTheMoney = max(put ? spot - strike : strike - spot, 0n);
  const share = max(params.maxSpotReq - divDown(outOfTheMoney, spot), params.minSpotReq);
  const initial = mark - mulUp(share, notional);
  if (!put) return { initial, maintenance: mark - mulUp(params.mmCallSpotReq, notional) };

  const ofSpot = -mulUp(params.mmPutSpotReq, notional);
  const maintenance = mark + min(ofSpot, mulDown(params.mmPutMtmReq, mark));
  return { initial: min(initial, mulDown(params.mmOffsetScale, maintenance)), maintenance };
}
