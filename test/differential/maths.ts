/** Fixed-point maths and pricing: TypeScript against the bytecode, over random arguments. */
import { createPublicClient, createWalletClient, type Hex, toFunctionSelector, toHex } from 'viem';
import { foundry } from 'viem/chains';
import { DomainError } from '../../protocol/maths/errors.ts';
import { compileContract } from '../fixtures/compile.ts';
import { Random } from '../fixtures/random.ts';
import { MATHS_FUNCTIONS, type MathsFunction } from './mathsCases.ts';
import { type Node, openNode } from './node.ts';

/** EIP-7825 */
const CALL_GAS = `0x${(2 ** 24).toString(16)}`;
const CASES_PER_CALL = 2000;
const ANSWER_BYTES = 100;
const MANY = toFunctionSelector('many(bytes4,uint256,uint256[])').slice(2);
const OUT_OF_DOMAIN = toFunctionSelector('OutOfDomain(bytes32,int256)').slice(2);
const PANIC = toFunctionSelector('Panic(uint256)').slice(2);
/** Their errors are those of checked arithmetic. */
const PANICKING = new Set(['mulDown', 'mulUp', 'divDown', 'divUp']);
const OVERFLOW = 0x11n;
const DIVISION_BY_ZERO = 0x12n;

export interface MathsDifference {
  readonly name: string;
  readonly args: readonly bigint[];
  /** A digit, 1 for success, and the beginning of what was returned. */
  readonly expected: string;
  readonly received: string;
}

export interface MathsRun {
  /** By function: cases, and how many of them are errors. */
  readonly cases: Readonly<Record<string, { readonly cases: number; readonly errors: number }>>;
  /** At most a few of each function. */
  readonly differences: readonly MathsDifference[];
}

const MOST_DIFFERENCES = 3;

/** @param count cases of each function */
export async function runMathsCases({
  count,
  seed,
  onFunction = () => {},
}: {
  count: number;
  seed: number;
  onFunction?: (name: string) => void;
}): Promise<MathsRun> {
  const node = await openNode();
  try {
    const address = await deploy(node);
    const cases: Record<string, { cases: number; errors: number }> = {};
    const differences: MathsDifference[] = [];
    for (const [i, tested] of MATHS_FUNCTIONS.entries()) {
      const random = new Random(seed * MATHS_FUNCTIONS.length + i);
      const run = await runFunction({ node, address, tested, random, count });
      cases[tested.name] = { cases: count, errors: run.errors };
      differences.push(...run.differences);
      onFunction(tested.name);
    }
    return { cases, differences };
  } finally {
    await node.close();
  }
}

export function describeMathsDifference(difference: MathsDifference): string {
  const { name, args, expected, received } = difference;
  return `${name}(${args.join(', ')}): TypeScript ${expected}, bytecode ${received}`;
}

async function deploy({ transport }: Node): Promise<Hex> {
  const path = 'test/contracts/toy/MathsToy.sol';
  const { bytecode } = compileContract({ path, name: 'MathsToy' });
  const client = createPublicClient({ chain: foundry, transport, pollingInterval: 10 });
  const [account] = await createWalletClient({ transport }).getAddresses();
  const wallet = createWalletClient({ account, chain: foundry, transport });
  const hash = await wallet.sendTransaction({ data: bytecode });
  const { contractAddress } = await client.waitForTransactionReceipt({ hash });
  return contractAddress!;
}

interface FunctionRun {
  readonly node: Node;
  readonly address: Hex;
  readonly tested: MathsFunction;
  readonly random: Random;
  readonly count: number;
}

async function runFunction({ node, address, tested, random, count }: FunctionRun): Promise<{
  errors: number;
  differences: MathsDifference[];
}> {
  let errors = 0;
  const differences: MathsDifference[] = [];
  for (let done = 0; done < count; done += CASES_PER_CALL) {
    const length = Math.min(CASES_PER_CALL, count - done);
    const drawn = Array.from({ length }, () => tested.draw(random));
    const answers = await callMany({ node, address, tested, drawn });
    for (const [i, args] of drawn.entries()) {
      const expected = answerOf(tested, args);
      if (expected.startsWith('0')) errors += 1;
      const isDifferent = expected !== answers[i];
      if (isDifferent && differences.length < MOST_DIFFERENCES)
        differences.push({ name: tested.name, args, expected, received: answers[i] });
    }
  }
  return { errors, differences };
}

async function callMany({
  node,
  address,
  tested,
  drawn,
}: Pick<FunctionRun, 'node' | 'address' | 'tested'> & {
  drawn: readonly (readonly bigint[])[];
}): Promise<string[]> {
  const selector = toFunctionSelector(`${tested.name}_(${tested.types})`).slice(2);
  const words = drawn.flat().map(wordOf);
  const head = [BigInt(drawn[0].length), 96n, BigInt(words.length)].map(wordOf);
  const data = `0x${MANY}${selector.padEnd(64, '0')}${head.join('')}${words.join('')}`;
  const params = [{ to: address, data, gas: CALL_GAS }, 'latest'];
  const [{ result, error }] = await node.requestAll([{ method: 'eth_call', params }]);
  if (result === undefined) throw new Error(`${tested.name}: ${error?.message}`);
  const size = (1 + ANSWER_BYTES) * 2;
  const start = 2 + 2 * 64;
  return drawn.map((_, i) => result.slice(start + i * size + 1, start + (i + 1) * size));
}

function answerOf({ name, run }: MathsFunction, args: readonly bigint[]): string {
  const answer = (digit: number, text: string): string =>
    `${digit}${text.padEnd(ANSWER_BYTES * 2, '0')}`;
  try {
    return answer(1, run(args).map(wordOf).join(''));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return answer(0, encodeError(name, error));
  }
}

function encodeError(name: string, error: DomainError): string {
  if (PANICKING.has(error.function)) {
    const isDivision = name.startsWith('div') && error.value === 0n;
    return PANIC + wordOf(isDivision ? DIVISION_BY_ZERO : OVERFLOW);
  }
  const text = toHex(error.function).slice(2).padEnd(64, '0');
  return OUT_OF_DOMAIN + text + wordOf(error.value);
}

function wordOf(value: bigint): string {
  return BigInt.asUintN(256, value).toString(16).padStart(64, '0');
}
