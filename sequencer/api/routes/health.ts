import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';

import type { ApiContext } from '../context.ts';
import { Integer } from '../schemas.ts';

const Words = Type.Union([Type.Null(), Type.String()]);
const Health = Type.Object({
  status: Type.String({ description: 'ok, or down while nothing is acknowledged' }),
  words: Type.Array(Type.String(), { description: 'what is wrong, in words' }),
  l1: Words,
  database: Words,
  posting: Words,
  seq: Integer,
  batch: Integer,
  queued: Type.Integer(),
  unpostedBytes: Type.Integer(),
  posted: Integer,
  settled: Integer,
});

export function healthRoutes(context: ApiContext): FastifyPluginAsyncTypebox {
  const unlimited = { config: { rateLimit: false as const } };
  return async (app) => {
    app.get(
      '/health',
      {
        ...unlimited,
        schema: {
          tags: ['service'],
          summary: 'Whether operations are acknowledged, and if not, why',
          response: { 200: Health, 503: Health },
        },
      },
      async (_request, reply) => {
        const { acknowledging, l1, database, posting } = context.health();
        const { seq, batch, queued, unpostedBytes } = context.progress();
        const heads = context.heads();
        const words = [
          ...(l1 === null ? [] : [`L1 is gone: ${l1}`]),
          ...(database === null ? [] : [`PostgreSQL is gone: ${database}`]),
          ...(posting === null ? [] : [`Posting to L1 fails: ${posting}`]),
        ];
        return reply.code(acknowledging ? 200 : 503).send({
          status: acknowledging ? 'ok' : 'down',
          words,
          l1,
          database,
          posting,
          seq: String(seq),
          batch: String(batch),
          queued,
          unpostedBytes,
          posted: String(heads?.posted ?? 0),
          settled: String(heads?.settled ?? 0),
        });
      },
    );
    app.get(
      '/metrics',
      { ...unlimited, schema: { tags: ['service'], summary: 'Metrics for Prometheus' } },
      async (_request, reply) =>
        reply.type(context.registry.contentType).send(await context.registry.metrics()),
    );
  };
}
