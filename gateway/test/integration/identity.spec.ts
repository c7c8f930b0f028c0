import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rateLimits } from '../../src/limits.js';
import { startGarden, type Garden } from '../support/garden.js';
import { createTestIssuer, type TestIssuer } from '../support/issuer.js';

let garden: Garden;
let foreign: TestIssuer;
let foreignUrl: string;
const foreignServer = createServer((request, response) => {
  const page = request.url?.includes('openid-configuration')
    ? { issuer: foreignUrl, jwks_uri: `${foreignUrl}/keys` }
    : foreign.jwks;
  response.setHeader('content-type', 'application/json').end(JSON.stringify(page));
});

beforeAll(async () => {
  foreign = await createTestIssuer('RS256');
  await new Promise<void>((resolve) => foreignServer.listen(0, '127.0.0.1', resolve));
  foreignUrl = `http://127.0.0.1:${(foreignServer.address() as AddressInfo).port}`;
  garden = await startGarden({
    environment: {
      GATEWAY_RATE_LIMIT: 'false',
      OIDC_ISSUER: foreignUrl,
      OIDC_AUDIENCE: 'garden-app',
      OIDC_ROLES_CLAIM: 'realm.roles',
      OIDC_ROLE_MAP: '{"staff":"OPERATOR"}',
      OIDC_TENANT_CLAIM: 'tenant_id',
    },
  });
});
afterAll(async () => {
  await garden[Symbol.asyncDispose]();
  foreignServer.close();
});

const whoAsks = async (headers: Record<string, string>) => {
  const { status, data, errors } = await garden.ask('{ whoAsks }', { headers });
  return { status, who: data?.['whoAsks'], code: errors?.[0]?.extensions['code'] };
};
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const unauthenticated = { status: 401, code: 'UNAUTHENTICATED' };

describe('a client', () => {
  it('without credentials is anonymous', async () => {
    expect(await whoAsks({})).toMatchObject({ status: 200, who: 'anonymous' });
  });

  it('with an access token of ours is who the token says', async () => {
    const token = await garden.issuer.token({ sub: 'anna', roles: ['OPERATOR'], tenant: 't1' });
    expect(await whoAsks(bearer(token))).toMatchObject({ status: 200, who: 'anna' });
    expect(garden.state.seen.at(-1)?.actor).toMatchObject({
      kind: 'PERSON',
      roles: ['OPERATOR'],
      tenantId: 't1',
      customerId: null,
    });
    expect(garden.state.seen.at(-1)?.actor.scopes).toContain('config:write');
  });

  it('cannot say who it is by the headers between gateway and subgraphs', async () => {
    const headers = { 'x-voltpark-actor': '{"id":"root"}', 'x-deadline': '9999999999999' };
    expect(await whoAsks(headers)).toMatchObject({ who: 'anonymous' });
    expect(garden.state.seen.at(-1)?.deadline).toBeLessThan(Date.now() + 60_000);
  });
});

