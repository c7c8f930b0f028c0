import { freePort } from '@voltpark/infrastructure';
import { createServer } from 'node:net';
import { limits } from './limits.js';

/** A port that was asked for by name is taken by somebody else. */
export class PortTakenError extends Error {
  constructor(what: string, port: number) {
    super(`Port ${port}, asked for as ${what}, is taken. Free it or name another.`);
    this.name = 'PortTakenError';
  }
}

/**
 * The port to use for something: the one that was named, which then must be free; else the usual one, or, when
 * that is taken, any free one, saying so.
 */
export async function choosePort(choice: {
  /** Name of the variable. */
  readonly what: string;
  readonly named: number | undefined;
  readonly usual: number;
  readonly host?: string;
  readonly say: (line: string) => void;
}): Promise<number> {
  const { what, named, usual, host, say } = choice;
  if (named === 0) return freePort();
  if (named !== undefined) {
    if (await isFree(named, host)) return named;
    throw new PortTakenError(what, named);
  }
  if (await isFree(usual, host)) return usual;
  const port = await freePort();
  say(`port ${usual} is taken, using ${port} instead (${what} names another)`);
  return port;
}

/**
 * Starts a server at the chosen port. A free port may be taken by others before it is used: then at another.
 */
export async function startAtPort<Server>(
  choice: Parameters<typeof choosePort>[0],
  start: (port: number) => Promise<Server>,
): Promise<Server> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await choosePort(choice);
    try {
      return await start(port);
    } catch (error) {
      const isLast = choice.named !== 0 || attempt === limits.freePortAttempts;
      if (isLast || (await isFree(port))) throw error;
    }
  }
}

function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}
