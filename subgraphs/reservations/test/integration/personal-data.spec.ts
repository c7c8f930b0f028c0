import { uncoveredColumns } from '@voltpark/kit/privacy/coverage';
import { testDatabase } from '@voltpark/kit/testing';
import { expect, it } from 'vitest';
import { personalData } from '../../src/db/personal-data.js';

it('every column that may hold people is declared, so that it is exported and forgotten', async () => {
  const database = await testDatabase('reservations');
  try {
    expect(await uncoveredColumns(database.url, personalData)).toEqual([]);
  } finally {
    await database.dispose();
  }
});
