import { notFound } from '@voltpark/kit/decision';
import {
  changedDetails,
  updateFacility as decide,
  type UpdateFacility,
} from '../domain/update-facility.js';
import type { Cause, Ports } from './ports.js';
import { reachOf } from '@voltpark/kit/reach';

export interface UpdateFacilityCommand extends UpdateFacility {
  readonly facilityId: string;
}

/** Changes what is said about a facility. */
export function updateFacility({ transact, clock }: Ports) {
  return (cause: Cause, command: UpdateFacilityCommand) =>
    transact(cause, async ({ tenants, facilities }) => {
      const { facilityId } = command;
      const reach = reachOf(cause.actor);
      const [found] = await facilities.byIds([facilityId], reach);
      if (found === undefined) return notFound('Facility', facilityId);
      // The tenant first, then the facility: whoever holds both takes them in this order, so none waits for ever.
      await tenants.hold(found.tenantId, reach);
      const facility = await facilities.hold(facilityId, reach);
      if (facility === null) return notFound('Facility', facilityId);

      const wanted = changedDetails(facility, command.changes);
      const taken = await facilities.taken(facility.tenantId, wanted, facilityId);
      const decision = decide(facility, command, { now: clock.now(), taken });
      if (decision.outcome === 'refused') return decision.refusal;
      await facilities.save(decision.events);
      return { facilityId };
    });
}
