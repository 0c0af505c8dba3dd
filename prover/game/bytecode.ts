/** The deployed verifier, run locally: the specification of a step. DESIGN §2. */
import { availableParallelism } from 'node:os';

import type { Hex } from 'viem';

import { equalBytes } from '../../protocol/hash.ts';
import { toHex } from '../hex.ts';
import { ANVIL, openAnvil } from './anvil.ts';
import { openEdr } from './edr.ts';
import type { Answer, Evm, EvmOptions } from './evm.ts';

export interface StepCall {
  readonly pre: Uint8Array;
  readonly witness: Uint8Array;
}

export type EvmKind = 'anvil' | 'edr';

/** What runs steps by the deployed bytecode. */
export interface Bytecode {
  readonly kind: EvmKind;
  /** EVMs beside each other: so many calls of `runSteps` go on at once, the others wait. */
  readonly lanes: number;
  /** The states that follow, in order. COST: a margin page takes 5 ms of anvil or 30 ms of EDR, other steps 0.3 to 3 ms. */
  runSteps(steps: readonly StepCall[]): Promise<Answer[]>;
  initialState(root: Uint8Array, batchHash: Uint8Array): Promise<Uint8Array>;
  finalState(root: Uint8Array, batchHash: Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
}

const SELECTORS = { step: '88a92498', initialState: 'bc779a33', finalState: '8d368872' } as const;
/** More would wait for the recorder. */
const MOST_LANES = 8;

/** anvil where it is installed, otherwise Hardhat's EDR, which traces every instruction. One for each core. */
export async function openBytecode({
  codes,
  verifier,
  chainId,
  kind = ANVIL === undefined ? 'edr' : 'anvil',
  lanes = Math.min(availableParallelism(), MOST_LANES),
}: EvmOptions & {
  readonly verifier: Hex;
  readonly kind?: EvmKind;
  readonly lanes?: number;
}): Promise<Bytecode> {
  const open = kind === 'anvil' ? openAnvil : openEdr;
  const evms = await openAll(Array.from({ length: lanes }, () => open({ codes, chainId })));
  const withEvm = takeTurns(evms);
  const callAll = (calls: readonly string[]): Promise<Answer[]> =>
    withEvm((evm) => evm.callAll(verifier, calls));

  async function view(name: 'initialState' | 'finalState', ...words: readonly Uint8Array[]) {
    const [answer] = await callAll([`0x${SELECTORS[name]}${words.map(hexOf).join('')}`]);
    if ('refused' in answer) throw new Error(`the verifier has no ${name}: ${answer.refused}`);
    return answer;
  }

  return {
    kind,
    lanes,
    runSteps: (steps) => callAll(steps.map(encodeStep)),
    initialState: (root, batchHash) => view('initialState', root, batchHash),
    finalState: (root, batchHash) => view('finalState', root, batchHash),
    close: async () => {
      await Promise.all(evms.map((evm) => evm.close()));
    },
  };
}

/** All, or none of them stays open. */
async function openAll(opening: readonly Promise<Evm>[]): Promise<Evm[]> {
  const settled = await Promise.allSettled(opening);
  const evms = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed === undefined) return evms;
  await Promise.all(evms.map((evm) => evm.close()));
  throw failed.reason;
}

/** Work goes to the first that is free, in the order in which it came. */
function takeTurns<T>(all: readonly T[]): <R>(work: (one: T) => Promise<R>) => Promise<R> {
  const free = [...all];
  const waiting: ((one: T) => void)[] = [];
  return async (work) => {
    const one = free.pop() ?? (await new Promise<T>((resolve) => waiting.push(resolve)));
    try {
      return await work(one);
    } finally {
      const next = waiting.shift();
      if (next === undefined) free.push(one);
      else next(one);
    }
  };
}

/** Whether the bytecode ends in a state. */
export function isAnswer(answer: Answer, state: Uint8Array): boolean {
  return !('refused' in answer) && equalBytes(answer, state);
}

export function answerText(answer: Answer): string {
  return 'refused' in answer ? answer.refused : toHex(answer);
}

function encodeStep({ pre, witness }: StepCall): string {
  const padding = '00'.repeat((32 - (witness.length % 32)) % 32);
  const offset = word(64);
  return `0x${SELECTORS.step}${hexOf(pre)}${offset}${word(witness.length)}${hexOf(witness)}${padding}`;
}

function word(value: number): string {
  return value.toString(16).padStart(64, '0');
}

function hexOf(bytes: Uint8Array): string {
  return toHex(bytes).slice(2);
}
