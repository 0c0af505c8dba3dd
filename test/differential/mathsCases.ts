/** The functions of protocol/maths and protocol/pricing with random arguments, most where a function changes its course. */
import { exp } from '../../protocol/maths/exp.ts';
import { ln } from '../../protocol/maths/ln.ts';
import { normalCdf, normalPdf } from '../../protocol/maths/normal.ts';
import { pow } from '../../protocol/maths/pow.ts';
import { rootDown, sqrtDown } from '../../protocol/maths/sqrt.ts';
import { divDown, divUp, mulDown, mulUp, WAD } from '../../protocol/maths/wad.ts';
import { black76, undiscountedCall } from '../../protocol/pricing/black76.ts';
import { admits, type Surface, volatility } from '../../protocol/pricing/svi.ts';
import type { Random } from '../fixtures/random.ts';

export interface MathsFunction {
  readonly name: string;
  /** Solidity's types of the arguments. */
  readonly types: string;
  readonly run: (args: readonly bigint[]) => readonly bigint[];
  readonly draw: (random: Random) => readonly bigint[];
}

const AMOUNT_END = 2n ** 128n * WAD;
const NORMAL_END = 8_757_290_348_782_315_000n;
const EXP_LEAST = -41_446_531_673_892_822_312n;
/** Where the pieces of the normal distribution meet, nearly all of them. */
const GRAIN = 2n ** 54n;

export const MATHS_FUNCTIONS: readonly MathsFunction[] = [
  { name: 'mulDown', types: 'int256,int256', run: ([a, b]) => [mulDown(a, b)], draw: drawPair },
  { name: 'mulUp', types: 'int256,int256', run: ([a, b]) => [mulUp(a, b)], draw: drawPair },
  { name: 'divDown', types: 'int256,int256', run: ([a, b]) => [divDown(a, b)], draw: drawPair },
  { name: 'divUp', types: 'int256,int256', run: ([a, b]) => [divUp(a, b)], draw: drawPair },
  {
    name: 'sqrtDown',
    types: 'int256',
    run: ([x]) => [sqrtDown(x)],
    draw: (random) => [drawAmount(random)],
  },
  {
    name: 'rootDown',
    types: 'uint256',
    run: ([n]) => [rootDown(n)],
    draw: (random) => [drawSquare(random)],
  },
  { name: 'ln', types: 'int256', run: ([x]) => [ln(x)], draw: (random) => [drawAmount(random)] },
  { name: 'exp', types: 'int256', run: ([x]) => [exp(x)], draw: (random) => [drawPower(random)] },
  {
    name: 'pow',
    types: 'int256,int256',
    run: ([x, y]) => [pow(x, y)],
    draw: (random) => [drawAmount(random), signed(random, bits(random, random.below(65)))],
  },
  {
    name: 'normalCdf',
    types: 'int256',
    run: ([x]) => [normalCdf(x)],
    draw: (random) => [drawNormal(random)],
  },
  {
    name: 'normalPdf',
    types: 'int256',
    run: ([x]) => [normalPdf(x)],
    draw: (random) => [drawNormal(random)],
  },
  {
    name: 'black76',
    types: '(uint256,int256,int256,int256,int256)',
    run: ([sec, vol, forward, strike, discount]) => {
      const { call, put, delta } = black76({ sec, vol, forward, strike, discount });
      return [call, put, delta];
    },
    draw: drawOption,
  },
  {
    name: 'undiscountedCall',
    types: 'int256,int256,int256,int256',
    run: ([totalVol, logMoneyness, forward, strike]) => [
      undiscountedCall({ totalVol, logMoneyness, forward, strike }),
    ],
    draw: drawKernel,
  },
  {
    name: 'volatility',
    types: '(int256,int256,int256,int256,int256,int256,int256),int256',
    run: (args) => [volatility(surfaceOf(args), args[7])],
    draw: (random) => {
      const surface = drawSurface(random);
      return [...surface, drawStrike(random, surface[5])];
    },
  },
  {
    name: 'admits',
    types: '(int256,int256,int256,int256,int256,int256,int256)',
    run: (args) => [admits(surfaceOf(args)) ? 1n : 0n],
    draw: drawSurface,
  },
];

function surfaceOf([a, b, rho, m, sigma, forward, tau]: readonly bigint[]): Surface {
  return { a, b, rho, m, sigma, forward, tau };
}

// Arguments.

/** 0 ≤ result < 2^count */
function bits(random: Random, count: number): bigint {
  const bytes = random.bytes(Math.ceil(count / 8));
  const value = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return BigInt.asUintN(count, value);
}

function signed(random: Random, x: bigint): bigint {
  return random.chance(0.5) ? -x : x;
}

/** A few units beside one of the numbers. */
function near(random: Random, numbers: readonly bigint[]): bigint {
  return random.pick(numbers) + BigInt(random.between(-2, 2));
}

/** From 0 up to but not including 1, in units of 10^-18. */
function fraction(random: Random): bigint {
  return bits(random, 90) % WAD;
}

