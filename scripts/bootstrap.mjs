// Runs any command of the project on a machine that has only git, Node 20 and npm.
// Plain JavaScript for Node 20, without dependencies: everything else runs under the Node 24 that this installs.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const NODE_MAJOR = 24;
const SIGNAL_ECHO_MS = 300;

/** What each command compiles first, and the program that it becomes. */
const COMMANDS = {
  setup: { compiles: 'contracts' },
  compile: { compiles: 'contracts' },
  start: { compiles: 'contracts', program: ['scripts/start.ts'] },
  test: { compiles: 'contracts and tests', program: ['scripts/test.ts'] },
  check: { program: ['scripts/check.ts'] },
  format: { program: ['scripts/check.ts', '--write'] },
  bench: { compiles: 'contracts', program: ['bench/bench.ts'] },
  'bench:dispute': { compiles: 'contracts', program: ['bench/dispute.ts'] },
  fuzz: { compiles: 'contracts', program: ['scripts/fuzz.ts'] },
  chaos: { compiles: 'contracts', program: ['scripts/chaos.ts'] },
  disputes: { compiles: 'contracts', program: ['scripts/disputes.ts'] },
  vectors: { compiles: 'contracts', program: ['scripts/vectors.ts'] },
  replay: { compiles: 'contracts', program: ['scripts/replay.ts'] },
  tenor: { compiles: 'contracts', program: ['scripts/tenor.ts'] },
  // The contracts do not compile without what this writes.
  generate: { program: ['scripts/generate.ts'] },
  abi: { compiles: 'contracts', program: ['scripts/generate/abi.ts'] },
  scenarios: { program: ['scripts/generate/scenarios.ts'] },
  costs: { program: ['scripts/generate/costs.ts'] },
};

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const runtime = join(root, 'scripts/runtime');
const lockFile = join(runtime, 'setup.lock');

const [name = '', ...args] = process.argv.slice(2);
await main(name, args);

async function main(name, args) {
  const command = COMMANDS[name];
  if (command === undefined && name !== 'npm') {
    fail(`There is no command '${name}'. Commands: ${Object.keys(COMMANDS).join(', ')}, npm.`);
  }
  const release = setupLock();
  const node = await installRuntime(release);
  if (name === 'npm') {
    await release.acquire();
    const { status } = runNpm(node, args, { cwd: root, stdio: 'inherit' });
    if (status === 0) stampDependencies(node);
    release();
    process.exit(status ?? 1);
  }
  await installDependencies(node, release);
  if (command.compiles !== undefined) await compileContracts(node, release, command.compiles);
  release();
  if (command.program === undefined) return;
  const [script] = command.program;
  if (!existsSync(join(root, script))) fail(`npm run ${name}: ${script} does not exist yet.`);
  run(node, [...command.program, ...args]);
}

// Setup steps. Each returns at once when a stamp says that nothing has changed.

async function installRuntime(lock) {
  if (Number(process.versions.node.split('.')[0]) === NODE_MAJOR) return process.execPath;
  const binary = `node-${process.platform}-${process.arch}`;
  const { optionalDependencies } = readJson(join(runtime, 'package.json'));
  const version = optionalDependencies[binary];
  if (version === undefined) {
    fail(
      `Tenor runs under Node ${NODE_MAJOR}. It brings its own on ${Object.keys(optionalDependencies).join(' and ')}; ` +
        `here, install Node ${NODE_MAJOR} and put it first on PATH (this is Node ${process.versions.node}).`,
    );
  }
  const folder = join(runtime, 'node_modules', binary);
  const node = join(folder, 'bin/node');
  const isInstalled = () =>
    existsSync(node) && readJson(join(folder, 'package.json')).version === version;
  if (isInstalled()) return node;

  await lock.acquire();
  if (isInstalled()) return node;
  step(`Installing Node ${version} into the checkout`, () =>
    npm(process.execPath, ['ci', '--ignore-scripts'], runtime),
  );
  if (!isInstalled()) fail(`npm installed no ${binary}@${version} (are optional packages off?)`);
  return node;
}

async function installDependencies(node, lock) {
  if (dependenciesAreInstalled()) return;
  await lock.acquire();
  if (dependenciesAreInstalled()) return;
  const count = Object.keys(readJson(join(root, 'package-lock.json')).packages).length;
  step(`Installing dependencies (${count} packages in the lock file, about a minute)`, () =>
    npm(node, ['ci', '--ignore-scripts=false'], root),
  );
  stampDependencies(node);
}

/** The stamp lies inside node_modules and covers npm's own record there, so that any other install voids it. */
function dependenciesStamp() {
  const installed = join(modules, '.package-lock.json');
  if (!existsSync(installed)) return undefined;
  return hashFiles([join(root, 'package-lock.json'), installed], process.platform, process.arch);
}

function dependenciesAreInstalled() {
  const stamp = dependenciesStamp();
  return stamp !== undefined && readIfThere(join(modules, '.tenor-stamp')) === stamp;
}

function stampDependencies(node) {
  // npm and npx put this folder first on PATH, so that they run the tools under Node 24 too.
  const link = join(modules, '.bin/node');
  rmSync(link, { force: true });
  if (process.platform !== 'win32') symlinkSync(node, link);
  writeFileSync(join(modules, '.tenor-stamp'), dependenciesStamp() ?? '');
}

