import { accepted, invalidInput, notFound, refused, type Decision } from '@voltpark/kit/decision';
import type { Actor } from '@voltpark/contracts';
import { estimatedEnd } from './estimate.js';
import { limits } from './limits.js';
import { mayUse } from './permission.js';
import type {
  ChargingNotOffered,
  ConnectorIncompatible,
  ConnectorOccupied,
  ConnectorReserved,
  ConnectorUnavailable,
  InvalidInput,
  NotFound,
  NotPermitted,
  StationUnavailable,
  VehicleAlreadyCharging,
  VehicleNotAtConnector,
  VehicleNotParked,
} from './refusals.js';
import type { OpenSession, PendingSession, Targets } from './session.js';
import type { Connector, Station } from './station.js';
import type { Stay } from './stay.js';

/** What somebody asks for. */
export interface StartCharging {
  readonly connectorId: string;
  readonly targets: Targets;
  /** Charge of the battery now, as the vehicle or its driver says. */
  readonly socPercent: number | null;
  readonly transactionId: string | null;
}

/** What is known when somebody asks, all of it held. */
export interface StartState {
  readonly station: Station | null;
  /** All connectors of the charger, which serves one vehicle at a time. */
  readonly connectors: readonly Connector[];
  readonly stay: Stay | null;
  readonly vehicle: {
    readonly connectorTypes: readonly string[];
    readonly batteryWh: number | null;
  } | null;
  /** The open session of the vehicle, wherever. */
  readonly charging: Pick<OpenSession, 'id'> | null;
  readonly isOffered: boolean;
  readonly timeZone: string | null;
  readonly tariffVersionId: string | null;
}

export type StartRefusal =
  | NotFound
  | NotPermitted
  | InvalidInput
  | ChargingNotOffered
  | StationUnavailable
  | VehicleNotParked
  | VehicleNotAtConnector
  | VehicleAlreadyCharging
  | ConnectorIncompatible
  | ConnectorOccupied
  | ConnectorReserved
  | ConnectorUnavailable;

/** Whether a session may begin, and what it is then: granted, and without energy yet. */
export function decideStart(
  command: StartCharging,
  state: StartState,
  known: {
    readonly id: string;
    readonly actor: Actor;
    /** When it begins, and what time it is here. */
    readonly at: Date;
    readonly now: Date;
  },
): Decision<PendingSession, StartRefusal> {
  const { station, connectors, stay } = state;
  const connector = connectors.find(({ id }) => id === command.connectorId);
  if (station === null || connector === undefined) {
    return refused(notFound('Connector', command.connectorId));
  }
  if (stay === null || !mayUse(known.actor, stay)) return refused(notParked);
  const obstacle =
    targetFault(command) ??
    placeFault(state, station, connector, stay) ??
    freeFault(connector, connectors, stay);
  if (obstacle !== null) return refused(obstacle);
  return accepted(begun(command, state, { ...known, station, connector, stay }));
}

const notParked: VehicleNotParked = {
  type: 'VehicleNotParked',
  message: 'The vehicle does not stand in a place for electric vehicles here.',
};

/** What speaks against the place: the facility, the station, where the vehicle stands. */
function placeFault(
  state: StartState,
  station: Station,
  connector: Connector,
  stay: Stay,
): StartRefusal | null {
  if (stay.leftAt !== null || stay.mergedIntoId !== null) return notParked;
  if (stay.slotKind !== 'EV' || stay.facilityId !== station.facilityId) return notParked;
  if (connector.slotId !== null && connector.slotId !== stay.slotId) {
    const message = 'The vehicle stands in another place than the connector.';
    const [parkedAt, connectorAt] = [{ id: stay.slotId }, { id: connector.slotId }];
    return { type: 'VehicleNotAtConnector', message, parkedAt, connectorAt };
  }
  if (!state.isOffered) {
    return { type: 'ChargingNotOffered', message: 'This facility does not offer to charge.' };
  }
  if (state.charging !== null) {
    const message = 'The vehicle is charging already.';
    return { type: 'VehicleAlreadyCharging', message, sessionId: state.charging.id };
  }
  if (station.status !== 'ONLINE') {
    const { id: stationId, status, statusSince: since } = station;
    const message = `The station is ${status.toLowerCase()}.`;
    return { type: 'StationUnavailable', message, stationId, status, since };
  }
  const types = state.vehicle?.connectorTypes ?? [];
  if (types.length > 0 && !types.includes(connector.type)) {
    const { type: connectorType } = connector;
    const message = `The vehicle has no inlet for ${connectorType}.`;
    return { type: 'ConnectorIncompatible', message, connectorType, vehicleConnectorTypes: types };
  }
  return null;
}

