import { ratePlanSchema } from '@voltpark/contracts/rate-plan';
import { readFile } from 'node:fs/promises';
import { beforeAll, expect, it } from 'vitest';
import { roundByTaxRate } from '../../src/invoice-rounding.js';
import { lintRatePlan } from '../../src/lint-rate-plan.js';
import { price } from '../support/parking.js';

const page = new URL('../../../docs/rating-parking.md', import.meta.url);
let written: string;
beforeAll(async () => {
  const text = await readFile(page, 'utf8');
  const example = /```jsonc\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  // JSON with comments and trailing commas.
  written = example.replaceAll(/\/\/.*$/gm, '').replaceAll(/,(\s*[}\]])/g, '$1');
});

it('the plan of docs/rating-parking.md is one, without a fault', () => {
  const plan = ratePlanSchema.parse(JSON.parse(written));
  const findings = lintRatePlan(plan, { timeZone: 'Europe/Berlin', year: 2026 });
  expect(findings.filter(({ severity }) => severity === 'ERROR')).toEqual([]);
  expect(price(plan, '2026-05-04T10:00:00+02:00', '2026-05-04T10:10:00+02:00')).toBe('0.00');
  expect(price(plan, '2026-05-04T10:00:00+02:00', '2026-05-04T12:00:00+02:00')).toBe('2.50');
  expect(price(plan, '2026-05-04T10:00:00+02:00', '2026-05-04T16:30:00+02:00')).toBe('9.00');
  expect(
    price(plan, '2026-05-04T10:00:00+02:00', '2026-05-04T11:00:00+02:00', { isElectric: true }),
  ).toBe('1.60');
});

it('the rounding of docs/rating-parking.md is what comes out', () => {
  const line = (taxPercent: string, exclTax: string, inclTax: string) => ({
    taxPercent,
    exclTax,
    inclTax,
  });
  const lines = [
    line('10', '5.125', '5.6375'),
    line('20', '0.50', '0.60'),
    line('19', '1.344537815126050420', '1.60'),
  ];
  expect(roundByTaxRate(lines, 'EUR')).toMatchObject({
    rates: [
      { taxPercent: '10', grossMinor: 564, taxMinor: 51, netMinor: 513 },
      { taxPercent: '19', grossMinor: 160, taxMinor: 26, netMinor: 134 },
      { taxPercent: '20', grossMinor: 60, taxMinor: 10, netMinor: 50 },
    ],
    totalMinor: 784,
    taxMinor: 87,
    netMinor: 697,
  });
});
