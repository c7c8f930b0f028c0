import { notFound } from '@voltpark/kit/decision';
import { assign } from '../domain/assignment.js';
import type { RulesKind } from '../domain/rules.js';
import { patiently } from './patience.js';
import type { Cause, Ports } from './ports.js';
import { reachOf } from '@voltpark/kit/reach';

export interface AssignRulesCommand {
  readonly kind: RulesKind;
  readonly facilityId: string;
  readonly stationId: string | null;
  /** Null: what is assigned is taken away. */
  readonly ruleSetId: string | null;
  /** Null: now. */
  readonly effectiveFrom: Date | null;
}

/** Prices a facility or station by a tariff or plan from an instant on. */
export function assignRules({ transact, clock, newId, wait }: Ports) {
  const attempt = (cause: Cause, command: AssignRulesCommand) =>
    transact(cause, async ({ facilities, rules, assignments }) => {
      const { kind, facilityId, stationId, ruleSetId } = command;
      const reach = reachOf(cause.actor);
      const facility = await facilities.hold(facilityId, reach);
      if (facility === null) return notFound('Facility', facilityId);
      if (stationId !== null) {
        const [station] = await facilities.stationsByIds([stationId], reach);
        if (station?.facilityId !== facilityId) return notFound('Station', stationId);
      }
      const ofTenant = { kind: 'TENANT', tenantId: facility.tenantId } as const;
      const [target] = ruleSetId === null ? [null] : await rules.byIds([ruleSetId], kind, ofTenant);
      if (target === undefined) {
        return notFound(kind === 'TARIFF' ? 'Tariff' : 'RatePlan', ruleSetId ?? '');
      }
      // Read when the facility is held, so that assignments follow each other in time, too.
      const now = clock.now();
      const effectiveFrom = command.effectiveFrom ?? now;
      const place = { kind, facilityId, stationId };
      const current = await assignments.currentAt(place, effectiveFrom);
      const decision = assign(
        { kind, facility, stationId, target, effectiveFrom },
        {
          ...{ id: newId(), now, assignedBy: cause.actor.id, origin: 'COMMAND', current },
          isFirst: await assignments.isFirst(place),
        },
      );
      if (decision.outcome === 'refused') return decision.refusal;
      await assignments.save(decision.events);
      return { assignment: decision.events[0]?.assignment ?? current };
    });
  return (cause: Cause, command: AssignRulesCommand) =>
    patiently(wait, () => attempt(cause, command));
}
