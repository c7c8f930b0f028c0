import { accessTokenClaimsSchema } from '@voltpark/contracts';
import { parseEnvironment } from '@voltpark/kit/environment';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { describe, expect, it } from 'vitest';
import { environment } from '../../src/environment.js';
import {
  createAccessTokens,
  generateSigningJwks,
  publicKeysOf,
  type SigningKeys,
} from '../../src/security/access-tokens.js';
import { createPasswords } from '../../src/security/passwords.js';
import { now } from '../support/builders.js';

const names = { issuer: 'voltpark', audience: 'voltpark' };
const subject = {
  kind: 'PERSON',
  id: 'account-1',
  roles: ['OPERATOR'],
  scopes: ['accounts:staff', 'audit:read'],
  tenantId: 'tenant-1',
  customerId: null,
} as const;
const keySet = async () => JSON.parse(await generateSigningJwks()) as SigningKeys;
const verify = (token: string, keys: SigningKeys) =>
  jwtVerify(token, createLocalJWKSet(publicKeysOf(keys) as JSONWebKeySet), {
    ...names,
    typ: 'at+jwt',
    algorithms: ['EdDSA'],
    currentDate: now,
  });

describe('signing keys', () => {
  it('take turns: a new first key signs, the old one still verifies', async () => {
    const old = await keySet();
    const fresh = await keySet();
    const rotated = { keys: [...fresh.keys, ...old.keys] };
    const before = await (await createAccessTokens(old, names)).sign(subject, 600, now);
    const after = await (await createAccessTokens(rotated, names)).sign(subject, 600, now);
    await expect(verify(before.token, rotated)).resolves.toBeDefined();
    const { payload, protectedHeader } = await verify(after.token, rotated);
    expect(protectedHeader.kid).toBe(fresh.keys[0]?.kid);
    expect(accessTokenClaimsSchema.parse(payload)).toMatchObject({
      sub: 'account-1',
      scope: 'accounts:staff audit:read',
      tenant: 'tenant-1',
    });
    await expect(verify(after.token, old)).rejects.toThrow();
  });

  it('publish nothing private', async () => {
    const keys = await keySet();
    expect(JSON.stringify(publicKeysOf(keys))).not.toContain(String(keys.keys[0]?.d));
  });
});

describe('the environment', () => {
  const parse = (variables: Record<string, string>) => parseEnvironment(environment, variables);

  it('holds the signing keys and the names in tokens', async () => {
    const parsed = parse({ ACCOUNTS_SIGNING_JWKS: await generateSigningJwks() });
    expect(parsed.ACCOUNTS_SIGNING_JWKS.keys).toHaveLength(1);
    expect(parsed.ACCOUNTS_TOKEN_ISSUER).toBe('voltpark');
  });

  it.each([
    ['no keys', {}],
    ['no JSON', { ACCOUNTS_SIGNING_JWKS: '{' }],
    ['an empty set', { ACCOUNTS_SIGNING_JWKS: '{"keys":[]}' }],
    [
      'a public key',
      { ACCOUNTS_SIGNING_JWKS: '{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AA","kid":"1"}]}' },
    ],
  ])('is refused with %s', (_what, variables) => {
    expect(() => parse(variables)).toThrow('ACCOUNTS_SIGNING_JWKS');
  });

  it('is refused with an administrator without a password', async () => {
    const ACCOUNTS_SIGNING_JWKS = await generateSigningJwks();
    expect(() =>
      parse({ ACCOUNTS_SIGNING_JWKS, ACCOUNTS_BOOTSTRAP_ADMIN_EMAIL: 'a@b.de' }),
    ).toThrow('ACCOUNTS_BOOTSTRAP_ADMIN_PASSWORD');
  });
});

describe('password hashes', () => {
  const clock = { now: () => now };

  it('verify the password that made them, and no other', async () => {
    const passwords = await createPasswords(clock);
    const outcome = await passwords.inTurn(async ({ hash, verify }) => {
      const made = await hash('correct horse battery');
      return [
        made,
        await verify(made, 'correct horse battery'),
        await verify(made, 'another'),
      ] as const;
    });
    expect(outcome).toEqual([
      expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/),
      true,
      false,
    ]);
  });

  it('without a hash are false, even for the dummy’s own password', async () => {
    const passwords = await createPasswords(clock);
    const verified = await passwords.inTurn(({ verify }) =>
      verify(null, 'nobody has this password'),
    );
    expect(verified).toBe(false);
  });

  it('are refused without any work when too many wait, and all others are served in line', async () => {
    const passwords = await createPasswords(clock, { atOnce: 1, waiting: 2 });
    const served: number[] = [];
    const outcomes = await Promise.all(
      [0, 1, 2, 3, 4].map((number) =>
        passwords.inTurn(async ({ verify }) => {
          await verify(null, 'x');
          served.push(number);
          return 'served';
        }),
      ),
    );
    expect(served).toEqual([0, 1, 2]);
    expect(outcomes.slice(3)).toEqual([
      expect.objectContaining({ type: 'TooManyAttempts', retryAfterSeconds: 1 }),
      expect.objectContaining({ type: 'TooManyAttempts' }),
    ]);
    expect(await passwords.inTurn(async () => 'served')).toBe('served');
  });

  it('give the turn on when the work fails', async () => {
    const passwords = await createPasswords(clock, { atOnce: 1, waiting: 2 });
    const failing = passwords.inTurn(() => Promise.reject(new Error('database away')));
    const next = passwords.inTurn(async () => 'served');
    await expect(failing).rejects.toThrow('database away');
    await expect(next).resolves.toBe('served');
  });
});
