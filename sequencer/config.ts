/** Everything that can be set, and where from: the one reader of the environment. */
import { readFileSync } from 'node:fs';

import { Type } from 'typebox';
import { Value } from 'typebox/value';

import type { Genesis } from '../protocol/genesis.ts';
import { MAX_BATCH_BYTES } from '../protocol/params.ts';
import { fromHex } from './admission/hex.ts';
import { OperationalError } from './errors.ts';
import { isIdentifier } from './journal/schema.ts';
import type { Hex, SequencerOptions, Settings } from './options.ts';

export const DEFAULT_SETTINGS: Settings = {
  sealAfterMs: 2_000,
  sealBytes: MAX_BATCH_BYTES - 2_000,
  snapshotEveryBatches: 32,
  unpostedBytesMax: 100 * MAX_BATCH_BYTES,
  unpostedSecMax: 900,
  queueMax: 20_000,
  ackTimeoutMs: 10_000,
  bodyBytesMax: 64 * 1024,
  requestTimeoutMs: 10_000,
  rateLimitPerSec: 5_000,
  signatureThreads: 2,
  l1PollMs: 500,
  l1StaleMs: 15_000,
  l1StuckMs: 60_000,
  maxFeeGwei: 500,
  claims: true,
  housekeeping: true,
  listing: true,
  listDailies: 3,
  listWeeklies: 4,
  listMonthlies: 3,
  listQuarterlies: 3,
  listStrikesPerSide: 8,
  listWidthPercent: 100,
  marginFilter: true,
  schema: 'tenor',
};

const Count = (minimum: number, maximum = 2 ** 31) => Type.Integer({ minimum, maximum });

const SettingsSchema = Type.Object(
  {
    sealAfterMs: Count(10),
    sealBytes: Count(1, MAX_BATCH_BYTES),
    snapshotEveryBatches: Count(1),
    unpostedBytesMax: Count(1_000),
    unpostedSecMax: Count(1),
    queueMax: Count(1),
    ackTimeoutMs: Count(100),
    bodyBytesMax: Count(1024),
    requestTimeoutMs: Count(100),
    rateLimitPerSec: Count(0),
    signatureThreads: Count(1, 256),
    l1PollMs: Count(10),
    l1StaleMs: Count(100),
    l1StuckMs: Count(100),
    maxFeeGwei: Count(1, 1_000_000),
    claims: Type.Boolean(),
    housekeeping: Type.Boolean(),
    listing: Type.Boolean(),
    listDailies: Count(0, 30),
    listWeeklies: Count(0, 52),
    listMonthlies: Count(0, 12),
    listQuarterlies: Count(0, 4),
    listStrikesPerSide: Count(1, 50),
    listWidthPercent: Count(1, 1_000),
    marginFilter: Type.Boolean(),
    schema: Type.String(),
  },
  { additionalProperties: false },
);

/** @throws OperationalError `fatal` that names the setting */
export function completeSettings(settings: Partial<Settings> = {}): Settings {
  const complete = { ...DEFAULT_SETTINGS, ...settings };
  const [wrong] = Value.Errors(SettingsSchema, complete);
  if (wrong !== undefined) {
    throw new OperationalError('fatal', `setting ${wrong.instancePath.slice(1)} ${wrong.message}`);
  }
  if (!isIdentifier(complete.schema)) {
    throw new OperationalError('fatal', `setting schema is no identifier: ${complete.schema}`);
  }
  return complete;
}

const Address = Type.String({ pattern: '^0x[0-9a-fA-F]{40}$' });
const Key = Type.String({ pattern: '^0x[0-9a-fA-F]{64}$' });

const GenesisSchema = Type.Object(
  { timeSec: Count(0, 2 ** 40), publishers: Type.Array(Address), quorum: Count(0, 255) },
  { additionalProperties: false },
);

/** `{"timeSec": 1780272000, "publishers": ["0x…"], "quorum": 2}` */
export function readGenesis(file: string): Genesis {
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Value.Check(GenesisSchema, value)) {
    throw new OperationalError('fatal', `${file} is no genesis: timeSec, publishers, quorum`);
  }
  return { ...value, publishers: value.publishers.map(fromHex) };
}

type Environment = Readonly<Record<string, string | undefined>>;

export interface CommandLine {
  readonly l1?: string;
  readonly rollup?: string;
  readonly genesis?: string;
  readonly keyFile?: string;
  readonly receiptKeyFile?: string;
  readonly host?: string;
  readonly port?: string;
}

/** Flags before environment before defaults; keys never from a flag. */
export function readConfig(
  flags: CommandLine,
  env: Environment = process.env,
): Omit<SequencerOptions, 'databaseUrl'> & { databaseUrl: string | undefined } {
  const need = (value: string | undefined, what: string): string => {
    if (value === undefined || value === '') throw new OperationalError('fatal', `set ${what}`);
    return value;
  };
  const rollup = need(flags.rollup ?? env.TENOR_ROLLUP, '--rollup or TENOR_ROLLUP');
  if (!Value.Check(Address, rollup)) throw new OperationalError('fatal', '--rollup is no address');
  const genesis = flags.genesis ?? env.TENOR_GENESIS;
  const posterKey = readKey(env.TENOR_POSTER_KEY, flags.keyFile ?? env.TENOR_POSTER_KEY_FILE);
  return {
    l1: need(flags.l1 ?? env.TENOR_L1_URL, '--l1 or TENOR_L1_URL'),
    rollup: rollup as Hex,
    genesis: genesis === undefined ? undefined : readGenesis(genesis),
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    posterKey: need(posterKey, 'TENOR_POSTER_KEY, TENOR_POSTER_KEY_FILE or --key-file') as Hex,
    receiptKey: readKey(
      env.TENOR_RECEIPT_KEY,
      flags.receiptKeyFile ?? env.TENOR_RECEIPT_KEY_FILE,
    ) as Hex | undefined,
    host: flags.host ?? env.TENOR_HOST ?? '127.0.0.1',
    port: Number(flags.port ?? env.TENOR_PORT ?? 0),
    settings: readSettings(env),
  };
}

function readKey(value: string | undefined, file: string | undefined): string | undefined {
  const text = value ?? (file === undefined ? undefined : readFileSync(file, 'utf8').trim());
  if (text === undefined) return undefined;
  const key = text.startsWith('0x') ? text : `0x${text}`;
  if (!Value.Check(Key, key)) throw new OperationalError('fatal', 'a key is 32 bytes in hex');
  return key;
}

/** `sealAfterMs` is TENOR_SEAL_AFTER_MS, and so on. */
export function readSettings(env: Environment): Partial<Settings> {
  const found: Record<string, unknown> = {};
  for (const [name, byDefault] of Object.entries<string | number | boolean>({
    ...DEFAULT_SETTINGS,
  })) {
    const text = env[`TENOR_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`];
    if (text === undefined || text === '') continue;
    if (typeof byDefault === 'boolean') found[name] = text === 'true' || text === '1';
    else found[name] = typeof byDefault === 'number' ? Number(text) : text;
  }
  return found;
}
