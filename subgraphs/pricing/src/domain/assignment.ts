import { accepted, refused, type Decision } from '@voltpark/kit/decision';
import { currencyMismatch, type CurrencyMismatch } from './currency.js';
import { tooEarly } from './effective-from.js';
import { limits, minutesAfter } from './limits.js';
import type { EffectiveFromTooEarly, RuleSet, RulesKind } from './rules.js';

/** From an instant on, a facility or station is priced by a tariff or plan. It never changes. */
export interface Assignment {
  readonly id: string;
  readonly tenantId: string;
  readonly facilityId: string;
  /** Null: the whole facility. */
  readonly stationId: string | null;
  readonly kind: RulesKind;
  /** Null: what was assigned before is taken away. */
  readonly ruleSetId: string | null;
  readonly effectiveFrom: Date;
  readonly assignedAt: Date;
  readonly assignedBy: string;
  readonly origin: 'COMMAND' | 'SETTING';
}

/** What is known of a facility when something is assigned to it. */
export interface PricedFacility {
  readonly id: string;
  readonly tenantId: string;
  readonly currency: string;
  /** Counts the events about its assignments. */
  readonly pricingVersion: number;
}

/** A facility or station is priced by something else from an instant on. */
export interface RulesAssigned {
  readonly type: 'RulesAssigned';
  readonly assignment: Assignment;
  /** Counts the events about assignments of the facility. */
  readonly version: number;
}

/** What is to be assigned where. */
export interface AssignCommand {
  readonly kind: RulesKind;
  readonly facility: PricedFacility;
  readonly stationId: string | null;
  readonly target: RuleSet | null;
  readonly effectiveFrom: Date;
}

export interface AssignSurroundings {
  readonly id: string;
  readonly now: Date;
  readonly assignedBy: string;
  readonly origin: Assignment['origin'];
  /** What counts at `effectiveFrom` for exactly this facility or station; null: nothing was assigned by then. */
  readonly current: Assignment | null;
  /** True when neither the station nor its facility was ever assigned anything of this kind. */
  readonly isFirst: boolean;
}

/**
 * Assigns a tariff or plan from now or later, so that what was in force at a past instant stays so. Only where there was
 * never anything may it be from a while ago. What is so already is not assigned again.
 */
export function assign(
  command: AssignCommand,
  known: AssignSurroundings,
): Decision<RulesAssigned, CurrencyMismatch | EffectiveFromTooEarly> {
  const { facility, target, effectiveFrom: from } = command;
  const refusal =
    (target === null ? undefined : currencyMismatch(facility.currency, target.currency)) ??
    tooEarly(from, earliestAssignment(known)) ??
    (target === null ? undefined : notYetInForce(target, from));
  if (refusal !== undefined) return refused(refusal);
  if ((known.current?.ruleSetId ?? null) === (target?.id ?? null)) return accepted();
  const { id, now, assignedBy, origin } = known;
  return accepted({
    type: 'RulesAssigned',
    version: facility.pricingVersion + 1,
    assignment: {
      id,
      tenantId: facility.tenantId,
      facilityId: facility.id,
      stationId: command.stationId,
      kind: command.kind,
      ruleSetId: target?.id ?? null,
      effectiveFrom: from,
      assignedAt: now,
      assignedBy,
      origin,
    },
  });
}

/** The earliest instant from which an assignment may count. */
export function earliestAssignment({
  now,
  isFirst,
}: Pick<AssignSurroundings, 'now' | 'isFirst'>): Date {
  return isFirst ? minutesAfter(now, -limits.firstEffectiveHoursAgo * 60) : now;
}

/** Before its first version a tariff says nothing, and everything would be free by accident. */
function notYetInForce(target: RuleSet, from: Date): EffectiveFromTooEarly | undefined {
  if (from >= target.inForceFrom) return undefined;
  return {
    type: 'EffectiveFromTooEarly',
    earliest: target.inForceFrom,
    message: `${target.name} is in force from ${target.inForceFrom.toISOString()} on.`,
  };
}
