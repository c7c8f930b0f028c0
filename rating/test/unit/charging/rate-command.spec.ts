import { describe, expect, it } from 'vitest';
import { rateCommand } from '../../../src/rate-command.js';

const tariff = {
  currency: 'EUR',
  elements: [
    {
      price_components: [
        { type: 'FLAT', price: 0.5, vat: 20.0, step_size: 1 },
        { type: 'ENERGY', price: 0.25, vat: 10.0, step_size: 1 },
      ],
    },
  ],
};
const period = {
  start: '2026-01-05T09:30:00+01:00',
  end: '2026-01-05T12:15:00+01:00',
  activity: 'CHARGING',
  energy_wh: 20_000,
};
const trace = { time_zone: 'Europe/Amsterdam', reservation_expired: false, periods: [period] };

const args = ['--tariff', 'tariff.json', '--trace', 'trace.json'];

function command(files: Record<string, unknown>, given: readonly string[] = args) {
  return rateCommand(given, '/home', (path) => {
    const content = files[path.replace('/home/', '')];
    if (content === undefined) throw Object.assign(new Error('gone'), { code: 'ENOENT' });
    return typeof content === 'string' ? content : JSON.stringify(content);
  });
}

const complaint = (files: Record<string, unknown>): string => {
  const { exitCode, stdout, stderr } = command({
    'tariff.json': tariff,
    'trace.json': trace,
    ...files,
  });
  expect(exitCode).toBe(1);
  expect(stdout).toBe('');
  expect(stderr.trimEnd()).not.toContain('\n');
  return stderr;
};

describe('npm run rate', () => {
  it('prints one JSON object', () => {
    const { exitCode, stdout, stderr } = command({ 'tariff.json': tariff, 'trace.json': trace });
    expect([exitCode, stderr]).toEqual([0, '']);
    const output = JSON.parse(stdout) as { lines: unknown[] };
    expect(output).toMatchObject({
      currency: 'EUR',
      total: { excl_tax: '5.50', incl_tax: '6.10' },
    });
    expect(output.lines[1]).toEqual({
      kind: 'CHARGING',
      rule: 'elements.0.price_components.1',
      description: 'Energy, 20 kWh',
      start: '2026-01-05T08:30:00.000Z',
      end: '2026-01-05T11:15:00.000Z',
      quantity: '20',
      unit: 'kWh',
      unit_price: '0.25',
      tax_included: false,
      tax_percent: '10',
      excl_tax: '5.00',
      incl_tax: '5.50',
    });
  });

  it('takes the file of one who saved it with a byte order mark, and seconds that are left out', () => {
    const short = { ...period, start: '2026-01-05T08:30Z', end: '2026-01-05T11:15Z' };
    const { stdout } = command({
      'tariff.json': `\uFEFF${JSON.stringify(tariff)}`,
      'trace.json': { time_zone: 'UTC', periods: [short] },
    });
    expect(stdout).toContain('"6.10"');
  });

  it('names the file that is not there, or not JSON', () => {
    expect(complaint({ 'trace.json': undefined })).toBe('trace.json: no such file\n');
    expect(complaint({ 'tariff.json': '{ "currency": ' })).toMatch(/^tariff\.json: not JSON: /);
    expect(complaint({ 'tariff.json': '[]' })).toMatch(/^tariff\.json: /);
  });

  it('names the place in the tariff', () => {
    const withElement = (element: object) => ({
      'tariff.json': { ...tariff, elements: [element] },
    });
    expect(complaint({ 'tariff.json': { currency: 'EUR' } })).toMatch(/^tariff\.json: elements: /);
    expect(
      complaint(withElement({ price_components: [{ type: 'ENERGY', price: 'dear' }] })),
    ).toMatch(/^tariff\.json: elements\.0\.price_components\.0\.price: expected a number/);
    expect(complaint(withElement({ price_components: [{ type: 'WATER', price: 1 }] }))).toMatch(
      /^tariff\.json: elements\.0\.price_components\.0\.type: /,
    );
    expect(
      complaint(
        withElement({
          price_components: [{ type: 'ENERGY', price: 1 }],
          restrictions: { end_time: '24:00' },
        }),
      ),
    ).toMatch(/^tariff\.json: elements\.0\.restrictions\.end_time: .*00:00 is the end of the day/);
    expect(complaint({ 'tariff.json': { ...tariff, max_price: { incl_vat: 3 } } })).toMatch(
      /^tariff\.json: max_price: expected excl_vat/,
    );
  });

  it('names the place in the trace', () => {
    const withPeriods = (...periods: object[]) => ({ 'trace.json': { ...trace, periods } });
    expect(complaint(withPeriods({ ...period, activity: 'SLEEPING' }))).toMatch(
      /^trace\.json: periods\.0\.activity: /,
    );
    expect(complaint(withPeriods(period, period))).toMatch(/^trace\.json: periods\.1\.start: /);
    expect(complaint(withPeriods({ ...period, end: '2026-01-05T09:00:00+01:00' }))).toMatch(
      /^trace\.json: periods\.0\.end: is before its start/,
    );
    expect(complaint(withPeriods({ ...period, start: '2026-01-05T09:30:00' }))).toMatch(
      /^trace\.json: periods\.0\.start: expected an instant/,
    );
    expect(complaint(withPeriods({ ...period, start: '2026-02-30T09:30:00Z' }))).toMatch(
      /^trace\.json: periods\.0\.start: expected an instant/,
    );
    expect(complaint(withPeriods({ ...period, energy_wh: -5 }))).toMatch(
      /^trace\.json: periods\.0\.energy_wh: .*not negative/,
    );
    expect(complaint({ 'trace.json': { ...trace, time_zone: 'Mars/Olympus' } })).toMatch(
      /^trace\.json: time_zone: /,
    );
  });

  it('explains itself when it is asked wrongly', () => {
    for (const wrong of [[], ['--tariff', 'tariff.json'], ['--traif', 'x'], [...args, 'more']]) {
      const { exitCode, stdout, stderr } = command({}, wrong);
      expect([exitCode, stdout]).toEqual([2, '']);
      expect(stderr).toContain('Usage: npm run rate');
    }
  });
});
