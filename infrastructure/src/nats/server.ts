import { mkdir } from 'node:fs/promises';
import { startServer, type ServerProcess } from '../child.js';
import { findNatsServer } from './binary.js';

export interface NatsOptions {
  readonly port: number;
  /** Where JetStream keeps its streams. */
  readonly storeDirectory: string;
  readonly say?: (line: string) => void;
}

export interface NatsServer extends ServerProcess {
  readonly url: string;
}

/** Starts a nats-server with JetStream on loopback. Ends with this process. */
export async function startNatsServer(options: NatsOptions): Promise<NatsServer> {
  const binary = await findNatsServer(options.say ?? (() => undefined));
  await mkdir(options.storeDirectory, { recursive: true });
  const server = await startServer({
    name: 'nats-server',
    command: binary,
    args: [
      '--addr',
      '127.0.0.1',
      '--port',
      String(options.port),
      '--jetstream',
      '--store_dir',
      options.storeDirectory,
    ],
    readyText: 'Server is ready',
    stopSignal: 'TERM',
  });
  return { ...server, url: `nats://127.0.0.1:${options.port}` };
}
