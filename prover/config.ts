/** What the command line and the environment say; nothing else of the prover reads either. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Hex } from 'viem';

import type { Genesis } from '../protocol/genesis.ts';
import { ProverError } from './errors.ts';
import { toBytes } from './hex.ts';
import type { ProverOptions } from './options.ts';

export interface ProverFlags {
  readonly l1: string;
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
  return {
    l1: urlOf(flags.l1),
    rollup,
    dataDir: flags.data ?? join('.tenor', 'prover', rollup.toLowerCase()),
    ...(flags.port === undefined ? {} : { port: portOf(flags.port) }),
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
  const value = JSON.parse(read(path, '--genesis')) as {
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

function addressOf(text: string): Hex {
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) throw wrong(`the address ${text}`, '20 bytes in hex');
  return text as Hex;
}

function urlOf(text: string): string {
  if (!/^https?:\/\//.test(text)) throw wrong('--l1', 'an http or https URL');
  return text;
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw wrong('--port', '0 to 65535');
  return port;
}

function read(path: string, flag: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ProverError('fatal', { doing: `reading ${flag}`, message: `no file ${path}`, cause });
  }
}

function wrong(what: string, expected: string): ProverError {
  return new ProverError('fatal', {
    doing: 'reading settings',
    message: `${what} must be ${expected}`,
  });
}
