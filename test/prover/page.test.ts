/** The status page in a real browser, where there is one. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import fastify from 'fastify';
import { describe, expect, test } from 'vitest';

import { serveStatus } from '../../prover/api/page/serve.ts';
import { disputedStatus } from '../fixtures/proverStatus.ts';

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const browser = process.env['TENOR_BROWSER'] ?? BROWSERS.find((path) => existsSync(path));
if (browser === undefined) {
  console.warn(
    'NOT TESTED: the status page in a browser. There is none here (set TENOR_BROWSER, or install chromium).',
  );
}

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe('the status page', () => {
  test('has a strict policy, and the script of it no types', async () => {
    const { url, close } = await serve();
    try {
      const page = await fetch(`${url}/status`, { headers: { accept: 'text/html' } });
      const policy = page.headers.get('content-security-policy')!;
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('unsafe');
      expect(await page.text()).not.toMatch(/https?:|style=|onclick|<script>/);
      for (const name of ['page.ts', 'view.ts', 'sentences.ts']) {
        const script = await fetch(`${url}/status/${name}`);
        expect(script.headers.get('content-type')).toContain('text/javascript');
        expect(await script.text()).not.toMatch(/interface|: string|import type/);
      }
      expect((await fetch(`${url}/status/serve.ts`)).status).toBe(404);
    } finally {
      await close();
    }
  });

  test.skipIf(browser === undefined)(
    'shows a dispute in a browser, and ticks',
    async () => {
      const { url, asked, close } = await serve();
      const profile = mkdtempSync(join(tmpdir(), 'tenor-browser-'));
      try {
        const flags = [...FLAGS, `--user-data-dir=${profile}`, '--virtual-time-budget=4000'];
        const { stdout } = await promisify(execFile)(browser!, [
          ...flags,
          '--dump-dom',
          `${url}/status`,
        ]);
        expect(stdout).toContain('Batch 8 is disputed, and the true side is fighting.');
        expect(stdout).toContain('must answer, clock runs');
        expect(stdout).toContain('&lt;img src=x onerror=alert(1)&gt;');
        expect(stdout).not.toContain('<img');
        expect(asked()).toBeGreaterThan(1);
      } finally {
        rmSync(profile, { recursive: true, force: true });
        await close();
      }
    },
    60_000,
  );
});

async function serve(): Promise<{ url: string; asked: () => number; close: () => Promise<void> }> {
  const words = '<img src=x onerror=alert(1)>';
  const server = fastify();
  let count = 0;
  serveStatus(server, () => {
    count += 1;
    return disputedStatus({ alarms: [{ code: 'bug', words, sinceMs: 0 }] });
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked: () => count,
    close: async () => server.close(),
  };
}
