import { onFreePort, startNatsServer, type NatsServer } from '@voltpark/infrastructure';
import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A nats-server of a spec's own that can be away for a while. */
export interface TestNats {
  readonly url: string;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops it, copies what it has stored, and starts it again. */
  remember(): Promise<void>;
  /** Kills it and starts it on the copy, as after a crash that lost what came since. */
  loseSinceRemembered(): Promise<void>;
  /** Ends it and forgets everything that it stored. */
  dispose(): Promise<void>;
}

export async function freshNats(): Promise<TestNats> {
  const storeDirectory = await mkdtemp(join(tmpdir(), 'voltpark-nats-'));
  let server: NatsServer | undefined = await onFreePort((port) =>
    startNatsServer({ port, storeDirectory }),
  );
  // Kept from then on: others must find the server when it comes back.
  const { url } = server;
  const port = Number(new URL(url).port);
  const nats: TestNats = {
    url,
    async start() {
      server = await startNatsServer({ port, storeDirectory });
    },
    async stop() {
      await server?.stop();
      server = undefined;
    },
    async remember() {
      await nats.stop();
      await cp(storeDirectory, `${storeDirectory}-copy`, { recursive: true });
      await nats.start();
    },
    async loseSinceRemembered() {
      await nats.stop();
      await rm(storeDirectory, { recursive: true });
      await rename(`${storeDirectory}-copy`, storeDirectory);
      await nats.start();
    },
    async dispose() {
      await nats.stop();
      await rm(`${storeDirectory}-copy`, { recursive: true, force: true });
      await rm(storeDirectory, { recursive: true, force: true });
    },
  };
  return nats;
}
