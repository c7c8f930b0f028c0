import { anonymous, type Actor } from '@voltpark/contracts';
import { importJWK, SignJWT, type JWK } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  ActorTokenError,
  createActorSigner,
  createActorVerifier,
  generateActorKeys,
} from '../../src/actor-token.js';

const driver: Actor = {
  kind: 'PERSON',
  id: 'p1',
  roles: ['DRIVER'],
  scopes: ['parking:park', 'accounts:self'],
  tenantId: null,
  customerId: 'c1',
};

/** A clock that stands until it is moved. */
function movableClock(start = new Date('2026-05-01T08:00:00.000Z')) {
  let now = start;
  return {
    now: () => now,
    advance(seconds: number) {
      now = new Date(now.getTime() + seconds * 1000);
    },
  };
}

describe('An actor token', () => {
  let keys: { privateJwk: string; publicJwk: string };
  beforeAll(async () => {
    keys = await generateActorKeys();
  });

  const pair = async (clock = movableClock()) => ({
    clock,
    signer: await createActorSigner(keys.privateJwk, clock),
    verifier: await createActorVerifier(keys.publicJwk, clock),
  });

  /** A token that differs from a good one in what is given. */
  async function forged(
    clock: { now(): Date },
    differing: { typ?: string; iss?: string; aud?: string; life?: number; privateJwk?: string },
  ): Promise<string> {
    const key = await importJWK(
      JSON.parse(differing.privateJwk ?? keys.privateJwk) as JWK,
      'EdDSA',
    );
    const issuedAt = Math.floor(clock.now().getTime() / 1000);
    return new SignJWT({ actor: driver })
      .setProtectedHeader({ alg: 'EdDSA', typ: differing.typ ?? 'voltpark-actor+jwt' })
      .setIssuer(differing.iss ?? 'voltpark-gateway')
      .setAudience(differing.aud ?? 'voltpark-subgraph')
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + (differing.life ?? 60))
      .sign(key);
  }

  it('carries the actor from gateway to subgraph', async () => {
    const { signer, verifier } = await pair();
    expect(await verifier.verify(await signer.sign(driver))).toEqual(driver);
    expect(await verifier.verify(await signer.sign(anonymous))).toEqual(anonymous);
  });

  it('is believed when nothing differs from what the gateway signs', async () => {
    const { clock, verifier } = await pair();
    expect(await verifier.verify(await forged(clock, {}))).toEqual(driver);
  });

  it('is signed once for many calls and anew after half of its life', async () => {
    const { clock, signer } = await pair();
    const first = await signer.sign(driver);
    clock.advance(29);
    expect(await signer.sign({ ...driver })).toBe(first);
    clock.advance(2);
    expect(await signer.sign(driver)).not.toBe(first);
  });

  it('is signed anew when the roles of the actor change', async () => {
    const { signer, verifier } = await pair();
    await signer.sign(driver);
    const promoted: Actor = { ...driver, roles: ['DRIVER', 'ADMIN'] };
    expect(await verifier.verify(await signer.sign(promoted))).toEqual(promoted);
  });

  it('is refused after a minute, also when it was believed before', async () => {
    const { clock, signer, verifier } = await pair();
    const token = await signer.sign(driver);
    await verifier.verify(token);
    clock.advance(61);
    await expect(verifier.verify(token)).rejects.toThrow(ActorTokenError);
  });

  it.each([
    ['is of another type', { typ: 'at+jwt' }],
    ['is from another issuer', { iss: 'voltpark-accounts' }],
    ['is for another audience', { aud: 'voltpark' }],
  ])('is refused when it %s', async (_how, differing) => {
    const { clock, verifier } = await pair();
    await expect(verifier.verify(await forged(clock, differing))).rejects.toThrow(ActorTokenError);
  });

  it('is refused when it lives longer than a minute and is older than that', async () => {
    const { clock, verifier } = await pair();
    const token = await forged(clock, { life: 3600 });
    await verifier.verify(token);
    clock.advance(61);
    await expect(verifier.verify(token)).rejects.toThrow(ActorTokenError);
  });

  it('is refused when it is signed with another key, unsigned, or no token at all', async () => {
    const { clock, verifier } = await pair();
    const stranger = await generateActorKeys();
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`;
    for (const token of [await forged(clock, stranger), unsigned, 'nonsense', '', undefined]) {
      await expect(verifier.verify(token)).rejects.toThrow(ActorTokenError);
    }
  });

  it('cannot be signed with a public key, nor verified with a private one', async () => {
    await expect(createActorSigner(keys.publicJwk)).rejects.toThrow('must be a private key');
    await expect(createActorVerifier(keys.privateJwk)).rejects.toThrow('must be a public key');
  });
});
