import { accessTokenClaimsSchema, scopesOfRole, type Actor } from '@voltpark/contracts';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiKey as apiKeyActor, gateway } from '../support/actors.js';
import { newKey, runAccounts, type RunningAccounts } from '../support/running.js';

let accounts: RunningAccounts;
let tenantId: string;
let otherTenantId: string;
let operator: Actor;
let otherOperator: Actor;
beforeAll(async () => {
  accounts = await runAccounts();
  tenantId = await accounts.tenant();
  otherTenantId = await accounts.tenant();
  operator = await accounts.staffOf(tenantId, 'OPERATOR');
  otherOperator = await accounts.staffOf(otherTenantId, 'OPERATOR');
});
afterAll(() => accounts.stop());

const issued = `... on ApiKeyIssued { secret apiKey { id tenantId role name scopes expiresAt lastUsedAt revokedAt issuedBy } }
  ... on InvalidInput { field } ... on NotFound { entity }`;

const issue = (more: object = {}, actor = operator) =>
  accounts.call(
    'issueApiKey',
    { tenantId, role: 'DEVICE', name: 'North gate', idempotencyKey: newKey(), ...more },
    issued,
    actor,
  );
const exchange = (apiKey: unknown) =>
  accounts.call('exchangeApiKey', { apiKey }, '... on ApiKeyExchanged { accessToken expiresAt }');
const idOf = (answer: object) => (answer as { apiKey: { id: string } }).apiKey.id;

