import { seedSettings } from '../domain/configuration.js';
import { registerTenant as decide } from '../domain/tenant.js';
import { idempotencyKeyRefusal } from './idempotency-key.js';
import type { Cause, Ports } from './ports.js';

export interface RegisterTenantCommand {
  readonly idempotencyKey: string;
  readonly name: string;
}

/** Lets a tenant join and gives it its settings. */
export function registerTenant({ transact, clock, newId }: Ports) {
  return async (cause: Cause, { idempotencyKey, ...input }: RegisterTenantCommand) =>
    idempotencyKeyRefusal(idempotencyKey) ??
    transact(cause, ({ tenants, configurations, once }) =>
      once({ idempotencyKey, operation: 'registerTenant', input }, async () => {
        const now = clock.now();
        const tenantId = newId();
        const isNameTaken = await tenants.isNameTaken(input.name);
        const decision = decide(input, { id: tenantId, now, isNameTaken });
        if (decision.outcome === 'refused') return decision.refusal;
        await tenants.save(decision.events);

        const owner = { scope: 'TENANT', scopeId: tenantId, tenantId, facilityId: null } as const;
        await configurations.begin(owner);
        await configurations.save(seedSettings(owner, null, now));
        return { tenantId };
      }),
    );
}
