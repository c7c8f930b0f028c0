import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../src/import-facilities/address.js';

describe('an address line', () => {
  it.each([
    ['Altmarkt 1 01067 Dresden', 'Altmarkt 1', '01067', 'Dresden'],
    ['An der Frauenkirche 12a 01067 Dresden', 'An der Frauenkirche 12a', '01067', 'Dresden'],
    ['Prager Straße 8 - 10 01069 Dresden', 'Prager Straße 8 - 10', '01069', 'Dresden'],
    ['Washingtonstraße 01139 Dresden', 'Washingtonstraße', '01139', 'Dresden'],
    [
      'Pirnaischer Platz / Ringstraße 01067 Dresden',
      'Pirnaischer Platz / Ringstraße',
      '01067',
      'Dresden',
    ],
    ['  Ostra-Ufer   2,  01067   Dresden ', 'Ostra-Ufer 2', '01067', 'Dresden'],
    ['Straße des 17. Juni 1953 12 10623 Berlin', 'Straße des 17. Juni 1953 12', '10623', 'Berlin'],
    ['Hauptstr. 5, D-60311 Frankfurt am Main', 'Hauptstr. 5', '60311', 'Frankfurt am Main'],
    ['Stephansplatz 1 1010 Wien', 'Stephansplatz 1', '1010', 'Wien'],
  ])('%s', (line, street, postalCode, city) => {
    expect(parseAddress(line)).toEqual({ street, postalCode, city });
  });

  it.each([
    '',
    'Altmarkt 1',
    'Altmarkt 1 Dresden',
    '01067 Dresden',
    'Altmarkt 1 01067',
    'Altmarkt 1 011067 Dresden',
  ])('is none without street, postal code and city: "%s"', (line) => {
    expect(parseAddress(line)).toBeUndefined();
  });
});
