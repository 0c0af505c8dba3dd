/** Everything that can be set, and where from: the one reader of the environment. */
import { readFileSync } from 'node:fs';

import { DEFAULT_SETTINGS, type Hex, type PublisherOptions, type Settings } from './options.ts';

export interface CommandLine {
  readonly l1?: string;
  readonly rollup?: string;
  readonly sequencer?: string;
  readonly keyFile?: readonly string[];
  readonly peer?: readonly string[];
  readonly host?: string;
  readonly port?: string;
  readonly indexEvery?: string;
  readonly surfacesEvery?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Flags before environment before defaults; keys never from a flag.
 * @throws Error that names what is missing or wrong
 */
export function readConfig(
  flags: CommandLine,
  env: Environment = process.env,
): Omit<PublisherOptions, 'feed'> {
  const rollup = need(flags.rollup ?? env['TENOR_ROLLUP'], '--rollup or TENOR_ROLLUP');
  if (!/^0x[0-9a-fA-F]{40}$/.test(rollup)) throw new Error('--rollup is no address');
  return {
    l1: need(flags.l1 ?? env['TENOR_L1_URL'], '--l1 or TENOR_L1_URL'),
    rollup: rollup as Hex,
    sequencer: need(flags.sequencer ?? env['TENOR_URL'], '--sequencer or TENOR_URL'),
    keys: readKeys(flags.keyFile, env),
    peers: flags.peer ?? list(env['TENOR_PUBLISHER_PEERS']),
    host: flags.host ?? env['TENOR_PUBLISHER_HOST'] ?? '127.0.0.1',
    port: count(flags.port ?? env['TENOR_PUBLISHER_PORT'] ?? '0', '--port'),
    settings: readSettings(flags),
  };
}

function readSettings({ indexEvery, surfacesEvery }: CommandLine): Settings {
  const { indexEverySec, surfacesEverySec } = DEFAULT_SETTINGS;
  return {
    ...DEFAULT_SETTINGS,
    indexEverySec: count(indexEvery ?? String(indexEverySec), '--index-every', 1),
    surfacesEverySec: count(surfacesEvery ?? String(surfacesEverySec), '--surfaces-every', 1),
  };
}

function readKeys(files: readonly string[] | undefined, env: Environment): Hex[] {
  const texts = files?.map(readKeyFile) ?? list(env['TENOR_PUBLISHER_KEY']);
  if (texts.length === 0) throw new Error('set --key-file or TENOR_PUBLISHER_KEY');
  return texts.map((text) => {
    const key = text.startsWith('0x') ? text : `0x${text}`;
    if (!/^0x[0-9a-fA-F]{64}$/.test(key)) throw new Error('a key is 32 bytes in hex');
    return key as Hex;
  });
}

function readKeyFile(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new Error(`cannot read the key file ${file}`);
  }
}

/** Separated by commas. */
function list(text: string | undefined): string[] {
  return (text ?? '').split(',').flatMap((each) => (each.trim() === '' ? [] : [each.trim()]));
}

function count(text: string, what: string, least = 0): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) throw new Error(`${what} is no count: ${text}`);
  return value;
}

function need(value: string | undefined, what: string): string {
  if (value === undefined || value === '') throw new Error(`set ${what}`);
  return value;
}