/** COST: the Solidity tests take several times as long to compile as the contracts, so only their runner does. */
async function compileContracts(node, lock, scope) {
  if (isCompiled(scope)) return;
  await lock.acquire();
  if (isCompiled(scope)) return;
  const sources = sourcesHash(scope);
  step(`Compiling ${scope}`, () => {
    const hardhat = join(modules, 'hardhat/dist/src/cli.js');
    capture(node, [hardhat, 'build', ...contractFiles(scope)]);
  });
  mkdirSync(join(root, 'cache'), { recursive: true });
  // What was changed meanwhile is not compiled yet.
  if (sourcesHash(scope) === sources) writeFileSync(stampFile(scope), contractsStamp(scope));
}

/** COST: most files hold free functions alone, and each would be compiled by itself for nothing. */
function contractFiles(scope) {
  return soliditySources(scope).filter((path) =>
    /^(contract|interface) /m.test(readFileSync(join(root, path), 'utf8')),
  );
}

/** Relative to the root. */
function soliditySources(scope) {
  const folders = scope === 'contracts' ? ['contracts'] : ['contracts', 'test/contracts'];
  return folders.flatMap((folder) => {
    const path = join(root, folder);
    if (!existsSync(path)) return [];
    const names = readdirSync(path, { recursive: true }).filter((name) => name.endsWith('.sol'));
    return names.sort().map((name) => join(folder, name));
  });
}

function isCompiled(scope) {
  const scopes = scope === 'contracts' ? ['contracts', 'contracts and tests'] : [scope];
  return scopes.some((wider) => readIfThere(stampFile(wider)) === contractsStamp(wider));
}

function stampFile(scope) {
  return join(root, 'cache', `tenor-stamp-${scope.replaceAll(' ', '-')}`);
}

/** Covers the compiler's own record and its time, so that a compile by any other command voids the stamp. */
function contractsStamp(scope) {
  const record = join(root, 'cache/compile-cache.json');
  const built = existsSync(record) ? String(statSync(record).mtimeMs) : 'never';
  const artifacts = existsSync(join(root, 'artifacts/artifacts.d.ts')) ? 'there' : 'gone';
  return `${sourcesHash(scope)} ${built} ${artifacts}`;
}

function sourcesHash(scope) {
  const sources = soliditySources(scope).map((path) => join(root, path));
  const inputs = ['hardhat.config.ts', 'package-lock.json'].map((file) => join(root, file));
  return hashFiles([...inputs, ...sources], ...sources);
}

// Programs

/** Becomes the program: its output, its exit code, and every signal that reaches this process. */
function run(node, programAndArgs) {
  const child = spawn(node, programAndArgs, {
    cwd: root,
    stdio: 'inherit',
    env: environment(node),
  });
  let forwardedMs = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the program too, and npm repeats to us what the terminal has sent.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      if (Date.now() - forwardedMs < SIGNAL_ECHO_MS) return;
      forwardedMs = Date.now();
      child.kill(signal);
    });
  }
  child.on('error', (error) => fail(`Cannot run ${node}: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

function capture(node, programAndArgs) {
  const result = spawnSync(node, programAndArgs, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: environment(node),
  });
  if (result.status !== 0) {
    throw new Error(result.error?.message ?? `${result.stdout}${result.stderr}`.trim());
  }
}

/** npm runs under the Node given, because it leaves out optional packages that its own Node is too old for. */
function npm(node, args, cwd) {
  const flags = [
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const result = runNpm(node, [...args, ...flags], { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (result.status !== 0) {
    throw new Error(result.error?.message ?? `${result.stdout}${result.stderr}`.trim());
  }
}

function runNpm(node, args, options) {
  return spawnSync(node, [npmPath(), ...args], { ...options, env: environment(node) });
}

function npmPath() {
  const fromNpm = process.env.npm_execpath;
  if (fromNpm !== undefined && fromNpm.endsWith('npm-cli.js')) return fromNpm;
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, 'npm');
    if (!existsSync(file)) continue;
    const path = realpathSync(file);
    if (path.endsWith('npm-cli.js')) return path;
  }
  return fail('npm is not on PATH; install Node.js with npm.');
}

function environment(node) {
  const path = [dirname(node), join(modules, '.bin'), process.env.PATH ?? ''].join(delimiter);
  return { ...process.env, PATH: path, HARDHAT_DISABLE_TELEMETRY: 'true' };
}

// Small helpers

/**
 * Holds off a second setup in the same checkout. Taken only by a step that has work to do; free when the
 * process that wrote it has ended.
 */
function setupLock() {
  let held = false;
  const release = () => {
    if (held) rmSync(lockFile, { force: true });
    held = false;
  };
  release.acquire = async () => {
    for (let told = false; !held; ) {
      try {
        writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
        held = true;
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
        const owner = Number(readIfThere(lockFile));
        if (owner > 0 && !isAlive(owner)) rmSync(lockFile, { force: true });
        else if (!told)
          console.error(`Waiting for another setup of this checkout (process ${owner}) …`);
        told = true;
        await sleep(250);
      }
    }
  };
  process.on('exit', release);
  return release;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Progress goes to stderr: stdout belongs to the command. */
function step(title, work) {
  const startMs = Date.now();
  process.stderr.write(`${title} … `);
  try {
    work();
  } catch (error) {
    process.stderr.write('failed\n');
    fail(error.message);
  }
  process.stderr.write(`done in ${((Date.now() - startMs) / 1000).toFixed(1)} s\n`);
}

function hashFiles(files, ...words) {
  const hash = createHash('sha256').update(words.join('\n'));
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex');
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
