import { databaseVariable, type Variables } from '@voltpark/kit/context-environment';
import {
  ensureDatabase,
  startNatsServer,
  startPostgres,
  type NatsServer,
} from '@voltpark/infrastructure';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { usualPorts } from './limits.js';
import type { StackOptions } from './options.js';
import { startAtPort, type choosePort } from './ports.js';
import type { Secrets } from './secrets.js';

/** Databases by context, and what ends them. */
export interface Databases {
  readonly urls: Readonly<Record<string, string>>;
  readonly died: Promise<string> | undefined;
  stop(): Promise<void>;
}

interface Place {
  readonly options: StackOptions;
  readonly dataDirectory: string;
  readonly secrets: Secrets;
  readonly say: (line: string) => void;
}

const portChoice = (
  place: Place,
  what: string,
  named: number | undefined,
  usual: number,
): Parameters<typeof choosePort>[0] => ({
  what,
  named: named ?? (place.options.usualPorts === true ? undefined : 0),
  usual,
  say: place.say,
});

/**
 * A database with a role of its own for every context: where the environment names one, that; else in the
 * Postgres of `postgresAdminUrl`; else in an embedded one.
 */
export async function openDatabases(place: Place, contexts: readonly string[]): Promise<Databases> {
  const named: Variables = place.options.environment ?? {};
  const missing = contexts.filter((context) => !named[databaseVariable(context)]);
  const given = Object.fromEntries(
    contexts
      .filter((context) => !missing.includes(context))
      .map((context) => [context, named[databaseVariable(context)] ?? '']),
  );
  if (missing.length === 0) return { urls: given, died: undefined, stop: () => Promise.resolve() };
  const { postgresAdminUrl } = place.options;
  const databases =
    postgresAdminUrl === undefined
      ? await embeddedDatabases(place, missing)
      : await borrowedDatabases(place, postgresAdminUrl, missing);
  return { ...databases, urls: { ...given, ...databases.urls } };
}

async function embeddedDatabases(place: Place, contexts: readonly string[]): Promise<Databases> {
  const { options, dataDirectory, secrets, say } = place;
  say('starting Postgres');
  const choice = portChoice(place, 'POSTGRES_PORT', options.postgresPort, usualPorts.postgres);
  const server = await startAtPort(choice, (port) =>
    startPostgres({
      dataDirectory: join(dataDirectory, 'postgres'),
      port,
      password: secrets.postgresPassword,
      say,
      ...(options.dataDirectory === undefined ? { disposable: true } : {}),
    }),
  );
  try {
    return {
      urls: await ensureDatabases(server.url, contexts, secrets, (context) => context),
      died: server.died,
      stop: () => server.stop(),
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Databases in somebody else's Postgres, with names that no other stack has. */
async function borrowedDatabases(
  place: Place,
  adminUrl: string,
  contexts: readonly string[],
): Promise<Databases> {
  const prefix = `stack_${randomBytes(5).toString('hex')}`;
  const nameOf = (context: string) => `${prefix}_${context}`;
  return {
    urls: await ensureDatabases(adminUrl, contexts, place.secrets, nameOf),
    died: undefined,
    async stop() {
      const admin = new pg.Client({ connectionString: adminUrl });
      await admin.connect();
      for (const name of contexts.map((context) =>
        pg.escapeIdentifier(databaseName(nameOf(context))),
      )) {
        await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
        await admin.query(`DROP ROLE IF EXISTS ${name}`);
      }
      await admin.end();
    },
  };
}

const databaseName = (name: string) => name.replaceAll('-', '_');

async function ensureDatabases(
  adminUrl: string,
  contexts: readonly string[],
  secrets: Secrets,
  nameOf: (context: string) => string,
): Promise<Record<string, string>> {
  const urls: Record<string, string> = {};
  // One after the other: CREATE DATABASE copies a template, and two at once wait for each other anyway.
  for (const context of contexts) {
    const database = databaseName(nameOf(context));
    const password = secrets.databasePasswords[context] ?? '';
    urls[context] = await ensureDatabase(adminUrl, { database, role: database, password });
  }
  return urls;
}

/** NATS: the one that the environment names, or an embedded server that can be taken away and brought back. */
export interface Nats {
  readonly url: string;
  readonly embedded: { stop(): Promise<void>; start(): Promise<void> } | undefined;
  readonly died: Promise<string> | undefined;
  stop(): Promise<void>;
}

export async function openNats(place: Place): Promise<Nats> {
  const { options, dataDirectory, say } = place;
  const url = options.environment?.['NATS_URL'];
  if (url) return { url, embedded: undefined, died: undefined, stop: () => Promise.resolve() };
  say('starting nats-server');
  const storeDirectory = join(dataDirectory, 'nats');
  const choice = portChoice(place, 'NATS_PORT', options.natsPort, usualPorts.nats);
  const first = await startAtPort(choice, (port) => startNatsServer({ port, storeDirectory, say }));
  const port = Number(new URL(first.url).port);
  let server: NatsServer | undefined = first;
  const stop = async () => {
    await server?.stop();
    server = undefined;
  };
  return {
    url: first.url,
    died: first.died,
    embedded: {
      stop,
      async start() {
        server ??= await startNatsServer({ port, storeDirectory, say });
      },
    },
    stop,
  };
}
