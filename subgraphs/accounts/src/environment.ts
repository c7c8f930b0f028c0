import { defaultTokenAudience, defaultTokenIssuer } from '@voltpark/contracts';
import { z } from 'zod';
import { limits } from './domain/limits.js';

const signingKeySchema = z.looseObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().min(1),
  d: z.string({ error: 'a signing key needs its private half `d`' }).min(1),
  kid: z.string().min(1),
});

/** The private JWK set as text. */
const signingKeysSchema = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' });
      return z.NEVER;
    }
  })
  .pipe(
    z.object({
      keys: z
        .array(signingKeySchema)
        .min(1, 'holds no key')
        .refine(
          (keys) => new Set(keys.map(({ kid }) => kid)).size === keys.length,
          'two keys have the same kid',
        ),
    }),
  );

/** Variables of this context beside those of the house. */
export const environment = z
  .object({
    /** Private JWK set of Ed25519 keys: the first signs access tokens, all are published. */
    ACCOUNTS_SIGNING_JWKS: signingKeysSchema,
    /** `iss` of access tokens; the gateway's has to be the same. */
    ACCOUNTS_TOKEN_ISSUER: z.string().default(defaultTokenIssuer),
    /** `aud` of access tokens; the gateway's has to be the same. */
    ACCOUNTS_TOKEN_AUDIENCE: z.string().default(defaultTokenAudience),
    /** The first ADMIN, made at the start when nobody has the address. Both or none. */
    ACCOUNTS_BOOTSTRAP_ADMIN_EMAIL: z.string().optional(),
    ACCOUNTS_BOOTSTRAP_ADMIN_PASSWORD: z.string().optional(),
    /** How long after an account was closed its access tokens may be heard; only then an erasure is sealed. */
    ACCOUNTS_ERASURE_SEAL_SECONDS: z.coerce
      .number()
      .int()
      .min(0)
      .default(limits.accessTokenLifeSeconds + limits.clockToleranceSeconds),
  })
  .refine(
    (variables) =>
      (variables.ACCOUNTS_BOOTSTRAP_ADMIN_EMAIL === undefined) ===
      (variables.ACCOUNTS_BOOTSTRAP_ADMIN_PASSWORD === undefined),
    {
      path: ['ACCOUNTS_BOOTSTRAP_ADMIN_PASSWORD'],
      message: 'goes together with ACCOUNTS_BOOTSTRAP_ADMIN_EMAIL: set both or none',
    },
  );
