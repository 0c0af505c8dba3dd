/** Ports of loopback. */
import { createServer } from 'node:net';

const PORT_MAX = 65_535;

/** @throws Error that names the flag, where the port is no port or somebody listens on it; 0 is always free */
export async function requireFree(text: string, flag: string): Promise<void> {
  const port = Number(text);
  if (!Number.isSafeInteger(port) || port < 0 || port > PORT_MAX) {
    throw new Error(`${flag} is a number from 0 to ${PORT_MAX}, not '${text}'`);
  }
  const server = createServer();
  await new Promise<void>((done, fail) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const isTaken = cause.code === 'EADDRINUSE';
      const words = isTaken
        ? `is taken; give another with ${flag}, or 0 for a free one`
        : cause.message;
      fail(new Error(`Port ${port} ${words}`, { cause }));
    });
    server.listen(port, '127.0.0.1', () => server.close(() => done()));
  });
}
