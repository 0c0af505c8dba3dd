/** The prover's API, on loopback: status, batches, accounts, withdrawal proofs, metrics. */
import fastify, { type FastifyInstance } from 'fastify';

import { ProverError } from '../errors.ts';
import type { Prover } from '../watch/prover.ts';
import { metricsOf } from './metrics.ts';
import { serveStatus } from './page/serve.ts';
import { accountView, batchViews, withdrawalView } from './views.ts';

const ID = { type: 'integer', minimum: 1, maximum: 2 ** 28 - 1 } as const;
const BATCHES_MAX = 200;

export async function serve(prover: Prover, port: number): Promise<FastifyInstance> {
  const server = fastify({ logger: false, bodyLimit: 1024 });
  const metrics = metricsOf(prover);

  serveStatus(server, () => prover.status());

  server.get('/health', async (_request, reply) => {
    const { healthy, problems } = prover.status();
    return reply.code(healthy ? 200 : 503).send({ healthy, problems });
  });

  server.get('/metrics', async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.metrics()),
  );

  server.get<{ Querystring: { before?: number; limit?: number } }>(
    '/batches',
    {
      schema: {
        querystring: {
          type: 'object',
          properties: {
            before: { type: 'integer', minimum: 1 },
            limit: { type: 'integer', minimum: 1, maximum: BATCHES_MAX },
          },
        },
      },
    },
    async ({ query: { before = Number.MAX_SAFE_INTEGER, limit = 20 } }) => {
      const { settled } = prover.status();
      return { batches: batchViews(prover.store, { before, limit, settled }) };
    },
  );

  server.get<{ Params: { id: number } }>(
    '/accounts/:id',
    { schema: { params: { type: 'object', properties: { id: ID } } } },
    async ({ params: { id } }, reply) => {
      const live = prover.connection?.live;
      if (live === undefined) return reply.code(503).send(error('not connected to L1 yet'));
      return accountView(live, id) ?? reply.code(404).send(error(`there is no account ${id}`));
    },
  );

  server.get<{ Params: { account: number } }>(
    '/withdrawals/:account',
    { schema: { params: { type: 'object', properties: { account: ID } } } },
    async ({ params: { account } }, reply) => {
      const settled = prover.connection?.settled;
      if (settled === undefined) return reply.code(503).send(error('not connected to L1 yet'));
      const words = `account ${account} has withdrawn nothing up to settled batch ${settled.number}`;
      return withdrawalView(settled, account) ?? reply.code(404).send(error(words));
    },
  );

  await server.listen({ host: '127.0.0.1', port }).catch((cause: NodeJS.ErrnoException) => {
    const message =
      cause.code === 'EADDRINUSE'
        ? `port ${port} is taken, by another prover perhaps; give another with --port`
        : cause.message;
    throw new ProverError('fatal', { doing: 'opening the API', message, cause, exit: 'settings' });
  });
  return server;
}

function error(message: string): { error: string } {
  return { error: message };
}
