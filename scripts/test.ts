// npm test: vitest, then the Solidity tests.
// Arguments go to vitest, which then runs alone: npm test -- protocol/codec.test.ts
import { spawn } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

interface Totals {
  passed: number;
  failed: number;
}

interface Run {
  code: number;
  output: string;
}

const VITEST = 'node_modules/vitest/vitest.mjs';
const HARDHAT = 'node_modules/hardhat/dist/src/cli.js';
const REPORT = 'cache/vitest.json';
const TOTALS = 'cache/test-totals.json';

const filters = process.argv.slice(2);
const isWholeRun = filters.length === 0;

mkdirSync('cache', { recursive: true });
rmSync(REPORT, { force: true });
rmSync(TOTALS, { force: true });

const runs = [await runVitest()];
if (isWholeRun && globSync('test/contracts/**/*.t.sol').length > 0) runs.push(await runSolidity());

const totals = runs.reduce((sum, next) => ({
  passed: sum.passed + next.passed,
  failed: sum.failed + next.failed,
}));
if (isWholeRun) writeFileSync(TOTALS, JSON.stringify(totals));
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;

async function runVitest(): Promise<Totals> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`];
  const result = await run([VITEST, 'run', ...reporters, ...filters], 'inherit');
  if (!existsSync(REPORT)) return { passed: 0, failed: 1 };
  const report = JSON.parse(readFileSync(REPORT, 'utf8')) as Record<string, number>;
  // A skipped test is a failure: it hides what it would have shown. A filter skips on purpose.
  const skipped = isWholeRun ? (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0) : 0;
  return settle(result, {
    passed: report.numPassedTests ?? 0,
    failed: (report.numFailedTests ?? 0) + skipped,
  });
}

async function runSolidity(): Promise<Totals> {
  const result = await run([HARDHAT, 'test', 'solidity', '--no-compile'], 'pipe');
  return settle(result, {
    passed: Number(/(\d+) passing/.exec(result.output)?.[1] ?? 0),
    failed: Number(/(\d+) failing/.exec(result.output)?.[1] ?? 0),
  });
}

/** A runner that ends badly without naming a failed test has failed as a whole, which counts as one. */
function settle(result: Run, counted: Totals): Totals {
  if (result.code === 0) return counted;
  return { passed: counted.passed, failed: Math.max(counted.failed, 1) };
}

async function run(args: string[], stdout: 'inherit' | 'pipe'): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['inherit', stdout, 'inherit'] });
    const stop = (signal: NodeJS.Signals) => child.kill(signal);
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      process.stdout.write(chunk);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      process.off('SIGTERM', stop);
      process.off('SIGINT', stop);
      resolve({ code: code ?? 1, output });
    });
  });
}
