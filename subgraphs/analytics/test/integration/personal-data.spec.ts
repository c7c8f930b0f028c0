import { uncoveredColumns } from '@voltpark/kit/privacy/coverage';
import { unindexedTables } from '@voltpark/kit/privacy/indexes';
import { testDatabase } from '@voltpark/kit/testing';
import { expect, it } from 'vitest';
import { personalData } from '../../src/db/personal-data.js';

it('no column holds people', async () => {
  const database = await testDatabase('analytics');
  try {
    expect(await uncoveredColumns(database.url, personalData)).toEqual([]);
    expect(await unindexedTables(database.url, personalData)).toEqual([]);
  } finally {
    await database.dispose();
  }
});
