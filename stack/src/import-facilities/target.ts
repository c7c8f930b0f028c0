import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { demoAccounts } from '../demo/data.js';
import { UsageError } from '../events-cli/targets.js';
import { root } from '../root.js';
import type { Login } from './voltpark.js';

/** Flags of commands that talk to a Voltpark, by which one names it and oneself. */
export const targetOptions = {
  url: { type: 'string' },
  email: { type: 'string' },
  password: { type: 'string' },
  'api-key': { type: 'string' },
} as const;

/** What was given of {@link targetOptions}. */
export type TargetFlags = { readonly [Flag in keyof typeof targetOptions]?: string | undefined };

/** What `npm start` leaves in its data directory for commands like these. */
const runSchema = z.object({
  gatewayUrl: z.url(),
  adminCredentials: z.object({ email: z.string(), password: z.string() }),
});

/** Where `npm start` keeps its data, and these commands what they have to remember. */
export const dataDirectory = (): string => process.env['VOLTPARK_DATA'] || join(root, '.data');

/**
 * Which Voltpark to talk to, and as whom: what the flags say, or the one that runs on this machine, as the
 * operator of its demo town.
 * @throws UsageError when neither is there
 */
export async function targetOf(flags: TargetFlags): Promise<{ url: string; login: Login }> {
  const { url, email, password, 'api-key': apiKey } = flags;
  const named: Login | undefined =
    apiKey !== undefined
      ? { apiKey }
      : email !== undefined && password !== undefined
        ? { email, password }
        : undefined;
  if (url !== undefined && named !== undefined) return { url, login: named };
  const text = await readFile(join(dataDirectory(), 'run.json'), 'utf8').catch(() => undefined);
  if (text === undefined) {
    throw new UsageError(
      'No running Voltpark was found. Start it with npm start, or name --url and --email with --password, or --api-key.',
    );
  }
  const running = runSchema.parse(JSON.parse(text));
  const operator = demoAccounts.find(({ role }) => role === 'OPERATOR');
  if (operator === undefined) throw new Error('The demo town has no operator.');
  // Everybody of the demo town has the administrator's password.
  const demo = { email: operator.email, password: running.adminCredentials.password };
  return { url: url ?? running.gatewayUrl, login: named ?? demo };
}
