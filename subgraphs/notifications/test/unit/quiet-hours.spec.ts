import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOfQuiet, quietHoursFault, quietUntil } from '../../src/domain/quiet-hours.js';

const night = { from: '22:00', until: '07:00', timeZone: 'Europe/Berlin' };
const end = (at: string, hours = night) => endOfQuiet(hours, new Date(at))?.toISOString() ?? null;

describe('quiet hours', () => {
  it.each([
    ['before them', '2026-05-01T19:59:59Z', null],
    ['as they begin', '2026-05-01T20:00:00Z', '2026-05-02T05:00:00.000Z'],
    ['after midnight', '2026-05-01T23:00:00Z', '2026-05-02T05:00:00.000Z'],
    ['as they end', '2026-05-02T05:00:00Z', null],
    ['in the short night of spring', '2026-03-28T22:30:00Z', '2026-03-29T05:00:00.000Z'],
    ['in the long night of autumn', '2026-10-24T22:30:00Z', '2026-10-25T06:00:00.000Z'],
  ])('%s', (_when, at, expected) => {
    expect(end(at)).toBe(expected);
  });

  it('count by the wall clock of the person', () => {
    const tokyo = { ...night, timeZone: 'Asia/Tokyo' };
    expect(end('2026-05-01T14:00:00Z', tokyo)).toBe('2026-05-01T22:00:00.000Z');
    expect(end('2026-05-01T14:00:00Z')).toBeNull();
  });

  it('within a day', () => {
    const nap = { from: '13:00', until: '14:30', timeZone: 'Europe/Berlin' };
    expect(end('2026-05-01T11:15:00Z', nap)).toBe('2026-05-01T12:30:00.000Z');
    expect(end('2026-05-01T12:30:00Z', nap)).toBeNull();
  });

  it('of no length are never', () => {
    expect(end('2026-05-01T20:00:00Z', { ...night, from: '07:00' })).toBeNull();
  });

  it('concern what makes a sound, unless it is urgent', () => {
    const at = new Date('2026-05-01T23:00:00Z');
    const until = (
      channel: 'PUSH' | 'SMS' | 'EMAIL' | 'IN_APP',
      kind: 'PARKED' | 'QUEUE_OFFERED',
    ) => quietUntil(night, { kind, channel }, at);
    expect(until('PUSH', 'PARKED')).not.toBeNull();
    expect(until('SMS', 'PARKED')).not.toBeNull();
    expect(until('EMAIL', 'PARKED')).toBeNull();
    expect(until('IN_APP', 'PARKED')).toBeNull();
    expect(until('PUSH', 'QUEUE_OFFERED')).toBeNull();
  });

  it('always end, within a day and an hour, and outside of them', () => {
    const time = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
    const zone = fc.constantFrom('Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'UTC');
    const at = fc.date({
      min: new Date('2026-01-01'),
      max: new Date('2027-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(time, time, zone, at, (from, until, timeZone, now) => {
        const ends = endOfQuiet({ from, until, timeZone }, now);
        if (ends === null) return;
        expect(ends.getTime()).toBeGreaterThan(now.getTime());
        expect(ends.getTime() - now.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
      }),
    );
  });

  it.each([
    [{ ...night, from: '24:00' }, 'from'],
    [{ ...night, until: '7:00' }, 'until'],
    [{ ...night, timeZone: 'Mars/Olympus' }, 'timeZone'],
  ])('are refused when they make no sense: %j', (hours, field) => {
    expect(quietHoursFault(hours)?.field).toBe(field);
  });
});