describe('API keys', () => {
  it('are exchanged for a token of a minute that may do what the key may', async () => {
    const answered = await issue();
    const { accessToken, expiresAt } = await exchange(answered['secret']);
    const claims = accessTokenClaimsSchema.parse(decodeJwt(String(accessToken)));
    expect(claims).toMatchObject({
      sub: idOf(answered),
      kind: 'API_KEY',
      roles: ['DEVICE'],
      scope: scopesOfRole.DEVICE.join(' '),
      tenant: tenantId,
    });
    expect(claims.customer).toBeUndefined();
    expect(claims.exp - claims.iat).toBe(60);
    expect(new Date(String(expiresAt)).getTime()).toBe(claims.exp * 1000);
  });

  it('may be held to less than their role', async () => {
    const answered = await issue({ scopes: ['parking:count'] });
    expect(answered).toMatchObject({ apiKey: { scopes: ['parking:count'] } });
    const { accessToken } = await exchange(answered['secret']);
    expect(decodeJwt(String(accessToken))['scope']).toBe('parking:count');
  });

  it('are shown once and kept as a hash', async () => {
    const answered = await issue();
    const secret = String(answered['secret']);
    expect(secret).toMatch(/^vp_[0-9a-f-]{36}_[0-9a-f]{64}$/);
    const kept = JSON.stringify([
      await accounts.sql('SELECT * FROM api_key'),
      await accounts.sql('SELECT * FROM idempotency'),
      await accounts.audit(),
    ]);
    expect(kept).not.toContain(secret.slice(-64));
  });

  it('show no secret for the same request again', async () => {
    const idempotencyKey = newKey();
    const first = await issue({ idempotencyKey });
    expect(await issue({ idempotencyKey })).toEqual({ ...first, secret: null });
    expect((await issue({ idempotencyKey, name: 'Other' })).__typename).toBe(
      'IdempotencyKeyReused',
    );
  });

  it('end when they are revoked, at once and for good', async () => {
    const answered = await issue();
    const revoke = () =>
      accounts.call(
        'revokeApiKey',
        { apiKeyId: idOf(answered) },
        '... on ApiKeyRevoked { apiKey { revokedAt } }',
        operator,
      );
    const first = await revoke();
    expect((await exchange(answered['secret'])).__typename).toBe('InvalidApiKey');
    accounts.clock.advance(10);
    expect(await revoke()).toEqual(first);
  });

  it('end when they expire, and their tokens with them', async () => {
    const expiresAt = new Date(accounts.clock.now().getTime() + 30_000).toISOString();
    const answered = await issue({ expiresAt });
    const exchanged = await exchange(answered['secret']);
    expect(exchanged['expiresAt']).toBe(expiresAt);
    accounts.clock.advance(30);
    expect((await exchange(answered['secret'])).__typename).toBe('InvalidApiKey');
  });

  it('are refused in the same words when unknown, wrong or malformed', async () => {
    const answered = await issue();
    const secret = String(answered['secret']);
    const unknown = secret.replace(idOf(answered), '01890000-0000-7000-8000-000000000000');
    const wrong = `${secret.slice(0, -1)}${secret.endsWith('0') ? '1' : '0'}`;
    const refusals = await Promise.all(
      [unknown, wrong, '', 'vp_', 'nonsense', `${secret}0`, secret.toUpperCase()].map(exchange),
    );
    expect(new Set(refusals.map((refusal) => JSON.stringify(refusal)))).toEqual(
      new Set([
        JSON.stringify({ __typename: 'InvalidApiKey', message: 'This API key is not valid.' }),
      ]),
    );
  });

  it('say when they were last used, to the minute', async () => {
    const answered = await issue();
    const used = async () => {
      const [row] = await accounts.sql<{ last_used_at: Date | null }>(
        'SELECT last_used_at FROM api_key WHERE id = $1',
        [idOf(answered)],
      );
      return row?.last_used_at ?? null;
    };
    expect(await used()).toBeNull();
    await exchange(answered['secret']);
    const first = await used();
    expect(first).toEqual(accounts.clock.now());
    accounts.clock.advance(59);
    await exchange(answered['secret']);
    expect(await used()).toEqual(first);
    accounts.clock.advance(1);
    await exchange(answered['secret']);
    expect(await used()).toEqual(accounts.clock.now());
  });

  it.each([
    [{ role: 'OPERATOR' }, 'role'],
    [{ role: 'DRIVER' }, 'role'],
    [{ scopes: ['audit:read'] }, 'scopes'],
    [{ role: 'PARTNER', scopes: ['parking:park'] }, 'scopes'],
    [{ name: ' ' }, 'name'],
    [{ expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
  ])('are refused with %j', async (wrong, field) => {
    expect(await issue(wrong)).toMatchObject({ __typename: 'InvalidInput', field });
  });

  it('belong to a tenant: others neither issue, see nor revoke them', async () => {
    const answered = await issue();
    expect((await issue({}, otherOperator)).__typename).toBe('NotPermitted');
    const revoked = await accounts.call(
      'revokeApiKey',
      { apiKeyId: idOf(answered) },
      '',
      otherOperator,
    );
    expect(revoked.__typename).toBe('NotFound');
    const list = `query ($tenantId: ID) { apiKeys(tenantId: $tenantId, first: 100) { edges { node { id tenantId } } } }`;
    const edges = async (actor: Actor, variables: object = {}) =>
      (
        await accounts.data<{ apiKeys: { edges: { node: { tenantId: string } }[] } }>(
          list,
          variables,
          actor,
        )
      ).apiKeys.edges;
    expect(await edges(otherOperator)).toEqual([]);
    expect(await edges(otherOperator, { tenantId })).toEqual([]);
    expect((await edges(operator)).length).toBeGreaterThan(0);
    expect((await edges(accounts.admin)).length).toBeGreaterThan(0);
    const unknown = '01890000-0000-7000-8000-000000000000';
    expect(await issue({ tenantId: unknown }, accounts.admin)).toMatchObject({
      __typename: 'NotFound',
      entity: 'Tenant',
    });
  });

  it('know who they are', async () => {
    const answered = await issue({ name: 'Camera 7' });
    const actor = apiKeyActor('DEVICE', tenantId, idOf(answered));
    const { me } = await accounts.data(
      '{ me { id kind displayName tenantId customer { id } } }',
      {},
      actor,
    );
    expect(me).toEqual({
      id: idOf(answered),
      kind: 'API_KEY',
      displayName: 'Camera 7',
      tenantId,
      customer: null,
    });
  });
});

describe('an external identity', () => {
  const link = (more: object = {}, actor: Actor = gateway) =>
    accounts.call(
      'linkIdentity',
      {
        issuer: 'https://login.example.org',
        subject: 'subject-1',
        email: 'external@example.org',
        emailVerified: true,
        displayName: 'Ext Ernal',
        locale: 'de',
        ...more,
      },
      '... on IdentityLinked { accessToken } ... on InvalidInput { field }',
      actor,
    );
  const subjectOf = (answer: object) =>
    decodeJwt((answer as { accessToken: string }).accessToken).sub;

  it('becomes one customer at its first use, also when it comes ten times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => link()));
    expect(new Set(answers.map(subjectOf)).size).toBe(1);
    const claims = accessTokenClaimsSchema.parse(decodeJwt(String(answers[0]?.['accessToken'])));
    expect(claims).toMatchObject({ kind: 'PERSON', roles: ['DRIVER'] });
    const told = (await accounts.outbox()).filter(
      ({ data }) => data['customerId'] === claims.customer,
    );
    expect(told.map(({ type }) => type)).toEqual([
      'accounts.customer.created.v1',
      'accounts.contact.changed.v1',
    ]);
  });

  it('is not joined with the account of its address', async () => {
    const person = await accounts.signUp('same@example.org');
    const linked = await link({ subject: 'subject-2', email: 'same@example.org' });
    expect(subjectOf(linked)).not.toBe(person.id);
    expect((await accounts.signIn('same@example.org')).__typename).toBe('SignedIn');
  });

  it('gives an address that eight identities bring at once to one of them', async () => {
    for (const email of ['shared-1@example.org', 'shared-2@example.org', 'shared-3@example.org']) {
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) => link({ subject: `${email} ${index}`, email })),
      );
      expect(new Set(answers.map(subjectOf)).size).toBe(8);
      expect(await accounts.sql('SELECT 1 FROM account WHERE email = $1', [email])).toHaveLength(1);
    }
  });

  it('takes no address that its issuer has not verified', async () => {
    await link({ subject: 'subject-3', email: 'unverified@example.org', emailVerified: false });
    const rows = await accounts.sql(`SELECT 1 FROM account WHERE email = 'unverified@example.org'`);
    expect(rows).toEqual([]);
  });

  it('has no password to sign in with', async () => {
    expect((await accounts.signIn('external@example.org', '')).__typename).toBe('WrongCredentials');
  });

  it('is linked by the gateway alone', async () => {
    for (const actor of [operator, accounts.admin]) {
      expect((await link({}, actor)).__typename).toBe('NotPermitted');
    }
    expect((await link({ issuer: 'no url' })).__typename).toBe('InvalidInput');
  });
});
