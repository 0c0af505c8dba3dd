/** A sequencer with a real L1 and a real PostgreSQL around it, and the services that feed it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { toHex } from 'viem';

import {
  encodeListInstrument,
  encodePublishPrices,
  encodePublishSurface,
} from '../../protocol/generated/codec.ts';
import { expirySec, instrumentName, parseInstrumentName } from '../../protocol/instrument.ts';
import { DAY_SEC, DAY_ZERO_SEC, FULL_CONFIDENCE_E4, POST_ONLY_SEC } from '../../protocol/params.ts';
import { domainSeparator } from '../../protocol/typedData.ts';
import { createClient } from '../../sdk/createClient.ts';
import type { Client, Hex } from '../../sdk/types.ts';
import { startSequencer } from '../../sequencer/main.ts';
import type { Sequencer, SequencerOptions, Settings } from '../../sequencer/options.ts';
import { type Database, openDatabase } from '../../sequencer/store/embeddedPostgres.ts';
import { flatSurface } from '../fixtures/exchange.ts';
import { signerOf, signOperation } from '../fixtures/sign.ts';
import { Rig } from '../prover/rig.ts';

export const INDEX_CENTS = 6_000_000;
/** Below the heartbeat of the prints. */
const REOPEN_SEC = 100;
const PRINT_MS = 20_000;

