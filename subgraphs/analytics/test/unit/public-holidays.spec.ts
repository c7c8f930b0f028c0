import { expect, it } from 'vitest';
import { publicHolidays } from '../../src/calendar/public-holidays.js';

const may = { from: new Date('2026-05-01T00:00:00Z'), to: new Date('2026-06-30T00:00:00Z') };

it('knows the public holidays of a country by local date', async () => {
  const inMay = [...(await publicHolidays('de', may))].filter((date) => date.startsWith('2026-05'));
  expect(inMay).toEqual(['2026-05-01', '2026-05-14', '2026-05-25']);
});

it('knows those of the next year when the days reach into it', async () => {
  const newYear = { from: new Date('2026-12-30T00:00:00Z'), to: new Date('2026-12-31T23:00:00Z') };
  expect(await publicHolidays('DE', newYear)).toContain('2027-01-01');
});

it('knows none of a country that there is not', async () => {
  expect(await publicHolidays('XX', may)).toEqual(new Set());
});