describe('an access token is refused, and its bearer not taken for anonymous, when it', () => {
  const now = Math.floor(Date.now() / 1000);
  const symmetric = (alg: string) =>
    new SignJWT({ sub: 'root' })
      .setProtectedHeader({ alg, typ: 'at+jwt', kid: 'EdDSA-1' })
      .setIssuer('voltpark')
      .setAudience('voltpark')
      .setExpirationTime('1h')
      .sign(new TextEncoder().encode(JSON.stringify(garden.issuer.jwks).padEnd(64)));
  const unsigned = (): string => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${part({ alg: 'none', typ: 'at+jwt' })}.${part({ iss: 'voltpark', sub: 'root' })}.x`;
  };
  it.each<[string, () => Promise<string> | string]>([
    ['has expired', () => garden.issuer.token({ iat: now - 700, exp: now - 60 })],
    ['is for others', () => garden.issuer.token({ aud: 'elsewhere' })],
    ['is of another issuer', () => garden.issuer.token({ iss: 'somebody' })],
    ['is no access token', () => garden.issuer.token({}, { typ: 'JWT' })],
    ['never expires', () => garden.issuer.token({ exp: undefined })],
    ['names unknown roles', () => garden.issuer.token({ roles: ['KING'] as never })],
    ['is signed by a key that is not ours', async () => (await createTestIssuer()).token()],
    ['is signed with a shared secret', () => symmetric('HS256')],
    ['is not signed', unsigned],
    [
      'is changed',
      // Not the last character: some of its bits mean nothing.
      async () => (await garden.issuer.token()).replace(/.(?=.$)/, (c) => (c === 'A' ? 'B' : 'A')),
    ],
    ['is garbage', () => 'garbage'],
    ['is very long', () => `${'a'.repeat(9000)}.b.c`],
  ])('%s', async (_, token) => {
    expect(await whoAsks(bearer(await token()))).toMatchObject(unauthenticated);
  });

  it('comes by another scheme', async () => {
    expect(await whoAsks({ authorization: 'Basic YTpi' })).toMatchObject(unauthenticated);
  });

  it('comes together with an API key', async () => {
    const key = `vp_${'c'.repeat(40)}`;
    garden.state.apiKeys.set(key, { asked: 0 });
    const headers = { ...bearer(await garden.issuer.token()), 'x-api-key': key };
    expect(await whoAsks(headers)).toMatchObject(unauthenticated);
  });
});

describe('an API key', () => {
  it('is exchanged once and then believed for a while', async () => {
    const key = `vp_${randomUUID()}`;
    garden.state.apiKeys.set(key, { asked: 0 });
    for (let time = 0; time < 3; time += 1)
      expect(await whoAsks({ 'x-api-key': key })).toMatchObject({ status: 200, who: 'key-1' });
    expect(garden.state.seen.at(-1)?.actor).toMatchObject({ kind: 'API_KEY', roles: ['DEVICE'] });
    expect(garden.state.apiKeys.get(key)?.asked).toBe(1);
  });

  it.each(['nonsense', `vp_${'b'.repeat(40)}`])(
    'is refused when nobody issued it: %s',
    async (key) => {
      expect(await whoAsks({ 'x-api-key': key })).toMatchObject(unauthenticated);
    },
  );
});

describe('a token of the configured external issuer', () => {
  const token = (changes: object = {}) =>
    foreign.token(
      {
        iss: foreignUrl,
        aud: 'garden-app',
        sub: 'f1',
        email: 'f1@example.org',
        email_verified: true,
        ...changes,
      },
      { typ: 'JWT' },
    );

  it('is one of ours after accounts linked it', async () => {
    expect(await whoAsks(bearer(await token()))).toMatchObject({ status: 200, who: 'linked-f1' });
    expect(garden.state.seen.at(-1)?.actor.roles).toEqual(['DRIVER']);
  });

  it('brings the roles that its groups are mapped to, within its tenant', async () => {
    const roles = { realm: { roles: ['staff', 'constructor', 'other'] } };
    await whoAsks(bearer(await token({ ...roles, sub: 'f2', tenant_id: 't9' })));
    expect(garden.state.seen.at(-1)?.actor).toMatchObject({
      id: 'linked-f2',
      roles: ['DRIVER', 'OPERATOR'],
      tenantId: 't9',
    });
    await whoAsks(bearer(await token({ ...roles, sub: 'f3' })));
    expect(garden.state.seen.at(-1)?.actor).toMatchObject({ roles: ['DRIVER'], tenantId: null });
  });

  it.each([
    ['for another audience', { aud: 'elsewhere' }],
    ['without an e-mail address', { email: undefined }],
    ['of somebody who may not sign in', { sub: 'locked' }],
  ])('is refused %s', async (_, changes) => {
    expect(await whoAsks(bearer(await token(changes)))).toMatchObject(unauthenticated);
  });
});

describe('the public keys', () => {
  it('are on the page of the gateway', async () => {
    const page = await fetch(`${garden.gateway.url}/.well-known/jwks.json`);
    expect(await page.json()).toEqual(garden.issuer.jwks);
  });
});

describe('too many requests', () => {
  it('with wrong credentials are turned away with the time to wait', async () => {
    await using limited = await startGarden();
    const { burst, perSecond } = rateLimits.failedCredentials;
    const statuses: number[] = [];
    const startedAt = performance.now();
    while (statuses.at(-1) !== 429) {
      const headers = bearer(`a.${statuses.length}.c`);
      const answer = await limited.ask('{ forecast }', { headers });
      statuses.push(answer.status);
      if (answer.status === 429)
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(statuses.slice(0, -1).every((status) => status === 401)).toBe(true);
    // What it takes to try so often also gives some tries back.
    const givenBack = Math.floor(((performance.now() - startedAt) / 1000) * perSecond);
    expect(statuses.length).toBeGreaterThan(burst);
    expect(statuses.length).toBeLessThanOrEqual(burst + 1 + givenBack);
    // Those who show nothing are not concerned.
    expect((await limited.ask('{ forecast }')).status).toBe(200);
  });
});
