import { describe, expect, it } from 'vitest';
import {
  claimOf,
  horizonOf,
  nextOnStep,
  termsBroken,
  type Facility,
} from '../../src/domain/booking-window.js';
import { nextFreeWindow, type CalendarSlot } from '../../src/domain/calendar.js';
import { termsFault, usualTerms } from '../../src/domain/terms.js';

const facility: Facility = {
  id: 'f1',
  tenantId: 't1',
  currency: 'EUR',
  evPolicy: 'STRICT',
  status: 'ACTIVE',
  timeZone: 'Europe/Berlin',
  openingPeriods: [],
  specialDays: [],
};
const at = (text: string) => new Date(text);
const window = (startsAt: string, endsAt: string) => ({
  startsAt: at(startsAt),
  endsAt: at(endsAt),
});
const slot = (busy: readonly (readonly [string, string])[]): CalendarSlot => ({
  id: 's1',
  number: 'A-1',
  size: 'STANDARD',
  kind: 'ICE',
  distanceMetres: 1,
  isInService: true,
  busy: busy.map(([from, to]) => ({ from: at(from), to: at(to) })),
});

describe('a window', () => {
  const now = at('2026-03-28T12:00:00Z');

  it('lasts as long as it lasts over the night in which clocks go forward', () => {
    // 01:30 to 04:30 by the local clock are two hours on 29 March 2026.
    const short = window('2026-03-29T00:30:00Z', '2026-03-29T02:30:00Z');
    expect(termsBroken(short, { ...usualTerms, minMinutes: 120 }, facility, now)).toBeNull();
    expect(termsBroken(short, { ...usualTerms, minMinutes: 135 }, facility, now)).toMatchObject({
      rule: 'minMinutes',
    });
    expect(claimOf(short, usualTerms)).toMatchObject({
      opensAt: at('2026-03-29T00:15:00Z'),
      noShowAt: at('2026-03-29T01:00:00Z'),
      keptUntil: at('2026-03-29T02:45:00Z'),
    });
  });

  it('may begin in either of the two hours that clocks show twice', () => {
    for (const startsAt of ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z']) {
      const twice = window(startsAt, '2026-10-25T03:30:00Z');
      expect(termsBroken(twice, usualTerms, facility, at('2026-10-24T12:00:00Z'))).toBeNull();
    }
  });

  it('begins on the step of the local clock, also where the zone is off by a quarter', () => {
    const nepal = { ...facility, timeZone: 'Asia/Kathmandu' };
    const terms = { ...usualTerms, stepMinutes: 60, minMinutes: 60 };
    const local = window('2026-03-29T00:15:00Z', '2026-03-29T01:15:00Z');
    expect(termsBroken(local, terms, nepal, now)).toBeNull();
    expect(termsBroken(local, terms, facility, now)).toMatchObject({ rule: 'stepMinutes' });
    expect(nextOnStep(at('2026-03-29T00:00:00.001Z'), 60, 'Asia/Kathmandu')).toEqual(
      at('2026-03-29T00:15:00Z'),
    );
  });

  it('is booked up to the end of the last local day of the horizon', () => {
    const terms = { ...usualTerms, horizonDays: 1 };
    // The day after tomorrow begins at 22:00 UTC, as clocks went forward in between.
    expect(horizonOf(terms, 'Europe/Berlin', now)).toEqual(at('2026-03-29T22:00:00Z'));
  });

  it.each([
    ['in the past', '2026-03-28T11:00:00Z', '2026-03-28T13:00:00Z', 'startsAt'],
    ['that ends before it begins', '2026-03-28T14:00:00Z', '2026-03-28T13:00:00Z', 'minMinutes'],
    ['too long', '2026-03-29T00:00:00Z', '2026-04-02T00:00:00Z', 'maxMinutes'],
    ['off the step', '2026-03-28T14:05:00Z', '2026-03-28T15:05:00Z', 'stepMinutes'],
    ['too far ahead', '2026-06-28T14:00:00Z', '2026-06-28T15:00:00Z', 'horizonDays'],
  ])('%s is refused', (_what, from, to, rule) => {
    expect(termsBroken(window(from, to), usualTerms, facility, now)).toMatchObject({ rule });
  });

  it('begins while the facility is open', () => {
    const days = { openingPeriods: [{ day: 7, opens: '08:00', closes: '20:00' }] };
    const sundays = { ...facility, ...days };
    const early = window('2026-03-29T05:00:00Z', '2026-03-29T07:00:00Z');
    expect(termsBroken(early, usualTerms, sundays, now)).toMatchObject({ rule: 'openingHours' });
    const from = { from: early.startsAt, now };
    expect(nextFreeWindow([slot([])], 3_600_000, usualTerms, sundays, from)).toEqual(
      window('2026-03-29T06:00:00Z', '2026-03-29T07:00:00Z'),
    );
  });
});

