import type { Socket } from 'node:net';

import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { fastify, type FastifyError, type FastifyInstance } from 'fastify';

import { toHex } from '../admission/hex.ts';
import { shortMessage } from '../errors.ts';
import { OutcomeUnknown, ProtocolRejection, Refusal, type RefusalName } from '../rejections.ts';
import type { ApiContext } from './context.ts';
import { accountRoutes } from './routes/accounts.ts';
import { auctionRoutes } from './routes/auctions.ts';
import { chainRoutes } from './routes/chain.ts';
import { healthRoutes } from './routes/health.ts';
import { marginRoutes } from './routes/margin.ts';
import { marketRoutes } from './routes/market.ts';
import { operationRoutes, RecordedRejection, viewReceipt } from './routes/operations.ts';

const KEEP_ALIVE_MS = 30_000;
const TIMEOUT_CHECK_MS = 500;

/** Fastify with every route, its limits, and errors that all have one form. */
export async function buildServer(
  context: ApiContext,
  log: (line: string) => void,
): Promise<FastifyInstance> {
  const { settings } = context;
  const app = fastify({
    bodyLimit: settings.bodyBytesMax,
    requestTimeout: settings.requestTimeoutMs,
    connectionTimeout: 0,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: 'idle',
    http: {
      headersTimeout: settings.requestTimeoutMs,
      connectionsCheckingInterval: TIMEOUT_CHECK_MS,
    },
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: false } },
    clientErrorHandler: answerBrokenRequest,
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.removeContentTypeParser('text/plain');
  app.setErrorHandler((error: unknown, _request, reply) => {
    const { status, body } = describeError(error, log);
    return reply.code(status).send(body);
  });
  app.setNotFoundHandler((request, reply) => {
    const { status, body } = describeError(
      new Refusal('notFound', `${request.method} ${request.url.slice(0, 80)}`),
      log,
    );
    return reply.code(status).send(body);
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Tenor sequencer',
        version: '0.1.0',
        description:
          'Signed operations in, receipts out. Numbers are decimal strings; every error is {code, name, message}.',
      },
    },
  });
  if (settings.rateLimitPerSec > 0) {
    await app.register(rateLimit, {
      max: settings.rateLimitPerSec,
      timeWindow: 1_000,
      errorResponseBuilder: () => new Refusal('rateLimited'),
    });
  }
  await app.register(operationRoutes(context));
  await app.register(marketRoutes(context));
  await app.register(accountRoutes(context));
  await app.register(marginRoutes(context));
  await app.register(auctionRoutes(context));
  await app.register(chainRoutes(context));
  await app.register(healthRoutes(context));
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  return app;
}

interface ErrorAnswer {
  readonly status: number;
  readonly body: {
    readonly code: number;
    readonly name: string;
    readonly message: string;
    readonly receipt?: ReturnType<typeof viewReceipt>;
    readonly hash?: string;
  };
}

export function describeError(error: unknown, log: (line: string) => void): ErrorAnswer {
  if (error instanceof Refusal || error instanceof ProtocolRejection) {
    const { code, status, refusal, message } = error;
    return {
      status,
      body: {
        code,
        name: refusal,
        message,
        ...(error instanceof RecordedRejection ? { receipt: viewReceipt(error.receipt) } : {}),
        ...(error instanceof OutcomeUnknown ? { hash: toHex(error.hash) } : {}),
      },
    };
  }
  const refusal = refusalOf(error as FastifyError);
  if (refusal.status >= 500) log(`a request failed: ${describe(error)}`);
  return describeError(refusal, log);
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Fastify's and Ajv's errors in our own words. */
function refusalOf(error: FastifyError): Refusal {
  const [invalid] = error.validation ?? [];
  if (invalid !== undefined) {
    const at = `${error.validationContext ?? 'body'}${invalid.instancePath}`;
    switch (invalid.keyword) {
      case 'additionalProperties':
        return new Refusal('unknownField', String(invalid.params.additionalProperty));
      case 'required':
        return new Refusal('missingField', String(invalid.params.missingProperty));
      case 'maxLength':
        return new Refusal('outOfRange', `${at} is too long`);
      default:
        return new Refusal('wrongType', `${at} ${invalid.message ?? ''}`);
    }
  }
  const byCode: Partial<Record<string, RefusalName>> = {
    FST_ERR_CTP_BODY_TOO_LARGE: 'bodyTooLarge',
    FST_ERR_CTP_INVALID_MEDIA_TYPE: 'wrongMediaType',
    FST_ERR_CTP_EMPTY_JSON_BODY: 'malformedJson',
    FST_ERR_CTP_INVALID_JSON_BODY: 'malformedJson',
    FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformedJson',
    ECONNRESET: 'requestTimeout',
  };
  const name = byCode[error.code];
  if (name !== undefined) return new Refusal(name);
  const database = /^(ECONNREFUSED|57P0\d|08\d\d\d|ECONNRESET|ETIMEDOUT)/;
  if (database.test(error.code ?? '') || /timeout|Connection terminated/i.test(error.message)) {
    return new Refusal('unhealthy', shortMessage(error));
  }
  return new Refusal(error instanceof SyntaxError ? 'malformedJson' : 'internal');
}

/** What never became a request: broken HTTP, or headers or a body that came too slowly. */
function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const isLate = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const refusal = new Refusal(isLate ? 'requestTimeout' : 'malformedJson', isLate ? '' : 'HTTP');
  const body = JSON.stringify({
    code: refusal.code,
    name: refusal.refusal,
    message: refusal.message,
  });
  const reason = isLate ? 'Request Timeout' : 'Bad Request';
  socket.end(
    `HTTP/1.1 ${refusal.status} ${reason}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
