import { z } from 'zod';
import type { ContextDefinition } from './context.js';
import { EnvironmentError, parseEnvironment } from './environment.js';
import { limits } from './limits.js';
import { actorPublicJwk } from './actor-token.js';

/** What the house reads for every context. */
export interface HouseSettings {
  readonly databaseUrl: string;
  readonly natsUrl: string;
  readonly streamReplicas: number;
  readonly poolConnections: number;
  readonly poolWaitMs: number;
  readonly statementTimeoutMs: number;
}

/** Name of the variable with a context's database URL: `PARKING_DATABASE_URL`. */
export function databaseVariable(context: string): string {
  return `${context.toUpperCase().replaceAll('-', '_')}_DATABASE_URL`;
}

/** Variables of the house for one context. */
export function houseEnvironment(context: string) {
  const variable = databaseVariable(context);
  const databaseUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// URL' });
  return z
    .object({
      NATS_URL: z.string().min(1, 'must be one or more nats:// URLs, separated by commas'),
      NATS_STREAM_REPLICAS: z.coerce.number().int().min(1).max(5).default(1),
      VOLTPARK_POOL_CONNECTIONS: z.coerce
        .number()
        .int()
        .min(2)
        .max(100)
        .default(limits.poolConnections),
      VOLTPARK_POOL_WAIT_MS: z.coerce
        .number()
        .int()
        .min(100)
        .max(60_000)
        .default(limits.poolWaitMs),
      VOLTPARK_STATEMENT_TIMEOUT_MS: z.coerce
        .number()
        .int()
        .min(100)
        .max(60_000)
        .default(limits.statementTimeoutMs),
    })
    .and(z.object({ [variable]: databaseUrl }))
    .transform((variables): HouseSettings => ({
      databaseUrl: String(variables[variable]),
      natsUrl: variables.NATS_URL,
      streamReplicas: variables.NATS_STREAM_REPLICAS,
      poolConnections: variables.VOLTPARK_POOL_CONNECTIONS,
      poolWaitMs: variables.VOLTPARK_POOL_WAIT_MS,
      statementTimeoutMs: variables.VOLTPARK_STATEMENT_TIMEOUT_MS,
    }));
}

/** Variables of a context that is a process of its own, beside the house's and the context's. */
export const serverEnvironment = z.object({
  /** Loopback by default: subgraphs are for gateways. In a container it is `0.0.0.0`. */
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535),
  VOLTPARK_ACTOR_PUBLIC_JWK: actorPublicJwk,
});

/** Variables as a process has them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Parses several schemas over the same variables.
 * @throws EnvironmentError with the faults of all of them together
 */
export function parseEnvironments<Schemas extends readonly z.ZodType[]>(
  schemas: readonly [...Schemas],
  variables: Variables,
): { [Index in keyof Schemas]: z.output<Schemas[Index]> } {
  const faults: string[] = [];
  const parsed = schemas.map((schema) => {
    try {
      return parseEnvironment(schema, variables);
    } catch (error) {
      if (!(error instanceof EnvironmentError)) throw error;
      faults.push(...error.faults);
      return undefined;
    }
  });
  if (faults.length > 0) throw new EnvironmentError([...new Set(faults)]);
  return parsed as { [Index in keyof Schemas]: z.output<Schemas[Index]> };
}

/** The house's settings and the context's own environment, all faults reported together. */
export function parseContextEnvironment<Environment>(
  definition: Pick<ContextDefinition<Environment>, 'name' | 'environment'>,
  variables: Variables,
): { readonly settings: HouseSettings; readonly own: Environment } {
  const [settings, own] = parseEnvironments(
    [houseEnvironment(definition.name), definition.environment],
    variables,
  );
  return { settings, own };
}
