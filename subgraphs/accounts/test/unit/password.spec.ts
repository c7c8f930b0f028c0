import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgePassword } from '../../src/domain/password.js';

const brokenBy = (
  password: string,
  identity: string[] = ['anna.becker@example.org', 'Anna Becker'],
) => judgePassword(password, identity)?.brokenRules ?? [];

describe('a new password', () => {
  it.each([
    'correct horse battery',
    'x7!kQ2#pLm',
    'vier Wörter sind genug',
    '🚗🔋🅿️⚡🚙🛵🏍️🚚🚌🚲',
  ])('may be %s', (password) => {
    expect(brokenBy(password)).toEqual([]);
  });

  it.each([
    ['short', 'TOO_SHORT'],
    ['x'.repeat(60) + 'yzab'.repeat(20), 'TOO_LONG'],
    ['password123', 'TOO_COMMON'],
    ['P@ssw0rd2026', 'TOO_COMMON'],
    ['!!Qwertz1234', 'TOO_COMMON'],
    ['1234567890', 'TOO_COMMON'],
    ['9876543210', 'TOO_COMMON'],
    ['voltpark2026', 'TOO_COMMON'],
    ['becker1990', 'CONTAINS_IDENTITY'],
    ['Example!!22', 'CONTAINS_IDENTITY'],
    ['abababababab', 'TOO_UNIFORM'],
  ])('may not be %s: %s', (password, rule) => {
    expect(brokenBy(password)).toContain(rule);
  });

  it('tells every rule that it breaks', () => {
    expect(brokenBy('aaaa')).toEqual(['TOO_SHORT', 'TOO_UNIFORM']);
  });

  it('may hold the name when there is much more to it', () => {
    expect(brokenBy('becker rides a green tandem')).toEqual([]);
  });

  it('counts characters as people do, not code units', () => {
    expect(brokenBy('🚗🔋🅿⚡🚙')).toContain('TOO_SHORT');
  });

  it('is judged without failing, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string()), (password, identity) => {
        const refusal = judgePassword(password, identity);
        if ([...password].length < 10) expect(refusal?.brokenRules).toContain('TOO_SHORT');
      }),
    );
  });
});
