import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NotAFacilitiesFile, readFacilityLines } from '../../src/import-facilities/lines.js';

const header = 'facility,name,city,capacity,address,latitude,longitude,timezone';
const good = 'altmarkt,Altmarkt,Dresden,400,Altmarkt 1 01067 Dresden,51.05,13.74,Europe/Berlin';
const read = (...lines: string[]) => readFacilityLines([header, ...lines].join('\n'));
const rejectOf = (line: string) => read(line).rejects[0]?.reason;

describe('a file of facilities', () => {
  it('gives a facility for each good line', () => {
    expect(read(good)).toEqual({
      facilities: [
        {
          line: 2,
          externalId: 'altmarkt',
          name: 'Altmarkt',
          places: 400,
          address: { street: 'Altmarkt 1', postalCode: '01067', city: 'Dresden' },
          latitude: 51.05,
          longitude: 13.74,
          timeZone: 'Europe/Berlin',
        },
      ],
      rejects: [],
    });
  });

  it.each([
    ['without an id', good.replace('altmarkt', ' '), 'facility is empty'],
    ['with spaces in its id', good.replace('altmarkt', 'alt markt'), 'facility has spaces in it'],
    ['without a name', good.replace(',Altmarkt,', ',,'), 'name is empty'],
    [
      'with a capacity that is no number',
      good.replace('400', 'many'),
      'capacity is not a whole number',
    ],
    ['with a broken capacity', good.replace('400', '40.5'), 'capacity is not a whole number'],
    ['with a negative capacity', good.replace('400', '-4'), 'capacity is not a whole number'],
    ['without capacity', good.replace('400', '0'), 'capacity is not between 1 and 100000'],
    ['with a decimal comma', good.replace('51.05', '"51,05"'), 'latitude is not a decimal number'],
    ['beyond the pole', good.replace('51.05', '91'), 'latitude is not between -90 and 90'],
    ['beyond 180°', good.replace('13.74', '-180.1'), 'longitude is not between -180 and 180'],
    ['with NaN', good.replace('51.05', 'NaN'), 'latitude is not a decimal number'],
    ['without a zone', good.replace('Europe/Berlin', ''), 'timezone is empty'],
    [
      'without a postal code',
      good.replace(' 01067', ''),
      'address is not "street postal-code city"',
    ],
    [
      'of two cities',
      good.replace('01067 Dresden', '10115 Berlin'),
      'city is Dresden, the address says Berlin',
    ],
    ['with a cell too few', good.replace(',400', ''), 'has 7 cells where the header has 8'],
    ['with a cell too many', `${good},extra`, 'has 9 cells where the header has 8'],
  ])('rejects a line %s', (_what, line, reason) => {
    expect(rejectOf(line)).toBe(reason);
  });

  it('names every fault of a line together', () => {
    const line = good.replace('400', 'many').replace('51.05', 'north');
    expect(rejectOf(line)).toBe('capacity is not a whole number; latitude is not a decimal number');
  });

  it('rejects an id that stands in the file twice, and says where', () => {
    expect(read(good, good.replace('Altmarkt,', 'Another,'))).toMatchObject({
      facilities: [{ line: 2 }],
      rejects: [{ line: 3, externalId: 'altmarkt', reason: 'stands in line 2 already' }],
    });
  });

  it('counts lines as an editor does, past empty lines and breaks within quotes', () => {
    const { facilities, rejects } = read(
      '',
      good
        .replace('Altmarkt 1 01067', '"Altmarkt\n1 01067')
        .replace('01067 Dresden', '01067 Dresden"'),
      'broken',
      good.replace('altmarkt', 'second'),
    );
    expect(facilities.map(({ line }) => line)).toEqual([3, 6]);
    expect(rejects.map(({ line }) => line)).toEqual([5]);
  });

  it('does not mind a byte order mark, other line ends, and other orders and capitals of columns', () => {
    const columns = header.split(',').toReversed().join(',').toUpperCase();
    const line = good.split(',').toReversed().join(',');
    const { facilities } = readFacilityLines(`\uFEFF${columns}\r\n${line}\r\n`);
    expect(facilities).toMatchObject([{ externalId: 'altmarkt', places: 400 }]);
  });

  it('keeps what stands before a quote that is never closed, and reports the rest', () => {
    const { facilities, rejects } = read(good, `"${good.replace('altmarkt', 'open')}`, good);
    expect(facilities).toHaveLength(1);
    expect(rejects).toMatchObject([
      { line: 3, reason: expect.stringMatching(/cannot be read/) as string },
    ]);
  });

  it.each([
    ['', 'empty'],
    ['name,city', 'lacks facility, capacity, address, latitude, longitude, timezone'],
  ])('is none when it begins with "%s"', (text, message) => {
    expect(() => readFacilityLines(text)).toThrow(NotAFacilitiesFile);
    expect(() => readFacilityLines(text)).toThrow(message);
  });

  it('never throws at dirty lines, and loses none', () => {
    const cell = fc.oneof(
      fc.constantFrom('altmarkt', '400', '51.05', 'Europe/Berlin', 'Altmarkt 1 01067 Dresden', ''),
      fc.string({ maxLength: 8 }).map((any) => any.replaceAll(/["\r\n,]/g, 'x')),
    );
    const line = fc.array(cell, { minLength: 2, maxLength: 9 }).map((cells) => cells.join(','));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const { facilities, rejects } = read(...lines);
        expect(facilities.length + rejects.length).toBe(lines.length);
      }),
    );
  });
});
