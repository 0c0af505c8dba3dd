import { type AddressInfo, createServer } from 'node:net';

import { expect, test } from 'vitest';

import { requireFree } from './ports.ts';

test('a port is asked for by a number from 0 to 65535', async () => {
  await requireFree('0', '--port');
  for (const text of ['-1', '65536', '1.5', 'http']) {
    await expect(requireFree(text, '--port')).rejects.toThrow(/--port is a number from 0 to 65535/);
  }
});

test('a port that is taken is told with the flag that gives another', async () => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const asked = requireFree(String(port), '--l1-port');
  await expect(asked).rejects.toThrow(`Port ${port} is taken; give another with --l1-port`);
  await new Promise((done) => server.close(done));
  await requireFree(String(port), '--l1-port');
});
