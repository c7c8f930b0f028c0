import { createServer } from 'node:net';

/** Asks the operating system for a TCP port that nobody listens on at this moment, on loopback. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return address.port;
}

/**
 * Starts a server at a free port. Between asking for it and listening on it somebody else may have taken it: then at
 * another.
 */
export async function onFreePort<Server>(
  start: (port: number) => Promise<Server>,
): Promise<Server> {
  for (let attemptsLeft = 5; ; attemptsLeft -= 1) {
    try {
      return await start(await freePort());
    } catch (error) {
      if (attemptsLeft === 1 || !/address already in use/i.test(String(error))) throw error;
    }
  }
}
