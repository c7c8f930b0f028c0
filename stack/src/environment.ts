import { join } from 'node:path';
import { z } from 'zod';
import { contextNames } from './contexts.js';
import { root } from './root.js';

const port = z.coerce.number().int().min(0).max(65_535);

/** Variables of `npm start` and `npm run start:distributed`. */
export const stackEnvironment = z.object({
  /** Where everything is kept. */
  VOLTPARK_DATA: z.string().default(join(root, '.data')),
  /** Where the gateway listens, and at what port; 0 takes a free one. */
  GATEWAY_HOST: z.string().default('127.0.0.1'),
  GATEWAY_PORT: port.optional(),
  /** Ports of the embedded servers. */
  POSTGRES_PORT: port.optional(),
  NATS_PORT: port.optional(),
  /** A NATS of one's own instead of the embedded one. `<CONTEXT>_DATABASE_URL` does the same for databases. */
  NATS_URL: z.string().optional(),
  /** `false` starts without demo data. */
  VOLTPARK_DEMO: z.enum(['true', 'false']).default('true'),
  /** Names of the contexts to run, with commas between; all of them by default. What is missing, is null in answers. */
  VOLTPARK_CONTEXTS: z
    .string()
    .transform((names) => names.split(',').map((name) => name.trim()))
    .refine((names) => names.every((name) => contextNames().includes(name)), {
      error: `names a context that is not one of ${contextNames().join(', ')}`,
    })
    .optional(),
  LOG_LEVEL: z.string().default('warn'),
});
