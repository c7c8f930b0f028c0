import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operator } from '../support/actors.js';
import { runAccounts, type Driver, type RunningAccounts } from '../support/running.js';

let accounts: RunningAccounts;
let anna: Driver;
beforeAll(async () => {
  accounts = await runAccounts();
  anna = await accounts.signUp();
});
afterAll(() => accounts.stop());

const decided = '... on ConsentSet { consents { purpose isGiven textVersion } }';
const liked = '... on PreferenceSet { preferences { key value } } ... on InvalidInput { field }';
const marketing = { purpose: 'MARKETING', isGiven: true, textVersion: '2026-05' };

describe('consents', () => {
  it('nothing is agreed to before it is; what was is taken back as easily, and each decision is kept', async () => {
    expect(await accounts.data('{ me { consents { purpose } } }', {}, anna)).toEqual({
      me: { consents: [] },
    });
    await accounts.call('setConsent', marketing, decided, anna);
    await accounts.call('setConsent', marketing, decided, anna);
    const back = await accounts.call('setConsent', { ...marketing, isGiven: false }, decided, anna);
    expect(back).toMatchObject({ consents: [{ ...marketing, isGiven: false }] });
    const rows = await accounts.sql(
      'SELECT is_given FROM consent WHERE customer_id = $1 ORDER BY decided_at, id',
      [anna.customerId],
    );
    expect(rows).toEqual([{ is_given: true }, { is_given: false }]);
  });

  it('are nobody else’s to see or to give', async () => {
    const ben = await accounts.signUp();
    expect(
      await accounts.data('{ me { consents { purpose } preferences { key } } }', {}, ben),
    ).toEqual({ me: { consents: [], preferences: [] } });
    const query =
      'mutation ($input: SetConsentInput!) { setConsent(input: $input) { __typename } }';
    expect(await accounts.codes(query, { input: marketing }, operator('tenant'))).not.toEqual([]);
  });
});

describe('preferences', () => {
  it('replace each other by key', async () => {
    await accounts.call('setPreference', { key: 'level', value: 'ground' }, liked, anna);
    const after = await accounts.call(
      'setPreference',
      { key: 'level', value: 'roof' },
      liked,
      anna,
    );
    expect(after).toMatchObject({ preferences: [{ key: 'level', value: 'roof' }] });
    expect(
      await accounts.call('setPreference', { key: '', value: 'x' }, liked, anna),
    ).toMatchObject({ __typename: 'InvalidInput', field: 'key' });
  });
});
