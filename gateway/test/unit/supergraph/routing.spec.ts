import { expect, it } from 'vitest';
import { createRouting } from '../../../src/supergraph/routing.js';

it('a subgraph is reached by its own variable, else by the table, else by the supergraph in force', () => {
  const urls = new Map([
    ['parking', 'http://file/parking'],
    ['new-one', 'http://file/new-one'],
    ['accounts', 'http://file/accounts'],
  ]);
  const routing = createRouting({
    variables: { PARKING_SUBGRAPH_URL: 'http://own/parking', ACCOUNTS_SUBGRAPH_URL: '' },
    table: { parking: 'http://table/parking', accounts: 'http://table/accounts' },
    supergraphUrls: () => urls,
  });
  expect(routing.urlOf('parking')).toBe('http://own/parking');
  expect(routing.urlOf('accounts')).toBe('http://table/accounts');
  expect(routing.urlOf('new-one')).toBe('http://file/new-one');
  expect(routing.urlOf('later')).toBeUndefined();
  urls.set('later', 'http://file/later');
  expect(routing.urlOf('later')).toBe('http://file/later');
});
