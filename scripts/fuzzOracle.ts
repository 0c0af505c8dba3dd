// Seeded batches, protocol/ against the reference implementation, until they disagree.
// node scripts/fuzzOracle.ts --operations 200000 --from-seed 1
import { parseArgs } from 'node:util';
import { compareOracle, formatTable } from '../test/oracle/compare.ts';

const { values } = parseArgs({
  options: {
    operations: { type: 'string', default: '200000' },
    'from-seed': { type: 'string', default: '1' },
  },
});
const seed = Number(values['from-seed']);
const operations = Number(values.operations);
console.log(`from seed ${seed}, ${operations} operations`);
const startMs = performance.now();
const comparison = compareOracle({ seed, operations });
const seconds = (performance.now() - startMs) / 1000;
console.log(formatTable(comparison));
console.log(comparison.reached);
console.log(
  `${comparison.operations} operations in ${comparison.batches} batches agree; ` +
    `${Math.round(comparison.operations / seconds)} operations/s`,
);
