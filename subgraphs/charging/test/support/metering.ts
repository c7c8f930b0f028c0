import { pricingEvents, tariffSchema } from '@voltpark/contracts';
import type { Actor } from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import { device, operator, tenantId } from './actors.js';
import { runCharging, type Result } from './running.js';

/** A clock that stands until it is moved. */
export class StandingClock {
  #now = Date.UTC(2026, 4, 4, 8, 0, 0);
  now = (): Date => new Date(this.#now);
  /** Minutes. */
  advance(minutes: number): void {
    this.#now += minutes * 60_000;
  }
}

/** A reading in few words: minutes since the start, Wh. */
export interface Told {
  readonly minute: number;
  readonly wh?: number;
  readonly soc?: number;
  readonly powerW?: number;
  readonly context?: string;
  readonly seqNo?: number;
}

export const progressFields = `energyWh powerW socPercent secondsRemaining isIdle idleSince measuredAt
  cost { currency exclTax inclTax }`;

const answerFields = `... on MeterReadingsRecorded {
  acceptedCount duplicateCount keptAsideCount rejectedCount exceptions { index outcome reason } }
  ... on InvalidInput { field }`;

/** 39 cents a kWh, and 6 € an hour of idling after ten minutes; 20 % tax. */
export const tariff = tariffSchema.parse({
  currency: 'EUR',
  elements: [{ price_components: [{ type: 'ENERGY', price: 0.39, vat: 20, step_size: 1 }] }],
  idle_fee: { price_per_hour: 6, vat: 20, grace_seconds: 600 },
});

/** Charging with a few words for what meters say. */
export async function runMetering() {
  const clock = new StandingClock();
  const charging = await runCharging({ clock });

  const record = (readings: readonly object[], actor: Actor = device): Promise<Result> =>
    charging.mutate('recordMeterReadings', { readings }, actor, answerFields);

  return {
    ...charging,
    clock,
    record,
    /** A vehicle charges at a connector of 150 kW by {@link tariff}, from now on. */
    async session(words: object = {}) {
      const place = await charging.station();
      const [slotId = ''] = place.slotIds;
      const [connectorId = ''] = place.connectorIds[0] ?? [];
      const tariffId = newId();
      const from = new Date(clock.now().getTime() - 3_600_000).toISOString();
      await charging.hears(pricingEvents.tariffChanged, {
        ...{ tariffId, name: 'Fast', versionId: newId(), number: 1, tenantId },
        ...{ effectiveFrom: from, tariff },
      });
      await charging.hears(pricingEvents.assignmentChanged, {
        ...{ assignmentId: newId(), tenantId, facilityId: place.facilityId, stationId: null },
        ...{ kind: 'TARIFF' as const, targetId: tariffId, effectiveFrom: from },
      });
      const stay = await charging.parks({ facilityId: place.facilityId, slotId });
      const startedAt = clock.now();
      const input = { connectorId, parkingSessionId: stay.sessionId, ...words };
      const begun = (await charging.start(input, device)) as Result & { session?: { id: string } };
      if (begun.session === undefined) throw new Error(JSON.stringify(begun));
      const { id } = begun.session;
      const told = (readings: readonly Told[], names: object = { sessionId: id }) =>
        readings.map(({ minute, wh, soc, powerW, context, seqNo }) => ({
          ...names,
          at: new Date(startedAt.getTime() + minute * 60_000).toISOString(),
          registerWh: wh,
          socPercent: soc,
          powerW,
          context,
          seqNo,
        }));
      return {
        ...place,
        id,
        stay,
        connectorId,
        startedAt,
        told,
        /** The clock goes to the last of the readings, and they are told. */
        async reads(readings: readonly Told[], names?: object) {
          const last =
            startedAt.getTime() + Math.max(...readings.map((one) => one.minute)) * 60_000;
          clock.advance(Math.max(0, last - clock.now().getTime()) / 60_000);
          return record(told(readings, names));
        },
        async progress(): Promise<Record<string, unknown>> {
          const query = `query ($id: ID!) { chargingSession(id: $id) {
            status stopReason stoppedAt endedAt progress { ${progressFields} } } }`;
          const answer = await charging.data<{
            chargingSession: { progress: Record<string, unknown> } & Record<string, unknown>;
          }>(query, { id }, operator);
          const { progress, ...session } = answer.chargingSession;
          return { ...session, ...progress };
        },
        async events(type?: string) {
          const rows = await charging.outbox(id);
          return rows.filter((row) => type === undefined || row.type === `charging.${type}.v1`);
        },
        /** The vehicle is unplugged after so many minutes. */
        async unplugged(minute: number) {
          const at = startedAt.getTime() + minute * 60_000;
          clock.advance(Math.max(0, at - clock.now().getTime()) / 60_000);
          const words = { reason: 'UNPLUGGED', at: new Date(at).toISOString() };
          return charging.stopCharging(id, words, device);
        },
      };
    },
  };
}

export type RunningMetering = Awaited<ReturnType<typeof runMetering>>;
