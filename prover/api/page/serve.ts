/** /status for whoever asks: a page for browsers, JSON for programs, sentences for a terminal. */
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';

import type { FastifyInstance, FastifyReply } from 'fastify';

import type { ProverStatus } from '../../status.ts';

const TYPES = { html: 'text/html', css: 'text/css', ts: 'text/javascript' } as const;

/** What the page may do: load its own two files and ask for the status. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export function serveStatus(server: FastifyInstance, status: () => ProverStatus): void {
  const html = fileText('page.html');

  server.get('/status', async (request, reply) => {
    const kind = wantedBy(request.headers.accept);
    if (kind === 'html') return send(reply, { text: html, type: TYPES.html });
    if (kind === 'json') return reply.header('cache-control', 'no-store').send(status());
    return send(reply, { text: `${status().words.join('\n')}\n`, type: 'text/plain' });
  });

  for (const name of ['page.css', 'page.ts', 'view.ts', 'sentences.ts']) {
    const type = name.endsWith('.css') ? TYPES.css : TYPES.ts;
    const text = type === TYPES.ts ? scriptOf(fileText(name)) : fileText(name);
    server.get(`/status/${name}`, async (_request, reply) => send(reply, { text, type }));
  }
}

/** Browsers name HTML before all else, programs JSON; curl and others take anything and get sentences. */
export function wantedBy(accept = '*/*'): 'html' | 'json' | 'text' {
  if (accept.includes('text/html')) return 'html';
  return accept.includes('application/json') ? 'json' : 'text';
}

async function send(
  reply: FastifyReply,
  { text, type }: { text: string; type: string },
): Promise<FastifyReply> {
  return reply
    .type(`${type}; charset=utf-8`)
    .header('content-security-policy', POLICY)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'no-store')
    .send(text);
}

/** What runs here as it is runs there without its types. */
function scriptOf(source: string): string {
  const warn = process.emitWarning.bind(process);
  // Node calls the function experimental and says so on every start.
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = warn;
  }
}

function fileText(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}
