import { invalidInput, notFound } from '@voltpark/kit/decision';
import { seedSettings } from '../domain/configuration.js';
import { tidyDetails } from '../domain/facility-details.js';
import type { FacilityDetails } from '../domain/facility.js';
import { registerFacility as decide } from '../domain/register-facility.js';
import { idempotencyKeyRefusal } from './idempotency-key.js';
import type { Cause, Ports } from './ports.js';
import { reachOf } from '@voltpark/kit/reach';

export interface RegisterFacilityCommand {
  readonly idempotencyKey: string;
  /** Null: the actor's own tenant. */
  readonly tenantId: string | null;
  readonly details: FacilityDetails;
}

/** Lets a facility join and gives it its settings. */
export function registerFacility({ transact, clock, newId }: Ports) {
  return async (cause: Cause, { idempotencyKey, ...input }: RegisterFacilityCommand) =>
    idempotencyKeyRefusal(idempotencyKey) ??
    transact(cause, ({ tenants, facilities, configurations, once }) =>
      once({ idempotencyKey, operation: 'registerFacility', input }, async () => {
        const reach = reachOf(cause.actor);
        const tenantId = input.tenantId ?? cause.actor.tenantId;
        if (tenantId === null) return invalidInput('tenantId', 'Say which tenant runs it.');
        if ((await tenants.hold(tenantId, reach)) === null) return notFound('Tenant', tenantId);

        const now = clock.now();
        const taken = await facilities.taken(tenantId, tidyDetails(input.details));
        const facilityId = newId();
        const decision = decide(input.details, { id: facilityId, tenantId, now, taken });
        if (decision.outcome === 'refused') return decision.refusal;
        await facilities.save(decision.events);

        const owner = { scope: 'FACILITY', scopeId: facilityId, tenantId, facilityId } as const;
        const ofTenant = await configurations.load('TENANT', tenantId, reach);
        await configurations.begin(owner);
        await configurations.save(seedSettings(owner, ofTenant, now));
        return { facilityId };
      }),
    );
}
