import { notFound, notPermitted } from '@voltpark/kit/decision';
import { decideLevels, decideSlots, numbersOf, type SlotRange } from '../domain/layout.js';
import { totalsOf } from '../domain/occupancy.js';
import { addSlots as extend } from '../domain/occupancy-change.js';
import { worksFor } from '../domain/permission.js';
import { idempotencyKeyFault } from './idempotency-key.js';
import type { Cause, Level, Ports, Stores } from './ports.js';

export interface LayOutSlotsInput {
  readonly facilityId: string;
  readonly levels: readonly {
    readonly name: string;
    readonly ordinal: number;
    readonly ranges: readonly SlotRange[];
  }[];
  readonly idempotencyKey: string;
}

export interface AddSlotsInput {
  readonly levelId: string;
  readonly ranges: readonly SlotRange[];
  readonly idempotencyKey: string;
}

/** Lays out levels and their slots; all of it or nothing. */
export function layOutSlots({ newId, transact }: Ports) {
  return async (cause: Cause, input: LayOutSlotsInput) => {
    const { facilityId, idempotencyKey } = input;
    const keyFault = idempotencyKeyFault(idempotencyKey);
    if (keyFault !== null) return keyFault;
    return transact(cause, (stores) =>
      stores.once({ idempotencyKey, operation: 'layOutSlots', input }, async () => {
        const facility = await stores.facility(facilityId);
        // Held from the start: two layouts of one facility follow each other, so that no number is given twice.
        const occupancy = await stores.holdOccupancy(facilityId);
        if (facility === null || occupancy === null) return notFound('Facility', facilityId);
        if (!worksFor(cause.actor, facility.tenantId)) return notPermitted();

        const numbers = numbersOf(input.levels.flatMap(({ ranges }) => ranges));
        const state = {
          levelNames: await stores.layout.levelNames(facilityId),
          slotNumbers: await stores.layout.takenNumbers(facilityId, numbers),
          slotCount: totalsOf(occupancy).total,
        };
        const decision = decideLevels(state, input.levels);
        if (decision.outcome === 'refused') return decision.refusal;

        const { tenantId } = facility;
        const levels = decision.events.map((plan) => ({
          level: { id: newId(), facilityId, tenantId, name: plan.name, ordinal: plan.ordinal },
          slots: plan.slots.map((slot) => ({ ...slot, id: newId() })),
        }));
        for (const { level } of levels) await stores.layout.addLevel(level);
        for (const { level, slots } of levels) await stores.layout.addSlots(level, slots);
        const slots = levels.flatMap((level) => level.slots);
        return finish(stores, extend(occupancy, slots, idsOf(levels)), slots.length, facilityId);
      }),
    );
  };
}

/** Adds slots to a level; all of them or none. */
export function addSlots({ newId, transact }: Ports) {
  return async (cause: Cause, input: AddSlotsInput) => {
    const { levelId, ranges, idempotencyKey } = input;
    const keyFault = idempotencyKeyFault(idempotencyKey);
    if (keyFault !== null) return keyFault;
    return transact(cause, (stores) =>
      stores.once({ idempotencyKey, operation: 'addSlots', input }, async () => {
        const level = await stores.layout.level(levelId);
        if (level === null || !worksFor(cause.actor, level.tenantId)) {
          return notFound('Level', levelId);
        }
        const { facilityId } = level;
        const occupancy = await stores.holdOccupancy(facilityId);
        if (occupancy === null) return notFound('Level', levelId);
        const state = {
          levelNames: new Set<string>(),
          slotNumbers: await stores.layout.takenNumbers(facilityId, numbersOf(ranges)),
          slotCount: totalsOf(occupancy).total,
        };
        const decision = decideSlots(state, ranges);
        if (decision.outcome === 'refused') return decision.refusal;
        const slots = decision.events.map((slot) => ({ ...slot, id: newId() }));
        await stores.layout.addSlots(level, slots);
        return finish(stores, extend(occupancy, slots, [levelId]), slots.length, facilityId);
      }),
    );
  };
}

const idsOf = (levels: readonly { readonly level: Level }[]) => levels.map(({ level }) => level.id);

/** What is kept under the idempotency key: ids and numbers; the rest is read when it is asked for. */
async function finish(
  stores: Stores,
  change: ReturnType<typeof extend>,
  slotCount: number,
  facilityId: string,
) {
  await stores.saveOccupancy(change.occupancy);
  await stores.publish(change.events);
  const [laidOut] = change.events;
  const levelIds = laidOut?.type === 'SlotsLaidOut' ? laidOut.levelIds : [];
  return { __typename: 'SlotsLaidOut' as const, facilityId, levelIds, slotCount };
}
