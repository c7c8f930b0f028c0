import { facilitiesEvents } from '@voltpark/contracts';
import {
  targetInForce,
  versionInForce,
  type InForceAssignment,
  type InForceVersion,
} from '@voltpark/rating/in-force';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tenantId } from '../support/actors.js';
import { energyTariff, minutesFrom } from '../support/builders.js';
import { runPricing, type RunningPricing } from '../support/running.js';

let context: RunningPricing;
beforeAll(async () => {
  context = await runPricing();
});
afterAll(() => context.stop());

/** Minutes from now; null: without an instant. */
const when = fc.option(fc.integer({ min: -200, max: 200 }), { nil: null });
const which = fc.constantFrom(0, 1);
const target = fc.constantFrom(0, 1, null);
const place = fc.constantFrom('facility', 'station');

const step = fc.oneof(
  fc.record({ do: fc.constant('change' as const), which, when }),
  fc.record({ do: fc.constant('assign' as const), place, target, when }),
  fc.record({
    do: fc.constant('set' as const),
    place,
    target,
    when: fc.integer({ min: -30, max: 0 }),
  }),
  fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 90 }) }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** A facility with a station, two tariffs that began at different times, and what one may do with them. */
async function market() {
  const began = context.now();
  const facilityId = await context.facility();
  const stationId = await context.station(facilityId);
  const tariffs = [
    await context.tariff(energyTariff(), { effectiveFrom: minutesFrom(began, -150) }),
    await context.tariff(energyTariff(0.5)),
  ];
  const at = (minutes: number | null) =>
    minutes === null ? null : minutesFrom(context.now(), minutes);
  const idOf = (index: number | null) => (index === null ? null : (tariffs[index] ?? null));

  async function take(one: Step): Promise<void> {
    if (one.do === 'wait') context.goTo(minutesFrom(context.now(), one.minutes));
    else if (one.do === 'change') {
      const tariff = energyTariff(0.7);
      const effectiveFrom = at(one.when);
      await context.mutate('changeTariff', { tariffId: idOf(one.which), tariff, effectiveFrom });
    } else if (one.do === 'assign') {
      const station = one.place === 'station' ? { stationId } : {};
      const tariffId = idOf(one.target);
      const input = { facilityId, ...station, tariffId, effectiveFrom: at(one.when) };
      await context.mutate('assignTariff', input);
    } else {
      const value = idOf(one.target);
      const setting = { tenantId, key: 'pricing.chargingTariff', previous: 'another', value };
      const about = { time: minutesFrom(context.now(), one.when) };
      await (one.place === 'station'
        ? context.hears(
            facilitiesEvents.stationConfigUpdated,
            { ...setting, facilityId, stationId },
            about,
          )
        : context.hears(
            facilitiesEvents.configChanged,
            { ...setting, scope: 'FACILITY', scopeId: facilityId },
            about,
          ));
    }
  }

  /** What the rows say of every quarter of an hour until just before now: at the facility, and at its station. */
  async function past(): Promise<Map<string, string | null>> {
    const assignments = await context.sql<InForceAssignment>(
      `SELECT id AS "assignmentId", facility_id AS "facilityId", station_id AS "stationId", kind,
         rule_set_id AS "targetId", effective_from AS "effectiveFrom" FROM assignment WHERE facility_id = $1`,
      [facilityId],
    );
    const versions = await context.sql<InForceVersion & { id: string; ruleSetId: string }>(
      `SELECT id, rule_set_id AS "ruleSetId", number, effective_from AS "effectiveFrom"
       FROM rule_version WHERE rule_set_id = ANY($1)`,
      [tariffs],
    );
    const told = new Map<string, string | null>();
    for (let at = minutesFrom(began, -210); at < context.now(); at = minutesFrom(at, 15)) {
      for (const who of [facilityId, stationId]) {
        const station = who === stationId ? stationId : null;
        const question = { kind: 'TARIFF', facilityId, stationId: station, at } as const;
        const target = targetInForce(assignments, question);
        const ofTarget = versions.filter(({ ruleSetId }) => ruleSetId === target);
        told.set(
          `${station === null ? 'f' : 's'} ${at.toISOString()}`,
          versionInForce(ofTarget, at)?.id ?? null,
        );
      }
    }
    return told;
  }

  /** What everybody is told of the same instants. */
  async function asked(told: ReadonlyMap<string, string | null>): Promise<typeof told> {
    const questions = [...told.keys()].map((key) => [key.charAt(0), key.slice(2)] as const);
    const fields = questions.map(([who, at], index) => {
      const station = who === 's' ? `, stationId: "${stationId}"` : '';
      return `q${index}: tariffInForce(facilityId: "${facilityId}", at: "${at}"${station}) { id }`;
    });
    const answers = await context.data<Record<string, { id: string } | null>>(
      `{ ${fields.join(' ')} }`,
    );
    return new Map([...told.keys()].map((key, index) => [key, answers[`q${index}`]?.id ?? null]));
  }

  /**
   * Tells whether "nothing" may still become the first at an instant: the facility was never assigned anything, and its
   * station had nothing of its own by then.
   */
  async function openPlaces(): Promise<(who: string, at: Date) => boolean> {
    const rows = await context.sql<{ station_id: string | null; effective_from: Date }>(
      'SELECT station_id, effective_from FROM assignment WHERE facility_id = $1',
      [facilityId],
    );
    return (who, at) =>
      !rows.some(
        ({ station_id: station, effective_from: from }) =>
          station === null || (who === 's' && from <= at),
      );
  }
  return { take, past, asked, openPlaces };
}

describe('what was in force at a past instant', () => {
  it('never changes, whatever is changed and assigned; only nothing may become the first', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
        const { take, past, asked, openPlaces } = await market();
        let before = await past();
        for (const one of steps) {
          const mayBegin = await openPlaces();
          await take(one);
          const after = await past();
          for (const [who, version] of before) {
            const isOpen = version === null && mayBegin(who.charAt(0), new Date(who.slice(2)));
            if (!isOpen) expect([who, after.get(who)]).toEqual([who, version]);
          }
          before = after;
        }
        const some = new Map([...before].filter((_each, index) => index % 7 === 0));
        expect(await asked(some)).toEqual(some);
      }),
      { numRuns: 10 },
    );
  }, 90_000);

  it('is followed by assignments and versions that are numbered without gaps', async () => {
    const rows = await context.sql<{ id: string; versions: number[] }>(
      `SELECT aggregate_id AS id, array_agg(aggregate_version::int ORDER BY position) AS versions
       FROM outbox GROUP BY aggregate_id`,
    );
    expect(rows.length).toBeGreaterThan(10);
    for (const { id, versions } of rows) {
      expect([id, versions]).toEqual([id, versions.map((_version, index) => index + 1)]);
    }
  });
});
