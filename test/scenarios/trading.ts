/** A sequencer with a market for a scenario, on a database that scenarios of a file share. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll } from 'vitest';

import type { Client } from '../../sdk/types.ts';
import { startSequencer } from '../../sequencer/main.ts';
import type { Settings } from '../../sequencer/options.ts';
import { type Database, openDatabase } from '../../sequencer/store/embeddedPostgres.ts';
import type { Stage } from '../prover/stage.ts';
import type { Acknowledged } from '../sequencer/load.ts';
import { Venue } from '../sequencer/venue.ts';

let database: Database;
let dataDir: string;
let schemas = 0;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tenor-scenario-'));
  database = await openDatabase({ dataDir, log: () => {}, databaseUrl: '' });
}, 120_000);

afterAll(async () => {
  await database.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

export interface Trading {
  readonly venue: Venue;
  readonly alice: Client;
  readonly acknowledged: Acknowledged[];
  /** Rests an order, acknowledged. */
  readonly trade: () => Promise<void>;
}

/** Plays with a sequencer that has a market, and ends it. Claims are left to the hand of the scenario. */
export async function withSequencer(
  { rig }: Stage,
  settings: Partial<Settings>,
  play: (trading: Trading) => Promise<void>,
): Promise<void> {
  const venue = Venue.on({ rig, database, schema: `scenario${++schemas}` });
  await venue.start({ claims: false, ...settings });
  try {
    const { instrument, alice } = await venue.openMarket();
    const acknowledged: Acknowledged[] = [];
    const trade = async (): Promise<void> => {
      const order = { instrument, side: 'buy', price: '100', quantity: '0.01' } as const;
      const { receipt } = await venue.client('alice', 1).placeOrder(order);
      acknowledged.push({ account: 1, receipt, placed: null, cancelled: null });
    };
    await play({ venue, alice, acknowledged, trade });
  } finally {
    await venue.sequencer.stop();
  }
}

/** @param player whose key posts from then on */
export async function restart(venue: Venue, player = 0): Promise<void> {
  await venue.sequencer.stop();
  const posterKey = venue.rig.players[player].key;
  venue.sequencer = await startSequencer({ ...venue.options({ claims: false }), posterKey });
}