/** What speaks against the connector: somebody else, a reservation, a fault. */
function freeFault(
  connector: Connector,
  connectors: readonly Connector[],
  { registration }: Stay,
): StartRefusal | null {
  const { id: connectorId, status } = connector;
  if (connectors.some(({ sessionId }) => sessionId !== null)) {
    return connectorOccupied(connectorId);
  }
  // A charger serves one vehicle, so what is kept of it keeps all of it.
  const kept = connectors.find(
    (each) => each.status === 'RESERVED' && each.reservation?.registration !== registration,
  );
  if (kept !== undefined) {
    const message = 'The charger is kept for somebody else.';
    const until = kept.reservation?.until ?? null;
    return { type: 'ConnectorReserved', message, connectorId, until };
  }
  // BLOCKED without a session: the cable is in, and that is how many drivers begin.
  // So is CHARGING: a device that was offline began by itself, and names its session now.
  const canServe =
    status === 'AVAILABLE' ||
    status === 'BLOCKED' ||
    status === 'CHARGING' ||
    status === 'RESERVED' ||
    status === 'UNKNOWN';
  if (canServe) return null;
  const message = `The connector is ${status.toLowerCase()}.`;
  return { type: 'ConnectorUnavailable', message, connectorId, status };
}

export const connectorOccupied = (connectorId: string): ConnectorOccupied => ({
  type: 'ConnectorOccupied',
  message: 'The charger serves another vehicle.',
  connectorId,
});

function targetFault({ targets, socPercent }: StartCharging): InvalidInput | null {
  const within = (value: number | null, least: number, most: number) =>
    value === null || (Number.isFinite(value) && value >= least && value <= most);
  if (!within(socPercent, 0, 100)) {
    return invalidInput('socPercent', 'A battery holds 0 to 100 %.');
  }
  if (!within(targets.socPercent, 1, 100)) {
    return invalidInput('targets.socPercent', 'A battery is charged to 1 to 100 %.');
  }
  if (!within(targets.energyWh, 1, limits.targetEnergyWh)) {
    return invalidInput('targets.energyWh', `This is 1 to ${limits.targetEnergyWh} Wh.`);
  }
  if (!within(targets.durationSeconds, 60, limits.targetDurationSeconds)) {
    return invalidInput('targets.durationSeconds', 'This is 1 minute to 7 days.');
  }
  if (targets.costInclTax !== null && !/^\d{1,9}(\.\d{1,6})?$/.test(targets.costInclTax)) {
    return invalidInput('targets.costInclTax', 'This is an amount of at least 0.');
  }
  return null;
}

function begun(
  { targets, socPercent, transactionId }: StartCharging,
  state: StartState,
  known: {
    readonly id: string;
    readonly actor: Actor;
    readonly at: Date;
    readonly now: Date;
    readonly station: Station;
    readonly connector: Connector;
    readonly stay: Stay;
  },
): PendingSession {
  const { station, connector, stay, now } = known;
  // Clocks differ a little: nobody charges before having parked.
  const startedAt = new Date(Math.max(known.at.getTime(), stay.enteredAt.getTime()));
  const batteryWh = state.vehicle?.batteryWh ?? null;
  const { powerW } = connector;
  return {
    status: 'PENDING',
    id: known.id,
    stationId: station.id,
    chargerId: connector.chargerId,
    connectorId: connector.id,
    facilityId: station.facilityId,
    tenantId: station.tenantId,
    slotId: connector.slotId ?? stay.slotId,
    parkingSessionId: stay.id,
    registration: stay.registration,
    customerId: stay.customerId,
    tariffVersionId: state.tariffVersionId,
    timeZone: state.timeZone ?? 'UTC',
    startedBy: known.actor.id,
    startedAt,
    openedAt: now,
    estimatedEndAt: estimatedEnd({ startedAt, targets, socPercent, batteryWh, powerW }),
    targets,
    batteryWh,
    powerW,
    transactionId,
    version: 1,
  };
}