describe('the next free window', () => {
  const now = at('2026-05-04T08:00:00Z');
  const next = (slots: readonly CalendarSlot[], from: string) =>
    nextFreeWindow(slots, 3_600_000, usualTerms, facility, { from: at(from), now });

  it('is the one asked for where a slot is free, over midnight too', () => {
    expect(next([slot([])], '2026-05-04T21:30:00Z')).toEqual(
      window('2026-05-04T21:30:00Z', '2026-05-04T22:30:00Z'),
    );
  });

  it('follows what keeps the slot, with the time to arrive before it', () => {
    const busy = slot([['2026-05-04T10:00:00Z', '2026-05-04T12:05:00Z']]);
    expect(next([busy], '2026-05-04T10:00:00Z')?.startsAt).toEqual(at('2026-05-04T12:30:00Z'));
  });

  it('fits between two, when they are far enough apart', () => {
    const gap = slot([
      ['2026-05-04T10:00:00Z', '2026-05-04T12:00:00Z'],
      ['2026-05-04T13:30:00Z', '2026-05-04T15:00:00Z'],
    ]);
    expect(next([gap], '2026-05-04T10:00:00Z')?.startsAt).toEqual(at('2026-05-04T12:15:00Z'));
  });

  it('is none where no slot fits, nor of a length that no window has', () => {
    expect(next([], '2026-05-04T10:00:00Z')).toBeNull();
    const from = { from: at('2026-05-04T10:00:00Z'), now };
    for (const lengthMs of [0, 60_000, 4 * 24 * 3_600_000]) {
      expect(nextFreeWindow([slot([])], lengthMs, usualTerms, facility, from)).toBeNull();
    }
  });

  it('is none behind the horizon, however far', () => {
    for (const from of ['2026-07-04T10:00:00Z', '+275760-09-13T00:00:00Z']) {
      expect(next([slot([])], from)).toBeNull();
    }
  });
});

describe('terms', () => {
  it('hold together', () => {
    expect(termsFault(usualTerms)).toBeNull();
    expect(termsFault({ ...usualTerms, stepMinutes: 7 })).toMatchObject({ field: 'stepMinutes' });
    expect(termsFault({ ...usualTerms, noShowMinutes: 31 })).toMatchObject({
      field: 'noShowMinutes',
    });
    expect(termsFault({ ...usualTerms, noShowFee: '-1' })).toMatchObject({ field: 'noShowFee' });
  });

  it('leave some time to come', () => {
    expect(termsFault({ ...usualTerms, noShowMinutes: 0 })).toBeNull();
    const never = { ...usualTerms, noShowMinutes: 0, earlyArrivalMinutes: 0 };
    expect(termsFault(never)).toMatchObject({ field: 'noShowMinutes' });
  });

  it('may do without a step: windows begin whenever, and those that are proposed on a minute', () => {
    const terms = { ...usualTerms, stepMinutes: 0, minMinutes: 1, noShowMinutes: 1 };
    expect(termsFault(terms)).toBeNull();
    for (const stepMinutes of [1, -5]) {
      expect(termsFault({ ...terms, stepMinutes })).toMatchObject({ field: 'stepMinutes' });
    }
    const now = at('2026-05-04T08:00:00Z');
    const odd = window('2026-05-04T10:00:07.5Z', '2026-05-04T10:59:00Z');
    expect(termsBroken(odd, terms, facility, now)).toBeNull();
    const from = { from: odd.startsAt, now };
    expect(nextFreeWindow([slot([])], 90_000, terms, facility, from)?.startsAt).toEqual(
      at('2026-05-04T10:01:00Z'),
    );
  });
});
