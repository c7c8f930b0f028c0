import { scopesOfRole } from '@voltpark/contracts';
import { describe, expect, it } from 'vitest';
import {
  decideIssueApiKey,
  isInForce,
  isUseNews,
  readApiKey,
  revokeApiKey,
  writeApiKey,
  type ApiKey,
  type IssueApiKey,
} from '../../src/domain/api-key.js';
import { later, now } from '../support/builders.js';

const id = '01890000-0000-7000-8000-000000000000';
const given = { id, secretHash: 'hash', issuedBy: 'op-1', now };
const issue = (otherwise: Partial<IssueApiKey> = {}, live = 0) =>
  decideIssueApiKey(
    live,
    { tenantId: 'tenant-1', role: 'DEVICE', name: ' North  gate ', ...otherwise },
    given,
  );
const key = (otherwise: Partial<ApiKey> = {}): ApiKey => ({
  id,
  tenantId: 'tenant-1',
  role: 'DEVICE',
  name: 'Gate',
  scopes: [],
  secretHash: 'hash',
  issuedBy: 'op-1',
  issuedAt: now,
  expiresAt: null,
  lastUsedAt: null,
  revokedAt: null,
  ...otherwise,
});

describe('issuing an API key', () => {
  it('gives it all that its role may, and nothing of the secret but its hash', () => {
    expect(issue()).toEqual({
      outcome: 'accepted',
      events: [
        {
          type: 'ApiKeyIssued',
          apiKey: key({ name: 'North gate', scopes: scopesOfRole.DEVICE }),
        },
      ],
    });
  });

  it('gives it less when less is asked, each scope once', () => {
    expect(issue({ scopes: ['parking:count', 'parking:count'] })).toMatchObject({
      events: [{ apiKey: { scopes: ['parking:count'] } }],
    });
    expect(issue({ scopes: [] })).toMatchObject({ events: [{ apiKey: { scopes: [] } }] });
  });

  it.each([
    [{ role: 'ADMIN' as const }, 'role'],
    [{ scopes: ['accounts:keys'] }, 'scopes'],
    [{ scopes: ['no such scope'] }, 'scopes'],
    [{ name: '' }, 'name'],
    [{ expiresAt: now }, 'expiresAt'],
  ])('refuses %j', (wrong, field) => {
    expect(issue(wrong)).toMatchObject({ refusal: { type: 'InvalidInput', field } });
  });

  it('refuses one too many', () => {
    expect(issue({}, 200)).toMatchObject({ refusal: { type: 'LimitReached', limit: 200 } });
  });
});

describe('an API key', () => {
  it('is in force until it expires or is revoked', () => {
    expect(isInForce(key(), now)).toBe(true);
    expect(isInForce(key({ expiresAt: later(1) }), now)).toBe(true);
    expect(isInForce(key({ expiresAt: now }), now)).toBe(false);
    expect(isInForce(key({ revokedAt: now }), now)).toBe(false);
  });

  it('is revoked once', () => {
    expect(revokeApiKey(key(), now)).toMatchObject([{ apiKey: { revokedAt: now } }]);
    expect(revokeApiKey(key({ revokedAt: now }), later(9))).toEqual([]);
  });

  it('notes a use once a minute', () => {
    expect(isUseNews(key(), now)).toBe(true);
    expect(isUseNews(key({ lastUsedAt: now }), later(59))).toBe(false);
    expect(isUseNews(key({ lastUsedAt: now }), later(60))).toBe(true);
  });

  it('is read as it was written, and nothing else is', () => {
    const secret = 'a'.repeat(64);
    expect(readApiKey(writeApiKey(id, secret))).toEqual({ id, secret });
    for (const other of ['', 'vp_', `vp_${id}`, `vp_${id}_${secret}a`, `xx_${id}_${secret}`]) {
      expect(readApiKey(other)).toBeUndefined();
    }
  });
});
