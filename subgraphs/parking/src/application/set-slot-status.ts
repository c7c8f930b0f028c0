import { decideSlotStatus } from '../domain/set-slot-status.js';
import type { Cause, Ports } from './ports.js';

/** Takes a slot out of service or back in. */
export function setSlotStatus({ transact }: Ports) {
  return (cause: Cause, input: { slotId: string; status: 'AVAILABLE' | 'MAINTENANCE' }) =>
    transact(cause, async (stores) => {
      const slot = await stores.holdSlot(input.slotId);
      const occupancy = slot === null ? null : await stores.holdOccupancy(slot.facilityId);
      const decision = decideSlotStatus({ slot, occupancy }, { actor: cause.actor, ...input });
      if (decision.outcome === 'refused') return decision.refusal;
      const [change] = decision.events;
      if (change !== undefined) {
        await stores.saveSlot(change.slot);
        await stores.saveOccupancy(change.occupancy);
        await stores.publish(change.events);
      }
      return { __typename: 'SlotStatusSet' as const, slotId: input.slotId };
    });
}
