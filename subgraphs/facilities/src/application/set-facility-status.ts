import { notFound } from '@voltpark/kit/decision';
import {
  setFacilityStatus as decide,
  type SetFacilityStatus,
} from '../domain/set-facility-status.js';
import type { Cause, Ports } from './ports.js';
import { reachOf } from '@voltpark/kit/reach';

export interface SetFacilityStatusCommand extends SetFacilityStatus {
  readonly facilityId: string;
}

/** Takes a facility out of service or back in. */
export function setFacilityStatus({ transact, clock }: Ports) {
  return (cause: Cause, command: SetFacilityStatusCommand) =>
    transact(cause, async ({ facilities }) => {
      const { facilityId } = command;
      const facility = await facilities.hold(facilityId, reachOf(cause.actor));
      if (facility === null) return notFound('Facility', facilityId);
      const decision = decide(facility, command, clock.now());
      if (decision.outcome === 'refused') return decision.refusal;
      await facilities.save(decision.events);
      return { facilityId };
    });
}
