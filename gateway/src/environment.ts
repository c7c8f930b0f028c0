import { defaultTokenAudience, defaultTokenIssuer, roles } from '@voltpark/contracts';
import { actorPrivateJwk } from '@voltpark/kit/actor-token';
import { z } from 'zod';
import { httpLimits, overloadLimits } from './limits.js';
import { transportLimits } from './transport/limits.js';

/** JSON text in a variable. */
const json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text, issues): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        issues.addIssue({ code: 'custom', message: 'must be JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' });
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== ''),
);
const flag = z.stringbool();

/** Every variable of the gateway; a routing variable `<NAME>_SUBGRAPH_URL` a subgraph comes on top. */
export const gatewayEnvironment = z
  .object({
    GATEWAY_HOST: z.string().default('127.0.0.1'),
    /** 0 takes a free one. */
    GATEWAY_PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
    /** Where clients see the gateway, when not where it listens. */
    GATEWAY_PUBLIC_URL: httpUrl.optional(),
    /** The composed supergraph; the committed one where not set. */
    SUPERGRAPH_PATH: z.string().optional(),
    /** Routing: subgraph name → URL. Beats the URLs of the supergraph file, is beaten by <NAME>_SUBGRAPH_URL. */
    SUBGRAPH_URLS: json(z.record(z.string(), httpUrl)).default({}),
    /** Signs the actors that subgraphs believe. */
    VOLTPARK_ACTOR_PRIVATE_JWK: actorPrivateJwk.optional(),
    /** Origins of browser pages that may use the gateway, separated by commas; `*` for all. */
    CORS_ORIGINS: list.default([]),
    /** How many reverse proxies stand in front: the client's address is that far from the end of X-Forwarded-For. */
    GATEWAY_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
    /** From a request's arrival to its answer. */
    GATEWAY_DEADLINE_MS: z.coerce.number().int().min(1).max(600_000).default(httpLimits.deadlineMs),
    /** What one subgraph may take of it, all attempts together. */
    SUBGRAPH_DEADLINE_MS: z.coerce
      .number()
      .int()
      .min(1)
      .max(600_000)
      .default(transportLimits.subgraphDeadlineMs),
    /** Mean delay of the event loop from which requests are shed; 0 never sheds. */
    GATEWAY_SHED_LAG_MS: z.coerce
      .number()
      .int()
      .min(0)
      .max(60_000)
      .default(overloadLimits.eventLoopDelayMs),
    GATEWAY_RATE_LIMIT: flag.default(true),
    GATEWAY_GRAPHIQL: flag.default(true),
    /** Between "not ready" and the closed door on SIGTERM, so that load balancers notice. */
    GATEWAY_DRAIN_MS: z.coerce.number().int().min(0).max(20_000).default(0),
    ACCOUNTS_TOKEN_ISSUER: z.string().default(defaultTokenIssuer),
    ACCOUNTS_TOKEN_AUDIENCE: z.string().default(defaultTokenAudience),
    /** An external OpenID Connect issuer whose tokens are accepted beside our own. */
    OIDC_ISSUER: httpUrl.optional(),
    OIDC_AUDIENCE: z.string().optional(),
    OIDC_JWKS_URL: httpUrl.optional(),
    OIDC_ROLES_CLAIM: z.string().optional(),
    OIDC_ROLE_MAP: json(z.record(z.string(), z.enum(roles))).optional(),
    OIDC_TENANT_CLAIM: z.string().optional(),
  })
  .refine((given) => given.OIDC_ISSUER === undefined || given.OIDC_AUDIENCE !== undefined, {
    path: ['OIDC_AUDIENCE'],
    error: 'must be set when OIDC_ISSUER is',
  });

export type GatewayEnvironment = z.output<typeof gatewayEnvironment>;

/** The variable that routes to one subgraph: `PARKING_SUBGRAPH_URL`. */
export function subgraphUrlVariable(name: string): string {
  return `${name.toUpperCase().replaceAll('-', '_')}_SUBGRAPH_URL`;
}
