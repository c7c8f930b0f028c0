import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { tariffSchema } from '@voltpark/contracts';
import { rateCharging } from '../../../src/charging.js';
import { lintTariff } from '../../../src/lint-tariff.js';
import { charging, idle, traceFrom } from '../../support/traces.js';

const page = await readFile(new URL('../../../../docs/rating.md', import.meta.url), 'utf8');

it('the idle fee of docs/rating.md is one, without a fault', () => {
  const example = /```jsonc\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  // JSON with comments and trailing commas.
  const written = example.replaceAll(/\/\/.*$/gm, '').replaceAll(/,(\s*[}\]])/g, '$1');
  const tariff = tariffSchema.parse({
    currency: 'EUR',
    elements: [{ price_components: [{ type: 'ENERGY', price: 0.5, vat: 19 }] }],
    ...(JSON.parse(`{ ${written} }`) as object),
  });
  expect(lintTariff(tariff, { timeZone: 'Europe/Berlin', year: 2026 })).toEqual([]);
  const trace = traceFrom('2026-06-05T12:00:00+02:00', [charging(60, 10), idle(45)]);
  expect(rateCharging(tariff, trace).total).toEqual({ exclTax: '8.00', inclTax: '9.52' });
});

it('every code of lint stands in docs/rating.md', async () => {
  const files = ['clocks', 'coverage', 'prices', 'restrictions'];
  const sources = await Promise.all(
    files.map((file) =>
      readFile(new URL(`../../../src/lint-tariff-${file}.ts`, import.meta.url), 'utf8'),
    ),
  );
  const codes = sources.flatMap((source) =>
    [...source.matchAll(/'([A-Z]+(?:_[A-Z]+)+|GAP|SHADOWED)'/g)].map(([, code]) => code),
  );
  const told = [...new Set(codes)].filter((code) => code !== 'PARKING_TIME');
  expect(told.length).toBeGreaterThan(15);
  for (const code of told) expect(page).toContain(`\`${code}\``);
});