/** Of every size. */
function drawPair(random: Random): bigint[] {
  const edges = [0n, WAD, -WAD, 2n ** 255n - 3n, -(2n ** 255n) + 2n, 2n ** 127n, 2n ** 195n];
  const draw = (): bigint =>
    random.chance(0.1) ? near(random, edges) : signed(random, bits(random, random.below(256)));
  const [a, b] = [draw(), draw()];
  const isWhole = random.chance(0.1) && b !== 0n && b < 2n ** 100n && b > -(2n ** 100n);
  return isWhole ? [b * BigInt(random.between(-9, 9)), b] : [a, b];
}

function drawAmount(random: Random): bigint {
  if (random.chance(0.1)) return near(random, [0n, WAD, AMOUNT_END, 2n ** 128n, 2n ** 60n]);
  if (random.chance(0.05)) return signed(random, bits(random, 255));
  if (random.chance(0.2)) return WAD + signed(random, bits(random, random.below(60)));
  return bits(random, random.between(1, 188));
}

/** Squares and their neighbours too. */
function drawSquare(random: Random): bigint {
  if (random.chance(0.4)) return bits(random, random.between(1, 256));
  const root = bits(random, random.between(1, 128));
  const square = root * root + BigInt(random.between(-1, 1));
  return square < 0n ? 0n : square;
}

function drawPower(random: Random): bigint {
  if (random.chance(0.1)) return near(random, [0n, EXP_LEAST, 40n * WAD, 10n * WAD]);
  if (random.chance(0.05)) return signed(random, bits(random, 255));
  if (random.chance(0.2))
    return (693_147_180_559_945_309n * BigInt(random.between(-120, 116))) / 2n;
  return EXP_LEAST + (bits(random, 100) % (40n * WAD - EXP_LEAST));
}

function drawNormal(random: Random): bigint {
  if (random.chance(0.1)) return signed(random, near(random, [0n, NORMAL_END, 10n * WAD]));
  if (random.chance(0.05)) return signed(random, bits(random, 255));
  if (random.chance(0.2)) return signed(random, near(random, [GRAIN * BigInt(random.below(488))]));
  return signed(random, bits(random, 90) % (9n * WAD));
}

/** Strikes up to 1000 times the forward and a thousandth of it, and the limits of what counts. */
function drawStrike(random: Random, forward: bigint): bigint {
  if (random.chance(0.1))
    return near(random, [0n, forward, forward / WAD, forward * WAD, AMOUNT_END]);
  if (random.chance(0.1)) return drawAmount(random);
  const factor = WAD + fraction(random) * BigInt(random.pick([0, 1, 1, 9, 999]));
  return random.chance(0.5) ? (forward * factor) / WAD : (forward * WAD) / factor;
}

function drawForward(random: Random): bigint {
  if (random.chance(0.1)) return drawAmount(random);
  return BigInt(random.magnitude(1, 10_000_000)) * WAD + fraction(random);
}

function drawSec(random: Random): bigint {
  if (random.chance(0.1)) return near(random, [2n, 2n ** 36n, 31_536_000n]);
  return BigInt(random.magnitude(1, 40_000_000));
}

/** Up to 500 %, and what makes a total volatility of 0 or about 24. */
function drawVol(random: Random): bigint {
  if (random.chance(0.1)) return near(random, [2n, 2n ** 128n, 24n * WAD, 5n * WAD]);
  if (random.chance(0.1)) return BigInt(random.magnitude(1, 2 ** 50));
  if (random.chance(0.1)) return fraction(random) * 100n;
  return fraction(random) * 5n;
}

function drawOption(random: Random): bigint[] {
  const forward = drawForward(random);
  const discount = random.chance(0.1) ? near(random, [2n, WAD]) : fraction(random);
  const sec = drawSec(random);
  return [sec < 0n ? 0n : sec, drawVol(random), forward, drawStrike(random, forward), discount];
}

function drawKernel(random: Random): bigint[] {
  const clamped = (x: bigint): bigint => (x < 0n ? 0n : x % AMOUNT_END);
  const forward = clamped(drawForward(random));
  const strike = clamped(drawStrike(random, forward));
  const totalVol = random.chance(0.2)
    ? near(random, [0n, WAD, 24n * WAD])
    : bits(random, random.between(1, 65));
  const isPossible = strike > 0n && forward > 0n && random.chance(0.8);
  const logMoneyness = isPossible ? ln(strike) - ln(forward) : signed(random, bits(random, 66));
  return [totalVol < 0n ? 0n : totalVol, logMoneyness, forward, strike];
}

/** Mostly one that is admitted. */
function drawSurface(random: Random): bigint[] {
  const of = (limit: bigint): bigint => (fraction(random) * limit) / WAD;
  const surface = [
    signed(random, of(WAD / 20n)),
    of(WAD / 2n),
    signed(random, of(WAD)),
    signed(random, of(WAD / 4n)),
    of(WAD),
    drawForward(random),
    of(WAD) * BigInt(random.pick([1, 1, 3])),
  ];
  if (random.chance(0.2)) surface[0] = of(2n * WAD) * BigInt(random.pick([1, 1, 200]));
  if (random.chance(0.15)) {
    const edges = [0n, WAD, -WAD, 2n ** 96n, -(2n ** 96n), AMOUNT_END];
    surface[random.below(7)] = random.chance(0.5)
      ? near(random, edges)
      : signed(random, bits(random, random.below(256)));
  }
  return surface;
}
