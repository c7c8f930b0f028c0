import { accessTokenClaimsSchema, actorOfClaims } from '@voltpark/contracts';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goodPassword, runAccounts, type RunningAccounts } from '../support/running.js';

let accounts: RunningAccounts;
beforeAll(async () => {
  accounts = await runAccounts();
});
afterAll(() => accounts.stop());

/** The published key set, through the route as a client gets it. */
async function publishedKeys(): Promise<JSONWebKeySet> {
  const route = accounts.running.routes['/.well-known/jwks.json'];
  const server: Server = createServer((request, response) => void route?.(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    return (await (await fetch(`http://127.0.0.1:${port}/`)).json()) as JSONWebKeySet;
  } finally {
    server.close();
  }
}

describe('signing up', () => {
  it('makes a customer who can sign in, and publishes it', async () => {
    const before = await accounts.outbox();
    const answered = await accounts.call(
      'signUp',
      {
        email: '  Anna.Becker@Example.org ',
        password: goodPassword,
        displayName: '  Anna   Becker ',
        locale: 'de-de',
        phone: '+49 351 / 123 45 67',
      },
      '... on SignUpAccepted { email }',
    );
    expect(answered).toEqual({ __typename: 'SignUpAccepted', email: 'anna.becker@example.org' });

    const signedIn = await accounts.signIn('ANNA.BECKER@example.org');
    expect(signedIn).toMatchObject({
      __typename: 'SignedIn',
      me: {
        kind: 'PERSON',
        roles: ['DRIVER'],
        tenantId: null,
        customer: { displayName: 'Anna Becker', email: 'anna.becker@example.org' },
      },
    });
    const published = (await accounts.outbox()).slice(before.length);
    const { customer } = signedIn['me'] as { customer: { id: string } };
    expect(published).toEqual([
      {
        type: 'accounts.customer.created.v1',
        aggregate_id: customer.id,
        aggregate_version: '1',
        data: { customerId: customer.id },
      },
      {
        type: 'accounts.contact.changed.v1',
        aggregate_id: customer.id,
        aggregate_version: '2',
        data: {
          customerId: customer.id,
          displayName: 'Anna Becker',
          email: 'anna.becker@example.org',
          phone: '+493511234567',
          locale: 'de-DE',
        },
      },
    ]);
  });

  it('answers the same for a taken address, and changes nothing', async () => {
    const { email } = await accounts.signUp('taken@example.org');
    const answered = await accounts.call(
      'signUp',
      { email: 'TAKEN@example.org', password: 'another good secret', displayName: 'Somebody' },
      '... on SignUpAccepted { email }',
    );
    expect(answered).toEqual({ __typename: 'SignUpAccepted', email });
    expect((await accounts.signIn(email, 'another good secret')).__typename).toBe(
      'WrongCredentials',
    );
    expect((await accounts.signIn(email)).__typename).toBe('SignedIn');
  });

  it('makes one account when one address signs up ten times at once', async () => {
    const input = { email: 'ten@example.org', password: goodPassword, displayName: 'Ten' };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => accounts.call('signUp', input)),
    );
    expect(new Set(answers.map((answer) => answer.__typename))).toEqual(
      new Set(['SignUpAccepted']),
    );
    const rows = await accounts.sql(`SELECT 1 FROM account WHERE email = 'ten@example.org'`);
    expect(rows).toHaveLength(1);
  });

  it.each([
    [{ email: 'nobody' }, 'InvalidInput'],
    [{ email: 'a@b' }, 'InvalidInput'],
    [{ email: 'nul\u0000@example.org' }, 'InvalidInput'],
    [{ displayName: '   ' }, 'InvalidInput'],
    [{ displayName: 'x'.repeat(81) }, 'InvalidInput'],
    [{ locale: 'no such language' }, 'InvalidInput'],
    [{ phone: '0351 123' }, 'InvalidInput'],
    [{ password: 'short' }, 'WeakPassword'],
    [{ password: 'password12345' }, 'WeakPassword'],
  ])('refuses %j', async (wrong, refusal) => {
    const input = { email: 'fine@example.org', password: goodPassword, displayName: 'Fine' };
    expect((await accounts.call('signUp', { ...input, ...wrong })).__typename).toBe(refusal);
  });

  it('keeps passwords as argon2id with its cost, and never in an event, the audit log or a token', async () => {
    await accounts.signUp('secret@example.org');
    const [row] = await accounts.sql<{ password_hash: string }>(
      `SELECT password_hash FROM account WHERE email = 'secret@example.org'`,
    );
    expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const events = await accounts.outbox();
    const kept = JSON.stringify([events, await accounts.audit()]);
    expect(kept).not.toContain(goodPassword);
    expect(kept).not.toContain('argon2');
    // The address stands in the one event that is for those who write to people, and nowhere else.
    const others = events.filter(({ type }) => type !== 'accounts.contact.changed.v1');
    expect(JSON.stringify([others, await accounts.audit()])).not.toContain('secret@example.org');
  });
});

describe('access tokens', () => {
  it('verify with the published keys and say who it is', async () => {
    const person = await accounts.signUp();
    const { accessToken, accessTokenExpiresAt } = await accounts.tokensOf(person.email);
    const { payload, protectedHeader } = await jwtVerify(
      accessToken,
      createLocalJWKSet(await publishedKeys()),
      {
        issuer: 'voltpark',
        audience: 'voltpark',
        typ: 'at+jwt',
        algorithms: ['EdDSA'],
        currentDate: accounts.clock.now(),
      },
    );
    expect(protectedHeader).toMatchObject({ alg: 'EdDSA', typ: 'at+jwt' });
    const claims = accessTokenClaimsSchema.parse(payload);
    const { email: _email, ...actor } = person;
    expect(actorOfClaims(claims)).toEqual(actor);
    expect(claims.exp - claims.iat).toBe(600);
    expect(new Date(claims.exp * 1000).toISOString()).toBe(accessTokenExpiresAt);
  });

  it('are published without their private half', async () => {
    for (const key of (await publishedKeys()).keys) {
      expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
    }
  });
});
