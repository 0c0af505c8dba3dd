/** EIP-7825: the most gas of a transaction, and so of a step on L1. */
export const CALL_GAS = `0x${(2 ** 24).toString(16)}`;
