import { anonymous, parkingEvents, type Envelope } from '@voltpark/contracts';
import { administer } from '@voltpark/kit/backbone';
import { testContext, type TestContext } from '@voltpark/kit/testing';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { factsIn } from '../../src/db/facts.js';
import { reactions } from '../../src/events/react.js';
import { context as definition } from '../../src/main.js';
import * as history from '../support/history.js';

const file = (name: string) =>
  fileURLToPath(new URL(`../../../../../shared/data/${name}`, import.meta.url));
const countsFile = file('dresden-free-2026-05-06.csv.gz');
const facilitiesFile = file('dresden-facilities.csv');
const isThere = existsSync(countsFile) && existsSync(facilitiesFile);
const title = isThere
  ? 'six weeks of a real garage’s counter'
  : 'six weeks of a real garage’s counter (../shared/data is not there: not tried)';

const garage = 'theresienstrasse';
const hourMs = 3_600_000;
/** A Friday at noon; what comes later in the file is what the forecast is compared with. */
const until = Date.parse('2026-06-12T10:00:00Z');

interface Count {
  readonly at: number;
  readonly free: number;
}

describe.runIf(isThere)(title, () => {
  let context: TestContext;
  let counts: readonly Count[] = [];
  let capacity = 0;

  beforeAll(async () => {
    const cells = (text: string) => text.split(/\r?\n/).map((line) => line.split(','));
    capacity = Number(
      cells(readFileSync(facilitiesFile, 'utf8')).find(([slug]) => slug === garage)?.[3],
    );
    counts = cells(gunzipSync(readFileSync(countsFile)).toString())
      .filter(([, slug]) => slug === garage)
      .map(([at = '', , free]) => ({ at: Date.parse(at), free: Number(free) }));
    context = await testContext(definition, { clock: { now: () => new Date(until) } });
    const all = reactions(factsIn);
    await administer(context.databaseUrl, async (tx) => {
      const told = counts.filter(({ at }) => at <= until).map(counted);
      for (const event of [history.facility(), ...told]) {
        for (const { event: known, handle } of all) {
          if (known.type === event.type) await handle(event as Envelope<never>, tx);
        }
      }
    });
  });
  afterAll(() => context.stop());

  /** What parking tells of a count: never more free places than there are. */
  function counted({ at, free: rawFree }: Count, index: number): Envelope {
    const time = new Date(at).toISOString();
    const { facilityId, tenantId } = history;
    const of = { type: 'facility_occupancy', id: facilityId, version: index + 1, time };
    const free = Math.max(0, Math.min(rawFree, capacity));
    return history.envelope(parkingEvents.occupancyCounted, of, {
      ...{ facilityId, tenantId, mode: 'COUNTS', rawFree, free, capacity },
      ...{ drift: null, countedAt: time, counts: [] },
    });
  }

  /** Mean number of places taken in an hour of the file. */
  function takenIn(start: number): number {
    const end = start + hourMs;
    const sum = counts.reduce((total, { at, free }, index) => {
      const next = counts[index + 1]?.at ?? Infinity;
      const ms = Math.max(0, Math.min(next, end) - Math.max(at, start));
      return total + ms * (capacity - Math.max(0, Math.min(free, capacity)));
    }, 0);
    return sum / hourMs;
  }

  it('is forecast for two days with its own back-tested error, better than the week before', async () => {
    const { data, errors } = await context.ask(
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Facility {
         occupancyForecast(hours: 48) { knownUntil inService
           points { start taken interval95 { low high } }
           backTest { mae naiveMae coverage80 coverage95 hours from to } } } } }`,
      { of: [{ __typename: 'Facility', id: history.facilityId }] },
      anonymous,
    );
    expect(errors).toBeUndefined();
    const [facility] = (data as { _entities: { occupancyForecast: Forecast }[] })._entities;
    const { backTest, points, ...forecast } = facility?.occupancyForecast ?? missing();
    expect(forecast).toEqual({ knownUntil: new Date(until).toISOString(), inService: capacity });
    expect(backTest.hours).toBeGreaterThan(3_000);
    expect(backTest.mae).toBeLessThan(0.9 * backTest.naiveMae);
    expect(backTest.coverage80).toBeGreaterThan(70);
    expect(backTest.coverage95).toBeGreaterThan(88);

    const errorsInPercent = points.map(
      ({ start, taken }) => (100 * Math.abs(taken - takenIn(Date.parse(start)))) / capacity,
    );
    const mae = errorsInPercent.reduce((sum, error) => sum + error, 0) / points.length;
    // What it says of its own error is of the size of what came then.
    expect(mae).toBeLessThan(2 * backTest.mae);
    const within = points.filter(({ start, interval95: { low, high } }) => {
      const taken = takenIn(Date.parse(start));
      return taken >= low && taken <= high;
    });
    expect(within.length).toBeGreaterThan(0.85 * points.length);
  });
});

interface Forecast {
  readonly knownUntil: string;
  readonly inService: number;
  readonly points: readonly {
    readonly start: string;
    readonly taken: number;
    readonly interval95: { readonly low: number; readonly high: number };
  }[];
  readonly backTest: Readonly<
    Record<'mae' | 'naiveMae' | 'coverage80' | 'coverage95' | 'hours', number>
  >;
}

function missing(): never {
  throw new Error('There is no forecast.');
}
