import { uncoveredColumns } from '@voltpark/kit/privacy/coverage';
import { unindexedTables } from '@voltpark/kit/privacy/indexes';
import { testDatabase } from '@voltpark/kit/testing';
import { expect, it } from 'vitest';
import { personalData } from '../../src/db/personal-data.js';

it('every column that may hold people is declared, so that it is exported and forgotten, and is found by an index', async () => {
  const database = await testDatabase('parking');
  try {
    expect(await uncoveredColumns(database.url, personalData)).toEqual([]);
    expect(await unindexedTables(database.url, personalData)).toEqual([]);
  } finally {
    await database.dispose();
  }
});
