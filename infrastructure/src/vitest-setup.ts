import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNatsServer } from './nats/server.js';
import { onFreePort } from './ports.js';
import { startPostgres } from './postgres/server.js';

/**
 * Global set-up of integration specs and journeys: one Postgres and one nats-server for the whole run, in a
 * temporary directory. `VOLTPARK_TEST_POSTGRES_URL` and `VOLTPARK_TEST_NATS_URL` name them, and where they are
 * set already, those servers are used.
 */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env['VOLTPARK_TEST_POSTGRES_URL'] && process.env['VOLTPARK_TEST_NATS_URL']) {
    return () => Promise.resolve();
  }
  // Postgres' own user must be able to traverse to its data, hence not a 0700 directory around them.
  const directory = await mkdtemp(join(tmpdir(), 'voltpark-specs-'));
  await chmod(directory, 0o755);
  const [postgres, nats] = await Promise.all([
    onFreePort((port) =>
      startPostgres({
        dataDirectory: join(directory, 'postgres'),
        port,
        password: 'specs',
        disposable: true,
      }),
    ),
    onFreePort((port) => startNatsServer({ port, storeDirectory: join(directory, 'nats') })),
  ]);
  process.env['VOLTPARK_TEST_POSTGRES_URL'] = postgres.url;
  process.env['VOLTPARK_TEST_NATS_URL'] = nats.url;
  return async () => {
    await Promise.all([postgres.stop(), nats.stop()]);
    await rm(directory, { recursive: true, force: true });
  };
}
