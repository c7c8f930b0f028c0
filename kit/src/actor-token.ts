import { actorSchema, type Actor } from '@voltpark/contracts';
import { exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT, type JWK } from 'jose';
import { z } from 'zod';
import { BoundedMap } from './bounded-map.js';
import { systemClock, type Clock } from './clock.js';
import { limits } from './limits.js';

/*
 * How a subgraph knows for whom the gateway asks: the actor as a JWT of at most a minute, signed with a key
 * that only gateways have. Algorithm, issuer, audience and type are fixed, so that no other token of the
 * house (an access token, for example) passes for one.
 */
const algorithm = 'EdDSA';
const issuer = 'voltpark-gateway';
const audience = 'voltpark-subgraph';
const tokenType = 'voltpark-actor+jwt';

/** The token is missing, malformed, expired, or not signed by the gateway. */
export class ActorTokenError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ActorTokenError';
  }
}

/** Signs actors for subgraphs; held by gateways. */
export interface ActorSigner {
  /** A token for the actor with at least half of its life before it. Cheap to call for every request. */
  sign(actor: Actor): Promise<string>;
}

/** Believes or refuses actor tokens; held by subgraphs. */
export interface ActorVerifier {
  /** @throws ActorTokenError when there is no reason to believe it */
  verify(token: string | undefined): Promise<Actor>;
}

/** An Ed25519 key as JWK text in an environment variable. */
const jwkText = z.string().transform((text, issues): JWK => {
  try {
    const jwk = JSON.parse(text) as JWK;
    if (jwk.kty === 'OKP' && jwk.crv === 'Ed25519') return jwk;
  } catch {
    // Reported below, without the text: it may be a private key.
  }
  issues.addIssue({ code: 'custom', message: 'must be an Ed25519 key as a JWK in JSON' });
  return z.NEVER;
});

/** `VOLTPARK_ACTOR_PRIVATE_JWK`, as gateways need it. */
export const actorPrivateJwk = jwkText.refine(
  (jwk) => jwk.d !== undefined,
  'must be a private key',
);

/** `VOLTPARK_ACTOR_PUBLIC_JWK`, as subgraphs need it. A private key is refused: they must not have it. */
export const actorPublicJwk = jwkText.refine((jwk) => jwk.d === undefined, 'must be a public key');

/** A new key pair, as text for the two variables. */
export async function generateActorKeys(): Promise<{ privateJwk: string; publicJwk: string }> {
  const pair = await generateKeyPair(algorithm, { crv: 'Ed25519', extractable: true });
  return {
    privateJwk: JSON.stringify(await exportJWK(pair.privateKey)),
    publicJwk: JSON.stringify(await exportJWK(pair.publicKey)),
  };
}

/** A signer with the gateway's private key, given as JWK or its JSON text. */
export async function createActorSigner(
  privateKey: string | JWK,
  clock: Clock = systemClock,
): Promise<ActorSigner> {
  const key = await importJWK(
    typeof privateKey === 'string' ? actorPrivateJwk.parse(privateKey) : privateKey,
    algorithm,
  );
  const life = limits.actorTokenLifeSeconds;
  const signed = new BoundedMap<string, { token: Promise<string>; renewAt: number }>(
    limits.signedActors,
  );

  return {
    sign(actor) {
      const now = clock.now().getTime();
      // By its content, not by its identity: roles may change while a person is signed in.
      const identity = JSON.stringify(actor);
      const kept = signed.get(identity);
      if (kept !== undefined && now < kept.renewAt) return kept.token;
      const issuedAt = Math.floor(now / 1000);
      const token = new SignJWT({ actor })
        .setProtectedHeader({ alg: algorithm, typ: tokenType })
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + life)
        .sign(key);
      signed.set(identity, { token, renewAt: (issuedAt + life / 2) * 1000 });
      return token;
    },
  };
}

/** A verifier with the gateway's public key, given as JWK or its JSON text. */
export async function createActorVerifier(
  publicKey: string | JWK,
  clock: Clock = systemClock,
): Promise<ActorVerifier> {
  const key = await importJWK(
    typeof publicKey === 'string' ? actorPublicJwk.parse(publicKey) : publicKey,
    algorithm,
  );
  const verified = new BoundedMap<string, { actor: Actor; expiresAt: number }>(
    limits.verifiedActorTokens,
  );

  return {
    async verify(token) {
      if (token === undefined || token === '')
        throw new ActorTokenError('There is no actor token.');
      const now = clock.now();
      const kept = verified.get(token);
      if (kept !== undefined) {
        if (now.getTime() < kept.expiresAt) return kept.actor;
        verified.delete(token);
      }
      const believed = await believe(token, key, now);
      verified.set(token, believed);
      return believed.actor;
    },
  };
}

async function believe(
  token: string,
  key: Awaited<ReturnType<typeof importJWK>>,
  now: Date,
): Promise<{ actor: Actor; expiresAt: number }> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [algorithm],
      typ: tokenType,
      issuer,
      audience,
      maxTokenAge: limits.actorTokenLifeSeconds,
      requiredClaims: ['exp', 'iat'],
      currentDate: now,
    });
    // Whatever the token says, it is not believed for longer than the house's minute.
    const { exp = 0, iat = 0 } = payload;
    const expiresAt = Math.min(exp, iat + limits.actorTokenLifeSeconds) * 1000;
    return { actor: actorSchema.parse(payload['actor']), expiresAt };
  } catch (error) {
    throw new ActorTokenError('The actor token is not valid.', { cause: error });
  }
}
