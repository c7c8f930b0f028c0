import { anonymous, type Envelope } from '@voltpark/contracts';
import { administer } from '@voltpark/kit/backbone';
import { testContext, type TestContext } from '@voltpark/kit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { factsIn } from '../../src/db/facts.js';
import { reactions } from '../../src/events/react.js';
import { context as definition } from '../../src/main.js';
import * as history from '../support/history.js';

/** Four weeks of an hourly counter, over the night in which clocks are set forward. */
const weeks = 4;
const hours = weeks * 168;
/** Of ten places eight are free at night, two in the afternoon. */
const freeAt = (hour: number) =>
  Math.round(5 + 3 * Math.cos((((hour + 22) % 24) - 3) * (Math.PI / 12)));

let now = history.at(hours * 60 + 20);
let context: TestContext;

beforeAll(async () => {
  context = await testContext(definition, { clock: { now: () => new Date(now) } });
  const counted = Array.from({ length: hours + 1 }, (_, hour) =>
    history.counted(hour + 1, hour * 60, freeAt(hour)),
  );
  const all = reactions(factsIn);
  await administer(context.databaseUrl, async (tx) => {
    for (const event of [history.facility(), ...counted]) {
      for (const {
        event: { type },
        handle,
      } of all) {
        if (type === event.type) await handle(event as Envelope<never>, tx);
      }
    }
  });
});
afterAll(() => context.stop());

const words = `knownUntil method inService
  points { start end taken percent interval80 { low high } interval95 { low high } }
  backTest { mae naiveMae coverage80 coverage95 hours from to }`;

interface Shown {
  readonly knownUntil: string;
  readonly inService: number;
  readonly points: readonly {
    readonly start: string;
    readonly taken: number;
    readonly percent: number;
    readonly interval80: { readonly low: number; readonly high: number };
    readonly interval95: { readonly low: number; readonly high: number };
  }[];
  readonly backTest: { readonly mae: number; readonly hours: number; readonly to: string };
}

async function ask(id: string, argument = '') {
  const { data, errors } = await context.ask(
    `query ($of: [_Any!]!) { _entities(representations: $of) {
      ... on Facility { occupancyForecast${argument} { ${words} } } } }`,
    { of: [{ __typename: 'Facility', id }] },
    anonymous,
  );
  const facility = (
    data as { _entities: ({ occupancyForecast: Shown | null } | null)[] } | undefined
  )?._entities[0];
  return { forecast: facility?.occupancyForecast ?? null, errors };
}

describe('Facility.occupancyForecast', () => {
  it('tells the next 24 hours from the one that runs, with intervals and its own error', async () => {
    const { forecast, errors } = await ask(history.facilityId);
    expect(errors).toBeUndefined();
    expect(forecast).toMatchObject({
      knownUntil: history.at(hours * 60),
      method: 'HABIT_AND_DEVIATION',
      inService: 10,
    });
    expect(forecast?.points).toHaveLength(24);
    for (const [index, point] of (forecast?.points ?? []).entries()) {
      expect(point.start).toBe(history.at((hours + index) * 60));
      expect(Math.abs(point.taken - (10 - freeAt(hours + index)))).toBeLessThan(1);
      expect(point.percent).toBeCloseTo(point.taken * 10, 6);
      const { interval80, interval95 } = point;
      const bounds = [
        0,
        interval95.low,
        interval80.low,
        point.taken,
        interval80.high,
        interval95.high,
        10,
      ];
      expect(bounds).toEqual([...bounds].sort((a, b) => a - b));
    }
    expect(forecast?.backTest.mae).toBeLessThan(10);
    expect(forecast?.backTest.hours).toBeGreaterThan(1_000);
    expect(forecast?.backTest.to).toBe(history.at(hours * 60));
  });

  it('looks up to 48 hours ahead, no further', async () => {
    expect((await ask(history.facilityId, '(hours: 48)')).forecast?.points).toHaveLength(48);
    for (const wrong of [0, 49]) {
      const { forecast, errors } = await ask(history.facilityId, `(hours: ${wrong})`);
      expect(forecast).toBeNull();
      expect(errors?.[0]?.message).toContain('between 1 and 48');
    }
  });

  it('is null for a facility that nobody knows', async () => {
    const { forecast, errors } = await ask('nobody');
    expect(errors).toBeUndefined();
    expect(forecast).toBeNull();
  });

  it('goes on from habit when the counter has been silent for days', async () => {
    now = history.at((hours + 58) * 60);
    const { forecast } = await ask(history.facilityId);
    expect(forecast?.points).toHaveLength(24);
    const expected = forecast?.points.map((_, index) => 10 - freeAt(hours + 58 + index)) ?? [];
    for (const [index, { taken }] of forecast?.points.entries() ?? []) {
      expect(Math.abs(taken - (expected[index] ?? 0))).toBeLessThan(2);
    }
  });
});
