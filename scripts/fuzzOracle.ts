// Compares protocol/ with the reference implementation: node scripts/fuzzOracle.ts [operations] [seed]
import { compareOracle, formatTable } from '../test/oracle/compare.ts';

const operations = Number(process.argv[2] ?? 200_000);
const seed = Number(process.argv[3] ?? Date.now() % 2 ** 32);
console.log(`seed ${seed}, ${operations} operations`);
const start = performance.now();
const comparison = compareOracle({ seed, operations });
const seconds = (performance.now() - start) / 1000;
console.log(formatTable(comparison));
console.log(comparison.reached);
console.log(
  `${comparison.operations} operations in ${comparison.batches} batches agree; ` +
    `${Math.round(comparison.operations / seconds)} operations/s`,
);
