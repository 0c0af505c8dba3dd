import { expect, test } from 'vitest';
import { hashTypedData } from 'viem';
import { TYPES } from '../../protocol/typedData.ts';
import { digestOf, type TypedValue } from './naiveTypedData.ts';

const domain = { chainId: 8_453n, rollup: '1f'.repeat(20) };

/** One value of each Solidity type, different for each member. */
function exampleOf(type: string, place: number): TypedValue {
  if (type === 'string') return `text ${place}`;
  if (type === 'address') return `a${place.toString(16)}`.repeat(20);
  return BigInt(place) + (type === 'uint64' ? 2n ** 63n : 200n);
}

test.each(Object.entries(TYPES))('the reference digest of %s is viem’s', (name, type) => {
  const members = type.slice(type.indexOf('(') + 1, -1).split(',');
  const fields = members.map((member) => {
    const [memberType, memberName] = member.split(' ');
    return { type: memberType, name: memberName };
  });
  const values = fields.map((field, i) => exampleOf(field.type, i));
  const primaryType = type.slice(0, type.indexOf('('));
  const message = Object.fromEntries(
    fields.map((field, i) => [field.name, field.type === 'address' ? `0x${values[i]}` : values[i]]),
  );
  const expected = hashTypedData({
    domain: {
      name: 'Tenor',
      version: '1',
      chainId: Number(domain.chainId),
      verifyingContract: `0x${domain.rollup}`,
    },
    types: { [primaryType]: fields },
    primaryType,
    message,
  });
  const digest = digestOf(domain, name as keyof typeof TYPES, values);
  expect(`0x${Buffer.from(digest).toString('hex')}`).toBe(expected);
});
