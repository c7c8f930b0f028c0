import { decideHold, decideHoldEnd, type HoldChange, type HoldRequest } from '../domain/hold.js';
import { limits } from '../domain/limits.js';
import type { Ports, Stores } from './ports.js';

/** Whoever asks for a slot to be kept, or gives it back, does so by an event: everything happens in its transaction. */
type Tools = Pick<Ports, 'clock' | 'newId'>;

/** Keeps a slot for a vehicle, or says that it cannot be. Asked for once more, nothing happens. */
export async function keepSlot(
  { clock, newId }: Tools,
  stores: Stores,
  request: HoldRequest,
): Promise<void> {
  const slot = await stores.holdSlot(request.slotId);
  const occupancy = slot === null ? null : await stores.holdOccupancy(slot.facilityId);
  const openSession = await stores.openSession(request.registration);
  const state = {
    facility: await stores.facility(request.facilityId),
    slot,
    occupancy,
    earlier: await stores.holds.holdOf(request.kind, request.sourceId),
    vehicle: await stores.vehicleNeeds(request.registration),
    standing: openSession?.slotId === request.slotId ? openSession : null,
  };
  const decision = decideHold(state, request, newId(), clock.now());
  for (const change of decision.outcome === 'accepted' ? decision.events : []) {
    if (await stores.holds.add(change.hold)) await saveAround(stores, change);
  }
}

/** Gives a kept slot back before its time. One that is not kept (any more) stays as it is. */
export async function giveSlotBack(
  tools: Tools,
  stores: Stores,
  of: Pick<HoldRequest, 'kind' | 'sourceId'>,
): Promise<void> {
  const hold = await stores.holds.holdOf(of.kind, of.sourceId);
  if (hold !== null) await endHold(tools, stores, hold, 'RELEASED');
}

/** Frees the slots that were kept long enough. Returns how many. */
export function expireHolds(ports: Pick<Ports, 'clock' | 'newId' | 'transact' | 'system'>) {
  return async (): Promise<number> => {
    const overdue = await ports.transact(ports.system, ({ holds }) =>
      holds.overdue(ports.clock.now(), limits.holdsPerExpiry),
    );
    for (const hold of overdue) {
      await ports.transact(ports.system, (stores) => endHold(ports, stores, hold, 'EXPIRED'));
    }
    return overdue.length;
  };
}

async function endHold(
  { clock }: Tools,
  stores: Stores,
  { id, slotId }: { readonly id: string; readonly slotId: string },
  outcome: 'EXPIRED' | 'RELEASED',
): Promise<void> {
  // First the slot, under whose lock its holds change: what is read of the hold then is still true at the end.
  const slot = await stores.holdSlot(slotId);
  const hold = await stores.holds.hold(id);
  const occupancy = slot === null ? null : await stores.holdOccupancy(slot.facilityId);
  if (hold === null) return;
  const decision = decideHoldEnd({ hold, slot, occupancy }, outcome, clock.now());
  for (const change of decision.outcome === 'accepted' ? decision.events : []) {
    await stores.holds.save(change.hold);
    await saveAround(stores, change);
  }
}

async function saveAround(stores: Stores, { slot, occupancy, events }: HoldChange): Promise<void> {
  if (slot !== null) await stores.saveSlot(slot);
  if (occupancy !== null) await stores.saveOccupancy(occupancy);
  await stores.publish(events);
}
