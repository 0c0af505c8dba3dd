import { expect, test } from 'vitest';
import { describeMathsDifference, runMathsCases } from './maths.ts';

const CASES_PER_FUNCTION = 300;
const SEED = 1;

test('the bytecode computes and refuses as TypeScript does', async () => {
  const { cases, differences } = await runMathsCases({ count: CASES_PER_FUNCTION, seed: SEED });
  console.table(cases);
  expect(differences.map(describeMathsDifference)).toEqual([]);
}, 120_000);
