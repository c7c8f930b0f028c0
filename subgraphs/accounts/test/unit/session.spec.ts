import { describe, expect, it } from 'vitest';
import { decideRefresh, newRefreshToken, newSession } from '../../src/domain/session.js';
import { days, later, now, refreshToken, session } from '../support/builders.js';

const used = refreshToken({ firstUsedAt: now, uses: 1 });

describe('a refresh token', () => {
  it('rotates at its first use', () => {
    expect(decideRefresh(session(), refreshToken(), later(600))).toEqual({ outcome: 'rotate' });
  });

  it('rotates again within ten seconds', () => {
    expect(decideRefresh(session(), used, later(9.999)).outcome).toBe('rotate');
  });

  it.each([
    ['after ten seconds', used, 10],
    ['once a successor has been used', { ...used, isSuperseded: true }, 1],
    ['at its sixth use', { ...used, uses: 5 }, 1],
  ])('ends the session when it comes again %s', (_when, token, seconds) => {
    expect(decideRefresh(session(), token, later(seconds))).toMatchObject({
      outcome: 'end',
      refusal: { type: 'SessionEnded', reason: 'REUSED' },
    });
  });

  it.each([
    ['the token has expired', session(), refreshToken({ expiresAt: now }), 'EXPIRED'],
    ['the session has expired', session({ expiresAt: now }), refreshToken(), 'EXPIRED'],
    [
      'the session was signed out',
      session({ ended: { at: now, by: 'SIGNED_OUT' } }),
      refreshToken(),
      'REVOKED',
    ],
    [
      'another token was used twice',
      session({ ended: { at: now, by: 'REUSED' } }),
      refreshToken(),
      'REUSED',
    ],
  ])('is refused when %s', (_why, state, token, reason) => {
    expect(decideRefresh(state, token, now)).toMatchObject({
      outcome: 'refuse',
      refusal: { reason },
    });
  });

  it('lives fourteen days, and not longer than its session', () => {
    const begun = newSession('s', 'a', now);
    expect(begun.expiresAt).toEqual(days(90));
    expect(newRefreshToken(begun, 'h', null, now).expiresAt).toEqual(days(14));
    expect(newRefreshToken(begun, 'h', null, days(80)).expiresAt).toEqual(days(90));
  });
});
