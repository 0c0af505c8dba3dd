/** What a duel with the dearest step costs its movers at most: `DUEL_GAS` of the contracts. */
export const DUEL_GAS = 12_000_000n;
/** Entries that a bond pays for at once. */
const DUELS_PER_BOND = 4n;

/** The least bond that the contracts take for a cap on the gas price, in wei. */
export function leastBondWei(gasPriceCapWei: bigint): bigint {
  return DUELS_PER_BOND * DUEL_GAS * gasPriceCapWei;
}
