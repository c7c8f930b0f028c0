import { databaseVariable } from '@voltpark/kit/context-environment';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { contextNames } from '../contexts.js';
import { root } from '../root.js';

/** A mistake of the one who typed the command; shown without a stack. */
export class UsageError extends Error {}

/** Where the contexts' databases and NATS are. */
export interface Targets {
  readonly natsUrl: string | undefined;
  readonly databases: ReadonlyMap<string, string>;
}

const runSchema = z.object({ natsUrl: z.string(), databases: z.record(z.string(), z.string()) });

/**
 * Finds the running system: by environment variables (`NATS_URL`, `<CONTEXT>_DATABASE_URL`), else by what
 * `npm start` has written into its data directory.
 * @throws UsageError when nothing is found, or the context is none
 */
export async function findTargets(
  context: string | undefined,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<Targets> {
  const names = contextNames();
  if (context !== undefined && !names.includes(context)) {
    throw new UsageError(`There is no context "${context}"; there are ${names.join(', ')}.`);
  }
  const running = await readRun(variables['VOLTPARK_DATA'] || join(root, '.data'));
  const databases = new Map<string, string>();
  for (const name of context === undefined ? names : [context]) {
    const url = variables[databaseVariable(name)] || running?.databases[name];
    if (url !== undefined) databases.set(name, url);
  }
  if (databases.size === 0) {
    throw new UsageError(
      'No running Voltpark was found. Start it with npm start, or set NATS_URL and <CONTEXT>_DATABASE_URL.',
    );
  }
  return { natsUrl: variables['NATS_URL'] || running?.natsUrl, databases };
}

async function readRun(dataDirectory: string): Promise<z.infer<typeof runSchema> | undefined> {
  const text = await readFile(join(dataDirectory, 'run.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : runSchema.parse(JSON.parse(text));
}
