import type { Envelope } from '@voltpark/contracts';
import { administer } from '@voltpark/kit/backbone';
import { testDatabase, type TestDatabase } from '@voltpark/kit/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { At, ReportReads } from '../../src/application/ports.js';
import { factsIn } from '../../src/db/facts.js';
import { reportReads } from '../../src/db/report-reads.js';
import { reactions } from '../../src/events/react.js';
import * as history from '../support/history.js';

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase('analytics');
});
afterEach(() => database.dispose());

const all = reactions(factsIn);
const days = { from: '2026-03-28', to: '2026-03-28' };
const at: At = {
  facility: { id: history.facilityId, timeZone: 'Europe/Berlin', currency: 'EUR' },
  now: new Date(history.at(60)),
};

/** What a report says after some events. */
const told = <Result>(
  events: readonly Envelope[],
  report: (reads: ReportReads) => Promise<Result>,
): Promise<Result> =>
  administer(database.url, async (tx) => {
    for (const event of events) {
      for (const { event: definition, handle } of all) {
        if (definition.type === event.type) await handle(event as Envelope<never>, tx);
      }
    }
    return report(reportReads(tx));
  });

describe('the time that a station is there', () => {
  it('begins with its first session where it was registered later', async () => {
    // Registered at 0, charged for half an hour an hour before; asked an hour after.
    const events = [
      history.facility(),
      history.station('station'),
      history.charging('s', -60),
      history.charged('s', -60, -30, 9_000),
    ];
    expect(await told(events, (reads) => reads.stations(at, days))).toMatchObject([
      { sessions: 1, energyWh: 9_000, usedSeconds: 1_800, availableSeconds: 7_200 },
    ]);
  });
});

describe('the report of reservations', () => {
  it('says what became of those for these days, and what they earned', async () => {
    const events = [
      ...['came', 'came too', 'came late'].flatMap((id) =>
        history.reservation(id, 10, 'Created', 'Confirmed', 'Fulfilled'),
      ),
      ...history.reservation('stayed away', 20, 'Created', 'Confirmed', 'NoShow'),
      ...history.reservation('forgot', 25, 'Created', 'Confirmed', 'NoShow'),
      ...history.reservation('called off', 30, 'Created', 'Confirmed', 'Cancelled'),
      ...history.reservation('no slot', 40, 'Created', 'Confirmed', 'Rejected'),
      ...history.reservation('to come', 50, 'Created', 'Confirmed'),
      ...history.reservation('held', 60, 'Created'),
      ...history.reservation('not confirmed', 70, 'Created', 'Expired'),
      ...history.reservation('thought better of', 80, 'Created', 'Cancelled'),
      ...history.reservation('another day', 24 * 60, 'Created', 'Confirmed'),
      history.issued('i1', 15, 500, 'RESERVATION'),
      history.issued('i2', 16, 300, 'RESERVATION'),
      history.issued('c2', 17, -300, 'RESERVATION'),
      history.issued('i3', 18, 900),
    ];
    expect(await told(events, (reads) => reads.reservations(at, days))).toEqual({
      ...{ booked: 8, fulfilled: 3, noShows: 2, cancelled: 1, rejected: 1, upcoming: 1 },
      ...{ abandoned: 2, bookedSeconds: 6 * 3_600 },
      ...{ netMinor: 500, grossMinor: 595, currency: 'EUR' },
    });
  });

  it('is all zeros of a day without any', async () => {
    expect(await told([], (reads) => reads.reservations(at, days))).toMatchObject({
      ...{ booked: 0, abandoned: 0, bookedSeconds: 0, netMinor: 0, grossMinor: 0 },
    });
  });
});
