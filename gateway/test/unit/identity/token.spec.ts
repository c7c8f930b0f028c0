import {
  defaultTokenAudience as audience,
  defaultTokenIssuer as issuer,
} from '@voltpark/contracts';
import { systemClock } from '@voltpark/kit/clock';
import { createLocalJWKSet } from 'jose';
import { describe, expect, it } from 'vitest';
import { verifyOwnToken } from '../../../src/identity/token.js';
import { createTestIssuer } from '../../support/issuer.js';

describe('our own access tokens', () => {
  it('are signed by one algorithm, whatever other keys are published', async () => {
    const [ours, other] = [await createTestIssuer('EdDSA'), await createTestIssuer('RS256')];
    const keys = createLocalJWKSet({ keys: [...ours.jwks.keys, ...other.jwks.keys] });
    const verify = (token: string) =>
      verifyOwnToken(token, { issuer, audience, keys }, systemClock);
    await expect(verify(await ours.token())).resolves.toMatchObject({ actor: { id: 'person-1' } });
    await expect(verify(await other.token())).rejects.toThrow('not valid');
  });

  it('are found by the key id among several keys of a rotation', async () => {
    const [old, current] = [await createTestIssuer(), await createTestIssuer('EdDSA', 'next')];
    const keys = createLocalJWKSet({ keys: [...current.jwks.keys, ...old.jwks.keys] });
    for (const one of [old, current]) {
      const token = await one.token();
      await expect(
        verifyOwnToken(token, { issuer, audience, keys }, systemClock),
      ).resolves.toBeDefined();
    }
  });
});
