import type { Envelope } from '@voltpark/contracts';
import { administer } from '@voltpark/kit/backbone';
import { testDatabase, type TestDatabase } from '@voltpark/kit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { factsIn } from '../../src/db/facts.js';
import { reportReads } from '../../src/db/report-reads.js';
import { reactions } from '../../src/events/react.js';
import * as history from '../support/history.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase('analytics');
});
afterAll(() => database.dispose());

const all = reactions(factsIn);

describe('the time that a station is there', () => {
  it('begins with its first session where it was registered later', async () => {
    // Registered at 0, charged for half an hour an hour before; asked an hour after.
    const events = [
      history.facility(),
      history.station('station'),
      history.charging('s', -60),
      history.charged('s', -60, -30, 9_000),
    ];
    const stations = await administer(database.url, async (tx) => {
      for (const event of events) {
        for (const { event: definition, handle } of all) {
          if (definition.type === event.type) await handle(event as Envelope<never>, tx);
        }
      }
      const facility = { id: history.facilityId, timeZone: 'Europe/Berlin', currency: 'EUR' };
      const at = { facility, now: new Date(history.at(60)) };
      return reportReads(tx).stations(at, { from: '2026-03-28', to: '2026-03-28' });
    });
    expect(stations).toMatchObject([
      { sessions: 1, energyWh: 9_000, usedSeconds: 1_800, availableSeconds: 7_200 },
    ]);
  });
});
