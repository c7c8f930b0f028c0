import { assign, earliestAssignment, type PricedFacility } from '../domain/assignment.js';
import type { RuleSet, RulesKind } from '../domain/rules.js';
import type { Ports, Stores } from './ports.js';

/** A setting of a facility or station, as it was told. */
export interface PriceSetting {
  readonly key: string;
  readonly facilityId: string;
  readonly stationId: string | null;
  readonly tenantId: string;
  readonly previous: unknown;
  readonly value: unknown;
  readonly changedBy: string;
  readonly at: Date;
}

const kinds: Readonly<Record<string, RulesKind>> = {
  'pricing.chargingTariff': 'TARIFF',
  'pricing.parkingRatePlan': 'RATE_PLAN',
};

/**
 * Takes a setting that names a tariff or plan for an assignment, from the instant on at which it was set. News takes a
 * moment to get here, and what was in force meanwhile stays so: unless it is the first assignment ever, it counts from
 * now. A setting that cannot be followed is kept with the reason.
 * @throws Error when nothing is known of the facility yet: not now, then
 */
export function takeInSetting({ clock, newId }: Pick<Ports, 'clock' | 'newId'>) {
  return async (stores: Stores, setting: PriceSetting): Promise<void> => {
    const kind = kinds[setting.key];
    // Every setting of a new facility is told once, also those that say nothing.
    if (kind === undefined || setting.previous === setting.value) return;
    const { facilityId, stationId, tenantId } = setting;
    const ofTenant = { kind: 'TENANT', tenantId } as const;
    const facility = await stores.facilities.hold(facilityId, ofTenant);
    if (facility === null) throw new Error(`Facility ${facilityId} is not known yet.`);

    const value = typeof setting.value === 'string' ? setting.value : null;
    const [target] = value === null ? [null] : await stores.rules.byIds([value], kind, ofTenant);
    const problem = await follow({ clock, newId }, stores, setting, { kind, facility, target });
    if (problem === undefined || value === null) return;
    const { key, at } = setting;
    const ignored = { id: newId(), tenantId, facilityId, stationId, key, value, at };
    await stores.assignments.ignore({ ...ignored, reason: problem });
  };
}

/** Assigns what a setting names; or says why not. */
async function follow(
  { clock, newId }: Pick<Ports, 'clock' | 'newId'>,
  { assignments }: Stores,
  { stationId, changedBy, at }: PriceSetting,
  wanted: {
    readonly kind: RulesKind;
    readonly facility: PricedFacility;
    readonly target: RuleSet | null | undefined;
  },
): Promise<string | undefined> {
  const { kind, facility, target } = wanted;
  if (target === undefined) return 'The tenant has none with this id.';
  const now = clock.now();
  const place = { kind, facilityId: facility.id, stationId };
  const isFirst = await assignments.isFirst(place);
  const instants = [isFirst ? at : now, earliestAssignment({ now, isFirst })];
  if (target !== null) instants.push(target.inForceFrom);
  const effectiveFrom = new Date(Math.max(...instants.map(Number)));
  const current = await assignments.currentAt(place, effectiveFrom);
  // Settings are heard in their order; a command may be faster than the news of a setting before it.
  if (current?.origin === 'COMMAND' && current.assignedAt > at) {
    return 'Something else was assigned since it was set.';
  }
  const decision = assign(
    { kind, facility, stationId, target, effectiveFrom },
    {
      ...{ id: newId(), now, assignedBy: changedBy, origin: 'SETTING', isFirst, current },
    },
  );
  if (decision.outcome === 'refused') return decision.refusal.message;
  await assignments.save(decision.events);
  return undefined;
}
