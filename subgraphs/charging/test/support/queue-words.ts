import { parkingEvents, type Actor, type DataOf } from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import { expect } from 'vitest';
import { actorWith, attendant, driver, tenantId } from './actors.js';
import { newKey, newRegistration, type RunningCharging } from './running.js';

export const ccs = 'IEC_62196_T2_COMBO';
export const entryFields = `id status position estimatedWait snoozesLeft registration version
  offer { id expiresAt keptUntil isSlotKept connector { id status } slot { id } }`;

/** An entry as specs look at it. */
export interface Entry {
  readonly id: string;
  readonly status: string;
  readonly position: number | null;
  readonly registration: string;
  readonly version: number;
  readonly offer: { readonly id: string; readonly connector: { readonly id: string } } | null;
}

/** A clock that goes where a spec wants it. */
export function handClock(start = new Date('2026-05-04T10:00:00Z')) {
  let instant = start;
  return {
    now: () => instant,
    /** The instant some minutes from now. */
    on: (minutes: number) => new Date(instant.getTime() + minutes * 60_000),
    set(to: Date) {
      instant = to;
    },
  };
}

/** Words for what drivers and parking do with the queue of a running context. */
export function queueWords(
  charging: RunningCharging,
  clock: Pick<ReturnType<typeof handClock>, 'now'>,
) {
  /** A driver with a vehicle of their own. */
  async function driverWith(registration = newRegistration()) {
    const customerId = `customer-${registration}`;
    await charging.vehicle({ registration, customerId, connectorTypes: [ccs] });
    return { registration, actor: actorWith('DRIVER', { customerId }) };
  }
  const join = (
    facilityId: string,
    { registration, actor }: { registration: string; actor: Actor },
    more: object = {},
  ) =>
    charging.mutate(
      'joinChargingQueue',
      { facilityId, registration, idempotencyKey: newKey(), ...more },
      actor,
      `... on ChargingQueueJoined { entry { ${entryFields} } } ... on AlreadyQueued { entry { id } }
       ... on NoCompatibleConnector { connectorTypes } ... on InvalidInput { field }
       ... on VehicleAlreadyCharging { sessionId } ... on NotFound { entity }`,
    );
  const joined = async (
    facilityId: string,
    who: { registration: string; actor: Actor },
  ): Promise<Entry> => {
    const result = await join(facilityId, who);
    if (result['entry'] === undefined) throw new Error(JSON.stringify(result));
    return result['entry'] as Entry;
  };
  const change = (name: string, input: object, actor = driver, of = '') =>
    charging.mutate(
      name,
      input,
      actor,
      `... on ${of} { entry { ${entryFields} } } ... on NotFound { entity key }
       ${name === 'leaveChargingQueue' ? '' : '... on OfferGone { status }'}`,
    );
  const accept = (offerId: string, actor = driver) =>
    change('acceptOffer', { offerId }, actor, 'OfferAccepted');
  const snooze = (offerId: string, actor = driver, minutes?: number) =>
    change(
      'snoozeOffer',
      { offerId, ...(minutes === undefined ? {} : { minutes }) },
      actor,
      'OfferSnoozed',
    );
  const leave = (entryId: string, actor = driver) =>
    change('leaveChargingQueue', { entryId }, actor, 'ChargingQueueLeft');

  const entryOf = async (id: string, actor = attendant): Promise<Entry | null> => {
    const answered = await charging.data<{ chargingQueueEntry: Entry | null }>(
      `query ($id: ID!) { chargingQueueEntry(id: $id) { ${entryFields} } }`,
      { id },
      actor,
    );
    return answered.chargingQueueEntry;
  };

  /** What parking says of the slot of an offer. */
  const parkingSays = async (
    event: keyof typeof said,
    offerId: string,
    of: {
      facilityId: string;
      registration: string;
      slotId?: string;
      kind?: 'RESERVATION';
      until?: string;
    },
  ) => {
    const hold = {
      holdId: newId(),
      kind: 'CHARGING_OFFER' as const,
      sourceId: offerId,
      tenantId,
      slotId: null,
      until: clock.now().toISOString(),
      ...of,
    };
    await said[event](hold);
  };
  const said = {
    held: (hold: Hold) => charging.hears(parkingEvents.slotHeld, hold),
    refused: (hold: Hold) =>
      charging.hears(parkingEvents.holdRefused, { ...hold, reason: 'OCCUPIED' }),
    arrived: (hold: Hold) =>
      charging.hears(parkingEvents.holdEnded, { ...hold, outcome: 'ARRIVED' as const }),
    expired: (hold: Hold) =>
      charging.hears(parkingEvents.holdEnded, { ...hold, outcome: 'EXPIRED' as const }),
  };

  /** Follows an entry until it is as wanted: what happens by itself is a signal here, never a pause. */
  async function until(
    entryId: string,
    status: string | readonly string[],
    act: () => void | Promise<void> = () => undefined,
  ) {
    const wanted = [status].flat();
    const following = charging.subscribe(
      'subscription ($id: ID!) { queuePosition(entryId: $id) { kind status position version } }',
      { id: entryId },
      attendant,
    );
    const first = await following.next();
    await act();
    let value = first.value;
    for (;;) {
      const shown = (value?.data as { queuePosition: { status: string } } | undefined)
        ?.queuePosition;
      if (shown === undefined) throw new Error(JSON.stringify(value));
      if (wanted.includes(shown.status)) break;
      ({ value } = await following.next());
    }
    await following.return?.();
    const entry = await entryOf(entryId);
    if (entry === null) throw new Error('The entry is gone.');
    return entry;
  }

  /** A station of which something is heard all the time, however fast the clock goes here. */
  async function station(slots = 1) {
    const made = await charging.station(slots);
    await charging.sql(`UPDATE station SET last_heard_at = '2030-01-01' WHERE id = $1`, [
      made.stationId,
    ]);
    return made;
  }

  const typesOf = async (entryId: string) =>
    (await charging.outbox(entryId)).map(({ type, aggregate_version: version, data }) => [
      type.replace(/^charging\.|\.v1$/g, ''),
      version,
      data['outcome'] ?? data['status'] ?? null,
    ]);

  async function expectSound(): Promise<void> {
    const torn = await charging.sql(`
      SELECT e.id, c.id AS connector FROM (SELECT * FROM queue_entry WHERE offer_id IS NOT NULL) e
      FULL JOIN (SELECT * FROM connector WHERE offer_id IS NOT NULL) c
        ON c.offer_id = e.offer_id AND c.id = e.connector_id AND c.reserved_for = e.registration
      WHERE e.id IS NULL OR c.id IS NULL`);
    expect(torn).toEqual([]);
    const gaps = await charging.sql(`
      SELECT aggregate_id FROM outbox GROUP BY aggregate_type, aggregate_id
      HAVING min(aggregate_version) <> 1 OR max(aggregate_version) <> count(*)`);
    expect(gaps).toEqual([]);
  }

  return {
    driverWith,
    join,
    joined,
    accept,
    snooze,
    leave,
    entryOf,
    parkingSays,
    until,
    station,
    typesOf,
    expectSound,
  };
}

/** A driver with a vehicle. */
export type Driver = Awaited<ReturnType<ReturnType<typeof queueWords>['driverWith']>>;
type Hold = DataOf<typeof parkingEvents.slotHeld>;
