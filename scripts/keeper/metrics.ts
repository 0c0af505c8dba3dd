import { createServer, type Server } from 'node:http';

import { Counter, Gauge, Registry } from 'prom-client';

import type { KeeperOptions } from './keeper.ts';

/** What Prometheus may ask a keeper for, on a port of loopback. */
export function serveMetrics(port: number): Pick<KeeperOptions, 'moved' | 'looked'> & {
  readonly server: Server;
} {
  const registry = new Registry();
  const registers = [registry];
  const moves = new Counter({
    name: 'tenor_keeper_moves_total',
    help: 'Liquidations and bids, by outcome',
    labelNames: ['move', 'outcome'],
    registers,
  });
  const looks = new Counter({
    name: 'tenor_keeper_looks_total',
    help: 'Passes over all accounts',
    registers,
  });
  const accounts = new Gauge({
    name: 'tenor_keeper_accounts',
    help: 'Accounts that hold positions',
    registers,
  });
  const auctions = new Gauge({
    name: 'tenor_keeper_auctions',
    help: 'Accounts under auction',
    registers,
  });
  const server = createServer((_request, response) => {
    void registry.metrics().then((text) => {
      response.setHeader('content-type', registry.contentType).end(text);
    });
  }).listen(port, '127.0.0.1');
  return {
    server,
    moved: (move, outcome) => moves.inc({ move, outcome }),
    looked: (seen) => {
      looks.inc();
      accounts.set(seen.accounts);
      auctions.set(seen.auctions);
    },
  };
}
