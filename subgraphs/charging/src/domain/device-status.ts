import type { Connector, ConnectorChange, Fault } from './station.js';

/** Connector status of OCPP 1.6 (ChargePointStatus) and of 2.0.1 (ConnectorStatusEnumType). */
export const deviceStatuses = {
  V1_6: [
    'Available',
    'Preparing',
    'Charging',
    'SuspendedEVSE',
    'SuspendedEV',
    'Finishing',
    'Reserved',
    'Unavailable',
    'Faulted',
  ],
  V2_0_1: ['Available', 'Occupied', 'Reserved', 'Unavailable', 'Faulted'],
} as const;
export type DeviceStatus = (typeof deviceStatuses)[keyof typeof deviceStatuses][number];

/**
 * What a device's word means: the OCPI status of a connector without a session and with one, whether a vehicle is
 * plugged in (null: the word does not say), and what becomes of an open session.
 */
interface Meaning {
  readonly free: Connector['status'];
  readonly inSession: Connector['status'];
  readonly pluggedIn: boolean | null;
  readonly session: 'GOES_ON' | 'STOPS' | 'UNPLUGGED' | 'BREAKS';
}

const meanings: Readonly<Record<DeviceStatus, Meaning>> = {
  Available: {
    free: 'AVAILABLE',
    inSession: 'CHARGING',
    pluggedIn: false,
    session: 'UNPLUGGED',
  },
  Preparing: { free: 'BLOCKED', inSession: 'CHARGING', pluggedIn: true, session: 'GOES_ON' },
  Occupied: { free: 'BLOCKED', inSession: 'CHARGING', pluggedIn: true, session: 'GOES_ON' },
  Charging: { free: 'CHARGING', inSession: 'CHARGING', pluggedIn: true, session: 'GOES_ON' },
  SuspendedEVSE: { free: 'BLOCKED', inSession: 'CHARGING', pluggedIn: true, session: 'GOES_ON' },
  SuspendedEV: { free: 'BLOCKED', inSession: 'CHARGING', pluggedIn: true, session: 'GOES_ON' },
  Finishing: { free: 'BLOCKED', inSession: 'CHARGING', pluggedIn: true, session: 'STOPS' },
  Reserved: { free: 'RESERVED', inSession: 'CHARGING', pluggedIn: false, session: 'GOES_ON' },
  Unavailable: {
    free: 'INOPERATIVE',
    inSession: 'INOPERATIVE',
    pluggedIn: null,
    session: 'GOES_ON',
  },
  Faulted: { free: 'OUTOFORDER', inSession: 'OUTOFORDER', pluggedIn: null, session: 'BREAKS' },
};

/** The word in the version's own writing, whatever case the device wrote it in; null when it is none. */
export function deviceStatusOf(
  version: keyof typeof deviceStatuses,
  written: string,
): DeviceStatus | null {
  const wanted = written.trim().toLowerCase();
  return deviceStatuses[version].find((each) => each.toLowerCase() === wanted) ?? null;
}

/** What becomes of the open session on the connector. */
export type SessionEffect = 'NONE' | 'STOPS' | 'UNPLUGGED' | 'BREAKS';

/**
 * What a report means for a connector and for the open session on it, if any. `Available` unplugs a vehicle only
 * where one was plugged in or energy flowed: a driver may start before taking the cable.
 */
export function readReport(
  connector: Connector,
  report: { readonly status: DeviceStatus; readonly fault: Fault | null },
  session: { readonly isPending: boolean } | null,
): { readonly change: ConnectorChange; readonly effect: SessionEffect } {
  const meaning = meanings[report.status];
  const effect = effectOn(connector, meaning, session);
  const goesOn = session !== null && (effect === 'NONE' || effect === 'STOPS');
  const isReserved = connector.reservation !== null;
  const free =
    isReserved && meaning.free === 'AVAILABLE'
      ? 'RESERVED'
      : // A device knows of no offer of ours: its own reservations are kept as BLOCKED.
        !isReserved && meaning.free === 'RESERVED'
        ? 'BLOCKED'
        : meaning.free;
  return {
    effect,
    change: {
      status: goesOn ? meaning.inSession : free,
      deviceStatus: report.status,
      pluggedIn: meaning.pluggedIn ?? connector.pluggedIn,
      fault: report.fault,
    },
  };
}

function effectOn(
  connector: Connector,
  { session: effect }: Meaning,
  session: { readonly isPending: boolean } | null,
): SessionEffect {
  if (session === null || effect === 'GOES_ON') return 'NONE';
  if (effect === 'UNPLUGGED' && session.isPending && !connector.pluggedIn) return 'NONE';
  if (effect === 'STOPS' && session.isPending) return 'NONE';
  return effect;
}
