import { defaultRules } from '../domain/alert-rule.js';
import type { Observation } from '../domain/device.js';
import { localDay } from '../domain/local-day.js';
import type { KnownFacility } from './facility-ports.js';
import { newDevice } from './register-device.js';
import type { Stores } from './ports.js';
import { everything } from '@voltpark/kit/reach';
import { watch, type Watching } from './watch.js';

/** A station as charging tells of it when it is registered. */
export interface StationTold {
  readonly stationId: string;
  readonly facilityId: string;
  readonly tenantId: string;
  readonly name: string;
  readonly status: string;
  readonly chargers: readonly { readonly chargerId: string; readonly connectorCount: number }[];
}

/** The chargers of a new station are devices from now on. */
export async function takeInStation(
  stores: Stores,
  { stationId, facilityId, tenantId, name, status, chargers }: StationTold,
  ports: Watching,
): Promise<void> {
  const now = ports.clock.now();
  for (const [index, { chargerId, connectorCount }] of chargers.entries()) {
    const of = {
      id: chargerId,
      kind: 'CHARGER' as const,
      name: chargers.length === 1 ? name : `${name} ${index + 1}`,
    };
    const device = {
      ...newDevice(of, { id: facilityId, tenantId }, now),
      ...{ stationId, connectorCount, stationStatus: status },
    };
    await stores.devices.add(device);
    const [held] = await stores.devices.hold([chargerId]);
    if (held !== undefined) await watch(stores, held, { kind: 'STATION', status }, ports);
  }
}

/** Something became known of all chargers of a station. @throws when none is known yet */
export async function takeInStationStatus(
  stores: Stores,
  stationId: string,
  status: string,
  ports: Watching,
): Promise<void> {
  const known = await stores.devices.ofStations([stationId], everything);
  if (known.length === 0) throw new Error(`Station ${stationId} is not known yet.`);
  const held = await stores.devices.hold(known.map(({ id }) => id));
  for (const device of held) await watch(stores, device, { kind: 'STATION', status }, ports);
}

/** Something became known of a device. @throws when it is not known yet */
export async function takeInObservation(
  stores: Stores,
  deviceId: string,
  seen: Observation,
  ports: Watching,
): Promise<void> {
  const [device] = await stores.devices.hold([deviceId]);
  if (device === undefined) throw new Error(`Device ${deviceId} is not known yet.`);
  await watch(stores, device, seen, ports);
}

/** A facility of which was heard: a new one has the rules that every facility begins with. */
export async function takeInFacility(
  { facilities, alerts }: Stores,
  facility: KnownFacility,
  version: number,
  { clock, newId }: Pick<Watching, 'clock' | 'newId'>,
): Promise<void> {
  if (!(await facilities.keep(facility, version))) return;
  const { id: facilityId, tenantId } = facility;
  const made = { facilityId, tenantId, updatedAt: clock.now(), updatedBy: 'system' };
  for (const rule of defaultRules) await alerts.addRule({ ...rule, ...made, id: newId() });
}

/** Money of a facility, at an instant. @throws when the facility is not known yet */
export async function takeInMoney(
  { facilities }: Stores,
  facilityId: string | null,
  { minor, at }: { readonly minor: number; readonly at: Date },
): Promise<void> {
  if (facilityId === null) return;
  const [facility] = await facilities.byIds([facilityId]);
  if (facility === undefined) throw new Error(`Facility ${facilityId} is not known yet.`);
  await facilities.addRevenue(facilityId, { day: localDay(at, facility.timeZone), minor });
}
