import { DOMAIN_NAME, DOMAIN_VERSION, TYPES } from './typedData.ts';

export interface TypedDataField {
  readonly name: string;
  readonly type: string;
}

/** `PlaceOrder(uint32 account,…)` taken apart, as wallets and `eth_signTypedData_v4` want it. */
export function parseType(encoded: string): { name: string; fields: TypedDataField[] } {
  const open = encoded.indexOf('(');
  const fields = encoded
    .slice(open + 1, -1)
    .split(',')
    .map((field) => {
      const [type = '', name = ''] = field.split(' ');
      return { name, type };
    });
  return { name: encoded.slice(0, open), fields };
}

/** Every struct that is signed, by its name. */
export function typedDataTypes(): Record<string, TypedDataField[]> {
  return Object.fromEntries(
    Object.values(TYPES).map((type) => {
      const { name, fields } = parseType(type);
      return [name, fields];
    }),
  );
}

/** @param rollup 0x and hex digits */
export function typedDataDomain<A extends string>(chainId: number, rollup: A) {
  return {
    name: DOMAIN_NAME,
    version: DOMAIN_VERSION,
    chainId,
    verifyingContract: rollup,
  } as const;
}