export const TEST_SETTINGS: Partial<Settings> = {
  sealAfterMs: 300,
  l1PollMs: 50,
  l1StaleMs: 3_000,
  ackTimeoutMs: 5_000,
  requestTimeoutMs: 1_000,
  signatureThreads: 1,
  rateLimitPerSec: 0,
  listing: false,
  // Its L1 is moved on by whole challenge periods.
  unpostedSecMax: 1_000_000_000,
};

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export class Venue {
  readonly rig: Rig;
  readonly database: Database;
  readonly dataDir: string;
  readonly schema: string;
  readonly lines: string[] = [];
  sequencer!: Sequencer;

  private constructor(fields: Pick<Venue, 'rig' | 'database' | 'dataDir' | 'schema'>) {
    this.schema = fields.schema;
    this.rig = fields.rig;
    this.database = fields.database;
    this.dataDir = fields.dataDir;
  }

  /** On an L1 and a database that outlive it. @param schema nobody else's in the database */
  static on({ rig, database, schema }: Pick<Venue, 'rig' | 'database' | 'schema'>): Venue {
    return new Venue({ rig, database, schema, dataDir: rig.folder() });
  }

  /** L1, contracts and database, without a sequencer. */
  static async prepare(): Promise<Venue> {
    const dataDir = mkdtempSync(join(tmpdir(), 'tenor-venue-'));
    const [rig, database] = await Promise.all([
      Rig.start(),
      openDatabase({ dataDir, log: () => {}, databaseUrl: '' }),
    ]);
    return new Venue({ rig, database, dataDir, schema: 'tenor' });
  }

  static async open(settings: Partial<Settings> = {}): Promise<Venue> {
    const venue = await Venue.prepare();
    await venue.start(settings);
    return venue;
  }

  options(settings: Partial<Settings> = {}): SequencerOptions {
    return {
      l1: this.rig.url,
      rollup: this.rig.rollup,
      databaseUrl: this.database.url,
      posterKey: this.rig.players[0].key,
      settings: { ...TEST_SETTINGS, schema: this.schema, ...settings },
      log: (line) => void this.lines.push(line),
    };
  }

  async start(settings: Partial<Settings> = {}): Promise<void> {
    this.sequencer = await startSequencer(this.options(settings));
  }

  async close(): Promise<void> {
    await this.sequencer?.stop();
    await this.database.stop();
    await this.rig.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  get url(): string {
    return this.sequencer.url;
  }

  async get(path: string): Promise<Answer> {
    const response = await fetch(this.url + path);
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  }

  async post(path: string, body: unknown): Promise<Answer> {
    return this.postText(path, JSON.stringify(body));
  }

  async postText(path: string, body: string, type = 'application/json'): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  }

  /** Hands in an unsigned system operation. */
  async submit(operation: Uint8Array): Promise<Answer> {
    return this.post('/operations', { operation: toHex(operation) });
  }

  get domain(): Uint8Array {
    return domainSeparator({
      chainId: 31_337,
      rollup: Uint8Array.from(Buffer.from(this.rig.rollup.slice(2), 'hex')),
    });
  }

  async headSec(): Promise<number> {
    return Number((await this.rig.client.getBlock()).timestamp);
  }

  /** The exchange's clock is L1's head, which stands still while no block comes. */
  async print(priceCents = INDEX_CENTS): Promise<Answer> {
    await this.rig.pass(1);
    const timeSec = await this.headSec();
    const entries = [0, 1].map((publisher) => ({
      publisher,
      priceCents,
      confidenceE4: FULL_CONFIDENCE_E4,
      timeSec,
      signature: new Uint8Array(64),
    }));
    const operation = signOperation(
      encodePublishPrices({ underlying: 0, entries }),
      [signerOf('publisher 0'), signerOf('publisher 1')],
      { domain: this.domain, nameHash: null },
    );
    // Once the sequencer has seen the block.
    return until(async () => {
      const answer = await this.submit(operation);
      return answer.status === 200 ? answer : null;
    });
  }

  /** For tests that may take longer than a print lasts. @returns what ends it */
  keepPrinting(): () => void {
    const timer = setInterval(() => void this.print().catch(() => {}), PRINT_MS);
    return () => clearInterval(timer);
  }

  /** Prints until orders of every kind are taken again after a gap in the prints. */
  async reopen(): Promise<void> {
    for (let sinceSec = 0; sinceSec <= POST_ONLY_SEC; sinceSec += REOPEN_SEC) {
      await this.print();
      await this.rig.pass(REOPEN_SEC);
    }
    await this.print();
  }

  /** One volatility for all strikes of an option's expiry, signed by the quorum, at the index. */
  async surface(instrument: string, { vol = 0.6, indexCents = INDEX_CENTS } = {}): Promise<void> {
    const { underlying, day } = parseInstrumentName(instrument)!;
    const timeSec = await this.headSec();
    const entries = [0, 1].map((publisher) => ({ publisher, signature: new Uint8Array(64) }));
    const operation = signOperation(
      encodePublishSurface({
        underlying,
        day,
        timeSec,
        basisCents: 0,
        rateE9: 0,
        forwardCents: indexCents,
        forwardConfidenceE4: FULL_CONFIDENCE_E4,
        rateConfidenceE4: FULL_CONFIDENCE_E4,
        volConfidenceE4: FULL_CONFIDENCE_E4,
        ...flatSurface({ vol, secToExpiry: expirySec(day) - timeSec }),
        entries,
      }),
      [signerOf('publisher 0'), signerOf('publisher 1')],
      { domain: this.domain, nameHash: null },
    );
    await until(async () => ((await this.submit(operation)).status === 200 ? true : null));
  }

  /** Lists an option of a strike, seven days ahead. */
  async list(strikeCents = INDEX_CENTS, put = 0): Promise<string> {
    const day = Math.floor(((await this.headSec()) - DAY_ZERO_SEC) / DAY_SEC) + 7;
    const terms = { underlying: 0, day, strikeCents };
    await this.submit(encodeListInstrument({ ...terms, put }));
    return instrumentName({ ...terms, put: put === 1 });
  }

  /** Opens an account with money. */
  async fund(name: string, amount = 1_000_000_000_000): Promise<number> {
    const owner = signerOf(name);
    const before = (await this.ownedBy(name)).length;
    await this.rig.addItem({ kind: 1, sender: owner.address, account: 0, amount });
    return until(async () => {
      const accounts = await this.ownedBy(name);
      return accounts.length > before ? Number(accounts.at(-1)!.account) : null;
    });
  }

  async ownedBy(name: string): Promise<{ account: string }[]> {
    const { body } = await this.get(`/accounts?owner=${toHex(signerOf(name).address)}`);
    return body as unknown as { account: string }[];
  }

  client(name: string, account: number): Client {
    return createClient({ url: this.url, account, privateKey: this.keyOf(name) });
  }

  keyOf(name: string): Hex {
    return toHex(signerOf(name).privateKey);
  }

  /** An index price, an option, two funded accounts. */
  async openMarket(): Promise<{ instrument: string; alice: Client; bob: Client }> {
    await this.print();
    const instrument = await this.list();
    const alice = this.client('alice', await this.fund('alice'));
    const bob = this.client('bob', await this.fund('bob'));
    return { instrument, alice, bob };
  }
}

/** Asks again until there is an answer. */
export async function until<T>(
  ask: () => Promise<T | null>,
  { ms = 20_000, pollMs = 30 } = {},
): Promise<T> {
  const endMs = performance.now() + ms;
  for (;;) {
    const answer = await ask().catch((error: unknown) => {
      if (performance.now() > endMs) throw error;
      return null;
    });
    if (answer !== null) return answer;
    if (performance.now() > endMs) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
