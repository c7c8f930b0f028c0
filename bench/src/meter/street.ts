import { setTimeout as pause } from 'node:timers/promises';
import type { Town } from '../park/town.js';
import { crowd } from '../park/order.js';

/** The contexts that a street needs. */
export const streetContexts = 'facilities,parking,accounts,pricing,charging';

/** A session that charges. */
export interface Charging {
  readonly sessionId: string;
  readonly connectorId: string;
}

/** Chargers a station has at most. */
const chargersAStation = 100;
/** For one request. */
const attempts = 60;
/** Requests under way while the street is laid out. */
const atOnce = 8;

/** 39 cents a kWh, and a fee for idling. */
const tariff = {
  currency: 'EUR',
  elements: [{ price_components: [{ type: 'ENERGY', price: 0.39, vat: 19, step_size: 1 }] }],
  idle_fee: { price_per_hour: 6, vat: 19, grace_seconds: 600 },
};

/**
 * Vehicles that charge: a facility with so many places, chargers at them, a tariff, and sessions that began at an
 * instant. Everything through the public API.
 */
export async function chargingStreet(
  town: Town,
  { sessions, startedAt }: { readonly sessions: number; readonly startedAt: Date },
): Promise<Charging[]> {
  const facilityId = await facility(town, sessions);
  const began = new Date(startedAt.getTime() - 60_000).toISOString();
  await priced(town, facilityId, began);
  const stays = await parked(town, facilityId, sessions, began);
  const connectors = await stations(town, facilityId, [...stays.keys()]);
  const charging: Charging[] = [];
  const waiting = [...stays];
  await crowd(sessions, atOnce, async () => {
    const [slotId, parkingSessionId] = waiting.pop() ?? ['', ''];
    const connectorId = connectors.get(slotId) ?? '';
    const begun = await insist(
      town,
      'startCharging',
      { connectorId, parkingSessionId, at: startedAt.toISOString(), idempotencyKey: slotId },
      'ChargingStarted',
      'session { id }',
    );
    charging.push({ sessionId: (begun['session'] as { id: string }).id, connectorId });
  });
  return charging;
}

/**
 * Asks until the contexts have heard of each other, and until an overloaded machine has answered: keys make asking again
 * harmless.
 */
async function insist(town: Town, name: string, input: object, wanted: string, fields: string) {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await town
      .mutate(name, input, `... on ${wanted} { ${fields} }`)
      .catch((error: unknown) => ({ __typename: String(error) }));
    if (answer.__typename === wanted) return answer as Awaited<ReturnType<Town['mutate']>>;
    if (attempt === attempts) throw new Error(`${name}: ${JSON.stringify(answer)}`);
    await pause(100);
  }
}

async function facility(town: Town, places: number): Promise<string> {
  const registered = await insist(
    town,
    'registerFacility',
    {
      name: 'Charging street',
      address: { street: 'Benchmark 2', postalCode: '01067', city: 'Dresden', country: 'DE' },
      position: { latitude: 51, longitude: 13 },
      timeZone: 'Europe/Berlin',
      currency: 'EUR',
      capacity: [{ size: 'STANDARD', kind: 'EV', places }],
      idempotencyKey: 'street',
    },
    'FacilityRegistered',
    'facility { id }',
  );
  const { id: facilityId } = registered['facility'] as { id: string };
  const range = { pattern: 'E-####', from: 1, to: places, size: 'STANDARD', kind: 'EV' };
  const ranges = [{ ...range, distanceMetres: 1, distanceStepMetres: 1 }];
  const levels = [{ name: 'All', ordinal: 0, ranges }];
  const layout = { facilityId, levels, idempotencyKey: facilityId };
  await insist(town, 'layOutSlots', layout, 'SlotsLaidOut', 'slotCount');
  return facilityId;
}

async function priced(town: Town, facilityId: string, effectiveFrom: string): Promise<void> {
  const input = { name: 'Street', tariff, effectiveFrom, idempotencyKey: 'street' };
  const created = await insist(town, 'createTariff', input, 'TariffCreated', 'tariff { id }');
  const { id: tariffId } = created['tariff'] as { id: string };
  const assignment = { facilityId, tariffId, effectiveFrom };
  await insist(town, 'assignTariff', assignment, 'TariffAssigned', '__typename');
}

/** Stays by slot. */
async function parked(town: Town, facilityId: string, count: number, at: string) {
  const stays = new Map<string, string>();
  let cars = 0;
  await crowd(count, atOnce, async () => {
    cars += 1;
    const registration = `DD-EV ${cars}`;
    const vehicle = { registration, size: 'STANDARD', isElectric: true };
    const input = { facilityId, ...vehicle, at, idempotencyKey: registration };
    const fields = 'session { id } slot { id }';
    const answer = await insist(town, 'parkVehicle', input, 'VehicleParked', fields);
    stays.set((answer['slot'] as { id: string }).id, (answer['session'] as { id: string }).id);
  });
  return stays;
}

/** Connectors by slot. */
async function stations(town: Town, facilityId: string, slotIds: readonly string[]) {
  const connectors = new Map<string, string>();
  for (let from = 0; from < slotIds.length; from += chargersAStation) {
    const name = `Station ${from}`;
    const chargers = slotIds.slice(from, from + chargersAStation).map((slotId) => ({
      slotId,
      level: 'DCFC',
      powerKw: '150',
      connectors: [{ type: 'IEC_62196_T2_COMBO' }],
    }));
    const registered = await insist(
      town,
      'registerStation',
      { facilityId, name, chargers, idempotencyKey: name },
      'StationRegistered',
      'station { chargers { slot { id } connectors { id } } }',
    );
    const { chargers: made } = registered['station'] as {
      chargers: { slot: { id: string }; connectors: { id: string }[] }[];
    };
    for (const { slot, connectors: of } of made) connectors.set(slot.id, of[0]?.id ?? '');
  }
  return connectors;
}
