/** A publisher's own API: what the others ask it, and how it is. */
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, { type FastifyInstance } from 'fastify';

import { UNDERLYINGS } from '../../protocol/params.ts';
import type { Metrics } from '../metrics.ts';
import type { Answer } from '../node/peer.ts';
import type { Publisher } from '../node/publisher.ts';
import { ExpiryQuestion, IndexQuestion, SurfaceQuestion, toWire } from './wire.ts';

const BODY_BYTES_MAX = 4_096;

export interface ServerParts {
  readonly publisher: Publisher;
  readonly address: string;
  readonly metrics: Metrics;
  /** What is wrong, in words; empty where all is well. */
  readonly problems: () => readonly string[];
}

/** Refusals are answers too: status 200 with the reason in words. */
export function buildServer({
  publisher,
  address,
  metrics,
  problems,
}: ServerParts): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: BODY_BYTES_MAX,
  }).withTypeProvider<TypeBoxTypeProvider>();
  const answer = <T extends { readonly signature: Uint8Array }>(what: string, given: Answer<T>) => {
    const outcome = 'refused' in given ? 'refused' : 'signed';
    metrics.answers.inc({ what, outcome });
    return toWire(given);
  };
  app.post('/index', { schema: { body: IndexQuestion } }, async ({ body }) =>
    answer('index', await publisher.signIndex(body.underlying)),
  );
  app.post('/surface', { schema: { body: SurfaceQuestion } }, async ({ body }) =>
    answer('surface', await publisher.cosign(body)),
  );
  app.post('/settlement', { schema: { body: ExpiryQuestion } }, async ({ body }) =>
    answer('settlement', await publisher.signSettlement(body)),
  );
  app.get('/status', async () => ({
    publisher: publisher.publisher,
    address,
    problems: problems(),
    marketAgeSec: Object.fromEntries(
      UNDERLYINGS.map(({ symbol }, underlying) => [symbol, publisher.viewAgeSec(underlying)]),
    ),
  }));
  app.get('/health', async (_request, reply) => {
    const words = problems();
    return reply.code(words.length === 0 ? 200 : 503).send({ words });
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
  return app;
}
