import { notFound } from '@voltpark/kit/decision';
import { registerStation as decide, type PlannedCharger } from '../domain/register-station.js';
import type { StationDetails } from '../domain/station.js';
import { idempotencyKeyRefusal } from './idempotency-key.js';
import type { Cause, Ports } from './ports.js';
import { reaches, reachOf } from '@voltpark/kit/reach';
import { withPatience } from './patience.js';

export interface RegisterStationCommand {
  readonly idempotencyKey: string;
  readonly facilityId: string;
  readonly details: StationDetails;
  readonly chargers: readonly PlannedCharger[];
}

/** Lets a station stand at a facility of the actor's tenant. */
export function registerStation({ transact, clock, newId, wait }: Ports) {
  const once = async (cause: Cause, { idempotencyKey, ...input }: RegisterStationCommand) =>
    transact(cause, ({ stations, known, publish, once: atMostOnce }) =>
      atMostOnce({ idempotencyKey, operation: 'registerStation', input }, async () => {
        const { facilityId, details, chargers } = input;
        const facility = await known.holdFacility(facilityId);
        if (facility === null || !reaches(reachOf(cause.actor), facility.tenantId)) {
          return notFound('Facility', facilityId);
        }
        const { tenantId } = facility;
        const named = await stations.named(facilityId, details.name);
        const id = newId();
        const place = { id, facilityId, tenantId, named };
        const decision = decide({ details, chargers }, { ...place, now: clock.now(), newId });
        if (decision.outcome === 'refused') return decision.refusal;
        for (const event of decision.events) {
          await stations.add(event.station, event.chargers, event.connectors);
        }
        await publish(decision.events);
        return { stationId: id };
      }),
    );
  return async (cause: Cause, command: RegisterStationCommand) =>
    idempotencyKeyRefusal(command.idempotencyKey) ??
    // A facility of this very moment is heard of in the next one.
    withPatience(wait, () => once(cause, command), 'NotFound');
}
