/** What the command line and the environment say; nothing else of the prover reads either. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Hex, parseGwei } from 'viem';

import type { Genesis } from '../protocol/genesis.ts';
import { ProverError } from './errors.ts';
import { toBytes } from './hex.ts';
import type { ProverOptions } from './options.ts';

export interface ProverFlags {
  readonly l1: string | readonly string[];
  readonly l1Quorum?: string;
  /** Seconds. */
  readonly l1Wait?: string;
  /** Gwei. */
  readonly maxFee?: string;
  readonly rollup: string;
  readonly keyFile?: string;
  readonly genesis?: string;
  readonly data?: string;
  readonly port?: string;
  readonly watchOnly?: boolean;
  readonly claims?: boolean;
}

/** @throws ProverError of kind `fatal` that names the setting */
export function readConfig(
  flags: ProverFlags,
  environment: Readonly<Record<string, string | undefined>>,
): ProverOptions {
  const rollup = addressOf(flags.rollup);
  const key = keyOf(flags, environment);
  const l1 = [flags.l1].flat().map(urlOf);
  return {
    l1,
    quorum: numberOf(flags.l1Quorum, { flag: '--l1-quorum', least: 1, most: l1.length }),
    waitSec: numberOf(flags.l1Wait, { flag: '--l1-wait', least: 0, most: 1e9 }),
    maxFeePerGas: gweiOf(flags.maxFee),
    rollup,
    dataDir: flags.data ?? join('.tenor', 'prover', rollup.toLowerCase()),
    port: numberOf(flags.port, { flag: '--port', least: 0, most: 65_535 }),
    ...(key === undefined ? {} : { key }),
    ...(flags.genesis === undefined ? {} : { genesis: genesisOf(flags.genesis) }),
    watchOnly: flags.watchOnly ?? false,
    claims: flags.claims ?? false,
  };
}

function keyOf(
  { keyFile }: ProverFlags,
  environment: Readonly<Record<string, string | undefined>>,
): Hex | undefined {
  const text =
    keyFile === undefined ? environment['TENOR_PROVER_KEY'] : read(keyFile, '--key-file');
  if (text === undefined || text.trim() === '') return undefined;
  const key = text.trim().replace(/^(0x)?/, '0x');
  // The key itself is in no message.
  if (!/^0x[0-9a-fA-F]{64}$/.test(key)) throw wrong('the key', '32 bytes in hex');
  return key as Hex;
}

/** `{"timeSec": 1780272000, "publishers": ["0x…", …], "quorum": 2}` */
function genesisOf(path: string): Genesis {
  const value = parse(read(path, '--genesis')) as {
    timeSec?: unknown;
    publishers?: unknown;
    quorum?: unknown;
  };
  const { timeSec, publishers, quorum } = value;
  const isGenesis =
    Number.isSafeInteger(timeSec) && Number.isSafeInteger(quorum) && Array.isArray(publishers);
  if (!isGenesis) throw wrong('--genesis', 'a JSON file with timeSec, publishers and quorum');
  return {
    timeSec: timeSec as number,
    quorum: quorum as number,
    publishers: (publishers as string[]).map((publisher) => toBytes(addressOf(publisher))),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong('--genesis', 'a JSON file with timeSec, publishers and quorum');
  }
}

function addressOf(text: string): Hex {
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) throw wrong(`the address ${text}`, '20 bytes in hex');
  return text as Hex;
}

function urlOf(text: string): string {
  if (!/^https?:\/\//.test(text)) throw wrong('--l1', 'an http or https URL');
  return text;
}

function numberOf(
  text: string | undefined,
  { flag, least, most }: { flag: string; least: number; most: number },
): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  const isGood = text !== '' && Number.isInteger(number) && number >= least && number <= most;
  if (!isGood) throw wrong(flag, `${least} to ${most}`);
  return number;
}

function gweiOf(text: string | undefined): bigint | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+(\.\d{1,9})?$/.test(text) || parseGwei(text) === 0n)
    throw wrong('--max-fee', 'gwei above 0');
  return parseGwei(text);
}

function read(path: string, flag: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ProverError('fatal', {
      doing: `reading ${flag}`,
      message: `no file ${path}`,
      exit: 'settings',
      cause,
    });
  }
}

function wrong(what: string, expected: string): ProverError {
  return new ProverError('fatal', {
    doing: 'reading settings',
    message: `${what} must be ${expected}`,
    exit: 'settings',
  });
}
