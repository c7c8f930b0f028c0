import type { chargingEvents } from '@voltpark/contracts';
import type { z } from 'zod';
import { limits } from './limits.js';

export type ConnectorType = z.infer<typeof chargingEvents.connectorTypeSchema>;
export type ChargingLevel = z.infer<typeof chargingEvents.chargingLevelSchema>;
export type StationStatus = z.infer<typeof chargingEvents.stationStatusSchema>;
export type ConnectorStatus = z.infer<typeof chargingEvents.connectorStatusSchema>;

/** Planned work at a station. */
export interface MaintenanceWindow {
  readonly from: Date;
  readonly to: Date;
  readonly note: string | null;
}

/** What stands on its plate and in its papers. */
export interface StationDetails {
  readonly name: string;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly serialNumber: string | null;
  /** Calendar date, `2028-12-31`. */
  readonly warrantyUntil: string | null;
  readonly maintenance: readonly MaintenanceWindow[];
}

/** A station stands at a facility and has one or more chargers. */
export interface Station extends StationDetails {
  readonly id: string;
  readonly facilityId: string;
  readonly tenantId: string;
  readonly status: StationStatus;
  readonly statusReason: string | null;
  readonly statusSince: Date;
  /** When a device of it last told anything, by our clock. */
  readonly lastHeardAt: Date;
  readonly registeredAt: Date;
  readonly updatedAt: Date;
  /** Until when planned work keeps it out of service; null where it does not. */
  readonly workUntil: Date | null;
  /** Beginning of the last planned work that had its effect. */
  readonly workDoneTo: Date | null;
  /** Number of events published of this station. */
  readonly version: number;
}

/** Serves one vehicle at a time (OCPI: EVSE). */
export interface Charger {
  readonly id: string;
  readonly stationId: string;
  readonly facilityId: string;
  readonly tenantId: string;
  readonly ordinal: number;
  readonly label: string;
  /** The slot it stands at, in parking's ids; null when it serves none in particular. */
  readonly slotId: string | null;
  readonly level: ChargingLevel;
  readonly powerW: number;
}

/** What a vehicle is plugged into. */
export interface Connector {
  readonly id: string;
  readonly chargerId: string;
  readonly stationId: string;
  readonly facilityId: string;
  readonly tenantId: string;
  readonly ordinal: number;
  readonly type: ConnectorType;
  readonly powerW: number;
  /** Of its charger, as every event of a connector tells it. */
  readonly slotId: string | null;
  readonly status: ConnectorStatus;
  readonly statusSince: Date;
  /** What the device said last, in its own words. */
  readonly deviceStatus: string | null;
  /** A vehicle is plugged in, as far as the device said. */
  readonly pluggedIn: boolean;
  readonly fault: Fault | null;
  /** The open session on it. */
  readonly sessionId: string | null;
  /** For whom it is kept: a vehicle that took an offer of the queue, or has one to decide on. */
  readonly reservation: Reservation | null;
  /** Number of events published of this connector. */
  readonly version: number;
}

export interface Fault {
  readonly code: string;
  readonly description: string | null;
}

export interface Reservation {
  readonly registration: string;
  readonly offerId: string;
  readonly until: Date;
}

/** What can change of a connector. */
export type ConnectorChange = Partial<
  Pick<Connector, 'status' | 'deviceStatus' | 'pluggedIn' | 'fault' | 'sessionId' | 'reservation'>
>;

export interface StationRegistered {
  readonly type: 'StationRegistered';
  readonly station: Station;
  readonly chargers: readonly Charger[];
  readonly connectors: readonly Connector[];
}

/** What is told of a station is the same; only its papers changed. Not published. */
export interface StationStatusChanged {
  readonly type: 'StationStatusChanged';
  readonly station: Station;
  readonly previous: StationStatus;
}

/** The connector as it is afterwards; `previous` may be the same status where a fault or session is new. */
export interface ConnectorStatusChanged {
  readonly type: 'ConnectorStatusChanged';
  readonly connector: Connector;
  readonly previous: ConnectorStatus;
}

export type StationEvent = StationRegistered | StationStatusChanged | ConnectorStatusChanged;

/**
 * The connector with the change, and the event of it where the change is one that others see: another status,
 * session or fault.
 */
export function changed(
  connector: Connector,
  change: ConnectorChange,
  at: Date,
): { readonly connector: Connector; readonly events: readonly ConnectorStatusChanged[] } {
  const next = { ...connector, ...change };
  const isNewStatus = next.status !== connector.status;
  const isTold =
    isNewStatus ||
    next.sessionId !== connector.sessionId ||
    next.fault?.code !== connector.fault?.code;
  if (!isTold) return { connector: next, events: [] };
  const statusSince = isNewStatus ? at : connector.statusSince;
  const told = { ...next, statusSince, version: connector.version + 1 };
  const { status: previous } = connector;
  return {
    connector: told,
    events: [{ type: 'ConnectorStatusChanged', connector: told, previous }],
  };
}

/** The station in another status, and the event of it. */
export function withStatus(
  station: Station,
  status: StationStatus,
  reason: string | null,
  now: Date,
): StationStatusChanged {
  const version = station.version + 1;
  return {
    type: 'StationStatusChanged',
    previous: station.status,
    station: {
      ...station,
      status,
      statusReason: reason,
      statusSince: now,
      updatedAt: now,
      version,
    },
  };
}

/** Whether a station in service was heard of late. */
export function connection({ lastHeardAt }: Station, now: Date): 'ONLINE' | 'OFFLINE' {
  return now.getTime() - lastHeardAt.getTime() < limits.stationSilenceMs ? 'ONLINE' : 'OFFLINE';
}
